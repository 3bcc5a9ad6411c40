//! Tests as data: the parts that derives do not cover.

mod context;
mod image;
mod options;
mod status;
mod text;

pub(super) use options::{build_options, defaults, servers};
