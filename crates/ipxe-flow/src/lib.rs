//! The control-flow graph of an iPXE script, what is reachable in it, and what is known where.
//!
//! iPXE runs a line's commands from left to right; the status of the last command that ran decides what
//! runs next, and a line that ends in failure ends the script. A [`Flow`] has an edge for each way this
//! can go: [success](Edge::Success) and [failure](Edge::Failure) of every command, `goto`s whose target is
//! spelt out or computed, commands that end the script or leave it for good.
//!
//! It errs on one side: every way that a machine can take is there, and a few that none takes, since
//! nothing is assumed of values that only a machine knows. An [`Analysis`] knows more, and costs more: which values
//! settings can have before each command, and so which of the ways can be taken.
//!
//! ```
//! use ipxe_catalog::{Catalog, Target};
//! use ipxe_language::words::Words;
//! use ipxe_flow::Flow;
//!
//! let script = ipxe_syntax::parse(b"#!ipxe\ngoto install\necho never\n:install\nshell\n");
//! let words = Words::new(&script);
//! let flow = Flow::new(&script, &words, &Catalog::new(Target::default()));
//! let reachable: Vec<bool> = script.commands().map(|command| flow.is_reachable(command.id())).collect();
//! assert_eq!(reachable, [true, false, true]);
//! ```
#![forbid(unsafe_code)]

mod analysis;
mod builder;
mod command_set;
mod flow;
mod graph;
mod labels;
mod loops;
mod node;
mod region;
mod transfer;

pub use analysis::{
    Analysis, Assumptions, ImageKnowledge, ItemKnowledge, Knowledge, MenuKnowledge, Moment, NetworkKnowledge,
    Selection, Sources,
};
pub use command_set::CommandSet;
pub use flow::Flow;
pub use labels::Labels;
pub use loops::Loops;
pub use node::{Edge, Ending, Node};
pub use region::Region;

/// What the crate says of itself elsewhere holds, too.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
