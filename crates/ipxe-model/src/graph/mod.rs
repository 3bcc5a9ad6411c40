//! The control-flow graph of a script.
//!
//! iPXE runs the commands of a line from left to right. The status of the last command that ran decides which one runs
//! next, and a line that ends in failure ends the script. A [`Flow`] has an edge for each possibility:
//! [success](Edge::Success) and [failure](Edge::Failure) of every command, `goto`s with a literal or computed target,
//! and commands that end or leave the script.
//!
//! The graph over-approximates: it has every path that a machine can take, and some that none takes, because it ignores
//! all values.
//!
//! ```
//! use ipxe_catalog::{Catalog, Target};
//! use ipxe_language::words::Words;
//! use ipxe_model::graph::Flow;
//!
//! let script = ipxe_syntax::parse(b"#!ipxe\ngoto install\necho never\n:install\nshell\n");
//! let words = Words::new(&script);
//! let flow = Flow::new(&script, &words, &Catalog::new(Target::default()));
//! let reachable: Vec<bool> = script.commands().map(|command| flow.is_reachable(command.id())).collect();
//! assert_eq!(reachable, [true, false, true]);
//! ```

mod builder;
mod command_set;
mod edges;
mod flow;
mod labels;
mod loops;
mod node;
mod region;
mod search;
mod transfer;

pub use command_set::CommandSet;
pub use flow::Flow;
pub use labels::Labels;
pub use loops::Loops;
pub use node::{Edge, Ending, Node};
pub use region::Region;
pub(crate) use search::{count_while, first_from};
pub(crate) use transfer::transfer;
