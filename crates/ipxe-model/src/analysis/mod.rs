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
//! Time and memory are linear in the length of scripts that people write. Where a script would take more, the analysis
//! gives up, and nothing is known anywhere: see [`Analysis::is_complete`].

mod assumptions;
mod fact;
mod id_map;
mod knowledge;
mod moment;
mod names;
mod readings;
mod solver;
mod sources;
mod state;
mod step;
mod variables;
mod walk;
mod whole;

pub use assumptions::Assumptions;
pub use knowledge::{ImageKnowledge, ItemKnowledge, Knowledge, MenuKnowledge, NetworkKnowledge, Selection};
pub use moment::Moment;
pub use sources::Sources;
pub use whole::Analysis;
