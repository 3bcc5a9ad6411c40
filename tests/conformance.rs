//! What the simulator does with a script is what real iPXE did with it.

use std::{fs, path::PathBuf};

use ipxe_catalog::{Arch, ArchSet, Catalog, Platform, PlatformSet, Release, Target};
use ipxe_machine::{
    context::NetworkContext,
    simulate::{ContextEnvironment, Files, MachineState, Simulator},
};
use serde_json::Value as Json;

/// The build that was recorded: the development head for Linux on x86-64.
fn catalog() -> Catalog {
    let target = Target::default()
        .with_release(Release::Head)
        .with_platforms(PlatformSet::of(&[Platform::Linux]))
        .with_arches(ArchSet::of(&[Arch::X86_64]));
    Catalog::new(target)
}

fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("oracle").join(name)
}

/// What the simulator does with a script in a world, as a recording would say it.
fn simulate(script: &[u8], context: &NetworkContext, files: impl Files) -> Json {
    let machine = MachineState::new(context.initial_settings(&catalog()));
    let environment = ContextEnvironment::new(context.clone()).with_files(files);
    let run = Simulator::new(machine, environment).run(script);
    serde_json::to_value(run.trace).expect("a trace is data")
}

/// Compares every recording of a folder; names those that differ.
fn differing(name: &str, run: impl Fn(&[u8]) -> Json) -> Vec<String> {
    let mut scripts: Vec<_> = fs::read_dir(folder(name))
        .expect("the folder is there")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    scripts.retain(|path| path.extension().is_some_and(|extension| extension == "ipxe"));
    scripts.sort();
    assert!(scripts.len() > 20, "the recordings are there");
    let differs = |path: &PathBuf| {
        let expected = fs::read(path.with_extension("json")).expect("a recording");
        let mut expected: Json = serde_json::from_slice(&expected).expect("a recording");
        if let Some(recording) = expected.as_object_mut() {
            recording.entry("steps").or_insert_with(|| Json::Array(Vec::new()));
        }
        let found = run(&fs::read(path).expect("a script"));
        (found != expected).then(|| format!("{}\nexpected {expected}\nfound    {found}", path.display()))
    };
    scripts.iter().filter_map(differs).collect()
}

#[test]
fn a_machine_without_a_network_does_what_ipxe_did() {
    let context = NetworkContext::new().platform(Platform::Linux).buildarch(Arch::X86_64);
    let differing = differing("cases", |script| simulate(script, &context, |_: &[u8]| None));
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

#[test]
fn a_formatted_script_does_what_ipxe_did() {
    let context = NetworkContext::new().platform(Platform::Linux).buildarch(Arch::X86_64);
    let formatted = |script: &[u8]| ipxe_format::format(&ipxe_syntax::parse(script)).into_owned();
    let differing = differing("cases", |script| simulate(&formatted(script), &context, |_: &[u8]| None));
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

#[test]
fn a_machine_without_a_network_does_what_we_wrote_down() {
    let context = NetworkContext::new().platform(Platform::Linux).buildarch(Arch::X86_64);
    let differing = differing("ours", |script| simulate(script, &context, |_: &[u8]| None));
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

#[test]
fn a_machine_in_a_network_does_what_ipxe_did() {
    let world = fs::read(folder("network").join("world.json")).expect("the world");
    let context: NetworkContext = serde_json::from_slice(&world).expect("a context");
    let served = folder("network").join(&context.http.as_ref().expect("a server").files);
    let read = |path: &[u8]| fs::read(served.join(std::str::from_utf8(path).ok()?)).ok();
    let differing = differing("network", |script| simulate(script, &context, read));
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}
