//! The banner of an iPXE build, read from its source.

use std::path::Path;

use ipxe_catalog::Banner;
use ipxe_lint_config::{LARGEST_BANNER, banner_in, banner_of_file};

use crate::stdin;

/// The banner for an argument on the command line: the text itself, `-` for standard input, or a file.
pub(crate) fn named(word: &str) -> Result<Banner, String> {
    if word == "-" {
        let bytes = stdin::read(LARGEST_BANNER).map_err(|error| error.to_string())?;
        return banner_in(&bytes).map_err(|error| error.to_string());
    }
    match word.parse() {
        Ok(banner) => Ok(banner),
        Err(_) if Path::new(word).exists() => {
            banner_of_file(Path::new(word)).map_err(|error| error.to_string())
        }
        Err(error) => Err(format!("{error}, nor is it a file")),
    }
}
