//! What is known where.
//!
//! An [`Analysis`] executes a script on sets of values instead of values, along every way that control can take,
//! until nothing new turns up. It uses the engine's own expander, option parser and settings: a setting is known to
//! have one of some values, or one that is not known, or none; a test goes both ways unless it is known which, and
//! what is behind it knows how it went.
//!
//! It errs on one side: whatever a run of the script reaches, it calls reachable, and whatever value a setting has
//! there is among those that it allows. What it takes for granted is said in [`Assumptions`]; and that values that are
//! not known contain no expansions of their own, that unknown pieces in the names of settings hold no `/` or `:`, that
//! nobody hid `platform` and `buildarch` before, that images left by others are not named like URIs or like images that
//! the script loads, and that somebody at a shell leaves the settings as they are.
//!
//! # Terms
//!
//! It is an abstract interpretation, in the usual words:
//!
//! * The **state before a command** ([`State`], made of `Facts`) says for every setting, image and menu, and for the
//!   network, what may be when the command is about to run. No state: control does not come there.
//! * The **transfer function** of a command (`step`) gives the states after it succeeded, failed and jumped. Words are
//!   expanded once for every **valuation**: one choice of values for the settings in them.
//! * States are **joined** where ways meet: what may be on one of them may be. At a line that turns out otherwise again
//!   and again the join is a **widening**: values that are new there become unknown ones, so that the fixpoint is found.
//! * **Havoc**: after something of which nothing is known, such as another script, anything may be.
//! * The **budget**: every step is charged to it, and where it is used up, the analysis gives up.
//!
//! The lattice of one setting, from the state that says least to those that say most:
//!
//! ```text
//!              unset, or any value                 havoc; what others may provide
//!               /               \
//!   any value but "b"     unset, or "a" or "b"     isset, iseq failed; joined
//!               \               /        \
//!                  "a" or "b"          unset
//!                   /      \
//!                 "a"      "b"                     set, iseq succeeded
//! ```
//!
//! Each also knows the commands that are the reason for it ([`Sources`]).
//!
//! Time and memory are linear in the length of scripts that people write. Where a script would take more, the analysis
//! gives up, and nothing is known anywhere: see [`Analysis::is_complete`].

mod assumptions;
mod fact;
mod id_map;
mod knowledge;
mod lattice;
mod names;
mod solved;
mod solver;
mod sources;
mod state;
mod step;
mod valuations;
mod variables;
mod walk;

pub use assumptions::Assumptions;
pub use knowledge::{ImageKnowledge, ItemKnowledge, Knowledge, MenuKnowledge, NetworkKnowledge, Selection};
pub use solved::Analysis;
pub use sources::Sources;
pub use state::State;
