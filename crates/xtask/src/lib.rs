//! The tasks of this workspace, as functions that tests can call.

#![forbid(unsafe_code)]

pub mod codegen;
pub mod docs;
pub mod new_rule;
pub mod schema;
