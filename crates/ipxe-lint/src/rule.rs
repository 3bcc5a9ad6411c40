use std::fmt;

use serde::{Serialize, Serializer};

use crate::{Level, RuleId};

/// What a rule is, apart from its code: everything that describes rules is derived from this.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RuleMeta {
    /// Its name, in kebab case: the bad pattern that it finds. The name is the rule's identity.
    pub name: &'static str,
    /// Its code, `IPX` and three digits: a short alias of the name.
    pub code: &'static str,
    /// What it finds, in a sentence without a full stop.
    pub summary: &'static str,
    /// The level of its findings, where they do not say otherwise.
    pub level: Level,
    /// Whether its findings come with a fix.
    pub fix: FixKind,
    /// The version of this crate that brought it.
    pub since: &'static str,
    /// Its documentation, in Markdown.
    #[serde(skip)]
    pub doc: &'static str,
}

impl RuleMeta {
    /// The family it belongs to, which is the hundred of its code.
    #[must_use]
    pub fn category(&self) -> Category {
        let hundred = self.code.as_bytes().get("IPX".len()).copied().unwrap_or_default();
        // A test holds every code to its form.
        Category::ALL.into_iter().find(|category| category.digit() == hundred).unwrap_or(Category::Script)
    }
}

/// Whether a rule's findings come with a fix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FixKind {
    /// Never: only a person can tell what was meant.
    Never,
    /// Where it is clear what was meant.
    Sometimes,
    /// Always.
    Always,
}

/// A family of rules: the hundred of their codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Category {
    /// 1xx: the script as a file, and its lines.
    Script,
    /// 2xx: commands, their options and arguments.
    Commands,
    /// 3xx: settings and their expansion.
    Settings,
    /// 4xx: control flow and labels.
    Flow,
    /// 5xx: images and booting them.
    Images,
    /// 6xx: the kernel command line.
    KernelCommandLine,
    /// 7xx: menus and forms.
    Menus,
    /// 8xx: URIs and security.
    Uris,
    /// 9xx: what the target's iPXE has.
    Target,
}

impl Category {
    /// All families, in the order of their codes.
    pub const ALL: [Self; 9] = [
        Self::Script,
        Self::Commands,
        Self::Settings,
        Self::Flow,
        Self::Images,
        Self::KernelCommandLine,
        Self::Menus,
        Self::Uris,
        Self::Target,
    ];

    /// The first digit of its rules' codes.
    const fn digit(self) -> u8 {
        b'1' + self as u8
    }

    /// Its name, as selections write it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Script => "script",
            Self::Commands => "commands",
            Self::Settings => "settings",
            Self::Flow => "flow",
            Self::Images => "images",
            Self::KernelCommandLine => "kernel-command-line",
            Self::Menus => "menus",
            Self::Uris => "uris",
            Self::Target => "target",
        }
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Where rules' documentation is read.
const DOCUMENTATION: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/crates/ipxe-lint/src/rules");

impl RuleId {
    /// Whether it reports where nobody says which rules do; one that does not is a matter of policy.
    #[must_use]
    pub const fn is_on_by_default(self) -> bool {
        !matches!(self, Self::SuppressionWithoutReason | Self::UnverifiedDownload)
    }

    /// Whether it is about what somebody else could do to a machine or learn from a script, whatever its family.
    #[must_use]
    pub const fn is_about_security(self) -> bool {
        matches!(self, Self::SecretInArguments | Self::SecretInScript | Self::UnverifiedDownload)
    }

    /// Where its documentation is to be read.
    #[must_use]
    pub fn url(self) -> String {
        format!("{DOCUMENTATION}/{}/doc.md", self.meta().name.replace('-', "_"))
    }
}

/// A rule is shown and serialised by its name.
impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.meta().name)
    }
}

impl Serialize for RuleId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.meta().name)
    }
}
