//! The unusual bytes in the words of a command.

use std::ops::BitOr;

/// Kinds of bytes that are rare in words, recorded by the parser: to find one of them, callers need not search all
/// words.
///
/// ```
/// use ipxe_syntax::Marks;
///
/// let script = ipxe_syntax::parse(b"echo ${x} || echo $x; shell");
/// let marks: Vec<Marks> = script.commands().map(|command| command.marks()).collect();
/// assert_eq!(marks, [Marks::NONE, Marks::OPERATOR | Marks::FOREIGN]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Marks(u8);

impl Marks {
    /// None of them.
    pub const NONE: Self = Self(0);
    /// `|`, `&` or `;` in a word. Operators are not words.
    pub const OPERATOR: Self = Self(1);
    /// `"` or `'`.
    pub const QUOTE: Self = Self(2);
    /// Characters of other languages' variables: `%`, a `$` without `{` after it, a `{` without `$` before it.
    pub const FOREIGN: Self = Self(4);

    /// Whether any of these is among them.
    #[must_use]
    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOr for Marks {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.union(other)
    }
}

/// The kinds of bytes in a word, as far as the grammar or a mark depends on them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bytes(u8);

impl Bytes {
    pub(crate) const SPACE: Self = Self(8);
    pub(crate) const DOLLAR: Self = Self(16);
    pub(crate) const BRACE: Self = Self(32);
    /// The separators of the scope, the name and the type of a setting.
    pub(crate) const SEPARATOR: Self = Self(64);

    /// The kind of one byte.
    pub(crate) const fn of(byte: u8) -> Self {
        Self(KINDS[byte as usize])
    }

    pub(crate) const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The marks of a word with these bytes and no `$`.
    pub(crate) const fn marks(self) -> Marks {
        let marks = self.marks_beside_braces();
        if self.intersects(Self::BRACE) { marks.union(Marks::FOREIGN) } else { marks }
    }

    /// The marks of a word with these bytes, apart from braces: whether a brace belongs to a `$` only shows when both
    /// are known.
    pub(crate) const fn marks_beside_braces(self) -> Marks {
        Marks(self.0 & (Marks::OPERATOR.0 | Marks::QUOTE.0 | Marks::FOREIGN.0))
    }
}

const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0_u8;
    loop {
        kinds[byte as usize] = match byte {
            b'|' | b'&' | b';' => Marks::OPERATOR.0,
            b'"' | b'\'' => Marks::QUOTE.0,
            b'%' => Marks::FOREIGN.0,
            b'{' => Bytes::BRACE.0,
            b'$' => Bytes::DOLLAR.0,
            b'/' | b':' => Bytes::SEPARATOR.0,
            _ if crate::is_space(byte) => Bytes::SPACE.0,
            _ => 0,
        };
        if byte == u8::MAX {
            break kinds;
        }
        byte += 1;
    }
};
