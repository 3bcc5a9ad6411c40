use std::{
    collections::HashMap,
    env, fs,
    path::{Component, Path, PathBuf},
    sync::{Mutex, PoisonError},
};

/// The current directory, which is the base of relative paths.
#[derive(Debug, Default)]
pub struct Here {
    folder: PathBuf,
    /// The real paths of directories with `..` in their paths: a system call for each file takes too long.
    real: Mutex<HashMap<PathBuf, PathBuf>>,
}

impl Here {
    /// Without a current directory, relative paths lead nowhere.
    #[must_use]
    pub fn new() -> Self {
        Self::at(env::current_dir().unwrap_or_default())
    }

    /// A directory in place of the current one. Its path is absolute.
    #[must_use]
    pub fn at(folder: PathBuf) -> Self {
        Self { folder, real: Mutex::default() }
    }

    /// The absolute path. Links in it stay, unless `..` would have to leave one.
    pub fn absolute(&self, path: &Path) -> PathBuf {
        let path = self.folder.join(path);
        if !path.components().any(|part| part == Component::ParentDir) {
            return path.components().filter(|part| *part != Component::CurDir).collect();
        }
        match (path.parent(), path.file_name()) {
            (Some(folder), Some(name)) => self.real(folder).join(name),
            _ => self.real(&path),
        }
    }

    fn real(&self, folder: &Path) -> PathBuf {
        let mut real = self.real.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = real.get(folder) {
            return known.clone();
        }
        let found = fs::canonicalize(folder).unwrap_or_else(|_| without_parents(folder));
        real.insert(folder.to_path_buf(), found.clone());
        found
    }

    /// The path relative to the current directory, in any notation, if it is below it; others stay as they are.
    pub fn below(&self, path: &Path) -> PathBuf {
        let absolute = self.absolute(path);
        absolute.strip_prefix(&self.folder).unwrap_or(path).to_path_buf()
    }

    /// An absolute path in the usual notation for display: relative, unless it only shares the root with the current
    /// directory.
    pub fn relative(&self, path: &Path) -> PathBuf {
        let (mut ours, mut theirs) = (self.folder.components(), path.components());
        let (mut ours_left, mut theirs_left) = (ours.clone(), theirs.clone());
        let mut common = 0;
        while let (Some(our), Some(their)) = (ours.next(), theirs.next())
            && our == their
        {
            common += 1;
            (ours_left, theirs_left) = (ours.clone(), theirs.clone());
        }
        if common < 2 {
            return path.to_path_buf();
        }
        ours_left.map(|_| Component::ParentDir).chain(theirs_left).collect()
    }
}

/// The path without `..`, if the directory cannot be resolved.
fn without_parents(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            part => plain.push(part),
        }
    }
    plain
}

/// The common directory of all paths: a directory in the list itself, or the one that contains a file.
pub fn common_folder(paths: impl IntoIterator<Item = PathBuf>) -> Option<PathBuf> {
    let folders =
        paths.into_iter().map(|path| if path.is_dir() { path } else { parent(&path).to_path_buf() });
    folders.reduce(|one, other| {
        let common = one.components().zip(other.components()).take_while(|(one, other)| one == other);
        common.map(|(part, _)| part).collect()
    })
}

/// The directory that contains a file.
pub(crate) fn parent(path: &Path) -> &Path {
    path.parent().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_as_one_would_write_them() {
        let here = Here::at("/home/me/boot".into());
        for (path, shown) in [
            ("/home/me/boot/a.ipxe", "a.ipxe"),
            ("/home/me/x/a.ipxe", "../x/a.ipxe"),
            ("/home/me", ".."),
            ("/etc/a.ipxe", "/etc/a.ipxe"),
            ("/home/me/boot", ""),
        ] {
            assert_eq!(here.relative(Path::new(path)), Path::new(shown), "{path}");
        }
    }

    #[test]
    fn paths_below_are_told_from_here_on() {
        let here = Here::at("/nowhere/boot".into());
        for (path, shown) in [
            ("/nowhere/boot/a/b", "a/b"),
            ("./a/b", "a/b"),
            ("a/../b", "b"),
            ("../c", "../c"),
            ("/nowhere/c", "/nowhere/c"),
        ] {
            assert_eq!(here.below(Path::new(path)), Path::new(shown), "{path}");
        }
    }

    #[test]
    fn paths_are_completed() {
        let here = Here::at("/nowhere/boot".into());
        for (path, absolute) in
            [("a/./b", "/nowhere/boot/a/b"), ("/a/b", "/a/b"), ("../b", "/nowhere/b"), (".", "/nowhere/boot")]
        {
            assert_eq!(here.absolute(Path::new(path)), Path::new(absolute), "{path}");
        }
    }

    #[test]
    fn files_have_the_directory_around_them_in_common() {
        let common = |paths: &[&str]| common_folder(paths.iter().map(PathBuf::from));
        assert_eq!(common(&["/x/a/b.ipxe", "/x/a/c/d.ipxe"]), Some("/x/a".into()));
        assert_eq!(common(&["/x/a.ipxe"]), Some("/x".into()));
        assert_eq!(common(&[]), None);
    }
}
