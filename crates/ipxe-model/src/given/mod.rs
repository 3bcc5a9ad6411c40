//! Facts about a script that are not in its text.

pub(crate) mod paths;
mod roots;
mod surroundings;

use ipxe_machine::{context::NetworkContext, profile::Profile};

pub(crate) use roots::Roots;
pub use roots::{Absent, Misplaced, Root, Stored};
pub use surroundings::{LabelElsewhere, Loop, Surroundings};

/// Facts about a script that are not in its text: the machine and its network, its provider, and the scripts around it.
///
/// ```
/// use ipxe_machine::{context::NetworkContext, profile::Profile};
/// use ipxe_model::given::{Given, Surroundings};
///
/// let (context, surroundings) = (NetworkContext::new(), Surroundings::default());
/// let given = Given { context: &context, profile: Some(Profile::flexmetal()), surroundings: &surroundings, entry: None };
/// assert_eq!(given.profile.unwrap().name, "flexmetal");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Given<'g> {
    /// The machine and its network.
    pub context: &'g NetworkContext,
    /// The settings that a provider's network supplies.
    pub profile: Option<&'g Profile>,
    /// The influence of other scripts on this one.
    pub surroundings: &'g Surroundings,
    /// Whether it is an entry point (true), or other scripts start it (false). None if that is not stated.
    pub entry: Option<bool>,
}
