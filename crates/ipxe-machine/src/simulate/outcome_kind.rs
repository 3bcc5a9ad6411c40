//! How a run can end, by name.

use std::fmt;

use super::Outcome;

macro_rules! kinds {
    ($($(#[$doc:meta])+ $variant:ident = $name:literal: $pattern:pat),+ $(,)?) => {
        /// How a run can end: an [`Outcome`] without what else is known of it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[non_exhaustive]
        pub enum OutcomeKind {
            $($(#[$doc])+ #[cfg_attr(feature = "serde", serde(rename = $name))] $variant),+
        }

        impl OutcomeKind {
            /// Every kind, in the order of the declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its name in test files and reports, such as `booted-san`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }
        }

        impl Outcome {
            /// How the run ended, without what else is known of it.
            #[must_use]
            pub const fn kind(&self) -> OutcomeKind {
                match self { $($pattern => OutcomeKind::$variant),+ }
            }
        }
    };
}

kinds! {
    /// An image was executed that does not return.
    Booted = "booted": Outcome::Booted(_),
    /// A script was executed of which nothing is known.
    EnteredScript = "entered-script": Outcome::EnteredScript(_),
    /// The machine was handed over to a SAN drive.
    BootedSan = "booted-san": Outcome::BootedSan(_),
    /// The machine was handed over by another command.
    HandedOver = "handed-over": Outcome::HandedOver { .. },
    /// The script came to its end, or to an `exit` without a status.
    Finished = "finished": Outcome::Finished,
    /// The script was left with a status that it chose.
    Exited = "exited": Outcome::Exited { .. },
    /// A line failed, and with it the script.
    Failed = "failed": Outcome::Failed(_),
    /// The machine was restarted.
    Rebooted = "rebooted": Outcome::Rebooted,
    /// The machine was switched off.
    PoweredOff = "powered-off": Outcome::PoweredOff,
    /// Somebody sits before iPXE's shell.
    Shell = "shell": Outcome::Shell,
    /// A command waits for input that never comes.
    Waits = "waits": Outcome::Waits(_),
    /// What is to be picked from a menu is no entry of it.
    NoSuchEntry = "no-such-entry": Outcome::NoSuchEntry { .. },
    /// The run comes by the same state again and again.
    Loops = "loops": Outcome::Loops,
    /// An expansion contains itself.
    EndlessExpansion = "endless-expansion": Outcome::EndlessExpansion { .. },
    /// The run was stopped by a limit.
    Stopped = "stopped": Outcome::Stopped(_),
}

impl fmt::Display for OutcomeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
