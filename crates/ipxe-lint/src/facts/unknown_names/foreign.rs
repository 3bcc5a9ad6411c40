//! Words of other boot loaders and of shells.

use ipxe_catalog::world::{ForeignWord, Language};
use ipxe_syntax::{Command, Word};

use ipxe_model::commands::linux::is_argument;

/// iPXE's equivalent of a word that many programs have; case is ignored.
pub(crate) fn counterpart(name: &[u8]) -> Option<ForeignWord> {
    ForeignWord::of(Language::Any, name)
}

/// iPXE's equivalent of a shell's word.
pub(super) fn shell(command: Command<'_, '_>, name: &[u8]) -> Option<ForeignWord> {
    let is_alone = || command.arguments().len() == 0;
    let equals = || command.arguments().next().is_some_and(|word| word.text() == b"=");
    let is_assignment = || is_assignment(name) && !is_argument(name) && is_alone() || equals();
    ForeignWord::of(Language::Shell, name)
        .or_else(|| is_assignment().then_some(ForeignWord { help: ASSIGNMENT, replacement: None }))
}

/// iPXE's equivalent of another boot loader's word.
pub(super) fn boot_loader(command: Command<'_, '_>, name: &[u8]) -> Option<ForeignWord> {
    let argument = command.arguments().next().map(Word::text);
    if name.eq_ignore_ascii_case(b"menu") {
        return ForeignWord::of(Language::Menu, argument?);
    }
    let key = name.split(|byte| *byte == b'=').next().unwrap_or_default();
    ForeignWord::of(Language::BootLoader, key)
}

/// `NAME=value`, as in shell assignments and kernel arguments.
pub(super) fn is_assignment(name: &[u8]) -> bool {
    let Some(equals) = name.iter().position(|byte| *byte == b'=') else { return false };
    let key = name.get(..equals).unwrap_or_default();
    key.first().is_some_and(u8::is_ascii_alphabetic)
        && key.iter().all(|byte| byte.is_ascii_alphanumeric() || b"_-./".contains(byte))
}

const ASSIGNMENT: &str = "iPXE sets a setting with `set NAME VALUE`";
