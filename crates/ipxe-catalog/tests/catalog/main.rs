//! What the catalog says, against the data that it was made from and against the language.

#![expect(clippy::unwrap_used, reason = "helpers of tests are tests")]

mod availability;
mod data;
mod effects;
mod facts;
mod lookups;
mod oracle;
#[cfg(feature = "serde")]
mod serialized;
