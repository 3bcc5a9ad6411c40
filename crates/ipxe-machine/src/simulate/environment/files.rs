//! The contents of served files.

/// The contents of served files: this crate reads none. Implemented for closures.
pub trait Files {
    /// The bytes of the file at that path, which is relative, percent-decoded, and has no part that is empty, `.` or
    /// `..`.
    fn read(&mut self, path: &[u8]) -> Option<Vec<u8>>;

    /// Called for a URI below the URI of these files for which no server has a file, with the path that was looked up.
    /// None if the URI is that of a folder, or leaves it with `..`. Does nothing by default.
    fn lack(&mut self, _uri: &[u8], _path: Option<&[u8]>) {}
}

impl<F: FnMut(&[u8]) -> Option<Vec<u8>>> Files for F {
    fn read(&mut self, path: &[u8]) -> Option<Vec<u8>> {
        self(path)
    }
}

/// No files.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoFiles;

impl Files for NoFiles {
    fn read(&mut self, _: &[u8]) -> Option<Vec<u8>> {
        None
    }
}
