use ipxe_syntax::{Span, Unit};
use serde::Serialize;

use crate::SourceFile;

/// Some bytes of a script, in the numbers people and tools count with.
///
/// Lines and columns count from 1, columns in characters; the end is where the first character after
/// the place is, so that an empty place ends where it begins. Offsets count bytes from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Place {
    /// The physical line of the first character.
    pub line: u32,
    /// The first character's column.
    pub column: u32,
    /// The physical line of the end.
    pub end_line: u32,
    /// The column after the last character.
    pub end_column: u32,
    /// Bytes before the place.
    pub offset: u32,
    /// Bytes before the place's end.
    pub end_offset: u32,
}

impl Place {
    pub(super) fn new(file: &SourceFile<'_>, span: Span) -> Self {
        let start = file.position(span.start(), Unit::Char);
        let end = file.position(span.end(), Unit::Char);
        Self {
            line: start.line + 1,
            column: start.column + 1,
            end_line: end.line + 1,
            end_column: end.column + 1,
            offset: span.start(),
            end_offset: span.end(),
        }
    }
}
