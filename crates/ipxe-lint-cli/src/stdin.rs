//! Standard input, which can only be read once.

use std::{
    io::{self, Read},
    path::PathBuf,
    sync::atomic::{AtomicBool, Ordering},
};

use crate::failure::Failure;

static IS_TAKEN: AtomicBool = AtomicBool::new(false);

/// Reads standard input, up to this many bytes. A second reader would get nothing.
pub(crate) fn read(limit: u64) -> Result<Vec<u8>, Failure> {
    if IS_TAKEN.swap(true, Ordering::Relaxed) {
        return Err(Failure::StdinTwice);
    }
    let mut bytes = Vec::new();
    let read = io::stdin().lock().take(limit).read_to_end(&mut bytes);
    read.map(|_| bytes).map_err(|error| Failure::Unreadable { path: PathBuf::from("<stdin>"), error })
}
