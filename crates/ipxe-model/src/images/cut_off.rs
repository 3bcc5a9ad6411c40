//! Kernel arguments that an operator separates from their command line: iPXE runs them as commands.

use ipxe_catalog::world::KernelArgument;
use ipxe_syntax::{Command, CommandId, OperatorKind};

use crate::{
    commands::linux,
    images::{ImageFacts, command_lines::gives_command_line},
};

/// Whether an unknown command is the rest of the previous command's kernel command line, on the same line.
pub fn is_cut_off<'a, 's>(cx: &ImageFacts<'a, 's>, command: Command<'a, 's>) -> bool {
    let kind = command.operator().map(|operator| operator.kind);
    // A command after `||` handles a failure.
    if !matches!(kind, Some(OperatorKind::And | OperatorKind::Then)) || cx.is_cut_parameter(command.id()) {
        return false;
    }
    let before =
        command.id().index().checked_sub(1).and_then(|at| u32::try_from(at).ok()).map(CommandId::new);
    let before = before.and_then(|before| cx.script.command(before));
    let is_kernel = |before: Command<'_, '_>| {
        before.arguments().len() > 1 && cx.form(before).is_some_and(gives_command_line)
    };
    before.is_some_and(is_kernel) && command.name().is_some_and(|name| is_argument(name.text()))
}

/// Whether a word is a kernel argument, and does not look like a command.
fn is_argument(word: &[u8]) -> bool {
    let name = word.split(|byte| *byte == b'=').next().unwrap_or_default();
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'/');
    let is_assignment = name.len() < word.len() && !name.is_empty() && name.iter().all(is_name);
    let is_flag = || KernelArgument::of(word).is_some_and(|argument| argument.is_flag);
    is_assignment || is_flag() || linux::is_argument(word)
}
