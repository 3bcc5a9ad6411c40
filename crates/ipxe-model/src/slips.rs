//! Misspellings of literal names, among names that are computed.

use ipxe_catalog::all_near;
use ipxe_language::text::Text;

/// Whether a text has no known part.
#[must_use]
pub fn is_value(text: &Text<'_>) -> bool {
    text.known_bytes().is_empty() && !text.is_known()
}

/// Whether a name is a misspelling of a known one: another letter, another case, or a comment attached to it. Values
/// are assumed not to supply such names. Names that differ in digits belong to a series, and are not misspellings.
///
/// ```
/// use ipxe_model::slips::is_slip;
///
/// let labels = || [&b"retry1"[..], b"failed", b"menu"];
/// assert!([&b"faild"[..], b"FAILED", b"menu#again"].iter().all(|name| is_slip(name, labels())));
/// assert!(![&b"retry2"[..], b"ubuntu"].iter().any(|name| is_slip(name, labels())));
/// ```
pub fn is_slip<'n>(name: &[u8], known: impl IntoIterator<Item = &'n [u8]>) -> bool {
    let Ok(text) = std::str::from_utf8(name) else { return false };
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).collect::<Vec<u8>>();
    let glued = name.iter().position(|byte| *byte == b'#').map(|at| &name[..at]);
    let bare = text.trim_end_matches(':');
    let known: Vec<&str> = known.into_iter().filter_map(|name| std::str::from_utf8(name).ok()).collect();
    known.iter().any(|other| Some(other.as_bytes()) == glued || (*other == bare && bare != text))
        || all_near(text, known).iter().any(|near| digits(near) == digits(text))
}
