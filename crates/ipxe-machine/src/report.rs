//! The common parts of all reports for programs.
//!
//! Each is one object with the `version` of the structure, the `tool` that made it, and the requested parts. The
//! position of text in a script is always the same six numbers.

use ipxe_syntax::{LineIndex, Span, Unit};

/// The version of the structure of all reports. New fields do not change it; removing a field or changing its meaning
/// does.
pub const VERSION: u32 = 1;

/// The tool that wrote a report.
///
/// ```
/// use ipxe_machine::report::Tool;
///
/// assert_eq!(Tool::THIS.name, "ipxe-lint");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Tool {
    /// Its name.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
}

impl Tool {
    /// This version of ipxe-lint, for the command and the library: all crates have the same version.
    pub const THIS: Self = Self { name: "ipxe-lint", version: env!("CARGO_PKG_VERSION") };
}

/// The position of some bytes of a script, in the numbers that people and tools use.
///
/// Lines and columns count from 1; columns count characters. The end is the position of the first character after the
/// bytes, so an empty range ends where it begins. Offsets count bytes from 0.
///
/// ```
/// use ipxe_machine::report::Place;
/// use ipxe_syntax::{LineIndex, Span};
///
/// let place = Place::new(&LineIndex::new(b"#!ipxe\ngoto x\n"), Span::new(12, 13));
/// assert_eq!((place.line, place.column, place.end_column), (2, 6, 7));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
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
    /// Number of bytes before the first character.
    pub offset: u32,
    /// Number of bytes before the end.
    pub end_offset: u32,
}

impl Place {
    /// The position of a span in a text.
    #[must_use]
    pub fn new(lines: &LineIndex<'_>, span: Span) -> Self {
        let start = lines.position(span.start(), Unit::Char);
        let end = lines.position(span.end(), Unit::Char);
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

/// A [`Place`], or none: then all numbers are missing.
///
/// ```
/// use ipxe_machine::report::PlaceOrNone;
///
/// assert_eq!(PlaceOrNone::from(None).line, None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PlaceOrNone {
    /// The physical line of the first character.
    pub line: Option<u32>,
    /// The first character's column.
    pub column: Option<u32>,
    /// The physical line of the end.
    pub end_line: Option<u32>,
    /// The column after the last character.
    pub end_column: Option<u32>,
    /// Number of bytes before the first character.
    pub offset: Option<u32>,
    /// Number of bytes before the end.
    pub end_offset: Option<u32>,
}

impl From<Option<Place>> for PlaceOrNone {
    fn from(place: Option<Place>) -> Self {
        place.map_or_else(Self::default, |place| Self {
            line: Some(place.line),
            column: Some(place.column),
            end_line: Some(place.end_line),
            end_column: Some(place.end_column),
            offset: Some(place.offset),
            end_offset: Some(place.end_offset),
        })
    }
}
