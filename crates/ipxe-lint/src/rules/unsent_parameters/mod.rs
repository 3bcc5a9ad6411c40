//! Lists of request parameters that no request sends.

use ipxe_catalog::Implementation;
use ipxe_language::{operation::Operation, uri::Uri};
use ipxe_syntax::Command;

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink};

pub(super) const META: RuleMeta = RuleMeta {
    name: "unsent-parameters",
    code: "IPX227",
    summary: "a list of request parameters is created, but no URI sends it",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let made = |invocation: &ipxe_language::invocation::Invocation<'_>| matches!(invocation.meant_operation(), Some(Operation::ParameterList(list)) if !list.delete);
    let Some((list, _)) = cx.invocations_of(Implementation::Params).find(|(_, invocation)| made(invocation))
    else {
        return;
    };
    // A list also exists in the next started script. A finding needs a later URI in this script, which was probably
    // meant to send it.
    let mut later = cx.uris().iter().filter(|uri| uri.command.id() > list.id()).peekable();
    let Some(first) = later.peek().map(|uri| uri.word.span()) else { return };
    // A misspelt or invalid command may also be meant to send it, and so may one without its URI.
    let names_list = |command: Command<'_, '_>| {
        let text = cx.script.slice(command.span());
        command.arguments().len() == 0 || memchr::memmem::find(text, b"##").is_some()
    };
    let mut refused = cx.unknown().chain(cx.misused()).map(|(command, _)| command);
    if later.any(|uri| may_send(cx, uri)) || refused.any(names_list) {
        return;
    }
    let message = "no URI of this script sends the parameter list";
    let finding =
        Diagnostic::new(RuleId::UnsentParameters, list.span(), message, "created here, and never sent");
    out.push(
        finding
            .and_label(first, "this request does not send it")
            .help("a URI that ends in `##params` sends the list, in a POST request"),
    );
}

/// Whether a URI sends a list, as far as that can be determined.
fn may_send<'a, 's>(cx: &Context<'a, 's>, uri: &ipxe_model::commands::uris::UriWord<'a, 's>) -> bool {
    let text = cx.constants().resolve(uri.word, cx);
    let ends_open = !text.is_known() && text.tail().is_empty();
    ends_open
        || Uri::parse(&text).params().is_some()
        || memchr::memmem::find(text.known_bytes(), b"##").is_some()
}
