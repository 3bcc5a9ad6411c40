use std::ops::Range;

use super::host::Language;
use crate::{layer::Layer, pieces::Pieces};

/// A part of a text that may be a script, or contain some.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// Its position.
    pub(super) range: Range<usize>,
    pub(super) content: Content,
    pub(super) language: Language,
    pub(super) precision: Precision,
    /// How it is written there.
    pub(super) layer: Layer,
}

/// The parts of a block that are its text.
#[derive(Clone, Debug)]
pub(super) enum Content {
    /// These parts, in order, as the layer describes them; the text in between is stripped.
    Ranges(Vec<Range<usize>>),
    /// Pieces from another reader.
    Pieces(Pieces),
}

/// Whether a machine gets the block unchanged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Precision {
    /// To the byte: a space before the header is part of it.
    Exact,
    /// People read it, or another program changes it first.
    Shown,
}
