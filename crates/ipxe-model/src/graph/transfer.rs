use ipxe_catalog::{CommandForm, Returns};
use ipxe_language::{integer::parse_integer, invocation::Invocation, options::ParsedArguments, text::Text};

use crate::graph::Ending;

/// The possible successors of a command.
pub(crate) struct Transfer<'w> {
    pub(crate) success: bool,
    pub(crate) failure: bool,
    pub(crate) ends: Option<Ending>,
    pub(crate) jumps_to: Option<&'w Text<'w>>,
    /// Whether iPXE rejects the command. Then everything but its failure is what it does after it is corrected.
    pub(crate) is_refused: bool,
}

/// Continues with the next command after success or failure.
const ONWARD: Transfer<'static> =
    Transfer { success: true, failure: true, ends: None, jumps_to: None, is_refused: false };

/// The possible effects of a command on control flow, if nothing is known about values.
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

/// The possible effects of a command that iPXE does not reject.
fn as_meant<'w>(
    form: &CommandForm,
    arguments: &ParsedArguments<'w>,
    invocation: &Invocation<'w>,
) -> Transfer<'w> {
    match form.effects.returns {
        Returns::EndsScript => exit(arguments),
        Returns::OnlyOnFailure => Transfer { success: false, ends: Some(Ending::Left), ..ONWARD },
        // A kernel takes over; a script returns a status.
        Returns::AfterExecution => {
            Transfer { success: !invocation.replaces_script(), ends: Some(Ending::Left), ..ONWARD }
        }
        Returns::Jumps => Transfer { success: false, jumps_to: arguments.positionals.first(), ..ONWARD },
        _ => ONWARD,
    }
}

/// `exit` ends the script, unless its status is not a number.
fn exit(arguments: &ParsedArguments<'_>) -> Transfer<'static> {
    let status = arguments.positionals.first();
    let (ends, fails) = match status.map(Text::as_known) {
        None => (true, !arguments.is_certain()),
        Some(None) => (true, true),
        Some(Some(status)) => (parse_integer(status).is_ok(), parse_integer(status).is_err()),
    };
    Transfer { success: false, failure: fails, ends: ends.then_some(Ending::Exited), ..ONWARD }
}
