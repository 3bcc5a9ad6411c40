use std::ops::Range;

use super::host::Language;
use crate::{layer::Layer, pieces::Pieces};

/// A part of a text that may be a script, or hold some.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// Where it stands.
    pub(super) range: Range<usize>,
    pub(super) content: Content,
    pub(super) language: Language,
    pub(super) precision: Precision,
    /// How it is written there.
    pub(super) layer: Layer,
}

/// What of a block is its text.
#[derive(Clone, Debug)]
pub(super) enum Content {
    /// These parts, in order, which are written as the layer says; what is between them is stripped.
    Ranges(Vec<Range<usize>>),
    /// What somebody else has read.
    Pieces(Pieces),
}

/// Whether a block is what a machine gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Precision {
    /// To the byte: a blank before the header is one.
    Exact,
    /// People read it, or a program that is not looked at makes something of it first.
    Shown,
}
