//! The catalog's contents, compared with the data from which it was generated, and with the language.

#![expect(clippy::unwrap_used, reason = "helpers of tests are tests")]

mod availability;
mod data;
mod effects;
mod facts;
mod lookups;
mod oracle;
#[cfg(feature = "serde")]
mod serialized;
