use std::path::Path;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// Patterns as in `.gitignore` files.
#[derive(Debug)]
pub(super) struct Patterns(Gitignore);

impl Patterns {
    /// Understands patterns; the error is the number of a wrong one, and what is wrong with it.
    pub(super) fn new(patterns: &[String]) -> Result<Self, (usize, String)> {
        if patterns.is_empty() {
            return Ok(Self(Gitignore::empty()));
        }
        let mut builder = GitignoreBuilder::new("");
        // Taken literally, it would match nothing that anybody has.
        builder.allow_unclosed_class(false);
        for (at, pattern) in patterns.iter().enumerate() {
            if pattern.trim().is_empty() || pattern.starts_with('#') {
                return Err((at, "this pattern matches nothing".to_owned()));
            }
            builder.add_line(None, pattern).map_err(|error| (at, reason(&error)))?;
        }
        builder.build().map(Self).map_err(|error| (0, reason(&error)))
    }

    /// Whether a file, or a directory around it, is what they mean.
    pub(super) fn match_file(&self, path: &Path) -> bool {
        self.0.matched_path_or_any_parents(path, false).is_ignore()
    }

    /// Whether they mean a file or directory itself.
    pub(super) fn match_entry(&self, path: &Path, is_folder: bool) -> bool {
        self.0.matched(path, is_folder).is_ignore()
    }
}

/// What is wrong, without the pattern: that is shown beside it.
fn reason(error: &ignore::Error) -> String {
    match error {
        ignore::Error::Glob { err, .. } => err.clone(),
        other => other.to_string(),
    }
}
