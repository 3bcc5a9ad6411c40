//! URIs as iPXE parses them, which differs from the standards.

mod parse;
mod resolve;

#[cfg(test)]
mod tests;

use ipxe_catalog::Release;

use crate::text::Slice;
use crate::{text::Text, value::parse_value};
use ipxe_catalog::SettingType;

/// The parts of a URI, with their positions in the text.
///
/// Unknown pieces are assumed to contain no separators, except at the start of the text, where one may be anything up
/// to a scheme, a host and a directory.
///
/// ```
/// use ipxe_language::{text::Text, uri::{Uri, UriScheme}};
///
/// let text = Text::from("http://user:secret@boot.example:8080/linux/vmlinuz?arch=x86_64");
/// let uri = Uri::parse(&text);
/// assert_eq!(uri.host.unwrap().bytes(), b"boot.example");
/// assert_eq!(uri.password.unwrap().range(), 12..18);
/// assert_eq!(uri.image_name(), Some(Text::from("vmlinuz")));
///
/// let text = Text::from("10.0.0.1:8080/x");
/// assert_eq!(Uri::parse(&text).scheme, UriScheme::Absent, "a scheme has no digits");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Uri<'t> {
    /// The text before the first `:`, if it can be a scheme.
    pub scheme: UriScheme<'t>,
    /// The text after the scheme if it is neither an authority nor a path, as in `data:,x`.
    pub opaque: Option<Slice<'t>>,
    /// The user, before `@` in the authority.
    pub user: Option<Slice<'t>>,
    /// The password, after `:` in the user information. It stays visible in `${cwuri}`.
    pub password: Option<Slice<'t>>,
    /// The host; may be empty.
    pub host: Option<Slice<'t>>,
    /// The port, after `:` in the authority; not checked to be a number.
    pub port: Option<Slice<'t>>,
    /// The path, with its leading slash if it has one.
    pub path: Option<Slice<'t>>,
    /// The text after the first `?` of the path.
    pub query: Option<Slice<'t>>,
    /// The text after the first `#`. Not sent; see [`Uri::params`].
    pub fragment: Option<Slice<'t>>,
}

/// The scheme of a URI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UriScheme<'t> {
    /// Letters, `-` and `_` before the first `:`.
    Known(Slice<'t>),
    /// Whether there is one, and which, depends on an unknown piece.
    Unknown,
    /// None: a relative reference.
    Absent,
}

impl<'t> Uri<'t> {
    /// Parses a URI as the newest release does. Every text is a URI of some kind; linear.
    #[must_use]
    pub fn parse(text: &'t Text<'_>) -> Self {
        Self::parse_for(text, Release::NEWEST)
    }

    /// Parses a URI as a release does. Up to 1.21.1, everything before the first colon is a scheme, so a relative URI
    /// cannot contain one.
    ///
    /// ```
    /// use ipxe_catalog::Release;
    /// use ipxe_language::{text::Text, uri::{Uri, UriScheme}};
    ///
    /// let text = Text::from("boot/52:54:00:12:34:56.ipxe");
    /// assert_eq!(Uri::parse(&text).scheme, UriScheme::Absent);
    /// assert!(matches!(Uri::parse_for(&text, Release::V1_21_1).scheme, UriScheme::Known(_)));
    /// ```
    #[must_use]
    pub fn parse_for(text: &'t Text<'_>, release: Release) -> Self {
        parse::parse(text.as_slice(), release > Release::V1_21_1)
    }

    /// The name of a downloaded image: the last component of the path, with `%XX` decoded; for an opaque URI, the last
    /// component of the text after the scheme, unchanged. `None` for one without a path.
    #[must_use]
    pub fn image_name(&self) -> Option<Text<'static>> {
        let last = |text: Slice<'t>| text.find_last(b'/').map_or(text, |slash| text.cut(slash).1).to_text();
        if let Some(opaque) = self.opaque {
            return Some(last(opaque).into_owned());
        }
        let last = last(self.path?);
        if memchr::memchr(b'%', last.known_bytes()).is_none() {
            return Some(last.into_owned());
        }
        let mut name = Text::default();
        for piece in last.pieces() {
            match piece {
                crate::text::Piece::Known(bytes) => {
                    name.push_bytes(&parse_value(SettingType::Uristring, bytes).unwrap_or_default());
                }
                crate::text::Piece::Unknown => name.push_unknown(),
            }
        }
        Some(name)
    }

    /// The submitted list of request parameters: `##params` or `##params=NAME`.
    #[must_use]
    pub fn params(&self) -> Option<ParameterList<'t>> {
        let fragment = self.fragment?;
        if fragment.starts_with(b"#params=") {
            let name = fragment.cut_before(fragment.range().start + b"#params=".len()).1;
            Some(ParameterList::Named(name))
        } else if fragment.as_known() == Some(b"#params") {
            Some(ParameterList::Unnamed)
        } else {
            None
        }
    }
}

/// A list of request parameters that a URI submits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterList<'t> {
    /// The unnamed one.
    Unnamed,
    /// The one with this name; an empty name is a name, too.
    Named(Slice<'t>),
}
