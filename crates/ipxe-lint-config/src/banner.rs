//! The banner of an iPXE build.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use ipxe_catalog::Banner;

use crate::Failure;

/// The maximum number of bytes of a banner that are read: far more than a screen has.
pub const LARGEST: u64 = 1 << 20;

/// The banner in a file.
pub fn banner_of_file(path: &Path) -> Result<Banner, Failure> {
    let read = File::open(path).and_then(|file| {
        let mut bytes = Vec::new();
        file.take(LARGEST).read_to_end(&mut bytes)?;
        banner_in(&bytes)
    });
    read.map_err(|error| Failure::Unreadable { path: path.to_path_buf(), error })
}

/// The banner in a text.
pub fn banner_in(bytes: &[u8]) -> io::Result<Banner> {
    String::from_utf8_lossy(bytes).parse().map_err(io::Error::other)
}
