use serde::{Deserialize, Serialize};

macro_rules! formats {
    ($($variant:ident = $name:literal: $summary:literal),+ $(,)?) => {
        /// The format of a report.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[non_exhaustive]
        pub enum ReportFormat {
            $(#[doc = concat!($summary, ".")] #[serde(rename = $name)] $variant),+
        }

        impl ReportFormat {
            /// All formats, those for people first.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name in configurations.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// What the format is for, in one line.
            #[must_use]
            pub const fn summary(self) -> &'static str {
                match self { $(Self::$variant => $summary),+ }
            }
        }
    };
}

formats! {
    Full = "full": "For people: each finding with the lines it is about",
    Concise = "concise": "A line per finding",
    Json = "json": "For programs",
    Ndjson = "ndjson": "For programs that read one finding after the other: a line of JSON for each",
    Sarif = "sarif": "For code scanning services: SARIF 2.1.0",
    Github = "github": "For GitHub Actions: annotations beside the lines",
    Gitlab = "gitlab": "For GitLab's merge requests: a code quality report",
    Junit = "junit": "For CI systems that show results of tests",
    Checkstyle = "checkstyle": "For review tools that read the XML of Checkstyle",
    Html = "html": "For people with a browser: a page with the scripts, in a single file",
}
