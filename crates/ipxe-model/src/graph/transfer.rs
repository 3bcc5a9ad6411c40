use ipxe_catalog::{CommandForm, Returns};
use ipxe_language::{integer::parse_integer, invocation::Invocation, options::ParsedArguments, text::Text};

use crate::graph::Ending;

/// Where control can go when a command is done.
pub(crate) struct Transfer<'w> {
    pub(crate) success: bool,
    pub(crate) failure: bool,
    pub(crate) ends: Option<Ending>,
    pub(crate) jumps_to: Option<&'w Text<'w>>,
    /// Whether iPXE refuses it: all but the failure is what it does once it is corrected.
    pub(crate) is_refused: bool,
}

/// On to whatever comes after success or failure.
const ONWARD: Transfer<'static> =
    Transfer { success: true, failure: true, ends: None, jumps_to: None, is_refused: false };

/// What a command can do next, given that nothing is known about the world.
pub(crate) fn transfer<'w>(invocation: &Invocation<'w>) -> Transfer<'w> {
    if invocation.is_empty() {
        return Transfer { failure: false, ..ONWARD };
    }
    let Some((form, arguments)) = invocation.meant() else { return ONWARD };
    if invocation.is_mistaken() {
        return Transfer { failure: true, is_refused: true, ..as_meant(form, arguments, invocation) };
    }
    as_meant(form, arguments, invocation)
}

/// What a command can do next that iPXE does not refuse.
fn as_meant<'w>(
    form: &CommandForm,
    arguments: &ParsedArguments<'w>,
    invocation: &Invocation<'w>,
) -> Transfer<'w> {
    match form.effects.returns {
        Returns::EndsScript => exit(arguments),
        Returns::OnlyOnFailure => Transfer { success: false, ends: Some(Ending::Left), ..ONWARD },
        // A kernel takes over; a script comes back with a status.
        Returns::AfterExecution => {
            Transfer { success: !invocation.replaces_script(), ends: Some(Ending::Left), ..ONWARD }
        }
        Returns::Jumps => Transfer { success: false, jumps_to: arguments.positionals.first(), ..ONWARD },
        _ => ONWARD,
    }
}

/// `exit` ends the script, unless its status is no number.
fn exit(arguments: &ParsedArguments<'_>) -> Transfer<'static> {
    let status = arguments.positionals.first();
    let (ends, fails) = match status.map(Text::as_known) {
        None => (true, !arguments.is_certain()),
        Some(None) => (true, true),
        Some(Some(status)) => (parse_integer(status).is_ok(), parse_integer(status).is_err()),
    };
    Transfer { success: false, failure: fails, ends: ends.then_some(Ending::Exited), ..ONWARD }
}
