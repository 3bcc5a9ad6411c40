//! Contexts as data: the parts that derives do not cover.
//!
//! Values are checked while they are parsed, so an error has the position in the file.

mod address;
mod dhcp;
mod response;
mod tables;
mod value;

pub(crate) use tables::settings;
pub(super) use tables::{interfaces, plain, secrets, smbios};
