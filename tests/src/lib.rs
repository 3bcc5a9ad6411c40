//! Suites that cross crates are in the test targets of this package; this module contains their common parts. Suites
//! that run the command are in `crates/ipxe-lint-cli/tests`: only there does cargo build it for them.
//!
//! `oracle/` contains scripts and recorded runs of real iPXE; [`real_ipxe`] runs a real one.

pub mod real_ipxe;
pub mod template_values;

use std::{
    collections::BTreeSet,
    env, fs,
    io::{self, Write},
    path::PathBuf,
};

use ipxe_lint::{LintOptions, Report, Surroundings, lint};
use ipxe_syntax::parse;
use serde::Deserialize;

/// A script, and the recorded run of real iPXE.
#[derive(Clone, Debug)]
pub struct Case {
    /// The file's name, without extension.
    pub name: String,
    /// The script's bytes.
    pub script: Vec<u8>,
    /// The run of iPXE.
    pub trace: Trace,
}

/// The run of a script in iPXE.
#[derive(Clone, Debug, Deserialize)]
pub struct Trace {
    /// Its status: an error class or `exit:N`. None for success.
    pub rc: Option<String>,
    /// The commands in the order of execution. None if iPXE did not recognize the file as a script.
    #[serde(default)]
    pub steps: Vec<Step>,
}

/// A command that iPXE ran.
#[derive(Clone, Debug, Deserialize)]
pub struct Step {
    /// Its words after expansion, each byte as the character with the same number.
    pub argv: Vec<String>,
    /// Its status.
    pub rc: Option<String>,
    /// Its output.
    pub output: Option<String>,
    /// The commands of the script that it executed.
    #[serde(default)]
    pub steps: Vec<Step>,
}

impl Step {
    /// Its words as bytes.
    ///
    /// # Panics
    /// If a word contains a character that represents no byte.
    #[must_use]
    pub fn words(&self) -> Vec<Vec<u8>> {
        let byte = |char| u8::try_from(char).expect("bytes are written as Latin-1");
        self.argv.iter().map(|word| word.chars().map(byte).collect()).collect()
    }
}

/// The recorded cases of a folder of `oracle/`, by name.
///
/// # Panics
/// If the folder or one of its files cannot be read.
#[must_use]
pub fn oracle(folder: &str) -> Vec<Case> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("oracle").join(folder);
    let entries = fs::read_dir(&folder).expect("the folder is there");
    let mut scripts: Vec<PathBuf> = entries
        .map(|entry| entry.expect("a readable entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "ipxe"))
        .collect();
    scripts.sort();
    let case = |path: PathBuf| Case {
        name: path.file_stem().expect("a file name").to_string_lossy().into_owned(),
        trace: serde_json::from_slice(&fs::read(path.with_extension("json")).expect("a trace"))
            .expect("a trace"),
        script: fs::read(path).expect("a script"),
    };
    scripts.into_iter().map(case).collect()
}

/// The recordings of a folder or file of `oracle/` for which the simulator is known to differ.
#[must_use]
pub fn known_to_differ(list: &str) -> BTreeSet<String> {
    let list = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("oracle/differing").join(list);
    fs::read_to_string(list).unwrap_or_default().lines().map(str::to_owned).collect()
}

/// A real file from a public repository.
#[derive(Debug)]
pub struct RealScript {
    /// Its path in the corpus: `OWNER+NAME/PATH`, with `__` for the slashes of PATH.
    pub path: String,
    /// Its bytes.
    pub script: Vec<u8>,
}

impl RealScript {
    /// The findings in the script, if only its name is known.
    #[must_use]
    pub fn lint(&self) -> Report {
        let surroundings = Surroundings::named(self.path.replace("__", "/"));
        lint(&parse(&self.script), &LintOptions::default().with_surroundings(surroundings))
    }
}

/// The files of a folder of the corpus, by path. Empty if it does not exist, which is reported on standard error.
///
/// They are read from `../shared/corpus` beside the checkout, or from the path in `IPXE_LINT_CORPUS`, and never become
/// a part of the project.
///
/// # Panics
/// If the corpus or one of its files cannot be read.
#[must_use]
pub fn corpus_files(folder: &str) -> Vec<RealScript> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    let folder = env::var_os("IPXE_LINT_CORPUS").map_or_else(beside, PathBuf::from).join(folder);
    if !folder.is_dir() {
        // Printed where no test harness hides it.
        writeln!(io::stderr(), "skipped: no corpus at {}", folder.display()).expect("standard error is open");
        return Vec::new();
    }
    let walk = ignore::WalkBuilder::new(&folder).standard_filters(false).sort_by_file_path(Ord::cmp).build();
    let files = walk.map(|entry| entry.expect("readable")).filter(|entry| entry.path().is_file());
    let script = |path: PathBuf| RealScript {
        script: fs::read(&path).expect("readable"),
        path: path.strip_prefix(&folder).expect("a path below it").to_string_lossy().into_owned(),
    };
    files.map(|entry| script(entry.into_path())).collect()
}

/// The plain scripts of the corpus, by path, as [`corpus_files`] reads them.
///
/// # Panics
/// If the corpus or one of its files cannot be read.
#[must_use]
pub fn corpus() -> Vec<RealScript> {
    corpus_files("plain")
}
