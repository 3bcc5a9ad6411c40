//! `ipxe-lint man`, for package maintainers.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use clap::{Args, Command, CommandFactory};
use clap_mangen::Man;

use crate::{cli::Cli, failure::Failure, outcome::Outcome};

/// Write the manual pages of this command and its subcommands to a directory
#[derive(Args, Debug)]
pub(crate) struct ManArgs {
    /// The directory; it is made if it is not there
    #[arg(value_name = "DIR")]
    directory: PathBuf,
}

/// Writes the pages.
pub(crate) fn run(args: &ManArgs) -> Result<Outcome, Failure> {
    let directory = &args.directory;
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    fs::create_dir_all(directory)
        .and_then(|()| write(&command, directory))
        .map_err(|error| Failure::Unwritable { path: Some(directory.clone()), error })?;
    Ok(Outcome::Clean)
}

/// A section of a page: its name, and what is in it. Lines that begin with blanks are kept as they are.
struct Section {
    name: String,
    text: String,
}

impl Section {
    fn new(name: &str, text: &str) -> Self {
        Self { name: name.to_owned(), text: text.trim().to_owned() }
    }

    /// The command's description, and the parts of its help that are not lists.
    fn description(command: &Command) -> Self {
        let about = command.get_long_about().or(command.get_about()).map(ToString::to_string);
        let notes = parts(command).into_iter().filter(|(name, _)| name.is_none()).map(|(_, text)| text);
        let texts: Vec<String> = about.into_iter().map(|about| about + ".").chain(notes).collect();
        Self::new("DESCRIPTION", &texts.join("\n\n"))
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, ".SH \"{}\"", self.name)?;
        let mut is_kept = false;
        for line in self.text.lines() {
            let keep = line.starts_with("  ");
            if keep != is_kept {
                writeln!(out, "{}", if keep { ".PP\n.RS 4\n.nf" } else { ".fi\n.RE\n.PP" })?;
                is_kept = keep;
            }
            let text = line.strip_prefix("  ").unwrap_or(line);
            let text = text.replace('\\', "\\e").replace('-', "\\-");
            // A dot or an apostrophe at the start of a line would be a request.
            let guard = if text.starts_with(['.', '\'']) { "\\&" } else { "" };
            writeln!(out, "{}", if text.is_empty() { ".PP".to_owned() } else { format!("{guard}{text}") })?;
        }
        if is_kept { writeln!(out, ".fi\n.RE") } else { Ok(()) }
    }
}

/// The blocks of a command's examples and notes, with their headings.
fn parts(command: &Command) -> Vec<(Option<String>, String)> {
    let texts = [command.get_before_help(), command.get_after_help()].into_iter().flatten();
    let blocks: Vec<String> = texts
        .flat_map(|text| text.to_string().split("\n\n").map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let part = |block: &String| match block.split_once(":\n") {
        Some((heading, list)) if list.starts_with(' ') => (Some(heading.to_uppercase()), list.to_owned()),
        _ => (None, block.clone()),
    };
    let mut parts: Vec<(Option<String>, String)> = Vec::new();
    for block in &blocks {
        match parts.last_mut() {
            // An example continues after an empty line.
            Some((Some(_), list)) if block.starts_with(' ') => list.extend(["\n\n", block]),
            _ => parts.push(part(block)),
        }
    }
    parts
}

/// The sections after the options: examples, the exit status, and global information.
fn sections(command: &Command) -> Vec<Section> {
    let named = parts(command).into_iter().filter_map(|(name, text)| {
        let text: Vec<String> = text
            .lines()
            .map(|line| if line.is_empty() { "  ".to_owned() } else { line.to_owned() })
            .collect();
        Some(Section { name: name?, text: text.join("\n") })
    });
    let everywhere = [
        Section::new("ENVIRONMENT", ENVIRONMENT),
        Section::new("FILES", FILES),
        Section::new("SEE ALSO", SEE_ALSO),
    ];
    named.chain(everywhere).collect()
}

const ENVIRONMENT: &str = "\
NO_COLOR, if set and not empty, switches colours off. CLICOLOR_FORCE switches them on, also for files and pipes; CLICOLOR=0 \
switches them off. TERM=dumb means no colours. LC_ALL, LC_CTYPE and LANG decide whether boxes are drawn in Unicode or in \
ASCII. FORCE_HYPERLINK decides whether rule names are links.";

const FILES: &str = "\
ipxe-lint.toml is the configuration; the one nearest to a script, upwards from its directory, counts. `ipxe-lint init` writes one.

.gitignore and .ignore say which files of a directory are not checked.";

const SEE_ALSO: &str = "\
`ipxe-lint explain RULE` explains a rule; https://ipxe.org/scripting describes the language.";

/// Writes the page of a command and those of its subcommands.
fn write(command: &Command, directory: &Path) -> io::Result<()> {
    let version = concat!("ipxe-lint ", env!("CARGO_PKG_VERSION"));
    // A page has a version and no date; an empty argument would be lost on the way to the page, and the rest would take
    // its place.
    let man = Man::new(command.clone()).date(" ").source(version).manual("ipxe-lint");
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    Section::description(command).write(&mut page)?;
    man.render_options_section(&mut page)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut page)?;
    }
    sections(command).iter().try_for_each(|section| section.write(&mut page))?;
    fs::write(directory.join(man.get_filename()), page)?;
    let subcommands = command.get_subcommands().filter(|subcommand| !subcommand.is_hide_set());
    subcommands.into_iter().try_for_each(|subcommand| write(subcommand, directory))
}
