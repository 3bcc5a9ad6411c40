use std::ops::Range;

/// A part of a script, and the part of the file that it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its position in the script's text; empty if the file has bytes that the script does not.
    pub text: Range<usize>,
    /// Its position in the file.
    pub source: Range<usize>,
    /// The relation of the two.
    pub kind: PieceKind,
}

/// The relation between a part of a script and the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PieceKind {
    /// The file has the same bytes.
    Text,
    /// The file has other bytes: an escape, a fold of lines; or they are removed, such as indentation.
    Replaced,
    /// Its value is only known after another program has inserted it. The script's text has a placeholder, `{{name}}`,
    /// without spaces; `{{.name}}` if the file has braces inside the braces of an expansion.
    Hole,
}

/// The pieces of a script during composition, in order. File text between two of them is stripped.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pieces {
    pub(crate) list: Vec<Piece>,
    pub(crate) text: Vec<u8>,
}

impl Pieces {
    /// Adds bytes that are the same in the source.
    pub(crate) fn text(&mut self, source: &[u8], range: Range<usize>) {
        let Some(bytes) = source.get(range.clone()).filter(|bytes| !bytes.is_empty()) else { return };
        self.strip_until(range.start);
        let start = self.text.len();
        self.text.extend_from_slice(bytes);
        match self.list.last_mut() {
            Some(last) if last.kind == PieceKind::Text && last.source.end == range.start => {
                last.source.end = range.end;
                last.text.end = self.text.len();
            }
            _ => self.list.push(Piece { text: start..self.text.len(), source: range, kind: PieceKind::Text }),
        }
    }

    /// Adds bytes that the source writes differently.
    pub(crate) fn replaced(&mut self, range: Range<usize>, with: &[u8]) {
        self.add(range, with, PieceKind::Replaced);
    }

    /// Adds a value that another program inserts.
    pub(crate) fn hole(&mut self, source: &[u8], range: Range<usize>) {
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-');
        let mark = &source[range.clone()];
        let mark = mark.strip_prefix(b"&lt;").and_then(|mark| mark.strip_suffix(b"&gt;")).unwrap_or(mark);
        let name = mark.iter().copied().filter(is_name).skip_while(|byte| matches!(byte, b'.' | b'-'));
        let mut name: Vec<u8> = name.take(LONGEST_NAME).collect();
        while name.last() == Some(&b'-') {
            name.pop();
        }
        let name = if name.is_empty() { b"x".as_slice() } else { &name };
        // With braces inside braces in the source, the engine may choose others than intended. Readers can recognize
        // this.
        let is_braced = mark.starts_with(b"{{") && self.text.ends_with(b"${");
        let dot: &[u8] = if is_braced { b"." } else { b"" };
        self.add(range, &[b"{{", dot, name, b"}}"].concat(), PieceKind::Hole);
    }

    /// Records that the script begins after the source's text from `start` on.
    pub(crate) fn begin(&mut self, start: usize) {
        if self.list.is_empty() {
            self.list.push(Piece { text: 0..0, source: start..start, kind: PieceKind::Replaced });
        }
    }

    pub(crate) fn add(&mut self, range: Range<usize>, with: &[u8], kind: PieceKind) {
        self.strip_until(range.start);
        let start = self.text.len();
        self.text.extend_from_slice(with);
        let piece = Piece { text: start..self.text.len(), source: range, kind };
        match self.list.last_mut() {
            Some(last)
                if is_stripped(last) && is_stripped(&piece) && last.source.end == piece.source.start =>
            {
                last.source.end = piece.source.end;
            }
            _ => self.list.push(piece),
        }
    }

    /// Source text before this position that belongs to no piece is stripped.
    fn strip_until(&mut self, start: usize) {
        let Some(last) = self.list.last_mut().filter(|last| last.source.end < start) else { return };
        if is_stripped(last) {
            last.source.end = start;
            return;
        }
        let (end, at) = (last.source.end, self.text.len());
        self.list.push(Piece { text: at..at, source: end..start, kind: PieceKind::Replaced });
    }
}

fn is_stripped(piece: &Piece) -> bool {
    piece.kind == PieceKind::Replaced && piece.text.is_empty()
}

/// The maximum length of a hole's name, in bytes; the rest is cut off.
const LONGEST_NAME: usize = 32;
