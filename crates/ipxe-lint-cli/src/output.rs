use std::{
    fs,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use crate::failure::Failure;

/// Lets `write` write a report, to a file or to standard output.
///
/// A reader that stops early (`ipxe-lint … | head`) is not an error.
pub(crate) fn deliver(
    path: Option<&Path>,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    let delivered = match path {
        Some(path) => replace(path, write),
        None => to(io::stdout().lock(), write),
    };
    match delivered {
        Err(error) if path.is_none() && error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other.map_err(|error| Failure::Unwritable { path: path.map(PathBuf::from), error }),
    }
}

/// Lets `write` write a report to standard error, because standard output has another use.
pub(crate) fn to_stderr(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    to(io::stderr().lock(), write).map_err(|error| Failure::Unwritable { path: None, error })
}

fn to(file: impl Write, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(64 * 1024, file);
    write(&mut out)?;
    out.flush()
}

/// Writes a script in place of what was read, unless it has changed since: what somebody wrote meanwhile is not lost.
pub(crate) fn rewrite(path: &Path, read: &[u8], text: &[u8]) -> Result<(), Failure> {
    let is_current =
        |path: &Path| Ok(fs::metadata(path)?.len() == read.len() as u64 && fs::read(path)? == read);
    match replace_if(path, is_current, |out| out.write_all(text)) {
        Ok(true) => Ok(()),
        Ok(false) => Err(Failure::Changed { path: path.to_path_buf() }),
        Err(error) => Err(Failure::Unwritable { path: Some(path.to_path_buf()), error }),
    }
}

/// Writes to a temporary file, which then replaces the file, so that a reader never gets part of it. The new file keeps
/// the permissions and the owner of the old one.
fn replace(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    replace_if(path, |_| Ok(true), write).map(drop)
}

/// As [`replace`], if something holds right before the file gets its place; gives whether it did.
fn replace_if(
    path: &Path,
    holds: impl FnOnce(&Path) -> io::Result<bool>,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<bool> {
    // Through a link, without replacing it; a file that does not exist yet is not a link.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    if fs::metadata(&path).is_ok_and(|there| !there.is_file()) {
        // Pipes and devices such as `/dev/stderr` are written to, and never replaced.
        return to(fs::OpenOptions::new().write(true).open(&path)?, write).map(|()| true);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut draft = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // The same as for any new file: the umask applies.
        draft.permissions(fs::Permissions::from_mode(0o666));
    }
    let there = match fs::OpenOptions::new().write(true).open(&path) {
        Ok(file) => Some(file.metadata()?),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        // A file without write permission is not replaced.
        Err(error) => return Err(error),
    };
    let draft = draft.prefix(".ipxe-lint-").tempfile_in(folder)?;
    to(&draft, write)?;
    if let Some(there) = there {
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            // Only root can change the owner of files, and only root's files would change hands.
            let _ = std::os::unix::fs::fchown(draft.as_file(), Some(there.uid()), Some(there.gid()));
        }
        draft.as_file().set_permissions(there.permissions())?;
    }
    let holds = holds(&path)?;
    if holds {
        draft.persist(path).map_err(|error| error.error)?;
    }
    Ok(holds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changed_since_it_was_read_is_not_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ipxe");
        for (now, read, is_written) in [("a", "a", true), ("b", "a", false), ("aa", "a", false)] {
            fs::write(&path, now).unwrap();
            assert_eq!(rewrite(&path, read.as_bytes(), b"new").is_ok(), is_written);
            assert_eq!(fs::read_to_string(&path).unwrap(), if is_written { "new" } else { now });
            assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no draft is left");
        }
        fs::remove_file(&path).unwrap();
        assert!(rewrite(&path, b"a", b"new").is_err());
        assert!(!path.exists());
    }
}
