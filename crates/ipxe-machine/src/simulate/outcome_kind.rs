//! How a run can end, by name.

use std::fmt;

use super::Outcome;

macro_rules! kinds {
    ($($(#[$doc:meta])+ $variant:ident = $name:literal: $pattern:pat),+ $(,)?) => {
        /// The kind of an [`Outcome`], without its details.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[non_exhaustive]
        pub enum OutcomeKind {
            $($(#[$doc])+ #[cfg_attr(feature = "serde", serde(rename = $name))] $variant),+
        }

        impl OutcomeKind {
            /// All kinds, in the order of the declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name in test files and reports, such as `booted-san`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }
        }

        impl Outcome {
            /// The kind of the outcome.
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
    /// A script with unknown content was executed.
    EnteredScript = "entered-script": Outcome::EnteredScript(_),
    /// A SAN drive was booted.
    BootedSan = "booted-san": Outcome::BootedSan(_),
    /// Another command took over the machine.
    HandedOver = "handed-over": Outcome::HandedOver { .. },
    /// The script reached its end, or an `exit` without a status.
    Finished = "finished": Outcome::Finished,
    /// The script ended with a status from `exit`.
    Exited = "exited": Outcome::Exited { .. },
    /// A line failed, and ended the script.
    Failed = "failed": Outcome::Failed(_),
    /// The machine was restarted.
    Rebooted = "rebooted": Outcome::Rebooted,
    /// The machine was switched off.
    PoweredOff = "powered-off": Outcome::PoweredOff,
    /// iPXE's shell was started.
    Shell = "shell": Outcome::Shell,
    /// A command waits for input that never comes.
    Waits = "waits": Outcome::Waits(_),
    /// The context names a menu entry that does not exist.
    NoSuchEntry = "no-such-entry": Outcome::NoSuchEntry { .. },
    /// The run reaches the same state again and again.
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
