//! The target iPXE, and the source of each part of it.

mod resolved;
mod target_in_view;

pub use resolved::{Origin, Resolved};
pub use target_in_view::World;
