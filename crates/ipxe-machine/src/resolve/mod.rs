//! The values of `${…}` on a given machine, and their sources.

mod expansion;
mod masked;
#[cfg(feature = "serde")]
mod report;
mod resolver;
mod script;
mod word;
pub(crate) mod writes;

pub use expansion::{ExpansionSource, ResolvedExpansion};
#[cfg(feature = "serde")]
pub use report::{ReportedCommand, ReportedExpansion, ReportedSource, ReportedWord, ResolveReport};
pub use resolver::Resolver;
pub use script::{ResolvedCommand, ResolvedScript};
pub use word::ResolvedWord;

#[cfg(test)]
mod tests;
