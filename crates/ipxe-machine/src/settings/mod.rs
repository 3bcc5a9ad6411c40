//! The settings of a machine: a tree of blocks, as in iPXE.

mod absence;
mod block;
mod equality;
mod found;
mod key;
mod order;
mod read;
mod tree;
mod value;
mod write;
mod write_error;

pub use absence::Absence;
pub use block::{BlockId, BlockKind};
pub use found::Found;
pub use tree::Settings;
pub use value::{Origin, Raw, Value};
pub use write_error::WriteError;

#[cfg(test)]
mod tests;
