//! Validates a boot script that a customer submitted, like a provisioning service: with its knowledge about the
//! customer's server, and with JSON as the answer of its API.
//!
//! ```console
//! $ cargo run -p ipxe-lint-examples --example validate < my-script.ipxe
//! ```
#![expect(clippy::print_stdout, reason = "a program")]

use std::{
    error::Error,
    io::{self, Read},
};

use ipxe_lint::{
    Level, LintOptions, Model,
    catalog::Platform,
    machine::{
        context::{ContextError, Interface, NetworkContext},
        profile::Profile,
    },
    reports::{Checked, Json, JsonPlan},
    syntax::parse,
};
use serde::Serialize;

/// The maximum size of a script in bytes. Checking takes time and memory linear in this: a megabyte takes about 20 ms
/// and 20 MB.
const MOST_BYTES: usize = 64 << 10;
/// The maximum number of findings in an answer: a text that is not a script has one for each word.
const MOST_FINDINGS: usize = 100;

/// A server in the service's own database.
struct Server {
    hostname: &'static str,
    mac: [u8; 6],
    address: [u8; 4],
    netmask: [u8; 4],
    ip_config: &'static str,
    uefi: bool,
}

impl Server {
    /// Its interface, as configured by the platform before the script begins.
    fn interface(&self) -> Interface {
        Interface::new().mac(self.mac).address(self.address.into(), self.netmask.into()).open()
    }

    /// The facts that iPXE will know on this server.
    fn network_context(&self) -> Result<NetworkContext, ContextError> {
        NetworkContext::new()
            .platform(if self.uefi { Platform::Efi } else { Platform::Pcbios })
            .setting("IPXE_BOOT_HOSTNAME", self.hostname)?
            .setting("IPXE_BOOT_LINUX_IP_CONFIG", self.ip_config)?
            .interface("net0", self.interface())
    }
}

/// The answer of the API: the report of `ipxe-lint check --plan --format json`, and the decision.
#[derive(Serialize)]
struct Answer<'r> {
    accepted: bool,
    #[serde(flatten)]
    report: Json<'r>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut submitted = Vec::new();
    io::stdin().take(MOST_BYTES as u64 + 1).read_to_end(&mut submitted)?;
    if submitted.len() > MOST_BYTES {
        return Err(format!("the script is larger than {MOST_BYTES} bytes").into());
    }

    let server = Server {
        hostname: "web1",
        mac: [0x52, 0x54, 0x00, 0x12, 0x34, 0x56],
        address: [192, 0, 2, 15],
        netmask: [255, 255, 255, 0],
        ip_config: "ip=192.0.2.15::192.0.2.1:255.255.255.0:web1:eth0:off:192.0.2.53",
        uefi: true,
    };
    // Comments in the customer's script, such as `# ipxe-lint: ignore-file[all]`, have no effect: by default,
    // `LintOptions` ignores suppressions.
    let options = LintOptions::default()
        .with_profile(Profile::flexmetal().clone())
        .with_context(server.network_context()?);

    let script = parse(&submitted);
    let model = Model::new(&script, &options);
    let found = model.lint();
    let accepted = found.count(Level::Error) == 0;
    let first = found.diagnostics().get(..MOST_FINDINGS).unwrap_or(found.diagnostics());
    let checked = [Checked::new("submitted.ipxe", &submitted, first)];
    // `ExploreLimits` bound the plan. If they stop the exploration, the plan says so.
    let plans = vec![JsonPlan::new("submitted.ipxe", model.plan())];
    let answer = Answer { accepted, report: Json::findings(&checked).with_plans(plans) };
    println!("{}", serde_json::to_string_pretty(&answer)?);
    Ok(())
}
