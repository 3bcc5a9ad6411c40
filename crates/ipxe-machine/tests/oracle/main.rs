//! The oracle's scripts, as far as settings, expansion and options decide what happens: what real iPXE
//! did with them is what this crate says.
//!
//! A script is followed until a command needs more than settings. The snapshots list those that
//! were followed to their end; of the others, too, every step up to there was compared.
#![expect(clippy::unwrap_used, reason = "a failure here is a failed test")]

mod commands;
mod follower;

use std::fs;
use std::path::{Path, PathBuf};

use ipxe_catalog::{Arch, Catalog, Platform, PlatformSet, Release, Target};
use ipxe_machine::context::NetworkContext;
use serde_json::Value as Json;

use follower::Follower;

fn oracle() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/oracle")
}

fn catalog() -> Catalog {
    let target =
        Target::default().with_release(Release::Head).with_platforms(PlatformSet::of(&[Platform::Linux]));
    Catalog::new(target)
}

/// Follows every case of a directory; gives the names of those that were followed to their end.
fn replay(directory: &str, context: &NetworkContext) -> Vec<String> {
    let mut complete = Vec::new();
    let mut paths: Vec<_> =
        fs::read_dir(oracle().join(directory)).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "ipxe"));
    paths.sort();
    for path in paths {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let source = fs::read(&path).unwrap();
        let script = ipxe_syntax::parse(&source);
        if !script.header().is_valid() {
            continue;
        }
        let expected: Json = serde_json::from_slice(&fs::read(path.with_extension("json")).unwrap()).unwrap();
        let settings = context.initial_settings(&catalog());
        let steps = expected["steps"].as_array().unwrap();
        let mut follower =
            Follower { settings, context: context.clone(), expected: steps, at: 0, labels: Vec::new() };
        if follower.follow(&script).is_ok() {
            assert_eq!(follower.at, steps.len(), "{name} ends too early");
            complete.push(name);
        }
    }
    complete
}

#[test]
fn scripts_about_settings_do_what_they_did() {
    let context = NetworkContext::new().platform(Platform::Linux).buildarch(Arch::X86_64);
    insta::assert_snapshot!(replay("cases", &context).join("\n"));
}

#[cfg(feature = "serde")]
#[test]
fn scripts_about_a_network_do_what_they_did() {
    let world = fs::read_to_string(oracle().join("network/world.json")).unwrap();
    let context: NetworkContext = serde_json::from_str(&world).unwrap();
    assert_eq!(context.http.as_ref().unwrap().files, "www");
    insta::assert_snapshot!(replay("network", &context).join("\n"));
}
