//! Expectations about an image.

use std::fmt;

use super::{Mismatch, Requirement, TextExpectation};
use crate::simulate::PlannedImage;

/// Expectations about an image. In a file: its URI or its name as a string, or a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ImageExpectation {
    /// Its URI or its name.
    pub called: Option<String>,
    /// Its URI.
    pub uri: Option<TextExpectation>,
    /// Its name.
    pub name: Option<TextExpectation>,
    /// Its command line; empty if it has none.
    pub command_line: Option<TextExpectation>,
}

impl ImageExpectation {
    /// Whether an image matches.
    pub(super) fn is_met(&self, image: &PlannedImage) -> bool {
        let mut found = Vec::new();
        self.check("", image, &mut found);
        found.is_empty()
    }

    /// Records the mismatches of an image.
    pub(super) fn check(&self, subject: &str, image: &PlannedImage, found: &mut Vec<Mismatch>) {
        if let Some(expected) = &self.called {
            let is = |text: &[u8]| text == expected.as_bytes();
            if !is(&image.name) && !image.uri.as_deref().is_some_and(is) {
                found.push(Mismatch::new(subject, Requirement::Equals, expected, Some(&shown(image))));
            }
        }
        if let Some(expected) = &self.uri {
            let subject = format!("{subject}.uri");
            match &image.uri {
                Some(uri) => expected.check(&subject, uri, found),
                None => found.push(Mismatch::new(&subject, Requirement::IsSet, &expected.to_string(), None)),
            }
        }
        if let Some(expected) = &self.name {
            expected.check(&format!("{subject}.name"), &image.name, found);
        }
        if let Some(expected) = &self.command_line {
            expected.check(&format!("{subject}.command-line"), &image.command_line, found);
        }
    }
}

/// The name of the image, as far as it is given.
impl fmt::Display for ImageExpectation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.called, self.uri.as_ref().or(self.name.as_ref())) {
            (Some(called), _) => f.write_str(called),
            (None, Some(text)) => text.fmt(f),
            (None, None) => f.write_str("…"),
        }
    }
}

/// The name of an image: its URI, or otherwise its name.
pub(super) fn shown(image: &PlannedImage) -> String {
    String::from_utf8_lossy(image.uri.as_ref().unwrap_or(&image.name)).into_owned()
}
