use std::path::Path;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// Patterns as in `.gitignore` files.
#[derive(Debug)]
pub(super) struct Patterns(Gitignore);

impl Patterns {
    /// Parses patterns. The error is the index of an invalid one, and the reason.
    pub(super) fn new(patterns: &[String]) -> Result<Self, (usize, String)> {
        if patterns.is_empty() {
            return Ok(Self(Gitignore::empty()));
        }
        let mut builder = GitignoreBuilder::new("");
        // Read literally, it would match nothing that exists.
        builder.allow_unclosed_class(false);
        for (at, pattern) in patterns.iter().enumerate() {
            if pattern.trim().is_empty() || pattern.starts_with('#') {
                return Err((at, "this pattern matches nothing".to_owned()));
            }
            builder.add_line(None, pattern).map_err(|error| (at, reason(&error)))?;
        }
        builder.build().map(Self).map_err(|error| (0, reason(&error)))
    }

    /// Whether a file, or a directory around it, matches.
    pub(super) fn match_file(&self, path: &Path) -> bool {
        self.0.matched_path_or_any_parents(path, false).is_ignore()
    }

    /// Whether a file or directory itself matches.
    pub(super) fn match_entry(&self, path: &Path, is_folder: bool) -> bool {
        self.0.matched(path, is_folder).is_ignore()
    }
}

/// The reason without the pattern, which is shown next to it.
fn reason(error: &ignore::Error) -> String {
    match error {
        ignore::Error::Glob { err, .. } => err.clone(),
        other => other.to_string(),
    }
}
