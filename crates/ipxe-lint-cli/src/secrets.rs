//! Whether secrets are shown.

use clap::Args;
use ipxe_machine::context::{NetworkContext, Secrets};

/// Whether secrets are shown.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct SecretArgs {
    /// Show the secret values of the context instead of `[secret]`
    #[arg(long)]
    show_secrets: bool,
}

impl SecretArgs {
    /// The secrets of a context that must not be shown.
    pub(crate) fn hidden(self, context: &NetworkContext) -> Secrets {
        if self.show_secrets { Secrets::default() } else { Secrets::of(context) }
    }
}
