//! Requests of a script for missing files in served directories.

use std::{cell::RefCell, fmt, io::Write, path::PathBuf, rc::Rc};

use ipxe_lint::printable;
use ipxe_machine::context::Secrets;

use crate::failure::shown;

/// The maximum number that is listed: with `--all`, a script may request any number.
const LISTED: usize = 8;

/// The missing files, in the order of the requests, each once. Clones share the list.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lacks(Rc<RefCell<Vec<Lack>>>);

/// A URI below a served one, for which there is no file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lack {
    /// The requested URI.
    pub(crate) uri: Vec<u8>,
    /// The corresponding file.
    pub(crate) file: PathBuf,
    /// The directory that is served.
    pub(crate) below: PathBuf,
    /// The reason.
    pub(crate) why: Why,
}

/// Why a file is not served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    Missing,
    /// It is outside of the directory, or only inside by a link.
    Outside,
    /// A directory or a device.
    NoFile,
    TooLarge,
    Unreadable(String),
}

impl Lacks {
    pub(super) fn extend(&self, lacks: impl IntoIterator<Item = Lack>) {
        let mut known = self.0.borrow_mut();
        for lack in lacks {
            // One more than is listed shows that there are more.
            if known.len() <= LISTED && !known.contains(&lack) {
                known.push(lack);
            }
        }
    }

    /// A sentence for each, without secrets.
    pub(crate) fn sentences(&self, secrets: &Secrets) -> Vec<String> {
        let lacks = self.0.borrow();
        let sentence = |lack: &Lack| secrets.mask_str(&lack.to_string()).into_owned();
        let more = (lacks.len() > LISTED).then(|| "more files are not served".to_owned());
        lacks.iter().take(LISTED).map(sentence).chain(more).collect()
    }

    /// Writes a note on each to standard error. If that fails, there is nowhere left to report it.
    pub(crate) fn report(&self, secrets: &Secrets) {
        let mut err = std::io::stderr().lock();
        for sentence in self.sentences(secrets) {
            let _ = writeln!(err, "note: {sentence}");
        }
    }
}

impl fmt::Display for Lack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (file, below) = (shown(&self.file), shown(&self.below));
        write!(f, "`{}` is not served: ", printable(&String::from_utf8_lossy(&self.uri)))?;
        match &self.why {
            Why::Missing => write!(f, "`{file}` does not exist"),
            Why::Outside => write!(f, "it leads out of `{below}`"),
            Why::NoFile => write!(f, "`{file}` is no regular file"),
            Why::TooLarge => write!(f, "`{file}` is larger than 1 GiB"),
            Why::Unreadable(error) => write!(f, "`{file}`: {error}"),
        }
    }
}
