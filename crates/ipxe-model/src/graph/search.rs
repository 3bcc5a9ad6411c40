//! Binary search for commands by position: they are in order.

use ipxe_syntax::{Command, CommandId, LineId, Script};

/// The number of leading commands for which this is true. It must be false for all after them.
pub(crate) fn count_while<'a, 's>(script: &'a Script<'s>, holds: impl Fn(Command<'a, 's>) -> bool) -> usize {
    let (mut low, mut high) = (0, script.commands().len());
    while low < high {
        let middle = low.midpoint(high);
        if command_at(script, middle).is_some_and(&holds) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// The first command on a line or below.
pub(crate) fn first_from<'a, 's>(script: &'a Script<'s>, line: LineId) -> Option<Command<'a, 's>> {
    command_at(script, count_while(script, |command| command.line_id() < line))
}

fn command_at<'a, 's>(script: &'a Script<'s>, index: usize) -> Option<Command<'a, 's>> {
    script.command(CommandId::new(u32::try_from(index).ok()?))
}
