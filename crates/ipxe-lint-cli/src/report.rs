//! Report formats, and the files for reports.

use std::{path::PathBuf, str::FromStr};

use clap::{
    ValueEnum,
    builder::{EnumValueParser, PossibleValue, TypedValueParser},
};
use ipxe_lint::config::ReportFormat;

/// A report format by its name on the command line.
#[derive(Clone, Copy, Debug)]
struct Named(ReportFormat);

impl ValueEnum for Named {
    fn value_variants<'a>() -> &'a [Self] {
        const ALL: [Named; ReportFormat::ALL.len()] = {
            let mut all = [Named(ReportFormat::Full); ReportFormat::ALL.len()];
            let mut at = 0;
            while at < all.len() {
                all[at] = Named(ReportFormat::ALL[at]);
                at += 1;
            }
            all
        };
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.0.as_str()).help(self.0.summary()))
    }
}

/// Parses the name of a format.
pub(crate) fn report_format() -> impl TypedValueParser<Value = ReportFormat> {
    EnumValueParser::<Named>::new().map(|Named(format)| format)
}

/// Whether a format is for people at a terminal.
pub(crate) const fn is_text(format: ReportFormat) -> bool {
    matches!(format, ReportFormat::Full | ReportFormat::Concise)
}

/// Whether a format is for services that identify files by their paths in a repository.
pub(crate) const fn is_for_services(format: ReportFormat) -> bool {
    matches!(format, ReportFormat::Sarif | ReportFormat::Github | ReportFormat::Gitlab)
}

/// Whether a format supports more than findings: statistics and lists.
pub(crate) const fn has_lists(format: ReportFormat) -> bool {
    is_text(format) || matches!(format, ReportFormat::Json)
}

/// A report to a file: `FORMAT=FILE`.
#[derive(Clone, Debug)]
pub(crate) struct ReportFile {
    pub(crate) format: ReportFormat,
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
        let known = ReportFormat::ALL.iter().find(|known| known.as_str() == format);
        let format = *known.ok_or_else(|| unknown(format))?;
        Ok(Self { format, path: path.into() })
    }
}

fn unknown(format: &str) -> String {
    let all: Vec<String> = ReportFormat::ALL.iter().map(|known| format!("`{}`", known.as_str())).collect();
    format!("`{}` is no format; expected one of {}", ipxe_lint::printable(format), all.join(", "))
}
