//! The reason why nothing was found to check.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use ignore::WalkBuilder;
use ipxe_lint_config::{Finder, has_script_name, is_version_control};

use super::{Input, find::is_below_excluded, is_script};
use crate::failure::shown;

/// The maximum number of excluded files among which scripts are searched.
const MOST: usize = 10_000;

/// The contents of directories without scripts, as the end of a sentence; empty: nothing.
pub(crate) fn left_out(paths: &[PathBuf], finder: &Arc<Finder>) -> String {
    let mut counts = Counts::default();
    for folder in paths.iter().filter(|path| path.is_dir()) {
        counts.count(folder, finder);
    }
    let reasons = [
        (
            counts.ignored,
            "is ignored by .gitignore or .ignore files",
            "are ignored by .gitignore or .ignore files",
        ),
        (counts.excluded, "is excluded by the configuration", "are excluded by the configuration"),
    ];
    let mut texts: Vec<String> = reasons
        .iter()
        .filter(|(count, ..)| *count > 0)
        .map(
            |(count, one, many)| {
                if *count == 1 { format!("1 script {one}") } else { format!("{count} scripts {many}") }
            },
        )
        .collect();
    match counts.links.as_slice() {
        [] => {}
        [link] => texts.push(format!("the symbolic link `{}` is not followed", shown(link))),
        [first, ..] => {
            let count = counts.links.len();
            texts.push(format!("{count} symbolic links are not followed, such as `{}`", shown(first)));
        }
    }
    if texts.is_empty() { String::new() } else { format!(": {}", texts.join(", ")) }
}

#[derive(Default)]
struct Counts {
    ignored: usize,
    excluded: usize,
    links: Vec<PathBuf>,
}

impl Counts {
    fn count(&mut self, folder: &Path, finder: &Arc<Finder>) {
        let mut walk = WalkBuilder::new(folder);
        walk.standard_filters(false).filter_entry(|entry| !is_version_control(entry));
        for entry in walk.build().filter_map(Result::ok).take(MOST) {
            let path = entry.path().strip_prefix("./").unwrap_or(entry.path());
            if entry.path_is_symlink() && entry.depth() > 0 {
                self.links.push(path.to_path_buf());
            } else if entry.file_type().is_some_and(|kind| kind.is_file())
                && is_script(&Input::Walked(path.to_path_buf()))
            {
                let is_excluded = is_below_excluded(path, finder);
                self.excluded += usize::from(is_excluded);
                self.ignored += usize::from(!is_excluded);
            }
        }
    }
}

/// The links in the directories that have the name of a script and do not lead to a checked one.
pub(crate) fn links_to_others<'l>(links: &'l [PathBuf], inputs: &[Input]) -> Vec<&'l Path> {
    let checked = || inputs.iter().filter_map(|input| fs::canonicalize(input.path()).ok());
    let leads_elsewhere = |link: &&PathBuf| {
        let target = fs::canonicalize(link);
        has_script_name(link) && target.is_ok_and(|target| !checked().any(|path| path == target))
    };
    links.iter().filter(leads_elsewhere).map(PathBuf::as_path).collect()
}
