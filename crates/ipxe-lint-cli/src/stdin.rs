//! Standard input, which can be read once.

use std::{
    io::{self, Read},
    path::PathBuf,
    sync::atomic::{AtomicBool, Ordering},
};

use crate::failure::Failure;

static IS_TAKEN: AtomicBool = AtomicBool::new(false);

/// Reads standard input, at most so many bytes. Who comes second would find nothing there.
pub(crate) fn read(limit: u64) -> Result<Vec<u8>, Failure> {
    if IS_TAKEN.swap(true, Ordering::Relaxed) {
        return Err(Failure::StdinTwice);
    }
    let mut bytes = Vec::new();
    let read = io::stdin().lock().take(limit).read_to_end(&mut bytes);
    read.map(|_| bytes).map_err(|error| Failure::Unreadable { path: PathBuf::from("<stdin>"), error })
}
