//! Request parameters without a list.

use foldhash::HashSet;
use ipxe_catalog::Implementation;
use ipxe_language::operation::Operation;
use ipxe_syntax::Command;

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};

pub(super) const META: RuleMeta = RuleMeta {
    name: "missing-parameter-list",
    code: "IPX228",
    summary: "`param` adds to a list that no `params` creates",
    level: Level::Error,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let mut begun: HashSet<Vec<u8>> = HashSet::default();
    for (_, invocation) in cx.invocations_of(Implementation::Params) {
        let Some(Operation::ParameterList(list)) = invocation.meant_operation() else { return };
        match list.name.map(|name| name.text.as_known().map(<[u8]>::to_vec)) {
            Some(None) => return,
            name => begun.extend((!list.delete).then(|| name.flatten().unwrap_or_default())),
        }
    }
    if cx.misspelt(Implementation::Params).next().is_some() {
        return;
    }
    // The script that starts this one may have created a list; a named list was created by this one.
    let mut told = HashSet::default();
    for (command, invocation) in cx.invocations_of(Implementation::Param) {
        let Some(Operation::Parameter(parameter)) = invocation.meant_operation() else { continue };
        let name = match parameter.list.map(|name| name.text.as_known()) {
            Some(None) => continue,
            name => name.flatten().unwrap_or_default(),
        };
        if !begun.contains(name) && told.insert(name) {
            out.push(report(cx, command, name, begun.is_empty()));
        }
    }
}

fn report(cx: &Context<'_, '_>, command: Command<'_, '_>, name: &[u8], is_none: bool) -> Diagnostic {
    let message = match (name, is_none) {
        (b"", true) => "`param` adds to a parameter list, and the script creates none".to_owned(),
        (b"", false) => "`param` adds to the unnamed parameter list, and the script creates none".to_owned(),
        (name, _) => format!("the script creates no parameter list {}", quote(name)),
    };
    let finding = Diagnostic::new(
        RuleId::MissingParameterList,
        command.span(),
        message,
        cx.failure_of(command, "param"),
    );
    match name {
        b"" => finding.help("create the list first: `params`"),
        _ => finding.help("create it first: `params --name NAME`"),
    }
}
