//! A folder with scripts, and the command in it.

use std::{fs, path::Path};

use tempfile::TempDir;

/// A script with one finding of each of two common rules.
pub(crate) const FAULTY: &str = "#!ipxe\ndhcp || goto retyr\n:retry\nfrobnicate x || shell\n";
/// A script with nothing to report.
pub(crate) const CLEAN: &str = "#!ipxe\necho hello\n";
/// Only these rules, so that new ones do not affect these tests.
pub(crate) const RULES: &str = "--select=undefined-label,unknown-command,invalid-header";

/// A temporary folder.
pub(crate) struct Folder(TempDir);

impl Folder {
    /// A folder with these files.
    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        let folder = Self(TempDir::new().expect("a folder can be made"));
        for (name, text) in files {
            folder.write(name, text.as_bytes());
        }
        folder
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder can be made");
        fs::write(path, bytes).expect("a file can be written");
    }

    /// The command, set up to run in the folder, without the tester's environment.
    pub(crate) fn command(&self, args: &[&str]) -> assert_cmd::Command {
        let mut command = assert_cmd::cargo::cargo_bin_cmd!("ipxe-lint");
        command.env_clear().env("LC_ALL", "C.UTF-8").current_dir(self.path()).args(args);
        command
    }

    /// Runs the command. Returns its status and its output.
    pub(crate) fn run(&self, args: &[&str]) -> String {
        shown(&mut self.command(args))
    }

    /// Runs the command. Returns its standard output.
    pub(crate) fn stdout(&self, args: &[&str]) -> String {
        String::from_utf8(self.command(args).output().expect("the command runs").stdout).expect("UTF-8")
    }
}

/// The status and the output of a command.
pub(crate) fn shown(command: &mut assert_cmd::Command) -> String {
    let output = command.output().expect("the command runs");
    let code = output.status.code().expect("no signal ends the command");
    let text = |bytes| String::from_utf8(bytes).expect("what is printed is UTF-8");
    format!("exit code {code}\n--- stdout\n{}--- stderr\n{}", text(output.stdout), text(output.stderr))
}
