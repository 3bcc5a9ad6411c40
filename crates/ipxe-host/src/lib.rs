#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod composition;
mod documents;
mod layer;
mod pieces;
mod templates;

pub use composition::{Composition, SourceEdit};
pub use documents::{Embedded, Host, scripts};
pub use pieces::{Piece, PieceKind};
pub use templates::{Template, TemplateEngine, Templating, UnknownTemplateEngine};
