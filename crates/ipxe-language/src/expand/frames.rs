//! The texts from which an expansion reads, and their origins.

use std::ops::Range;

use smallvec::SmallVec;

use crate::text::Text;

/// Index of a frame; the word's is 0.
pub(super) type FrameId = usize;

/// The word's frame.
pub(super) const WORD: FrameId = 0;

/// A text that is read: the word, or the value of a setting.
struct Frame<'t> {
    text: Text<'t>,
    /// The number of known bytes read so far.
    at: usize,
    /// The number of holes passed so far.
    hole: usize,
    id: FrameId,
}

/// The origin of a frame. It is kept after its text has been read.
struct Source {
    /// The innermost frame that contains the whole reference.
    parent: FrameId,
    /// The name that was looked up; empty for the word.
    name: Text<'static>,
    /// The expansion in the word that led here.
    place: Range<usize>,
}

/// All frames of an expansion: a stack of those that are being read, and a tree with the origins of all.
pub(super) struct Frames<'t> {
    stack: SmallVec<[Frame<'t>; 2]>,
    sources: SmallVec<[Source; 1]>,
    /// The number of bytes of the word read so far.
    word_at: usize,
}

/// The next part of a text.
pub(super) enum Next {
    /// One of the special bytes: `$`, `{` or `}`.
    Special(u8),
    /// A run of this many other bytes.
    Plain(usize),
    /// An unknown piece.
    Unknown,
}

impl<'t> Frames<'t> {
    pub(super) fn new(word: Text<'t>) -> Self {
        let source = Source { parent: WORD, name: Text::default(), place: 0..0 };
        let stack = SmallVec::from_iter([Frame { text: word, at: 0, hole: 0, id: WORD }]);
        Self { stack, sources: SmallVec::from_iter([source]), word_at: 0 }
    }

    /// The frame that is being read.
    pub(super) fn current(&self) -> FrameId {
        self.stack.last().map_or(WORD, |frame| frame.id)
    }

    /// Continues to read, and appends plain bytes and unknown pieces to `out`.
    pub(super) fn read(&mut self, out: &mut Text<'_>) -> Option<Next> {
        loop {
            let frame = self.stack.last_mut()?;
            if let Some(next) = frame.read(out) {
                if frame.id == WORD {
                    self.word_at = frame.at;
                }
                return Some(next);
            }
            // Finished frames are removed before a value is pushed, so that a chain of values, each at the very end of
            // the one before, does not need a deeper stack.
            self.stack.pop();
        }
    }

    /// Skips this many bytes.
    pub(super) fn skip(&mut self, length: usize) {
        let Some(frame) = self.stack.last_mut() else { return };
        frame.at += length;
        if frame.id == WORD {
            self.word_at = frame.at;
        }
    }

    /// Pushes a value.
    pub(super) fn push(
        &mut self,
        value: Text<'t>,
        parent: FrameId,
        name: Text<'static>,
        place: Range<usize>,
    ) {
        let id = self.sources.len();
        self.sources.push(Source { parent, name, place });
        self.stack.push(Frame { text: value, at: 0, hole: 0, id });
    }

    /// The name that is being expanded in the word, and its position, for the error if a limit is exceeded.
    pub(super) fn leading(&self) -> (Text<'static>, Range<usize>) {
        let blamed =
            self.stack.iter().find(|frame| frame.id != WORD).and_then(|frame| self.sources.get(frame.id));
        blamed
            .map_or((Text::default(), 0..self.word_at), |source| (source.name.clone(), source.place.clone()))
    }

    /// The number of bytes of the word read so far.
    pub(super) const fn word_at(&self) -> usize {
        self.word_at
    }

    /// The position in the word of the expansion that led to a frame.
    pub(super) fn start_of(&self, frame: FrameId) -> usize {
        self.sources.get(frame).map_or(0, |source| source.place.start)
    }

    /// The innermost frame that contains both. Adds its steps to `work`.
    pub(super) fn common(&self, mut left: FrameId, mut right: FrameId, work: &mut usize) -> FrameId {
        // A parent is always older than its children, so the younger one moves up.
        while left != right {
            *work += 1;
            let younger = if left > right { &mut left } else { &mut right };
            *younger = self.sources.get(*younger).map_or(WORD, |source| source.parent);
        }
        left
    }

    /// Whether a frame is a value of that name, or inside of one. Adds its steps to `work`.
    pub(super) fn is_inside(&self, mut frame: FrameId, name: &Text<'_>, work: &mut usize) -> bool {
        while frame != WORD {
            let Some(source) = self.sources.get(frame) else { return false };
            *work += 1 + name.known_bytes().len() / 64;
            if source.name == *name {
                return true;
            }
            frame = source.parent;
        }
        false
    }
}

impl Frame<'_> {
    fn read(&mut self, out: &mut Text<'_>) -> Option<Next> {
        let hole = self.text.holes().get(self.hole).copied();
        if hole == Some(self.at) {
            self.hole += 1;
            out.push_unknown();
            return Some(Next::Unknown);
        }
        let run = self
            .text
            .known_bytes()
            .get(self.at..hole.unwrap_or(usize::MAX).min(self.text.known_bytes().len()))?;
        let first = *run.first()?;
        if matches!(first, b'$' | b'{' | b'}') {
            self.at += 1;
            return Some(Next::Special(first));
        }
        let length = special(run).unwrap_or(run.len());
        out.push_bytes(run.get(..length).unwrap_or_default());
        self.at += length;
        Some(Next::Plain(length))
    }
}

/// Offset of the first special byte.
pub(super) fn special(bytes: &[u8]) -> Option<usize> {
    memchr::memchr3(b'$', b'{', b'}', bytes)
}

/// Whether a text can contain an expansion before anything is replaced.
pub(super) fn has_expansion(text: &Text<'_>) -> bool {
    let (bytes, holes) = (text.known_bytes(), text.holes());
    memchr::memchr_iter(b'$', bytes)
        .any(|at| bytes.get(at + 1) == Some(&b'{') && holes.binary_search(&(at + 1)).is_err())
}
