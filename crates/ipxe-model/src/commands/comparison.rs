//! Comparisons of one expansion with literal text: `iseq ${platform} efi`.

use ipxe_catalog::Implementation;
use ipxe_language::setting_name::SettingName;
use ipxe_syntax::{Command, Expansion, Segment, Word};

use crate::commands::{Commands, positional_words};

/// A comparison of the value of a setting with literal text.
pub struct Comparison<'a, 's> {
    /// The expansion, which is a whole word.
    pub expansion: Expansion<'a, 's>,
    /// The setting that it names, without nested expansions.
    pub setting: SettingName<'a>,
    /// The other word.
    pub literal: Word<'a, 's>,
    /// The text of the other word.
    pub text: &'a [u8],
}

impl<'a, 's> Comparison<'a, 's> {
    /// The comparison of an `iseq` command. None if the command is something else, or compares other words.
    pub fn of(cx: &Commands<'a, 's>, command: Command<'a, 's>) -> Option<Self> {
        let invocation = cx.flow.invocation(command.id())?;
        invocation.form().filter(|form| form.implementation == Implementation::Iseq)?;
        let mut words = positional_words(command, invocation);
        let (left, right) = (words.next()?, words.next()?);
        Self::between(left, right).or_else(|| Self::between(right, left))
    }

    fn between(word: Word<'a, 's>, literal: Word<'a, 's>) -> Option<Self> {
        let expansion = sole_expansion(word)?;
        let name = expansion.inside().as_literal()?;
        Some(Self { expansion, setting: SettingName::parse(name), literal, text: literal.as_literal()? })
    }

    /// Whether it compares the computed setting of this name.
    #[must_use]
    pub fn is_builtin(&self, name: &[u8]) -> bool {
        matches!(self.setting.scope, b"" | b"builtin") && self.setting.name == name
    }
}

/// The expansion of a word that consists of one expansion and nothing else. None for other words.
#[must_use]
pub fn sole_expansion<'a, 's>(word: Word<'a, 's>) -> Option<Expansion<'a, 's>> {
    let mut segments = word.segments();
    match (segments.next(), segments.next()) {
        (Some(Segment::Expansion(expansion)), None) => Some(expansion),
        _ => None,
    }
}
