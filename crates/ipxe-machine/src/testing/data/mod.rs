//! Tests as data: what derives cannot say.

mod context;
mod image;
mod options;
mod status;
mod text;

pub(super) use options::{build_options, defaults, servers};
