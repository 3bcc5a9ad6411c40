//! Contexts as data: what derives cannot say.
//!
//! Values are checked while they are read, so that an error points at the place in the file.

mod address;
mod dhcp;
mod response;
mod tables;
mod value;

pub(crate) use tables::settings;
pub(super) use tables::{interfaces, plain, secrets, smbios};
