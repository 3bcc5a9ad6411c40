use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use ipxe_lint::{Document, host::Host};

use ipxe_lint_config::{has_script_name, small_file};

use super::Input;
use crate::{failure::Failure, stdin};

/// The maximum number of bytes of a script: far more than any has, far less than a disk image.
pub(crate) const LARGEST_SCRIPT: u64 = 64 << 20;

/// Reads a script. None if the file is not one.
pub(crate) fn read(input: &Input) -> Result<Option<Vec<u8>>, Failure> {
    let bytes = match input {
        Input::Stdin(_) => Ok(Some(stdin::read(LARGEST_SCRIPT + 1)?)),
        Input::Named(path) => small_file::open(path).and_then(read_file),
        Input::Walked(path) => read_if_script(path),
    };
    let path = || input.path().to_path_buf();
    match bytes {
        Ok(Some(bytes)) if bytes.len() as u64 > LARGEST_SCRIPT => Err(Failure::TooLarge { path: path() }),
        Ok(bytes) => Ok(bytes),
        Err(error) => Err(Failure::Unreadable { path: path(), error }),
    }
}

/// Reads a file, up to one byte more than a script may have. The size is known in advance, so that it need not be read
/// in small parts.
fn read_file(file: File) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    read_rest(file, &mut bytes)?;
    Ok(Some(bytes))
}

fn read_rest(file: File, bytes: &mut Vec<u8>) -> io::Result<usize> {
    let length = file.metadata().map_or(0, |file| file.len()).min(LARGEST_SCRIPT);
    bytes.reserve_exact(usize::try_from(length).unwrap_or_default() + 1);
    file.take(LARGEST_SCRIPT + 1).read_to_end(bytes)
}

/// The document in a file. None if it is a script itself. For one in a directory, only scripts that it marks as
/// language `ipxe` count.
pub(crate) fn document<'s>(input: &Input, source: &'s [u8]) -> Option<Document<'s>> {
    let document = Document::read(input.path(), source)?;
    Some(if matches!(input, Input::Walked(_)) { document.only_named() } else { document })
}

/// Whether a file's name shows that it is a page, whose code blocks have languages.
fn is_page(path: &Path) -> bool {
    Host::of_path(path).is_some_and(Host::names_languages)
}

/// Reads a file if its name or its first bytes show that it is a script, or a page.
fn read_if_script(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let mut file = small_file::open(path)?;
    let mut bytes = Vec::new();
    if !has_script_name(path) && !is_page(path) {
        file.by_ref().take(HEADER_LENGTH).read_to_end(&mut bytes)?;
        if !is_header(&bytes) {
            return Ok(None);
        }
    }
    read_rest(file, &mut bytes)?;
    Ok(Some(bytes))
}

/// Whether it is a script, or contains some, as far as its name and its first bytes show.
pub(crate) fn is_script(input: &Input) -> bool {
    let Input::Walked(path) = input else { return true };
    if is_page(path) {
        let page = read(input).ok().flatten().unwrap_or_default();
        return document(input, &page).is_none_or(|page| !page.is_empty());
    }
    let mut header = Vec::new();
    let mut read =
        || small_file::open(path).and_then(|file| file.take(HEADER_LENGTH).read_to_end(&mut header));
    has_script_name(path) || read().is_ok_and(|_| is_header(&header))
}

const HEADER_LENGTH: u64 = 6;

fn is_header(bytes: &[u8]) -> bool {
    bytes == b"#!ipxe" || bytes == b"#!gpxe"
}
