//! The possible ends of a run.

use std::fmt;

use super::{BootPlan, Failure, LimitReached, SanPlan};

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// An image was executed that does not return.
    Booted(BootPlan),
    /// A script with unknown content was executed: its actions are unknown, and whether it returns. It is the plan's
    /// kernel.
    EnteredScript(BootPlan),
    /// A SAN drive was booted.
    BootedSan(SanPlan),
    /// Another command took over the machine, such as `autoboot`.
    HandedOver {
        /// The words of the command.
        command: Vec<Vec<u8>>,
    },
    /// The script reached its end, or an `exit` without a status.
    Finished,
    /// The script ended with a status from `exit`.
    Exited {
        /// The number given to `exit`. None if it is unknown, but not 0.
        status: Option<i32>,
    },
    /// A line failed, and ended the script.
    Failed(Failure),
    /// The machine was restarted.
    Rebooted,
    /// The machine was switched off.
    PoweredOff,
    /// iPXE's shell was started.
    Shell,
    /// A command waits for input that never comes.
    Waits(Waiting),
    /// The context names a menu entry that does not exist: the rest of the run is unknown.
    NoSuchEntry {
        /// The name of the missing entry.
        entry: Vec<u8>,
        /// The menu's title.
        title: Vec<u8>,
        /// The names of its entries.
        entries: Vec<Vec<u8>>,
    },
    /// The run reaches the same state again and again.
    Loops,
    /// An expansion contains itself, so its command is never executed.
    EndlessExpansion {
        /// The name of the setting whose value contains itself.
        name: Vec<u8>,
    },
    /// A limit stopped the run; its outcome is unknown.
    Stopped(LimitReached),
}

/// The maximum number of entries that are listed.
const MOST_ENTRIES: usize = 30;

/// The input that a run waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Waiting {
    /// A key.
    Key,
    /// A line of text.
    Text,
    /// A menu choice.
    Choice,
    /// A form to be filled in.
    Form,
    /// The end of an editor or a login page.
    Dialogue,
}

impl Outcome {
    /// The status of the script, if it ended.
    #[must_use]
    pub fn status(&self) -> Option<super::Status> {
        match self {
            Self::Finished => Some(Ok(())),
            Self::Exited { status } => Some(status.map_or(Err(Failure::unknown_exit()), Failure::from_exit)),
            Self::Failed(failure) => Some(Err(*failure)),
            _ => None,
        }
    }

    /// Whether it is a good end: an image or drive took over the machine, or the script ended normally. It is not if
    /// the script failed, waits for a user, or does not end as far as is known.
    #[must_use]
    pub const fn is_success(&self) -> bool {
        match self {
            Self::Booted(_)
            | Self::EnteredScript(_)
            | Self::BootedSan(_)
            | Self::HandedOver { .. }
            | Self::Finished
            | Self::Rebooted
            | Self::PoweredOff => true,
            Self::Exited { status } => matches!(status, Some(0)),
            Self::Failed(_)
            | Self::Shell
            | Self::Waits(_)
            | Self::NoSuchEntry { .. }
            | Self::Loops
            | Self::EndlessExpansion { .. }
            | Self::Stopped(_) => false,
        }
    }

    /// The outcome of a script that ended.
    pub(super) fn of(status: super::Status) -> Self {
        match status.map_err(|failure| (failure, failure.kind())) {
            Ok(()) => Self::Finished,
            Err((_, super::FailureKind::Exit(status))) => Self::Exited { status: Some(status) },
            Err((_, super::FailureKind::UnknownExit)) => Self::Exited { status: None },
            Err((failure, _)) => Self::Failed(failure),
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Booted(plan) => write!(f, "boots {}", plan.kernel.name.escape_ascii()),
            Self::EnteredScript(plan) => {
                write!(
                    f,
                    "hands over to {}, a script that is not known here",
                    plan.kernel.name.escape_ascii()
                )
            }
            Self::BootedSan(_) => f.write_str("boots from a SAN drive"),
            Self::HandedOver { command } => {
                let name = command.first().map(|name| name.escape_ascii().to_string());
                write!(f, "is handed over by `{}`", name.unwrap_or_default())
            }
            Self::Finished => f.write_str("ends"),
            Self::Exited { status: Some(status) } => write!(f, "exits with status {status}"),
            Self::Exited { status: None } => f.write_str("exits with a status that is not known"),
            Self::Failed(failure) => write!(f, "fails with {failure}"),
            Self::Rebooted => f.write_str("restarts the machine"),
            Self::PoweredOff => f.write_str("switches the machine off"),
            Self::Shell => f.write_str("drops to the shell"),
            Self::Waits(waiting) => write!(f, "waits for {waiting} for ever"),
            Self::NoSuchEntry { entry, title, entries } => {
                let names = |names: &[Vec<u8>]| {
                    names
                        .iter()
                        .map(|name| format!("`{}`", name.escape_ascii()))
                        .collect::<Vec<_>>()
                        .join(", ")
                };
                let (shown, more) = entries.split_at(entries.len().min(MOST_ENTRIES));
                let more = if more.is_empty() { "" } else { ", …" };
                write!(
                    f,
                    "cannot go on: `{}` is to be picked from the menu \"{}\", which has {}{more}",
                    entry.escape_ascii(),
                    title.escape_ascii(),
                    names(shown)
                )
            }
            Self::Loops => f.write_str("never ends: it comes by the same state again and again"),
            Self::EndlessExpansion { name } => {
                write!(f, "never ends: `${{{}}}` contains itself", name.escape_ascii())
            }
            Self::Stopped(limit) => write!(f, "was stopped: {limit}"),
        }
    }
}

impl fmt::Display for Waiting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Key => "a key",
            Self::Text => "text",
            Self::Choice => "a choice",
            Self::Form => "a form",
            Self::Dialogue => "somebody at the keyboard",
        })
    }
}
