//! "Did you mean".

use ipxe_catalog::did_you_mean;

/// The most similar of some byte strings, if one is similar enough. Names that are not UTF-8 are neither compared nor
/// returned.
pub(crate) fn near<'n>(typo: &[u8], known: impl IntoIterator<Item = &'n [u8]>) -> Option<&'n str> {
    let typo = std::str::from_utf8(typo).ok()?;
    let mut names: Vec<&str> = known.into_iter().filter_map(|name| std::str::from_utf8(name).ok()).collect();
    // The suggestion does not depend on the order of the names.
    names.sort_unstable();
    did_you_mean(typo, names)
}
