//! Downloads in `autoexec.ipxe` before any interface is configured.

use ipxe_catalog::{Actions, Platform, world::Meaning};
use ipxe_language::{
    text::Certainty,
    uri::{Uri, UriScheme},
};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};

pub(super) const META: RuleMeta = RuleMeta {
    name: "autoexec-without-network",
    code: "IPX909",
    summary: "`autoexec.ipxe` downloads something before it configures an interface",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let is_in_view = cx.catalog.target().platforms().contains(Platform::Efi);
    if !cx.options.surroundings.is_autoexec() || !is_in_view || cx.known().is_provided(b"ip") {
        return;
    }
    let first = cx.uris().iter().find(|uri| {
        let fetches = |form: &ipxe_catalog::CommandForm| form.effects.actions.contains(Actions::FETCHES);
        let is_remote = match Uri::parse(uri.text).scheme {
            UriScheme::Known(scheme) => Meaning::HostScheme.is_in(scheme.bytes()),
            _ => false,
        };
        is_remote
            && uri.role.is_uri()
            && cx.form(uri.command).is_some_and(fetches)
            && cx
                .analysis()
                .before(uri.command.id())
                .is_some_and(|moment| moment.network().configured == Certainty::No)
    });
    out.extend(first.map(|uri| {
        let message = format!("{} is downloaded before any interface is configured", quote(uri.word.text()));
        let label = "iPXE opens no interface before it runs this script: \"Network unreachable\"";
        let finding = Diagnostic::new(RuleId::AutoexecWithoutNetwork, uri.word.span(), message, label);
        finding.help("run `dhcp` first, and handle its failure: `dhcp || shell`")
    }));
}
