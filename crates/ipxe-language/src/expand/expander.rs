//! The expander.

use std::ops::Range;

use smallvec::SmallVec;

use super::frames::{FrameId, Frames, Next, WORD, has_expansion, special};
use super::{ExpandError, ExpandErrorKind, Lookup, Reference};
use crate::text::Text;

/// Limits of an expansion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Limits {
    /// Maximum length of the result, in bytes; 1 MiB by default. Text that was read but not replaced yet counts.
    pub size: usize,
    /// Maximum work, in steps: one for a byte read, 32 for a setting looked up; 16 times [`Limits::size`] by default.
    pub work: usize,
}

impl Limits {
    /// A limit on the size, with a matching work limit: 16 times as much, but at least 65 536 steps.
    #[must_use]
    pub const fn with_size(size: usize) -> Self {
        let work = size.saturating_mul(16);
        Self { size, work: if work < 1 << 16 { 1 << 16 } else { work } }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::with_size(1 << 20)
    }
}

/// Expands one word as iPXE does, with the values from `lookup`.
///
/// Unknown pieces are not expanded: they are assumed to contain no `$`, `{` or `}`. A word without `${` is returned
/// unchanged, borrowed. Linear in the text that is read: the word and all values.
///
/// # Errors
/// [`ExpandError`] if the expansion provably never ends, or exceeds a limit. A machine then never executes the command
/// with this word.
///
/// ```
/// use ipxe_language::{expand::{Limits, Reference, expand}, text::Text};
///
/// let values = |reference: &Reference<'_>| match reference.name.as_known() {
///     Some(b"name") => Text::from("target"),
///     Some(b"target") => Text::from("value"),
///     Some(_) => Text::default(),
///     None => Text::unknown(),
/// };
/// let expanded = expand(Text::from("<${${name}}${unset}>"), values, Limits::default()).unwrap();
/// assert_eq!(expanded, Text::from("<value>"));
/// ```
pub fn expand<'t, 'v: 't>(
    word: Text<'t>,
    lookup: impl Lookup<'v>,
    limits: Limits,
) -> Result<Text<'t>, ExpandError> {
    expand_counting(word, lookup, limits, &mut 0)
}

/// Like [`expand`]; adds its steps to `steps`, so many words can share one budget.
///
/// # Errors
/// As [`expand`].
pub fn expand_counting<'t, 'v: 't>(
    word: Text<'t>,
    lookup: impl Lookup<'v>,
    limits: Limits,
    steps: &mut usize,
) -> Result<Text<'t>, ExpandError> {
    if !has_expansion(&word) {
        return Ok(word);
    }
    let mut lookup = lookup;
    let Outright { out, at, work, unread } = outright(&word, &mut lookup, limits);
    if at == word.known_bytes().len() && word.is_known() && unread.is_none() {
        *steps = steps.saturating_add(work);
        return Ok(out);
    }
    let mut frames = Frames::new(word);
    frames.skip(at);
    if let Some((value, name, place)) = unread {
        frames.push(value, WORD, name, place);
    }
    let mut expander =
        Expander { frames, out, dollars: SmallVec::new(), opens: SmallVec::new(), work, limits, lookup };
    let result = expander.run();
    *steps = steps.saturating_add(expander.work);
    result.map(|()| expander.out)
}

/// The expanded start of a word.
struct Outright<'t, 'v> {
    out: Text<'t>,
    /// The length of this start in the word, in bytes.
    at: usize,
    /// The number of steps.
    work: usize,
    /// The value of the last expansion, its name and its range, if the value has to be scanned.
    unread: Option<(Text<'v>, Text<'static>, Range<usize>)>,
}

/// Expands the start of a word in one pass, up to an expansion whose name is not literal or whose value has to be
/// expanded itself; for most words, that is the whole word. The result is the same as that of the general algorithm.
fn outright<'t, 'v: 't>(word: &Text<'_>, lookup: &mut impl Lookup<'v>, limits: Limits) -> Outright<'t, 'v> {
    let bytes = word.as_known().unwrap_or_default();
    let out = if word.known_bytes().starts_with(b"${") && word.holes().first() != Some(&0) {
        Text::default()
    } else {
        Text::known(Vec::with_capacity(word.known_bytes().len() + 16))
    };
    let mut taken = Outright { out, at: 0, work: 0, unread: None };
    while let Some(rest) = bytes.get(taken.at..).filter(|rest| !rest.is_empty()) {
        let run = special(rest).unwrap_or(rest.len());
        let (before, rest) = rest.split_at(run);
        let name = plain_name(rest);
        let length = name.map_or(0, |name| b"${}".len() + name.len());
        let read = run + length;
        if taken.out.known_bytes().len() + read > limits.size || taken.work + read > limits.work {
            break;
        }
        taken.out.push_bytes(before);
        taken.at += run;
        taken.work += read;
        let Some(name) = name else { break };
        let place = taken.at..taken.at + length;
        taken.at = place.end;
        let reference = Reference { name: Text::known(name), place, in_word: true };
        taken.work += LOOKUP;
        let value = lookup.look_up(&reference).until_nul();
        if !is_final(&value, taken.out.known_bytes().len(), taken.work, limits) {
            taken.unread = Some((value, reference.name.into_owned(), reference.place));
            break;
        }
        put(&mut taken.out, value, &mut taken.work);
    }
    taken
}

/// The number of steps that a lookup counts for.
const LOOKUP: usize = 32;

/// A `${` in the output that is not closed yet.
struct Open {
    /// Offset of its `$` in the output.
    at: usize,
    /// The innermost frame that contains both of its bytes.
    frame: FrameId,
    /// Its position in the word, or that of the expansion that led to it.
    start: usize,
}

/// A `$` in the output.
struct Dollar {
    at: usize,
    frame: FrameId,
    start: usize,
}

struct Expander<'t, L> {
    frames: Frames<'t>,
    out: Text<'t>,
    /// The `$` in the output, in order, to find the origin of the last byte.
    dollars: SmallVec<[Dollar; 2]>,
    opens: SmallVec<[Open; 2]>,
    work: usize,
    limits: Limits,
    lookup: L,
}

impl<'t, 'v: 't, L: Lookup<'v>> Expander<'t, L> {
    fn run(&mut self) -> Result<(), ExpandError> {
        while let Some(next) = self.frames.read(&mut self.out) {
            self.work += if let Next::Plain(length) = next { length } else { 1 };
            match next {
                Next::Special(b'}') => self.close()?,
                Next::Special(b'$') => self.dollar(),
                Next::Special(_) => self.brace(),
                Next::Plain(_) | Next::Unknown => {}
            }
            self.check_limits()?;
        }
        Ok(())
    }

    /// Processes a `$` that may become part of a `${`.
    fn dollar(&mut self) {
        let frame = self.frames.current();
        let start = self.start_of(frame);
        self.dollars.push(Dollar { at: self.out.known_bytes().len(), frame, start });
        self.out.push_bytes(b"$");
    }

    /// Processes a `{`, which may complete a `${`.
    fn brace(&mut self) {
        let at = self.out.known_bytes().len();
        if let Some(dollar) = self.dollars.last()
            && dollar.at + 1 == at
            && self.out.holes().last() != Some(&at)
        {
            let frame = self.frames.common(dollar.frame, self.frames.current(), &mut self.work);
            self.opens.push(Open { at: dollar.at, frame, start: dollar.start });
        }
        self.out.push_bytes(b"{");
    }

    /// The position in the word of the `$` that was just read, or of the expansion that led to it.
    fn start_of(&self, frame: FrameId) -> usize {
        if frame == WORD { self.frames.word_at().saturating_sub(1) } else { self.frames.start_of(frame) }
    }

    /// Processes a `}`: replaces the innermost open `${`, if there is one.
    fn close(&mut self) -> Result<(), ExpandError> {
        let Some(open) = self.opens.pop() else {
            self.out.push_bytes(b"}");
            return Ok(());
        };
        while self.dollars.last().is_some_and(|dollar| dollar.at >= open.at) {
            self.dollars.pop();
        }
        let place = open.start..self.frames.word_at();
        let parent = self.frames.common(open.frame, self.frames.current(), &mut self.work);
        let name = self.out.after(open.at + 1);
        let reference = Reference { name, place: place.clone(), in_word: parent == WORD };
        let value = look_up(&self.frames, &mut self.lookup, parent, &reference, &mut self.work)?;
        let source =
            (!is_final(&value, open.at, self.work, self.limits)).then(|| reference.name.into_owned());
        self.out.truncate(open.at);
        self.replace(value, parent, source, place);
        Ok(())
    }

    /// Replaces an expansion by its value: unchanged, or by reading it first as the value of a `source`.
    fn replace(
        &mut self,
        value: Text<'v>,
        parent: FrameId,
        source: Option<Text<'static>>,
        place: Range<usize>,
    ) {
        if let Some(name) = source {
            self.frames.push(value, parent, name, place);
        } else {
            put(&mut self.out, value, &mut self.work);
        }
    }

    fn check_limits(&mut self) -> Result<(), ExpandError> {
        let kind = if self.out.known_bytes().len() > self.limits.size {
            ExpandErrorKind::TooLong { limit: self.limits.size }
        } else if self.work > self.limits.work {
            ExpandErrorKind::TooMuchWork { limit: self.limits.work }
        } else {
            return Ok(());
        };
        let (name, place) = self.frames.leading();
        Err(ExpandError { kind, name, place })
    }
}

/// Whether a value can be inserted at an offset of the output unchanged, after a number of steps: it contains nothing
/// to expand, and is within the limits.
fn is_final(value: &Text<'_>, at: usize, work: usize, limits: Limits) -> bool {
    let length = value.known_bytes().len() + value.holes().len();
    special(value.known_bytes()).is_none() && at + length <= limits.size && work + length <= limits.work
}

/// Appends a value unchanged.
fn put<'t, 'v: 't>(out: &mut Text<'t>, value: Text<'v>, work: &mut usize) {
    *work += value.known_bytes().len() + value.holes().len();
    if out.is_empty().is_yes() {
        *out = value;
    } else {
        out.push(&value);
    }
}

/// The name in the `${name}` at the start of a text, if it contains no special bytes.
fn plain_name(text: &[u8]) -> Option<&[u8]> {
    let inside = text.strip_prefix(b"${")?;
    let length = special(inside)?;
    inside.get(..length).filter(|_| inside.get(length) == Some(&b'}'))
}

/// The value of a reference from such a frame, unless the reference is inside its own value.
fn look_up<'v>(
    frames: &Frames<'_>,
    lookup: &mut impl Lookup<'v>,
    parent: FrameId,
    reference: &Reference<'_>,
    work: &mut usize,
) -> Result<Text<'v>, ExpandError> {
    let Reference { name, place, .. } = reference;
    if frames.is_inside(parent, name, work) {
        let (name, place) = (name.clone().into_owned(), place.clone());
        return Err(ExpandError { kind: ExpandErrorKind::Endless, name, place });
    }
    *work += LOOKUP;
    Ok(lookup.look_up(reference).until_nul())
}
