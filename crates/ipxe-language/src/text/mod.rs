//! Text with unknown pieces.

mod certainty;
mod compare;
mod slice;

pub use certainty::Certainty;
pub use slice::Slice;

use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use smallvec::SmallVec;

/// A byte string with holes: known bytes, and positions of unknown pieces.
///
/// An unknown piece may be any bytes, or none. A fully known text that is borrowed costs no more than a byte slice.
///
/// ```
/// use ipxe_language::text::{Piece, Text};
///
/// let mut uri = Text::from("http://");
/// uri.push_unknown();
/// uri.push_bytes(b"/vmlinuz");
/// let pieces: Vec<_> = uri.pieces().collect();
/// assert_eq!(pieces, [Piece::Known(b"http://"), Piece::Unknown, Piece::Known(b"/vmlinuz")]);
/// assert_eq!(uri.as_known(), None);
/// ```
#[derive(Clone)]
pub struct Text<'a>(Repr<'a>);

const _: () = assert!(size_of::<Text<'_>>() == 2 * size_of::<usize>()); // stored for each word of a script

#[derive(Clone)]
enum Repr<'a> {
    /// Fully known, and borrowed.
    Borrowed(&'a [u8]),
    /// Shared by all copies. None: a single unknown piece, as in words that consist of one expansion.
    Built(Option<Arc<Built>>),
}

/// Text that was built from pieces.
#[derive(Clone, Default)]
struct Built {
    /// The known bytes, one after another.
    bytes: Vec<u8>,
    /// Offsets in `bytes` with an unknown piece before them: strictly ascending, at most `bytes.len()`.
    holes: SmallVec<[usize; 1]>,
}

impl Built {
    /// A single unknown piece, to which more can be added.
    fn unknown() -> Self {
        Self { bytes: Vec::new(), holes: SmallVec::from_buf([0]) }
    }
}

/// The spare capacity, in bytes, of a text to which something is appended.
const SPARE: usize = 24;

/// One piece of a [`Text`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Piece<'t> {
    /// Known bytes; never empty.
    Known(&'t [u8]),
    /// Any bytes, or none.
    Unknown,
}

impl<'a> Text<'a> {
    /// Text that is fully known.
    #[must_use]
    pub fn known(bytes: impl Into<Cow<'a, [u8]>>) -> Self {
        match bytes.into() {
            Cow::Borrowed(bytes) => Self(Repr::Borrowed(bytes)),
            Cow::Owned(bytes) => Self::built(bytes, SmallVec::new()),
        }
    }

    /// Text of which nothing is known, not even whether it is empty.
    #[must_use]
    pub fn unknown() -> Self {
        Self(Repr::Built(None))
    }

    fn built(bytes: Vec<u8>, holes: SmallVec<[usize; 1]>) -> Self {
        Self(Repr::Built(Some(Arc::new(Built { bytes, holes }))))
    }

    fn with_holes(bytes: &'a [u8], holes: impl ExactSizeIterator<Item = usize>) -> Self {
        if holes.len() == 0 {
            Self(Repr::Borrowed(bytes))
        } else {
            Self::built(bytes.to_vec(), holes.collect())
        }
    }

    /// The text in a mutable form, with capacity for a number of bytes and some more.
    fn build(&mut self, more: usize) -> &mut Built {
        if let Repr::Borrowed(before) = self.0 {
            // Most built texts have several pieces.
            let mut bytes = Vec::with_capacity(before.len() + more + SPARE);
            bytes.extend_from_slice(before);
            *self = Self::built(bytes, SmallVec::new());
        }
        match &mut self.0 {
            Repr::Built(built) => Arc::make_mut(built.get_or_insert_with(|| Arc::new(Built::unknown()))),
            Repr::Borrowed(_) => unreachable!("it was just built"),
        }
    }

    /// The bytes, if all of them are known.
    #[must_use]
    pub fn as_known(&self) -> Option<&[u8]> {
        self.is_known().then_some(self.known_bytes())
    }

    /// The bytes, if all of them are known.
    #[must_use]
    pub fn into_known(self) -> Option<Cow<'a, [u8]>> {
        match self.0 {
            Repr::Borrowed(bytes) => Some(Cow::Borrowed(bytes)),
            Repr::Built(built) => built
                .filter(|built| built.holes.is_empty())
                .map(|built| Cow::Owned(Arc::unwrap_or_clone(built).bytes)),
        }
    }

    /// Whether all of it is known.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.holes().is_empty()
    }

    /// Whether the text is empty.
    #[must_use]
    pub fn is_empty(&self) -> Certainty {
        match (self.known_bytes().is_empty(), self.is_known()) {
            (true, true) => Certainty::Yes,
            (true, false) => Certainty::Maybe,
            (false, _) => Certainty::No,
        }
    }

    /// The known bytes without the unknown pieces: not the text, if [`Text::holes`] has any. Offsets elsewhere in
    /// this API refer to these bytes.
    #[must_use]
    pub fn known_bytes(&self) -> &[u8] {
        match &self.0 {
            Repr::Borrowed(bytes) => bytes,
            Repr::Built(built) => built.as_ref().map_or(&[], |built| &built.bytes),
        }
    }

    /// Offsets into [`Text::known_bytes`] with an unknown piece before them, ascending.
    #[must_use]
    pub fn holes(&self) -> &[usize] {
        match &self.0 {
            Repr::Borrowed(_) => &[],
            Repr::Built(built) => built.as_ref().map_or(&[0], |built| &built.holes),
        }
    }

    /// The pieces in order; two unknown pieces never follow each other.
    pub fn pieces(&self) -> impl Iterator<Item = Piece<'_>> {
        let ends = self.holes().iter().copied().chain([self.known_bytes().len()]);
        let mut start = 0;
        let mut first = true;
        ends.flat_map(move |end| {
            let unknown = (!first).then_some(Piece::Unknown);
            let run = self.known_bytes().get(start..end).filter(|run| !run.is_empty());
            (start, first) = (end, false);
            [unknown, run.map(Piece::Known)]
        })
        .flatten()
    }

    /// Appends known bytes.
    pub fn push_bytes(&mut self, bytes: &[u8]) {
        if bytes.is_empty() {
            return;
        }
        self.build(bytes.len()).bytes.extend_from_slice(bytes);
    }

    /// Appends an unknown piece.
    pub fn push_unknown(&mut self) {
        if matches!(self.0, Repr::Borrowed([]) | Repr::Built(None)) {
            self.0 = Repr::Built(None);
            return;
        }
        let Built { bytes, holes } = self.build(0);
        if holes.last() != Some(&bytes.len()) {
            holes.push(bytes.len());
        }
    }

    /// Appends another text.
    pub fn push(&mut self, other: &Text<'_>) {
        if let Some(bytes) = other.as_known() {
            return self.push_bytes(bytes);
        }
        let (bytes, mut start) = (other.known_bytes(), 0);
        for &hole in other.holes() {
            self.push_bytes(bytes.get(start..hole).unwrap_or_default());
            self.push_unknown();
            start = hole;
        }
        self.push_bytes(bytes.get(start..).unwrap_or_default());
    }

    /// The same text, owning its bytes.
    #[must_use]
    pub fn into_owned(self) -> Text<'static> {
        match self.0 {
            Repr::Borrowed(bytes) => Text::built(bytes.to_vec(), SmallVec::new()),
            Repr::Built(built) => Text(Repr::Built(built)),
        }
    }

    /// Texts joined by single spaces, as commands join their remaining arguments.
    #[must_use]
    pub fn join(words: &[Text<'_>]) -> Text<'static> {
        let mut joined = Text::default();
        for (index, word) in words.iter().enumerate() {
            if index > 0 {
                joined.push_bytes(b" ");
            }
            joined.push(word);
        }
        joined
    }
}

impl Default for Text<'_> {
    fn default() -> Self {
        Self(Repr::Borrowed(b""))
    }
}

impl PartialEq for Text<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.known_bytes() == other.known_bytes() && self.holes() == other.holes()
    }
}

impl Eq for Text<'_> {}

impl Hash for Text<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.known_bytes().hash(state);
        self.holes().hash(state);
    }
}

impl<'a> From<&'a [u8]> for Text<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::known(bytes)
    }
}

impl<'a> From<&'a str> for Text<'a> {
    fn from(text: &'a str) -> Self {
        Self::known(text.as_bytes())
    }
}

impl From<Vec<u8>> for Text<'_> {
    fn from(bytes: Vec<u8>) -> Self {
        Self::known(bytes)
    }
}

/// Known bytes as an escaped string, unknown pieces as `…`.
impl fmt::Debug for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\"")?;
        for piece in self.pieces() {
            match piece {
                Piece::Known(bytes) => write!(f, "{}", bytes.escape_ascii())?,
                Piece::Unknown => f.write_str("…")?,
            }
        }
        f.write_str("\"")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbouring_unknown_pieces_are_one() {
        let mut text = Text::unknown();
        text.push_unknown();
        text.push(&Text::unknown());
        assert_eq!(text, Text::unknown());
        assert_eq!(text.pieces().count(), 1);
    }

    #[test]
    fn pieces_of_known_text_are_the_text() {
        assert_eq!(Text::from("ab").pieces().collect::<Vec<_>>(), [Piece::Known(b"ab")]);
        assert_eq!(Text::default().pieces().count(), 0);
    }

    #[test]
    fn pushed_pieces_keep_their_order() {
        let mut text = Text::from("a");
        text.push_unknown();
        text.push_bytes(b"b");
        let mut twice = text.clone();
        twice.push(&text);
        insta::assert_compact_debug_snapshot!(twice, @r#""a…ba…b""#);
    }

    #[test]
    fn words_are_joined_by_single_spaces() {
        let joined = Text::join(&[Text::from("a"), Text::unknown(), Text::from("b")]);
        insta::assert_compact_debug_snapshot!(joined, @r#""a … b""#);
    }
}
