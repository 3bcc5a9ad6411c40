//! The effects of a command, as far as an analysis of scripts needs them.

use std::fmt;

/// The effects of a command on the environment and the script.
///
/// All effects are those of a command with valid options and a valid number of arguments; otherwise it only fails.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Effects {
    /// Whether it can fail.
    pub fails: Fails,
    /// The next command.
    pub returns: Returns,
    /// Whether its failure is a result, and not an error.
    pub tested: Tested,
    /// Its actions.
    pub actions: Actions,
    /// Predefined settings that it reads without getting their names.
    pub reads: &'static [&'static str],
    /// Predefined settings that it writes without getting their names.
    pub writes: &'static [&'static str],
}

/// Whether a command can fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fails {
    /// Only if its words are invalid: their number, an option, a number, a value that does not fit a setting's type, a
    /// read-only setting.
    OnUsage,
    /// As above, or if the user interrupts it.
    IfInterrupted,
    /// Its success depends on the environment, or on earlier commands.
    Yes,
}

/// The command that runs after a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Returns {
    /// The next command.
    Always,
    /// It executes an image, and continues when that returns. A script returns; a kernel never does. Its status is that
    /// of the image. With the option `replace`, if it exists, it only returns on failure.
    AfterExecution,
    /// The next command if it fails; a success does not return.
    OnlyOnFailure,
    /// None: the script ends.
    EndsScript,
    /// A label; the next command if it fails.
    Jumps,
}

/// Whether scripts run a command to test its status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Tested {
    /// No: a failure is an error.
    No,
    /// Sometimes: a prompt with a timeout or a key is a question, one without only waits; a scan for devices fails
    /// after the last one.
    Sometimes,
    /// Yes: it has no other purpose.
    Always,
}

/// A set of actions of a command.
///
/// ```
/// use ipxe_catalog::{Actions, Catalog, Target};
///
/// let catalog = Catalog::new(Target::default());
/// let kernel = catalog.command(b"kernel").unwrap().form.effects.actions;
/// assert!(kernel.contains(Actions::FETCHES.union(Actions::SELECTS_IMAGE)));
/// assert!(!kernel.contains(Actions::EXECUTES));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Actions(u64);

macro_rules! actions {
    ($($(#[$meta:meta])* $name:ident,)+) => {
        /// The position of each action's bit.
        #[expect(non_camel_case_types, clippy::upper_case_acronyms, reason = "named after the constants")]
        enum Bit { $($name,)+ }

        impl Actions {
            $($(#[$meta])* pub const $name: Self = Self(1 << Bit::$name as u64);)+
            const NAMES: &'static [(Self, &'static str)] = &[$((Self::$name, stringify!($name)),)+];
        }
    };
}

actions! {
    /// Downloads, if it gets a URI (with any scheme) and not an image's name.
    FETCHES,
    /// Registers the file that it downloaded or created as an image.
    REGISTERS_IMAGE,
    /// Selects an image for a later `boot`.
    SELECTS_IMAGE,
    /// Sets an image's command line, if there are more words.
    SETS_COMMAND_LINE,
    /// Executes an image.
    EXECUTES,
    /// Tries to boot something else.
    BOOTS,
    /// Restarts the machine or switches it off.
    LEAVES,
    /// Unregisters images.
    FREES_IMAGES,
    /// Writes the settings whose names it gets, or those in `writes`.
    WRITES_SETTINGS,
    /// Writes the settings that are the fields of a form.
    WRITES_ITEM_SETTINGS,
    /// Writes settings that the network provides.
    WRITES_NETWORK_SETTINGS,
    /// Lets the user write any setting.
    WRITES_ANY_SETTING,
    /// Reads from the keyboard.
    READS_INPUT,
    /// Takes a time that depends on the user, the network or a clock.
    WAITS,
    /// Prints its arguments.
    PRINTS,
    /// Needs an interface that is open and configured, or configures one.
    USES_NETWORK,
    /// Opens interfaces, and so changes `netX`.
    OPENS_INTERFACE,
    /// Closes interfaces, possibly only those that failed.
    CLOSES_INTERFACE,
    /// Creates an interface.
    CREATES_INTERFACE,
    /// Removes an interface.
    DESTROYS_INTERFACE,
    /// Requests a configuration from the network.
    CONFIGURES_NETWORK,
    /// Starts a menu or form.
    CREATES_MENU,
    /// Needs a menu or form.
    USES_MENU,
    /// Discards the menu or form, unless an option keeps it.
    DISCARDS_MENU,
    /// Starts a list of request parameters.
    CREATES_PARAMS,
    /// Needs a list of request parameters.
    USES_PARAMS,
    /// Attaches a SAN drive.
    ATTACHES_SAN,
    /// Detaches a SAN drive.
    DETACHES_SAN,
    /// Runs other commands.
    RUNS_COMMANDS,
    /// Changes the appearance of the console.
    CHANGES_CONSOLE,
    /// Changes which images or certificates are trusted.
    CHANGES_TRUST,
}

impl Actions {
    /// No action.
    pub const NONE: Self = Self(0);

    /// The union of both sets.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether every action of `other` is in this set.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether some action of `other` is in this set.
    #[must_use]
    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl fmt::Debug for Actions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Self::NAMES.iter().filter(|(action, _)| self.contains(*action)).map(|(_, name)| name);
        f.debug_set().entries(names).finish()
    }
}
