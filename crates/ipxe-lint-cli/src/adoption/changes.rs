use std::{
    collections::{HashMap, HashSet},
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

use super::{changed_lines::ChangedLines, git::git, patch};
use crate::failure::Failure;

/// The changes since a revision.
#[derive(Debug)]
pub(crate) struct Changes {
    /// The files that `git` knows, by their real paths.
    known: HashSet<PathBuf>,
    /// The new lines of the changed ones.
    changed: HashMap<PathBuf, ChangedLines>,
}

impl Changes {
    /// Asks `git` for the changes in the repository of a directory.
    pub(crate) fn since(revision: &str, folder: &Path) -> Result<Self, Failure> {
        let root = git(folder, &["rev-parse", "--show-toplevel"])?;
        let root = path(root.strip_suffix(b"\n").unwrap_or(&root));
        let commit = commit(&root, revision)?;
        let diff = ["diff", "--unified=0", "--text", "--no-color", "--no-ext-diff", "--no-textconv"];
        let names = ["--find-renames", "--no-relative", "--src-prefix=a/", "--dst-prefix=b/", &commit, "--"];
        let patch = git(&root, &[&diff[..], &names].concat())?;
        let changed = patch::changed_lines(&patch).into_iter();
        let listed = git(&root, &["ls-files", "-z"])?;
        let listed = listed.split(|byte| *byte == 0).filter(|name| !name.is_empty());
        Ok(Self {
            known: listed.map(|name| root.join(path(name))).collect(),
            changed: changed
                .map(|(name, lines)| (root.join(path(&name)), ChangedLines::These(lines)))
                .collect(),
        })
    }

    /// The changed lines of a file. In a file that `git` does not know, all lines are new.
    pub(super) fn of(&self, file: &Path) -> ChangedLines {
        let real = fs::canonicalize(file).unwrap_or_else(|_| file.to_path_buf());
        match self.changed.get(&real) {
            Some(lines) => lines.clone(),
            None if self.known.contains(&real) => ChangedLines::These(Vec::new()),
            None => ChangedLines::All,
        }
    }
}

/// The commit that a revision names.
fn commit(root: &Path, revision: &str) -> Result<String, Failure> {
    let named = format!("{revision}^{{commit}}");
    let found = git(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &named]);
    let unknown =
        || Failure::Git { problem: format!("no commit is called `{}`", ipxe_lint::printable(revision)) };
    let found = found.map_err(|_| unknown())?;
    Ok(String::from_utf8_lossy(&found).trim().to_owned())
}

/// A path in the notation of `git`.
fn path(bytes: &[u8]) -> PathBuf {
    #[cfg(unix)]
    let name = <OsString as std::os::unix::ffi::OsStringExt>::from_vec(bytes.to_vec());
    #[cfg(not(unix))]
    let name = OsString::from(String::from_utf8_lossy(bytes).into_owned());
    name.into()
}
