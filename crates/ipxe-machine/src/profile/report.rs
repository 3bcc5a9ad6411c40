//! Profiles as data.

use super::Profile;
use crate::report::Tool;

/// The settings that profiles supply, for programs: each profile as in a file.
///
/// Fields may be added; one that is removed, or changes its meaning, changes [`ProfileReport::VERSION`]. The feature
/// `schema` gives it a JSON schema.
///
/// ```
/// use ipxe_machine::profile::{Profile, ProfileReport};
///
/// let report = ProfileReport::of(vec![Profile::flexmetal().clone()]);
/// assert_eq!((report.version, report.profiles[0].dhcp), (ProfileReport::VERSION, Some(false)));
/// ```
#[derive(Clone, Debug, serde::Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(
        title = "Report of ipxe-lint profile",
        description = "What `ipxe-lint profile --format json` writes: each profile as it would stand in a file. Fields may be added; one that is removed, or changes its meaning, changes the version."
    )
)]
#[non_exhaustive]
pub struct ProfileReport {
    /// The version of this structure.
    pub version: u32,
    /// The tool that wrote the report.
    pub tool: Tool,
    /// The profiles, by name.
    pub profiles: Vec<Profile>,
}

impl ProfileReport {
    /// The version of this format.
    pub const VERSION: u32 = crate::report::VERSION;

    /// A report of these profiles.
    #[must_use]
    pub fn of(profiles: Vec<Profile>) -> Self {
        Self { version: Self::VERSION, tool: Tool::THIS, profiles }
    }
}
