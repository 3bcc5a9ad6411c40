//! Unknown facts, and their possible answers.

use crate::simulate::CpuidQuestion;

/// An unknown fact that a script depends on.
///
/// Facts about the environment keep their value. A choice, a key or a text is requested anew each time; if one command
/// asks again, a condition contains its last answer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fact {
    /// A setting: whether it has a value, and which.
    Setting {
        /// Its name, `[scope/]name[:type]`.
        name: Vec<u8>,
    },
    /// Whether a download succeeds.
    Download {
        /// The absolute URI.
        uri: Vec<u8>,
    },
    /// Whether an interface can be configured.
    Dhcp {
        /// Its name.
        interface: Vec<u8>,
    },
    /// Whether an interface has a link.
    Link {
        /// Its name.
        interface: Vec<u8>,
    },
    /// Whether the processor has a feature.
    Cpuid(CpuidQuestion),
    /// Whether a SAN drive can be booted.
    San {
        /// Its URIs; none for a local drive, or one that was hooked before.
        uris: Vec<Vec<u8>>,
        /// Its number, if it was given.
        drive: Option<u32>,
    },
    /// Whether a command succeeds.
    Command {
        /// Its words.
        words: Vec<Vec<u8>>,
    },
    /// Which menu entry is chosen.
    Choice {
        /// The menu's title.
        title: Vec<u8>,
        /// The setting that gets the name of the entry.
        setting: Vec<u8>,
    },
    /// Whether a key is pressed.
    Key {
        /// The text that is shown.
        text: Vec<u8>,
    },
    /// What is typed.
    Text {
        /// The setting that gets it.
        setting: Vec<u8>,
    },
}

/// The value of a [`Fact`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Answer {
    /// It has no value, or no text is typed.
    Unset,
    /// It is this.
    Is(Vec<u8>),
    /// It has a value that the script does not compare it with: `<name>` stands for it in an outcome.
    Other,
    /// It succeeds, or exists.
    Works,
    /// It does not.
    Fails,
    /// The entry with that name is chosen.
    Entry(Vec<u8>),
    /// The menu or the form is cancelled, or the wrong key is pressed.
    Cancelled,
    /// The key is pressed.
    Pressed,
    /// There is no user.
    Nobody,
}

impl Fact {
    /// Whether it is requested anew each time.
    #[must_use]
    pub const fn is_event(&self) -> bool {
        matches!(self, Self::Choice { .. } | Self::Key { .. } | Self::Text { .. })
    }

    /// The placeholder for its value, if it has one.
    pub(super) fn stand_in(&self) -> Option<Vec<u8>> {
        match self {
            Self::Setting { name } | Self::Text { setting: name } => Some([b"<", &**name, b">"].concat()),
            _ => None,
        }
    }

    /// The setting that it concerns, without scope and type.
    pub(super) fn own_name(&self) -> Option<&[u8]> {
        match self {
            Self::Setting { name } => Some(ipxe_language::setting_name::SettingName::parse(name).name),
            _ => None,
        }
    }
}
