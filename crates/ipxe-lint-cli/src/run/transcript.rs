//! A run as text.

use std::io::{self, Write};

use ipxe_language::status::ErrorClass;
use ipxe_lint::printable;
use ipxe_machine::simulate::{Outcome, Run, Step, Trace};

/// Writes every executed command, and the outcome of the run.
pub(super) fn write(out: &mut dyn Write, run: &Run) -> io::Result<()> {
    steps(out, &run.trace)?;
    writeln!(out, "The script {}.", ending(run))
}

/// Why iPXE refuses to execute a file that is not a script.
pub(crate) const NO_SCRIPT: &str = ", as its first line is not `#!ipxe`";

/// The outcome of a run, in words.
pub(crate) fn ending(run: &Run) -> String {
    let refused =
        matches!(run.outcome, Outcome::Failed(why) if why.class() == Some(ErrorClass::NotExecutable));
    let why = if refused && run.trace.all().len() == 0 { NO_SCRIPT } else { "" };
    format!("{}{why}", run.outcome)
}

/// Writes every executed command, its output and its failure; the commands of inner scripts are indented.
pub(crate) fn steps(out: &mut dyn Write, trace: &Trace) -> io::Result<()> {
    let mut open: Vec<Step<'_>> = Vec::new();
    for step in trace.all() {
        while let Some(ended) = open.pop_if(|other| other.depth() >= step.depth()) {
            end(out, ended)?;
        }
        begin(out, step)?;
        open.push(step);
    }
    open.into_iter().rev().try_for_each(|ended| end(out, ended))?;
    match trace.left() {
        0 => Ok(()),
        1 => writeln!(out, "(1 more command is not shown.)"),
        left => writeln!(out, "({left} more commands are not shown.)"),
    }
}

/// The command and its output.
fn begin(out: &mut dyn Write, step: Step<'_>) -> io::Result<()> {
    let indent = indent(step);
    let words: Vec<_> = step.words().map(shown).collect();
    writeln!(out, "{:indent$}> {}", "", words.join(" "))?;
    let output = step.output();
    let lines = output.strip_suffix(b"\n").unwrap_or(output).split(|byte| *byte == b'\n');
    for line in lines.filter(|_| !output.is_empty()) {
        let line = shown(line);
        writeln!(out, "{:width$}{line}", "", width = if line.is_empty() { 0 } else { indent + 2 })?;
    }
    Ok(())
}

/// Its failure, after the commands that it executed.
fn end(out: &mut dyn Write, step: Step<'_>) -> io::Result<()> {
    match step.status() {
        Some(Err(failure)) => writeln!(out, "{:indent$}  failed: {failure}", "", indent = indent(step)),
        _ => Ok(()),
    }
}

fn indent(step: Step<'_>) -> usize {
    2 * step.depth()
}

/// Text from a script, in displayable form.
fn shown(text: &[u8]) -> String {
    printable(&String::from_utf8_lossy(text))
}
