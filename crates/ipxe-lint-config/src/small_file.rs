//! Small files that are read as a whole: configurations, contexts, profiles, values, tests, baselines.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::Path,
};

/// The maximum size of such a file: far more than any has; devices have no end.
pub const LARGEST: u64 = 64 << 20;

/// Opens a file to read it; no pipe, which may wait for ever for somebody to write, and no device, which may have no end.
pub fn open(path: &Path) -> io::Result<File> {
    let kind = fs::metadata(path)?.file_type();
    if kind.is_file() || kind.is_dir() {
        return File::open(path);
    }
    Err(io::Error::new(io::ErrorKind::InvalidInput, "it is a pipe or a device, not a file"))
}

/// Reads such a file.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(path)?.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        let problem = format!("it is too large: the limit is {} MiB", LARGEST >> 20);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, problem));
    }
    Ok(bytes)
}
