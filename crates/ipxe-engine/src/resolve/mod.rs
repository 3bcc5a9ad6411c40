//! What becomes of `${…}` on a given machine, and why.

mod expansion;
mod resolver;
mod script;
mod word;
mod writes;

pub use expansion::{ExpansionSource, ResolvedExpansion};
pub use resolver::Resolver;
pub use script::{ResolvedCommand, ResolvedScript};
pub use word::ResolvedWord;

#[cfg(test)]
mod tests;
