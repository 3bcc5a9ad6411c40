//! `BOOTIF=` in another form than the one that all of its readers know.

use ipxe_catalog::{CommandForm, Role, world::ArgumentReader};
use ipxe_language::setting_name::SettingName;
use ipxe_syntax::{Segment, Word};

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink};
use ipxe_model::commands::linux;

pub(super) const META: RuleMeta = RuleMeta {
    name: "malformed-bootif",
    code: "IPX606",
    summary: "`BOOTIF=` is not of the form `01-aa-bb-cc-dd-ee-ff`",
    level: Level::Advice,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

const ARGUMENT: &[u8] = b"BOOTIF=";

/// The prefix of the address: the hardware type, which is Ethernet.
const ETHERNET: &[u8] = b"01-";

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    if memchr::memmem::find(cx.script.source(), ARGUMENT).is_none() {
        return;
    }
    for (command, _) in cx.invocations_where(&takes_arguments) {
        let words = command.arguments().filter(|word| word.text().starts_with(ARGUMENT));
        let reader = command.arguments().find_map(|word| ArgumentReader::told_by(word.text()));
        out.extend(words.filter(|word| !word.has_hole()).filter_map(|word| look_at(word, reader)));
    }
}

/// Whether the words include a kernel's arguments, or a setting that contains them.
fn takes_arguments(form: &CommandForm) -> bool {
    form.arguments.iter().any(|argument| matches!(argument.role, Role::CommandLine | Role::SettingValue))
}

fn look_at(word: Word<'_, '_>, reader: Option<&ArgumentReader>) -> Option<Diagnostic> {
    let span = word.span_at(ARGUMENT.len()..word.text().len());
    let value = word.text().get(ARGUMENT.len()..)?;
    // `01:` is the same with colons, and `01` alone is a typing error.
    let types: [&[u8]; 3] = [ETHERNET, b"01:", b"01"];
    let has_type = types.into_iter().find(|start| value.starts_with(start) && expands_after(value, start));
    let address = value.get(has_type.map_or(0, <[u8]>::len)..)?;
    let form = match expansion(word, address) {
        Some((_, Some(b"hexhyp"))) => Form::Hyphens,
        Some((_, None | Some(b"hex"))) => Form::Colons,
        Some((_, Some(b"hexraw"))) => Form::Bare,
        Some(_) => return None,
        None => literal(address)?,
    };
    let is_taken = |reader: &ArgumentReader| match (has_type, &form) {
        (None, Form::Hyphens) => reader.bootif_no_type,
        (None, Form::Colons) => reader.bootif_colons,
        (Some(b"01:"), Form::Colons) => reader.bootif_type_and_colons,
        _ => false,
    };
    if reader.is_some_and(is_taken) {
        return None;
    }
    let (level, message, label) = match (has_type == Some(ETHERNET), form) {
        (true, Form::Hyphens) => return None,
        (false, Form::Hyphens) => (
            Level::Warning,
            "`BOOTIF=` lacks the `01-` before the address",
            "programs that skip the text before the first `-` lose part of the address",
        ),
        (_, Form::Colons) => (
            Level::Advice,
            "the address in `BOOTIF=` has colons",
            "some programs find the interface only by `01-` and an address with hyphens",
        ),
        (_, Form::Bare) => (
            Level::Warning,
            "the address in `BOOTIF=` has no hyphens",
            "programs find no interface with this address",
        ),
        (_, Form::None) => (
            Level::Warning,
            "`BOOTIF=` holds no hardware address",
            "programs look for an interface with this address, and find none",
        ),
    };
    let finding = Diagnostic::new(RuleId::MalformedBootif, span, message, label).at_level(level);
    Some(match expansion(word, address) {
        Some((name, _)) => {
            let right = format!("01-${{{}:hexhyp}}", String::from_utf8_lossy(name));
            finding.fix(Fix::unsafe_(format!("write `BOOTIF={right}`"), span, right))
        }
        None => finding.help("write `01-` and the address with hyphens: `BOOTIF=01-${netX/mac:hexhyp}`"),
    })
}

/// Whether an address follows the hardware type, so that it is one.
fn expands_after(value: &[u8], start: &[u8]) -> bool {
    start == ETHERNET
        || value.get(start.len()..).is_some_and(|rest| rest.starts_with(b"${"))
        || start.ends_with(b":") && value.len() > b"aa:bb:cc:dd:ee:ff".len()
}

/// The separators in an address.
enum Form {
    Hyphens,
    Colons,
    /// None.
    Bare,
    /// It is not an address.
    None,
}

/// The form of a literal address, if it is one.
fn literal(address: &[u8]) -> Option<Form> {
    let is = |separator: u8| {
        let mut parts = address.split(|byte| *byte == separator);
        parts.clone().count() == 6
            && parts.all(|part| part.len() == 2 && part.iter().all(u8::is_ascii_hexdigit))
    };
    let is_bare = address.len() == 12 && address.iter().all(u8::is_ascii_hexdigit);
    match address {
        _ if is(b'-') => Some(Form::Hyphens),
        _ if is(b':') => Some(Form::Colons),
        _ if is_bare => Some(Form::Bare),
        // The name of an interface, or nothing.
        _ if linux::is_kernel_name(address) || linux::is_predictable_name(address) || address.is_empty() => {
            Some(Form::None)
        }
        _ => None,
    }
}

/// The name without its type, and the type, of the setting whose value is the address, if there is nothing else and it
/// is an interface's address.
fn expansion<'a>(word: Word<'a, '_>, address: &[u8]) -> Option<(&'a [u8], Option<&'a [u8]>)> {
    let last = word.segments().last()?;
    let Segment::Expansion(expansion) = last else { return None };
    let text = expansion.inside().as_literal().filter(|_| expansion.text() == address)?;
    let setting = SettingName::parse(text);
    let length = setting.setting_type.map_or(0, |setting_type| setting_type.len() + 1);
    (setting.name == b"mac").then_some((text.get(..text.len() - length)?, setting.setting_type))
}
