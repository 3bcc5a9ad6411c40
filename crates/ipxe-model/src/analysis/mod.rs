//! The abstract interpretation of a script: the possible states before every command.
//!
//! An [`Analysis`] executes a script on sets of values instead of values, along every path, until it reaches a
//! fixpoint. It uses the engine's own expander, option parser and settings. A setting has one of several known values,
//! an unknown value, or no value. A test may both succeed and fail, unless the values decide it. The state after a test
//! includes its result.
//!
//! The analysis over-approximates: every command that a run reaches is reachable, and every value that a setting has
//! there is among the possible ones. It relies on the [`Assumptions`], and on these: unknown values contain no
//! expansions; unknown pieces in the names of settings contain no `/` or `:`; no earlier script hid `platform` and
//! `buildarch`; images left by other scripts do not have names like URIs, or the names of images that the script loads;
//! and a user at a shell does not change settings.
//!
//! # Terms
//!
//! It is an abstract interpretation, in the usual terms:
//!
//! * The **state before a command** ([`State`], made of `Facts`) has the possible values of every setting, image and
//!   menu, and of the network, when the command is about to run. Without a state, the command is unreachable.
//! * The **transfer function** of a command (`step`) computes the states after it succeeds, fails and jumps. It expands
//!   words once for every **valuation**: one choice of values for the settings in them.
//! * States are **joined** where paths meet: what is possible on one path is possible after the join. At a line whose
//!   state changes too often, the join is a **widening**: new values become unknown ones, so that the analysis reaches
//!   a fixpoint.
//! * **Havoc**: after something unknown, such as another script, every value is possible.
//! * The **budget** limits the number of steps. When it is exhausted, the analysis gives up.
//!
//! The lattice of one setting, from the least precise facts at the top to the most precise:
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
//! Each fact also has its reasons: the commands that caused it ([`Sources`]).
//!
//! Time and memory are linear in the length of scripts that people write. If a script would take more, the analysis
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
