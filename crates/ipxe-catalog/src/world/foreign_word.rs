//! The words of other boot loaders and of shells, and iPXE's equivalents.

use crate::generated::world_foreign_words::FOREIGN_WORDS;

/// A word of a language, in lower case, and iPXE's equivalent.
pub(crate) type Row = ((Language, &'static str), ForeignWord);

/// iPXE's equivalent of another program's word.
///
/// ```
/// use ipxe_catalog::world::{ForeignWord, Language};
///
/// let word = ForeignWord::of(Language::BootLoader, b"LinuxEFI").unwrap();
/// assert_eq!(word.replacement, Some("kernel"));
/// assert_eq!(ForeignWord::of(Language::Shell, b"linuxefi"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForeignWord {
    /// What to write instead, as a sentence.
    pub help: &'static str,
    /// The command with the same function and the same arguments.
    pub replacement: Option<&'static str>,
}

/// The language of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Language {
    /// In many programs.
    Any,
    /// In shells.
    Shell,
    /// The configuration of SYSLINUX and GRUB.
    BootLoader,
    /// After `MENU` in that of SYSLINUX.
    Menu,
}

impl ForeignWord {
    /// iPXE's equivalent of a word; case is ignored.
    #[must_use]
    pub fn of(language: Language, word: &[u8]) -> Option<Self> {
        let lower = || word.iter().map(u8::to_ascii_lowercase);
        let at = FOREIGN_WORDS.binary_search_by(|((other, known), _)| {
            other.cmp(&language).then_with(|| known.bytes().cmp(lower()))
        });
        FOREIGN_WORDS.get(at.ok()?).map(|(_, word)| *word)
    }
}
