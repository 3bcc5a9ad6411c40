use std::{fmt, path::PathBuf};

use serde::Serialize;

use crate::failure::shown;

/// The source of a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) enum Origin {
    /// The default.
    Default,
    /// The machine in the context.
    Context { path: PathBuf },
    /// The provider's iPXE in the profile.
    Profile { name: PathBuf },
    /// The banner of the build.
    Banner {
        /// The configuration file that contains it; none: the command line does.
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
