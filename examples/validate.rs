//! Validates a boot script that a customer submitted, the way a provisioning service would: with what it knows of
//! the customer's server, and with JSON for its API to answer with.
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
    Diagnostic, Level, LintOptions, Model, SourceFile,
    catalog::Platform,
    machine::{
        context::{ContextError, Interface, NetworkContext},
        profile::Profile,
        simulate::PlanReport,
    },
    syntax::{Unit, parse},
};
use serde::Serialize;

/// A server as the service's own database has it.
struct Server {
    hostname: &'static str,
    mac: [u8; 6],
    address: [u8; 4],
    netmask: [u8; 4],
    ip_config: &'static str,
    uefi: bool,
}

impl Server {
    /// Its interface, as the platform has configured it when the script begins.
    fn interface(&self) -> Interface {
        Interface::new().mac(self.mac).address(self.address.into(), self.netmask.into()).open()
    }

    /// What iPXE will know on this server.
    fn network_context(&self) -> Result<NetworkContext, ContextError> {
        NetworkContext::new()
            .platform(if self.uefi { Platform::Efi } else { Platform::Pcbios })
            .setting("IPXE_BOOT_HOSTNAME", self.hostname)?
            .setting("IPXE_BOOT_LINUX_IP_CONFIG", self.ip_config)?
            .interface("net0", self.interface())
    }
}

/// What the API answers.
#[derive(Serialize)]
struct Answer<'r> {
    accepted: bool,
    problems: Vec<Problem<'r>>,
    /// What the server will do.
    plan: PlanReport,
}

#[derive(Serialize)]
struct Problem<'r> {
    /// Both from 1, as editors show them.
    line: u32,
    column: u32,
    #[serde(flatten)]
    finding: &'r Diagnostic,
}

impl<'r> Problem<'r> {
    fn new(finding: &'r Diagnostic, file: &SourceFile<'_>) -> Self {
        let place = file.position(finding.span.start(), Unit::Char);
        Self { line: place.line + 1, column: place.column + 1, finding }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut submitted = Vec::new();
    io::stdin().take(1 << 20).read_to_end(&mut submitted)?;

    let server = Server {
        hostname: "web1",
        mac: [0x52, 0x54, 0x00, 0x12, 0x34, 0x56],
        address: [192, 0, 2, 15],
        netmask: [255, 255, 255, 0],
        ip_config: "ip=192.0.2.15::192.0.2.1:255.255.255.0:web1:eth0:off:192.0.2.53",
        uefi: true,
    };
    // The service decides what counts: `LintOptions` lets no comment of a customer's script, such as
    // `# ipxe-lint: ignore-file[all]`, hold findings back.
    let options = LintOptions::default()
        .with_profile(Profile::flexmetal().clone())
        .with_context(server.network_context()?);

    let script = parse(&submitted);
    let model = Model::new(&script, &options);
    let report = model.lint();
    let file = SourceFile::new("submitted.ipxe", &submitted);
    let problems = report.diagnostics().iter().map(|finding| Problem::new(finding, &file)).collect();
    let answer = Answer { accepted: report.count(Level::Error) == 0, problems, plan: model.plan() };
    println!("{}", serde_json::to_string_pretty(&answer)?);
    Ok(())
}
