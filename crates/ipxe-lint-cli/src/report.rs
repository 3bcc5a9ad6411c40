//! The forms that reports have, and the files that they go to.

use std::{path::PathBuf, str::FromStr};

use clap::ValueEnum;

/// The forms that a report can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people: each finding with the lines it is about
    Full,
    /// A line per finding
    Concise,
    /// For programs
    Json,
    /// For programs that read one finding after the other: a line of JSON for each
    Ndjson,
    /// For code scanning services: SARIF 2.1.0
    Sarif,
    /// For GitHub Actions: annotations beside the lines
    Github,
    /// For GitLab's merge requests: a code quality report
    Gitlab,
    /// For CI systems that show results of tests
    Junit,
    /// For review tools that read the XML of Checkstyle
    Checkstyle,
    /// For people with a browser: a page with the scripts, in a single file
    Html,
}

impl Format {
    /// Whether it is for people who see a terminal.
    pub(crate) const fn is_text(self) -> bool {
        matches!(self, Self::Full | Self::Concise)
    }

    /// Whether there is more in it than findings: statistics and lists.
    pub(crate) const fn has_lists(self) -> bool {
        self.is_text() || matches!(self, Self::Json)
    }
}

/// A report that goes to a file: `FORMAT=FILE`.
#[derive(Clone, Debug)]
pub(crate) struct ReportFile {
    pub(crate) format: Format,
    pub(crate) path: PathBuf,
}

impl FromStr for ReportFile {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (format, path) =
            text.split_once('=').ok_or("expected FORMAT=FILE, such as `sarif=report.sarif`")?;
        if path.is_empty() {
            return Err(format!("the file is missing after `{format}=`"));
        }
        let format = Format::from_str(format, false).map_err(|_| unknown(format))?;
        Ok(Self { format, path: path.into() })
    }
}

fn unknown(format: &str) -> String {
    let all = Format::value_variants().iter().filter_map(Format::to_possible_value);
    let all: Vec<String> = all.map(|value| format!("`{}`", value.get_name())).collect();
    format!("`{}` is no format; expected one of {}", ipxe_lint::printable(format), all.join(", "))
}
