//! The probable intention of an unknown name.

use ipxe_catalog::{Availability, Catalog, did_you_mean};
use ipxe_language::{options::parse_arguments, text::Text};
use ipxe_syntax::{Command, OperatorKind};

use crate::context::Context;

/// The command that was probably intended: of those with a similar name, preferably one that accepts the arguments.
pub(super) fn near_command(
    cx: &Context<'_, '_>,
    name: &[u8],
    command: Command<'_, '_>,
) -> Option<&'static str> {
    // Most unknown names are not similar to anything: one search is enough.
    let nearest = cx.catalog.suggest_command(name)?;
    let name = std::str::from_utf8(name).ok()?;
    let words = cx.flow.invocation(command.id())?.words();
    let is_absent = |availability| matches!(availability, Availability::Nowhere { .. });
    let fitting = cx.catalog.commands().filter(|known| {
        parse_arguments(cx.catalog, known.form, words.get(1..).unwrap_or_default()).is_ok()
            && !is_absent(cx.catalog.availability(known.form.build))
    });
    did_you_mean(name, fitting.map(|known| known.spec.name)).or(Some(nearest))
}

/// The name of the command before `||`, if the words after it look like another argument for it:
/// `ntp a.example || b.example`.
pub(super) fn missing_name<'a>(
    cx: &Context<'a, '_>,
    name: &[u8],
    command: Command<'a, '_>,
) -> Option<&'a [u8]> {
    let is_host_or_uri = name.contains(&b'.') || name.contains(&b'/');
    let follows = command.operator().is_some_and(|operator| operator.kind == OperatorKind::Or);
    if !is_host_or_uri || !follows {
        return None;
    }
    let before = command.before_on_line().next_back()?;
    cx.flow.invocation(before.id())?.form().filter(|form| form.max_args != Some(0))?;
    before.name()?.as_literal()
}

/// The start of the number in `sleep1`: a command that takes one, with nothing else after it.
pub(super) fn glued_number(cx: &Context<'_, '_>, command: Command<'_, '_>, name: &[u8]) -> Option<usize> {
    let digits = name.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let at = name.len().checked_sub(digits).filter(|_| digits > 0)?;
    let (known, number) = name.split_at(at);
    let form = cx.catalog.command(known)?.form;
    let words = [Text::known(number.to_vec())];
    let is_alone = command.words().len() == 1;
    (is_alone && parse_arguments(cx.catalog, form, &words).is_ok()).then_some(at)
}

/// The position of the `#` in `dhcp#comment`.
pub(super) fn comment_behind_command(name: &[u8]) -> Option<usize> {
    let hash = memchr::memchr(b'#', name)?;
    Catalog::command_in_any_release(name.get(..hash)?).map(|_| hash)
}
