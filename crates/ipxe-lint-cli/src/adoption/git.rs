use std::{io, path::Path, process::Command};

use crate::failure::{Failure, shown};

/// Runs a `git` query in a directory.
pub(super) fn git(folder: &Path, args: &[&str]) -> Result<Vec<u8>, Failure> {
    let mut git = Command::new("git");
    // A user's own configuration must not change the result.
    git.args(["-c", "core.quotePath=false", "-C"]).arg(folder).args(args).env("LC_ALL", "C");
    let output = git.output().map_err(|error| Failure::Git { problem: no_git(&error) })?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.lines().next().unwrap_or_default().trim_start_matches("fatal: ");
    let problem = format!("git says of `{}`: {}", shown(folder), ipxe_lint::printable(said));
    Err(Failure::Git { problem })
}

fn no_git(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no command `git`".to_owned(),
        _ => format!("`git` cannot be run: {error}"),
    }
}
