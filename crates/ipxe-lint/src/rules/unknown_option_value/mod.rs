//! Option values that iPXE does not know.

use ipxe_catalog::Enumeration;
use ipxe_language::options::ArgumentErrorKind;

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};

pub(super) const META: RuleMeta = RuleMeta {
    name: "unknown-option-value",
    code: "IPX226",
    summary: "an option has a value that iPXE does not know",
    level: Level::Error,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for misuse in cx.misuses() {
        let (option, values) = match misuse.error.kind {
            ArgumentErrorKind::UnknownConfigurator { option } => {
                (option, cx.catalog.values(Enumeration::Configurators))
            }
            ArgumentErrorKind::MalformedUuid { option } => (option, &[][..]),
            _ => continue,
        };
        let word = misuse.invocation.words().get(misuse.error.argument + 1);
        let Some(text) = word.and_then(|word| word.known_bytes().get(misuse.error.range.clone())) else {
            continue;
        };
        let message = match values {
            [] => format!("{} is not a UUID", quote(text)),
            _ => format!("`--{}` of `{}` has no value {}", option.long, misuse.name(), quote(text)),
        };
        let label = cx.failure_of(misuse.command, misuse.name());
        let finding = Diagnostic::new(RuleId::UnknownOptionValue, misuse.span(), message, label);
        // `dhcp6` is similar to `dhcp`, but means the other one.
        let spelt_alike = |value: &&&str| value.as_bytes().eq_ignore_ascii_case(text);
        out.push(match values.iter().find(spelt_alike) {
            Some(meant) => finding.fix(Fix::unsafe_(format!("write `{meant}`"), misuse.span(), *meant)),
            None if values.is_empty() => {
                finding.help("a UUID has the form `00112233-4455-6677-8899-aabbccddeeff`")
            }
            None => finding.help(format!("possible values: `{}`", values.join("`, `"))),
        });
    }
}
