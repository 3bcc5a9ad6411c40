//! What a build of iPXE shows when it starts, read from wherever it is.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use ipxe_catalog::Banner;

use crate::{failure::Failure, stdin};

/// The most bytes that are read: far more than a screen has.
const LARGEST: u64 = 1 << 20;

/// The banner that a word on the command line means: the text itself, `-` for standard input, or a file.
pub(crate) fn named(word: &str) -> Result<Banner, String> {
    if word == "-" {
        let bytes = stdin::read(LARGEST).map_err(|error| error.to_string())?;
        return banner(&bytes).map_err(|error| error.to_string());
    }
    match word.parse() {
        Ok(banner) => Ok(banner),
        Err(_) if Path::new(word).exists() => of_file(Path::new(word)).map_err(|error| error.to_string()),
        Err(error) => Err(format!("{error}, nor is it a file")),
    }
}

/// The banner in a file.
pub(crate) fn of_file(path: &Path) -> Result<Banner, Failure> {
    let read = File::open(path).and_then(read);
    read.map_err(|error| Failure::Unreadable { path: path.to_path_buf(), error })
}

fn read(from: impl Read) -> io::Result<Banner> {
    let mut bytes = Vec::new();
    from.take(LARGEST).read_to_end(&mut bytes)?;
    banner(&bytes)
}

fn banner(bytes: &[u8]) -> io::Result<Banner> {
    String::from_utf8_lossy(bytes).parse().map_err(io::Error::other)
}
