//! Which iPXE is in view, and who said so.

mod resolved;
mod target_in_view;

pub use resolved::{Origin, Resolved};
pub use target_in_view::World;
