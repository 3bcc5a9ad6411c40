use std::{fmt, path::PathBuf};

use serde::Serialize;

use crate::failure::shown;

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) enum Origin {
    /// Nobody said anything.
    Default,
    /// The machine is so, as its context says.
    Context { path: PathBuf },
    /// The provider's iPXE is so, as the profile says.
    Profile { name: PathBuf },
    /// What iPXE shows when it starts.
    Banner {
        /// The configuration file that has it; none: the command line has.
        path: Option<PathBuf>,
        /// From 1.
        line: Option<usize>,
    },
    /// A configuration file.
    File {
        path: PathBuf,
        /// From 1.
        line: Option<usize>,
    },
    /// The command line.
    CommandLine,
    /// The configuration file, and then the command line.
    Both {
        path: PathBuf,
        /// From 1.
        line: Option<usize>,
    },
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::Context { path } => f.write_str(&shown(path)),
            Self::Profile { name } => write!(f, "profile {}", shown(name)),
            Self::CommandLine => f.write_str("command line"),
            Self::Banner { path: None, .. } => f.write_str("banner on the command line"),
            Self::Banner { path: Some(path), line } => {
                write!(f, "banner, {}", shown(path))?;
                line.iter().try_for_each(|line| write!(f, ":{line}"))
            }
            Self::File { path, line } | Self::Both { path, line } => {
                f.write_str(&shown(path))?;
                line.iter().try_for_each(|line| write!(f, ":{line}"))?;
                f.write_str(if matches!(self, Self::Both { .. }) { ", and command line" } else { "" })
            }
        }
    }
}
