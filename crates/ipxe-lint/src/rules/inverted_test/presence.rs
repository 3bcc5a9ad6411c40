//! `isset ${x} && goto no_x`.

use ipxe_catalog::world::Meaning;
use ipxe_language::{operation::Operation, setting_name::untyped};
use ipxe_model::commands::comparison::sole_expansion;
use ipxe_syntax::Command;

use super::ways::{Kind, Way, Ways};
use crate::{Diagnostic, Fix, RuleId, text::quote};

pub(super) fn look_at<'a, 's>(
    test: Command<'a, 's>,
    operation: Operation<'a>,
    ways: &Ways<'a, 's>,
) -> Option<Diagnostic> {
    let Operation::IsSet { .. } = operation else { return None };
    let setting = untyped(sole_expansion(test.arguments().next()?)?.inside().as_literal()?);
    let behind = |way: Option<Way<'a, 's>>| {
        way.filter(|way| way.kind == Kind::Jump && way.command.line_id() == test.line_id())
    };
    let absent = behind(ways.yes).filter(|way| is_about(way.name, setting, Meaning::AbsenceWord));
    let present = || behind(ways.no).filter(|way| is_about(way.name, setting, Meaning::PresenceWord));
    let (way, when, other) = match absent {
        Some(way) => (way, "has a value", "||"),
        None => (present()?, "has no value", "&&"),
    };
    let label = quote(&[b":", way.name].concat());
    let message = format!("this jumps to {label} if {} {when}", quote(setting));
    let finding =
        Diagnostic::new(RuleId::InvertedTest, way.place, message, "this is for the other result of the test")
            .and_label(test.span(), "this succeeds if there is a value");
    let is_alone = ways.yes.is_none() != ways.no.is_none() || !ways.are_on_line;
    let fix = way.command.operator().filter(|_| is_alone && test.line().commands().len() == 2);
    Some(match fix {
        Some(operator) if other == "||" => finding.fix(Fix::unsafe_("write `||`", operator.span, other)),
        _ => finding.help("swap what follows `&&` and what follows `||`"),
    })
}

/// Whether a label consists of a setting's name and a word about its presence or absence, before or after it.
fn is_about(label: &[u8], setting: &[u8], meaning: Meaning) -> bool {
    let squeeze = |name: &[u8]| -> Vec<u8> {
        name.iter().filter(|byte| byte.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect()
    };
    let (label, setting) = (squeeze(label), squeeze(setting));
    if setting.is_empty() {
        return false;
    }
    let rest = label.strip_suffix(setting.as_slice()).or_else(|| label.strip_prefix(setting.as_slice()));
    rest.is_some_and(|rest| meaning.is_in(rest))
}
