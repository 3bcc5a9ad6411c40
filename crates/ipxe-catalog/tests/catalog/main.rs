//! What the catalog says, against the data that it was made from and against the language.

mod availability;
mod data;
mod effects;
mod facts;
mod lookups;
#[cfg(feature = "serde")]
mod serialized;
