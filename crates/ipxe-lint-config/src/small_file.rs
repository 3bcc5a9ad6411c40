//! Files that are read as a whole, and that are small: configurations, contexts, profiles, values, tests, baselines.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

/// The most bytes of such a file: far more than any has, and devices have no end.
pub const LARGEST: u64 = 64 << 20;

/// Reads such a file.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        let problem = format!("it is too large: the limit is {} MiB", LARGEST >> 20);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, problem));
    }
    Ok(bytes)
}
