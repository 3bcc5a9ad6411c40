//! What is given about a script that does not stand in it.

pub(crate) mod paths;
mod roots;
mod surroundings;

use ipxe_machine::{context::NetworkContext, profile::Profile};

pub(crate) use roots::Roots;
pub use roots::{Absent, Misplaced, Root, Stored};
pub use surroundings::{LabelElsewhere, Loop, Surroundings};

/// What is given about a script: the machine and its network, its provider, and the scripts around it.
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
    /// What a provider's network supplies.
    pub profile: Option<&'g Profile>,
    /// What other scripts do for the script.
    pub surroundings: &'g Surroundings,
    /// Whether it is an entry point, or else one that other scripts start, if somebody says which.
    pub entry: Option<bool>,
}
