//! The folder in which the commands of a page run.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use tempfile::TempDir;

pub(crate) struct Folder(TempDir);

impl Folder {
    /// A temporary folder with a copy of the examples.
    pub(crate) fn new(examples: &Path) -> Self {
        let folder = Self(TempDir::new().expect("a folder can be made"));
        for entry in ignore::WalkBuilder::new(examples).build() {
            let path = entry.expect("readable").into_path();
            let to = folder.0.path().join("examples").join(path.strip_prefix(examples).expect("below it"));
            if path.is_dir() {
                fs::create_dir_all(to).expect("a folder can be made");
            } else {
                fs::copy(path, to).expect("a file can be copied");
            }
        }
        folder
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    }

    /// Runs a command line after one that ended with `status`. Returns its output on both streams, and its status.
    pub(crate) fn sh(&self, line: &str, status: i32) -> (String, i32) {
        let mut command = Command::new("sh");
        command.arg("-c").arg(format!("exec 2>&1; (exit {status}); {line}"));
        command.env_clear().env("PATH", path()).env("LC_ALL", "C.UTF-8").current_dir(self.0.path());
        let output = command.stdin(Stdio::null()).output().expect("a shell");
        let text = String::from_utf8(output.stdout).expect("what is printed is UTF-8");
        (text, output.status.code().expect("no signal ends the command"))
    }
}

/// The path for the shell, with `ipxe-lint` and the standard directories.
fn path() -> OsString {
    let own =
        assert_cmd::cargo::cargo_bin!("ipxe-lint").parent().expect("a file is in a folder").to_path_buf();
    std::env::join_paths([own, PathBuf::from("/usr/bin"), PathBuf::from("/bin")]).expect("plain paths")
}
