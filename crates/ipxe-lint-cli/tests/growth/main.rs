//! The work of each command grows no faster than the script.
//!
//! What is compared are processor instructions, which valgrind counts: a busy machine makes no difference. It needs valgrind,
//! and a release build, which `IPXE_LINT_GROWTH` names: one for tests takes minutes to start so often. Without them nothing is
//! compared, and the test says so. `IPXE_LINT_SHAPES` names those that are asked for, with commas between them.
#![cfg(target_os = "linux")]

mod shapes;

use std::{
    ffi::{OsStr, OsString},
    io::{self, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use shapes::{SHAPES, Shape};

/// How many parts the smaller script has; the other has four times as many.
const SMALL: usize = 200;

/// So many times as much work is the most for four times the script.
const MOST: f64 = 4.6;

/// Work for which a command is not asked: so much differs from run to run, with the addresses that tables hash.
const NOISE: f64 = 2e6;

/// How a command is asked: its arguments before the script.
struct Asked {
    arguments: &'static [&'static str],
    /// Shapes that run into a limit of the command: the smaller script before its end, the larger one not sooner.
    limited: &'static [&'static str],
}

fn is_there(program: &str) -> bool {
    let status = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

/// The instructions that the command takes for a script.
fn instructions(program: &OsStr, asked: &Asked, script: &Path, counts: &Path) -> f64 {
    let _ = std::fs::remove_file(counts);
    let mut command = Command::new("valgrind");
    command.args(["-q", "--tool=cachegrind", "--cache-sim=no"]);
    command.arg(format!("--cachegrind-out-file={}", counts.display()));
    command.arg(program).args(asked.arguments).arg(script);
    command.env("RAYON_NUM_THREADS", "1").stdout(Stdio::null()).stderr(Stdio::null());
    let status = command.status().expect("valgrind starts");
    assert!(
        status.code().is_some_and(|code| code < 3),
        "{:?} {}: {status}",
        asked.arguments,
        script.display()
    );
    let text = std::fs::read_to_string(counts).expect("valgrind counts");
    let total = text.lines().find_map(|line| line.strip_prefix("summary: ")).expect("a sum");
    total.trim().parse().expect("a number")
}

struct Folder {
    program: OsString,
    folder: tempfile::TempDir,
}

impl Folder {
    fn cost(&self, asked: &Asked, text: &str) -> f64 {
        let script: PathBuf = self.folder.path().join("script.ipxe");
        std::fs::write(&script, format!("#!ipxe\n{text}")).expect("a script");
        instructions(&self.program, asked, &script, &self.folder.path().join("counts"))
    }
}

/// Which shapes take more than their share, and how much more.
fn faster_than_the_script(asked: &Asked) -> Vec<String> {
    let program = std::env::var_os("IPXE_LINT_GROWTH").filter(|_| is_there("valgrind"));
    let Some(program) = program else {
        let _ = writeln!(io::stderr(), "skipped: needs the package valgrind, and IPXE_LINT_GROWTH=PROGRAM");
        return Vec::new();
    };
    let folder = Folder { program, folder: tempfile::tempdir().expect("a folder") };
    let start = folder.cost(asked, "");
    let wanted = std::env::var("IPXE_LINT_SHAPES").unwrap_or_default();
    let is_wanted = |(name, _): &&Shape| wanted.is_empty() || wanted.split(',').any(|one| one == *name);
    let grows = |(name, shape): &Shape| {
        let [small, large] = [SMALL, 4 * SMALL].map(|size| folder.cost(asked, &shape(size)) - start);
        let ratio = (large - NOISE) / small.max(NOISE);
        (ratio > MOST).then(|| format!("{name}: {small} and {large} instructions, {ratio:.1} times as many"))
    };
    let shapes = SHAPES.iter().filter(is_wanted).filter(|(name, _)| !asked.limited.contains(name));
    shapes.filter_map(grows).collect()
}

macro_rules! grows_as_the_script {
    ($($name:ident: $arguments:expr, $limited:expr;)*) => {
        $(#[test]
        fn $name() {
            let asked = Asked { arguments: &$arguments, limited: &$limited };
            assert_eq!(faster_than_the_script(&asked), Vec::<String>::new());
        })*
    };
}

grows_as_the_script! {
    checking: ["check", "--isolated", "--format", "concise"], [];
    fixing: ["check", "--isolated", "--diff", "--unsafe-fixes"], [];
    formatting: ["fmt", "--isolated", "--diff"], [];
    executing: ["run"], [];
    planning: ["plan", "--all"], [];
    resolving: ["resolve"], [];
    reporting: ["check", "--isolated", "--format", "sarif"], [];
}
