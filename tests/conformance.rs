//! The simulator does the same with a script as real iPXE did.

use std::{
    collections::BTreeMap,
    env, fs,
    io::{BufRead, BufReader},
    path::PathBuf,
};

use flate2::read::GzDecoder;
use ipxe_catalog::{Arch, ArchSet, Catalog, Platform, PlatformSet, Release, Target};
use ipxe_lint_tests::known_to_differ;
use ipxe_machine::{
    context::NetworkContext,
    simulate::{ContextEnvironment, Files, MachineState, Simulator},
};
use serde_json::Value as Json;

/// The recorded build: the development head for Linux on x86-64.
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

/// The recorded machine without a network.
fn alone() -> NetworkContext {
    NetworkContext::new().platform(Platform::Linux).buildarch(Arch::X86_64)
}

/// The simulator's run of a script in an environment, in the form of a recording.
fn simulate(script: &[u8], context: &NetworkContext, files: impl Files) -> Json {
    let machine = MachineState::new(context.initial_settings(&catalog()));
    let environment = ContextEnvironment::new(context.clone()).with_files(files);
    let run = Simulator::new(machine, environment).run(script);
    serde_json::to_value(run.trace).expect("a trace is data")
}

/// A script, and the recorded run of real iPXE.
struct Recording {
    name: String,
    script: Vec<u8>,
    trace: Json,
}

impl Recording {
    fn new(name: String, script: Vec<u8>, mut trace: Json) -> Self {
        if let Some(recording) = trace.as_object_mut() {
            recording.entry("steps").or_insert_with(|| Json::Array(Vec::new()));
        }
        Self { name, script, trace }
    }
}

/// The recordings of a folder: a script and its trace next to each other.
fn recordings(name: &str) -> Vec<Recording> {
    let mut scripts: Vec<_> = fs::read_dir(folder(name))
        .expect("the folder is there")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    scripts.retain(|path| path.extension().is_some_and(|extension| extension == "ipxe"));
    scripts.sort();
    assert!(scripts.len() > 20, "the recordings are there");
    let recording = |path: &PathBuf| {
        let trace = fs::read(path.with_extension("json")).expect("a recording");
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let trace = serde_json::from_slice(&trace).expect("a recording");
        Recording::new(name, fs::read(path).expect("a script"), trace)
    };
    scripts.iter().map(recording).collect()
}

/// The recorded random scripts of a kind: one per line, named by its number.
fn random(kind: &str) -> Vec<Recording> {
    let file = fs::File::open(folder("random").join(format!("{kind}.jsonl.gz"))).expect("the recordings");
    let lines = BufReader::new(GzDecoder::new(file)).lines();
    let recording = |(index, line): (usize, std::io::Result<String>)| {
        let mut line: Json = serde_json::from_str(&line.expect("text")).expect("a recording");
        let script = line.as_object_mut().and_then(|line| line.remove("script"));
        let script = script.as_ref().and_then(Json::as_str).expect("a script").chars();
        let byte = |char| u8::try_from(char).expect("bytes are written as Latin-1");
        Recording::new(format!("{}", index + 1), script.map(byte).collect(), line)
    };
    lines.enumerate().map(recording).collect()
}

/// The differing ones by name, each with a description.
fn differing(recordings: &[Recording], run: impl Fn(&[u8]) -> Json) -> BTreeMap<String, String> {
    let differs = |recording: &Recording| {
        let (expected, found) = (&recording.trace, run(&recording.script));
        let said = || format!("{}\nexpected {expected}\nfound    {found}", recording.name);
        (found != *expected).then(|| (recording.name.clone(), said()))
    };
    recordings.iter().filter_map(differs).collect()
}

/// Requires that exactly the recordings in `oracle/differing/LIST` differ, so that the list only shrinks. With
/// `IPXE_LINT_UPDATE_DIFFERING=1` in the environment, the list is written instead.
fn assert_known(list: &str, differing: &BTreeMap<String, String>) {
    if env::var_os("IPXE_LINT_UPDATE_DIFFERING").is_some() {
        let names: String = differing.keys().map(|name| format!("{name}\n")).collect();
        fs::write(folder("differing").join(list), names).expect("the list can be written");
        return;
    }
    let known = known_to_differ(list);
    let unknown = differing.iter().filter(|(name, _)| !known.contains(*name));
    let unknown: Vec<&str> = unknown.map(|(_, said)| said.as_str()).collect();
    assert!(unknown.is_empty(), "these differ:\n{}", unknown.join("\n"));
    let equal: Vec<_> = known.iter().filter(|name| !differing.contains_key(*name)).collect();
    assert!(equal.is_empty(), "these differ no more, so take them out of {list}: {equal:?}");
}

/// The simulator's run of a script after formatting.
fn formatted(script: &[u8]) -> Json {
    simulate(&ipxe_format::format(&ipxe_syntax::parse(script)), &alone(), |_: &[u8]| None)
}

#[test]
fn a_machine_without_a_network_does_what_ipxe_did() {
    let context = alone();
    let differing = differing(&recordings("cases"), |script| simulate(script, &context, |_: &[u8]| None));
    assert_known("cases", &differing);
}

#[test]
fn a_formatted_script_does_what_ipxe_did() {
    assert_known("cases", &differing(&recordings("cases"), formatted));
}

#[test]
fn a_machine_without_a_network_does_what_we_wrote_down() {
    let context = alone();
    let differing = differing(&recordings("ours"), |script| simulate(script, &context, |_: &[u8]| None));
    assert_known("ours", &differing);
}

#[test]
fn random_scripts_do_what_ipxe_did() {
    let context = alone();
    for kind in ["first", "second"] {
        let differing = differing(&random(kind), |script| simulate(script, &context, |_: &[u8]| None));
        assert_known(kind, &differing);
    }
}

#[test]
fn a_machine_in_a_network_does_what_ipxe_did() {
    let world = fs::read(folder("network").join("world.json")).expect("the world");
    let context: NetworkContext = serde_json::from_slice(&world).expect("a context");
    let served = folder("network").join(&context.http.as_ref().expect("a server").files);
    let read = |path: &[u8]| fs::read(served.join(std::str::from_utf8(path).ok()?)).ok();
    let differing = differing(&recordings("network"), |script| simulate(script, &context, read));
    assert_known("network", &differing);
}
