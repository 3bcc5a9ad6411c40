//! Tests as data, where derives are not enough.

mod context;
mod image;
mod options;
mod status;
mod text;

pub(super) use options::{build_options, defaults, servers};
