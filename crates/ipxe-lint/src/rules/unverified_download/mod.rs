//! Downloads that an attacker on the network path can replace.

use ipxe_catalog::{Actions, Implementation, world::Meaning};
use ipxe_language::operation::Operation;
use ipxe_language::{
    text::Text,
    uri::{Uri, UriScheme},
};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::{
    commands::{positional_words, uris::UriWord},
    images::loads::ImageLoad,
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "unverified-download",
    code: "IPX809",
    summary: "an executed file is downloaded without encryption, and not verified",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let verified = Verified::new(cx);
    let mut loads = cx.images().loads().iter().peekable();
    for uri in cx.uris() {
        let command = uri.command.id();
        while loads.next_if(|load| load.command < command).is_some() {}
        let Some(load) = loads.peek().filter(|load| load.command == command) else { continue };
        if let Some(scheme) = plain_scheme(cx, uri).filter(|_| !verified.covers(load)) {
            out.push(report(uri, scheme));
        }
    }
}

/// What the script makes iPXE verify.
struct Verified {
    /// Whether only trusted images are executed.
    demands_trust: bool,
    /// The images whose signatures are verified.
    names: Vec<Text<'static>>,
}

impl Verified {
    fn new(cx: &Context<'_, '_>) -> Self {
        let demands = |implementation| {
            cx.invocations_of(implementation).any(|(_, invocation)| {
                matches!(invocation.operation(), Some(Operation::Trust { allow: false, .. }))
            })
        };
        let checks = cx.invocations_where(&|form| form.implementation == Implementation::Imgverify);
        let images = checks.filter_map(|(command, invocation)| positional_words(command, invocation).next());
        Self {
            demands_trust: demands(Implementation::Imgtrust),
            names: images.map(|image| cx.constants().resolve(image, cx)).collect(),
        }
    }

    fn covers(&self, load: &ImageLoad) -> bool {
        (self.demands_trust && !load.is_initrd)
            || self.names.iter().any(|name| !name.equals(&load.name).is_no())
    }
}

/// The scheme of a download, if it has no protection.
fn plain_scheme<'a, 's>(cx: &Context<'a, 's>, uri: &UriWord<'a, 's>) -> Option<&'static str> {
    let fetches = cx.form(uri.command)?.effects.actions.contains(Actions::FETCHES);
    let text = cx.constants().resolve(uri.word, cx);
    let UriScheme::Known(scheme) = Uri::parse(&text).scheme else { return None };
    Meaning::PlainScheme.words().find(|plain| fetches && plain.as_bytes() == scheme.bytes())
}

fn report(uri: &UriWord<'_, '_>, scheme: &str) -> Diagnostic {
    let message =
        format!("{} is downloaded with `{scheme}`, and nothing verifies it", quote(uri.word.text()));
    let label = "anyone on the network path can replace it";
    Diagnostic::new(RuleId::UnverifiedDownload, uri.word.span(), message, label).help(
        "use `https`, or require signatures: `imgtrust`, and `imgverify` with a signature for each image",
    )
}
