//! Repeats the check whenever something changes.

use std::{
    fs,
    io::{BufRead, BufReader, Read},
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    time::Duration,
};

use crate::support::{CLEAN, FAULTY, Folder};

/// A command that watches, with the lines of its standard output and standard error.
struct Watching {
    child: Child,
    stdout: Receiver<String>,
    stderr: Receiver<String>,
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Watching {
    fn new(folder: &Path, args: &[&str]) -> Self {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("ipxe-lint"));
        command.current_dir(folder).args(args).args(["--watch", "--format=concise"]);
        let mut child =
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the command runs");
        let stdout = lines(child.stdout.take().expect("piped"));
        let stderr = lines(child.stderr.take().expect("piped"));
        Self { child, stdout, stderr }
    }

    /// Waits for a line on standard output. An additional run is not an error: files change in several steps.
    fn tells(&self, start: &str) {
        wait(&self.stdout, start);
    }

    /// Waits for a line on standard error.
    fn complains(&self, start: &str) {
        wait(&self.stderr, start);
    }

    /// Waits until there is no more output.
    fn settle(&self) {
        while self.stdout.recv_timeout(Duration::from_secs(1)).is_ok() {}
    }

    /// Whether it continues to wait.
    fn is_quiet(&self) -> bool {
        self.stdout.recv_timeout(Duration::from_secs(1)).is_err()
    }
}

fn lines(pipe: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, lines) = channel();
    let told = BufReader::new(pipe).lines().map_while(Result::ok);
    std::thread::spawn(move || told.into_iter().try_for_each(|line| sender.send(line)));
    lines
}

fn wait(lines: &Receiver<String>, start: &str) {
    loop {
        let line = lines.recv_timeout(Duration::from_mins(1)).expect("it tells what is waited for");
        if line.starts_with(start) {
            return;
        }
    }
}

/// The way in which editors save: another file replaces the old one.
fn replace(folder: &Folder, name: &str, text: &str) {
    folder.write("draft~", text.as_bytes());
    fs::rename(folder.path().join("draft~"), folder.path().join(name)).expect("it can be renamed");
}

#[test]
fn whatever_changes_is_checked_again() {
    let folder = Folder::with(&[("a.ipxe", FAULTY), ("sub/b.ipxe", CLEAN), ("notes.txt", "")]);
    let watching = Watching::new(folder.path(), &[".", "--select=undefined-label"]);
    watching.tells("Found 1 error");
    replace(&folder, "a.ipxe", CLEAN);
    watching.tells("Nothing to report in 2 scripts.");
    folder.write("sub/b.ipxe", FAULTY.as_bytes());
    watching.tells("Found 1 error");
    folder.write("sub/deep/c.ipxe", FAULTY.as_bytes());
    watching.tells("Found 2 errors");
    watching.settle();
    folder.write("notes.txt", b"nothing of interest");
    assert!(watching.is_quiet());
    folder.write("ipxe-lint.toml", b"exclude = ['sub/'");
    watching.complains("error: cannot use `ipxe-lint.toml`");
    replace(&folder, "ipxe-lint.toml", "exclude = ['sub/']\n");
    watching.tells("Nothing to report in 1 script.");
    fs::remove_file(folder.path().join("ipxe-lint.toml")).unwrap();
    watching.tells("Found 2 errors");
}

#[test]
fn a_single_file_is_watched_and_what_says_how_to_check_it() {
    let folder = Folder::with(&[
        ("s/a.ipxe", "#!ipxe\necho ${rack}\n"),
        ("s/other.ipxe", CLEAN),
        ("ipxe-lint.toml", "context = 'etc/machine.toml'\nselect = ['unresolved-variable']\n"),
        ("etc/machine.toml", "complete = true\n"),
    ]);
    let watching = Watching::new(folder.path(), &["s/a.ipxe"]);
    watching.tells("Found 1 error");
    watching.settle();
    folder.write("s/other.ipxe", FAULTY.as_bytes());
    assert!(watching.is_quiet());
    folder.write("etc/machine.toml", b"complete = true\n[settings]\nrack = '7'\n");
    watching.tells("Nothing to report in 1 script.");
}

#[test]
fn own_fixes_are_no_endless_occupation() {
    let folder = Folder::with(&[("a.ipxe", "\u{feff}#!ipxe\necho\n")]);
    let watching = Watching::new(folder.path(), &[".", "--fix", "--select=invalid-header"]);
    watching.tells("Fixed 1 finding.");
    watching.tells("Nothing to report in 1 script.");
    watching.settle();
    assert!(watching.is_quiet());
}

#[test]
fn what_cannot_be_watched_is_refused() {
    let folder = Folder::with(&[("a.ipxe", CLEAN)]);
    insta::assert_snapshot!(folder.run(&["-", "--watch"]), @r"
    exit code 2
    --- stdout
    --- stderr
    error: --watch cannot check standard input
    ");
    insta::assert_snapshot!(folder.run(&["a.ipxe", "--watch", "--diff"]), @r"
    exit code 2
    --- stdout
    --- stderr
    error: the argument '--watch' cannot be used with '--diff'

    Usage: ipxe-lint --watch <PATH>...

    For more information, try '--help'.
    ");
    insta::assert_snapshot!(folder.run(&["missing/a.ipxe", "--watch"]), @r"
    exit code 2
    --- stdout
    --- stderr
    error: cannot read `missing/a.ipxe`: no such file or directory
    ");
}
