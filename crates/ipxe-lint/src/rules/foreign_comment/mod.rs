//! Comments in the syntax of other languages.

use ipxe_catalog::Role;
use ipxe_syntax::{Command, OperatorKind, Span};
use memchr::{memchr_iter, memmem};

use crate::{
    Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta,
    context::Context,
    facts::unknown_names::{Meaning, UnknownName, comment_mark, fix_at},
    sink::Sink,
    text::quote,
};
use ipxe_model::commands::lines::start_of_line;

pub(super) const META: RuleMeta = RuleMeta {
    name: "foreign-comment",
    code: "IPX109",
    summary: "a comment uses the marker of another language",
    level: Level::Error,
    fix: FixKind::Always,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

const TITLE: &str = "comments start with `#`";

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for name in cx.unknown_names().meaning(|meaning| meaning == Meaning::Comment) {
        out.extend(unknown(cx, name));
    }
    after_semicolons(cx, out);
    after_slashes(cx, out);
}

/// Comments whose first word is looked up as a command.
fn unknown<'a, 's>(cx: &Context<'a, 's>, name: &UnknownName<'a, 's>) -> Option<Diagnostic> {
    let marks: Vec<Span> = name.uses.iter().filter_map(|command| comment_mark(*command, name.name)).collect();
    let mark = quote(cx.script.slice(*marks.first()?));
    let message = format!("{mark} does not start a comment{}", name.times());
    let finding = name.report(cx, RuleId::ForeignComment, message)?;
    // Alone on its line, it only ends the script.
    let is_alone = |command: &Command<'_, '_>| command.line().commands().len() == 1;
    let only_fails = name.uses.iter().all(is_alone);
    fix_at(TITLE, marks, "#").map(|fix| finding.fix(fix.safe_if(only_fails)))
}

/// Lines that begin with `;` and the name of a command.
fn after_semicolons(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let source = cx.script.source();
    for at in memchr_iter(b';', source) {
        let Some(start) = start_of_line(source, at) else { continue };
        let Some(line) = cx.line_at(at).filter(|line| line.span().start() as usize == start) else {
            continue;
        };
        let Some(command) = line.commands().nth(1) else {
            continue;
        };
        let Some(operator) = command.operator().filter(|operator| operator.kind == OperatorKind::Then) else {
            continue;
        };
        let name = command.name().filter(|name| cx.catalog.command(name.text()).is_some());
        let Some(name) = name.filter(|_| operator.span.start() as usize == at) else { continue };
        let label = format!("iPXE runs what follows: {} is a command", quote(name.text()));
        let finding =
            Diagnostic::new(RuleId::ForeignComment, operator.span, "`;` does not start a comment", label);
        let fix = Fix::unsafe_(TITLE, operator.span, "#");
        out.push(finding.at_level(Level::Warning).fix(fix));
    }
}

/// `//` after the arguments of a command.
fn after_slashes(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let source = cx.script.source();
    let mut last = None;
    for at in memmem::find_iter(source, b" // ") {
        let Some(line) = cx.line_at(at).filter(|line| last != Some(line.id())) else { continue };
        last = Some(line.id());
        for command in line.commands() {
            let takes_mark =
                |role: Option<Role>| !matches!(role, None | Some(Role::Text | Role::Label | Role::Value));
            let Some(form) = cx.form(command) else { continue };
            if !takes_mark(form.arguments.last().map(|argument| argument.role)) {
                continue;
            }
            let Some(word) = command.arguments().skip(1).find(|word| word.text() == b"//") else { continue };
            let message = "`//` does not start a comment";
            let label = "iPXE passes this and what follows on as arguments";
            let finding = Diagnostic::new(RuleId::ForeignComment, word.span(), message, label);
            out.push(finding.at_level(Level::Warning).fix(Fix::unsafe_(TITLE, word.span(), "#")));
        }
    }
}
