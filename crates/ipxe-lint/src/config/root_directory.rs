use std::{convert::Infallible, fmt, path::PathBuf, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A directory that is a server's document root, as `DIR` or `DIR=URL`.
///
/// ```
/// use ipxe_lint::config::RootDirectory;
///
/// let root: RootDirectory = "srv/http=http://boot.example/".parse().unwrap();
/// assert_eq!(root.directory.to_str(), Some("srv/http"));
/// assert_eq!(root.url.as_deref(), Some("http://boot.example/"));
/// assert_eq!("a=b".parse::<RootDirectory>().unwrap().url, None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RootDirectory {
    /// The directory.
    pub directory: PathBuf,
    /// The URL below which its files are, if that is known.
    pub url: Option<String>,
}

impl FromStr for RootDirectory {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        // The name of a directory may contain a `=`, too.
        let is_url = |url: &str| {
            url.split_once("://")
                .is_some_and(|(scheme, _)| scheme.bytes().all(|byte| byte.is_ascii_alphabetic()))
        };
        let url = text.match_indices('=').find(|(at, _)| is_url(&text[at + 1..]));
        Ok(match url {
            Some((at, _)) => Self { directory: text[..at].into(), url: Some(text[at + 1..].to_owned()) },
            None => Self { directory: text.into(), url: None },
        })
    }
}

impl fmt::Display for RootDirectory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.directory.display())?;
        self.url.iter().try_for_each(|url| write!(f, "={url}"))
    }
}

impl Serialize for RootDirectory {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RootDirectory {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::named::one(deserializer)
    }
}
