//! What a command does, as far as an analysis of scripts cares.

use std::fmt;

/// What running a command does to the world and to the script.
///
/// All of it is about a command whose options and number of arguments are in order; one that gets
/// them wrong does nothing but fail.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Effects {
    /// Whether it can fail.
    pub fails: Fails,
    /// Where control goes when it is done.
    pub returns: Returns,
    /// Whether its failure is an answer rather than a mishap.
    pub tested: Tested,
    /// What it does.
    pub actions: Actions,
    /// Predefined settings that it consults by itself, without being given their names.
    pub reads: &'static [&'static str],
    /// Predefined settings that it writes by itself, without being given their names.
    pub writes: &'static [&'static str],
}

/// Whether a command can fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fails {
    /// Only if its words are wrong in themselves: their number, an option, a number that is none, a
    /// value that does not fit a setting's type, a setting that cannot be written.
    OnUsage,
    /// As above, or if somebody at the keyboard interrupts it.
    IfInterrupted,
    /// Its success depends on the world, or on what happened earlier.
    Yes,
}

/// Where control goes after a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Returns {
    /// On to the next command.
    Always,
    /// It executes something, and returns when that does. A script does so; a kernel never. Its
    /// status is that of what was executed. With option `replace`, where it exists, it returns only
    /// on failure.
    AfterExecution,
    /// On to the next command if it fails; otherwise nobody is left to go on.
    OnlyOnFailure,
    /// Nowhere: the script is over.
    EndsScript,
    /// To a label; on to the next command if it fails.
    Jumps,
}

/// Whether a script runs a command in order to act on its status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Tested {
    /// No: a failure means that something went wrong.
    No,
    /// It may: a prompt with a timeout or a key asks something, one without only waits; a scan for
    /// devices fails after the last one.
    Sometimes,
    /// Yes: it has no other use.
    Always,
}

/// A set of things that a command does.
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
    /// Downloads, if it is given a URI (by whatever scheme) and not an image's name.
    FETCHES,
    /// Registers what it downloaded or made as an image.
    REGISTERS_IMAGE,
    /// Selects an image for a later `boot`.
    SELECTS_IMAGE,
    /// Sets an image's command line, if words are left for it.
    SETS_COMMAND_LINE,
    /// Executes an image.
    EXECUTES,
    /// Tries to hand the machine over to something else.
    BOOTS,
    /// Restarts the machine or switches it off.
    LEAVES,
    /// Unregisters images.
    FREES_IMAGES,
    /// Writes the settings whose names it is given, or those it lists itself.
    WRITES_SETTINGS,
    /// Writes the settings that the fields of a form are named after.
    WRITES_ITEM_SETTINGS,
    /// Writes whatever settings the network provides.
    WRITES_NETWORK_SETTINGS,
    /// Lets the user write any setting.
    WRITES_ANY_SETTING,
    /// Reads from the keyboard.
    READS_INPUT,
    /// Takes a time that depends on others: the user, the network, a clock.
    WAITS,
    /// Prints what it was asked to print.
    PRINTS,
    /// Needs an interface that is open and configured, or configures one.
    USES_NETWORK,
    /// Opens interfaces, and so changes what `netX` stands for.
    OPENS_INTERFACE,
    /// Closes interfaces, perhaps only those that it had no success with.
    CLOSES_INTERFACE,
    /// Creates an interface.
    CREATES_INTERFACE,
    /// Removes an interface.
    DESTROYS_INTERFACE,
    /// Asks the network for a configuration.
    CONFIGURES_NETWORK,
    /// Starts a menu or form.
    CREATES_MENU,
    /// Needs a menu or form.
    USES_MENU,
    /// Discards the menu or form, unless told to keep it.
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
    /// Changes how the console looks.
    CHANGES_CONSOLE,
    /// Changes which images or certificates are trusted.
    CHANGES_TRUST,
}

impl Actions {
    /// Nothing of interest.
    pub const NONE: Self = Self(0);

    /// What either set has.
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
