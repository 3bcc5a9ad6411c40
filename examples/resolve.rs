//! Shows the resolved form of a script on a given machine: every command with its variables replaced, and for each
//! variable the source of its value, or why it has none.
//!
//! ```console
//! $ cargo run -p ipxe-lint-examples --example resolve
//! ```
#![expect(clippy::print_stdout, reason = "a program")]

use std::error::Error;

use ipxe_lint::{
    catalog::{Catalog, Platform, Target},
    machine::{
        context::{DhcpAnswer, Interface, NetworkContext},
        profile::Profile,
        resolve::{ExpansionSource, Resolver},
    },
    syntax::parse,
};

const SCRIPT: &[u8] = include_bytes!("scripts/flatcar.ipxe");

fn main() -> Result<(), Box<dyn Error>> {
    let answer = DhcpAnswer::new().option("ip", "192.0.2.15")?.option("next-server", "192.0.2.1")?;
    let context = NetworkContext::new()
        .platform(Platform::Efi)
        .setting("IPXE_BOOT_HOSTNAME", "web1")?
        .interface("net0", Interface::new().dhcp(answer))?;

    let settings = context.settings(&Catalog::new(Target::default()));
    // The profile contains the other settings of the provider, but not their values.
    let resolver = Resolver::new(settings).with_profile(Profile::flexmetal());

    let script = parse(SCRIPT);
    let outcome = resolver.script(&script);
    for (command, resolved) in script.commands().zip(&outcome.commands) {
        let words: Vec<_> = resolved.words.iter().map(|word| format!("{:?}", word.text)).collect();
        println!("{}", words.join(" "));
        for (word, resolved) in command.words().zip(&resolved.words) {
            for expansion in &resolved.expansions {
                let written = String::from_utf8_lossy(&word.text()[expansion.place.clone()]).into_owned();
                println!("    {written}: {}", explain(&expansion.source));
            }
        }
    }
    Ok(())
}

fn explain(source: &ExpansionSource) -> String {
    match source {
        ExpansionSource::Setting { origin, text, secret: false, .. } => format!("{text:?}, from {origin:?}"),
        ExpansionSource::Setting { origin, .. } => format!("a secret, from {origin:?}"),
        ExpansionSource::Supplied => "supplied by the provider".to_owned(),
        ExpansionSource::Empty(absence) => format!("empty: {absence:?}"),
        other => format!("{other:?}"),
    }
}
