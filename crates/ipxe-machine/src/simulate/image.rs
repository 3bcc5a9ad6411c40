//! An image.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, OnceLock};

use super::program::Program;

/// The content of a download.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Content {
    /// These bytes.
    Bytes(ImageBytes),
    /// A file that works for any purpose: as a kernel if it is executed.
    Assumed,
}

impl Content {
    /// These bytes.
    #[must_use]
    pub fn bytes(bytes: impl Into<Vec<u8>>) -> Self {
        Self::Bytes(ImageBytes::new(bytes.into()))
    }

    /// The number of bytes that it uses.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Bytes(bytes) => bytes.as_slice().len(),
            Self::Assumed => 0,
        }
    }
}

/// The bytes of an image. Copies are cheap, and share the parsed script.
#[derive(Clone)]
pub struct ImageBytes(Arc<Shared>);

struct Shared {
    bytes: Vec<u8>,
    fingerprint: u64,
    program: OnceLock<Arc<Program>>,
}

impl ImageBytes {
    /// Takes the bytes of an image.
    #[must_use]
    pub fn new(bytes: Vec<u8>) -> Self {
        let mut hasher = DefaultHasher::new();
        bytes.hash(&mut hasher);
        let fingerprint = hasher.finish();
        Self(Arc::new(Shared { bytes, fingerprint, program: OnceLock::new() }))
    }

    /// The bytes.
    #[must_use]
    pub fn as_slice(&self) -> &[u8] {
        &self.0.bytes
    }

    /// The bytes, parsed as a script.
    pub(super) fn program(&self) -> Arc<Program> {
        let ready = || Arc::new(Program::new(&ipxe_syntax::parse(&self.0.bytes)));
        Arc::clone(self.0.program.get_or_init(ready))
    }
}

impl PartialEq for ImageBytes {
    fn eq(&self, other: &Self) -> bool {
        let same = || self.0.fingerprint == other.0.fingerprint && self.0.bytes == other.0.bytes;
        Arc::ptr_eq(&self.0, &other.0) || same()
    }
}

impl Eq for ImageBytes {}

impl Hash for ImageBytes {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.fingerprint.hash(state);
    }
}

impl std::fmt::Debug for ImageBytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} bytes", self.0.bytes.len())
    }
}

/// A registered image.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Image {
    /// Its name, which commands use.
    pub name: Vec<u8>,
    /// Its absolute URI. None for the script of the start.
    pub uri: Option<Arc<[u8]>>,
    /// Its command line, if it has one.
    pub command_line: Option<Vec<u8>>,
    /// Its content.
    pub content: Content,
    /// Whether it is freed after its execution.
    pub autofree: bool,
    /// Whether `boot` without an argument executes it.
    pub selected: bool,
}

impl Image {
    pub(super) fn new(name: Vec<u8>, uri: Option<Arc<[u8]>>, content: Content) -> Self {
        Self { name, uri, command_line: None, content, autofree: false, selected: false }
    }

    /// The number of bytes that it uses.
    pub(super) fn size(&self) -> usize {
        self.content.size() + self.command_line.as_ref().map_or(0, Vec::len)
    }
}
