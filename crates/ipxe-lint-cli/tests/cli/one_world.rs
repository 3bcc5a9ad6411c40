//! Everything in the command and the library uses the same target iPXE, whatever its source is.

use ipxe_catalog::{Availability, Catalog, Target};
use ipxe_lint::config::{Config, Layers, World};
use ipxe_machine::{context::NetworkContext, profile::Profile};
use serde_json::Value;

use crate::support::Folder;

/// The configuration, the context that it and the command line name, the provider's iPXE, and further options.
struct Case {
    target: &'static str,
    file_context: Option<&'static str>,
    own_context: Option<&'static str>,
    profile: Option<&'static str>,
    flags: &'static [(&'static str, &'static str)],
}

const TARGETS: [&str; 4] =
    ["", "platforms = ['pcbios']", "platforms = ['linux', 'pcbios']", "release = '1.21.1+'"];
const CONTEXTS: [(Option<&str>, Option<&str>); 4] =
    [(None, None), (Some(EFI), None), (Some(BIOS), Some(EFI)), (None, Some(EFI))];
const EFI: &str = "[machine]\nplatform = 'efi'\nbuildarch = 'arm64'\n";
const BIOS: &str = "[machine]\nplatform = 'pcbios'\nrelease = '1.20.1'\n";
const PROFILES: [Option<&str>; 2] = [
    None,
    Some(
        "name = 'lab'\n[target]\nrelease = '2.0.0'\nplatforms = ['efi']\nbuild-options = { PING_CMD = true }\n",
    ),
];
const FLAGS: [&[(&str, &str)]; 5] = [
    &[],
    &[("--platform", "pcbios")],
    &[("--release", "1.0.0+")],
    &[("--banner", "iPXE 1.20.1+ (gc6c9e)\nFeatures: DNS HTTP HTTPS TFTP EFI Menu"), ("--arch", "arm64")],
    &[("--platform", "efi"), ("--arch", "x86_64"), ("--build-option", "NTP_CMD=off")],
];

fn cases() -> impl Iterator<Item = Case> {
    TARGETS.into_iter().flat_map(|target| {
        CONTEXTS.into_iter().flat_map(move |(file_context, own_context)| {
            PROFILES.into_iter().flat_map(move |profile| {
                FLAGS.into_iter().map(move |flags| Case { target, file_context, own_context, profile, flags })
            })
        })
    })
}

impl Case {
    /// The configuration file.
    fn file(&self) -> String {
        let context = self.file_context.map(|_| "context = 'file.toml'\n").unwrap_or_default();
        let profile = self.profile.map(|_| "profile = 'profile.toml'\n").unwrap_or_default();
        format!("{context}{profile}[target]\n{}\n", self.target)
    }

    fn folder(&self) -> Folder {
        let folder = Folder::with(&[("ipxe-lint.toml", &self.file())]);
        let files = [
            ("file.toml", self.file_context),
            ("own.toml", self.own_context),
            ("profile.toml", self.profile),
        ];
        for (name, text) in files {
            folder.write(name, text.unwrap_or_default().as_bytes());
        }
        folder.write("show.ipxe", b"#!ipxe\necho ${platform} ${buildarch} ${version}\n");
        folder.write("plan.ipxe", b"#!ipxe\nkernel http://192.0.2.1/${platform}/${buildarch}\nboot\n");
        folder.write("check.ipxe", b"#!ipxe\nimgfetch https://192.0.2.1/a\n");
        folder
    }

    /// The arguments of a command that describe the target.
    fn args(&self, command: &'static str, more: &[&'static str]) -> Vec<&'static str> {
        let context = self.own_context.map(|_| ["--context", "own.toml"]);
        let flags = self.flags.iter().flat_map(|(flag, value)| [*flag, *value]);
        [command]
            .into_iter()
            .chain(more.iter().copied())
            .chain(context.into_iter().flatten())
            .chain(flags)
            .collect()
    }

    /// The target according to the library.
    fn world(&self) -> (World, Target) {
        let file: Config = toml::from_str(&self.file()).expect("it is right");
        let mut line = Config::default();
        line.context = self.own_context.map(|_| "own.toml".into());
        for (flag, value) in self.flags {
            match *flag {
                "--platform" => line.target.platforms = Some(vec![value.parse().expect("it is right")]),
                "--arch" => line.target.arches = Some(vec![value.parse().expect("it is right")]),
                "--banner" => line.target.banner = Some(value.parse().expect("it is right")),
                "--release" => line.target.release = Some(value.parse().expect("it is right")),
                _ => drop(line.target.build_options.insert("NTP_CMD".parse().expect("it is right"), false)),
            }
        }
        let context = self.own_context.or(self.file_context).unwrap_or_default();
        let context: NetworkContext = toml::from_str(context).expect("it is right");
        let profile: Option<Profile> =
            self.profile.map(|profile| toml::from_str(profile).expect("it is right"));
        let layers = Layers::new([&file, &line]);
        let world = layers.world(&context.machine, profile.as_ref());
        let options = layers.options(context, profile, |_| false);
        (world, options.world().target())
    }
}

/// The target in the output of `config`.
fn told(folder: &Folder, case: &Case) -> Target {
    let shown: Value =
        serde_json::from_str(&folder.stdout(&case.args("config", &["--format=json"]))).expect("it is right");
    let mut target = serde_json::Map::new();
    let mut options = serde_json::Map::new();
    for entry in shown["values"].as_array().expect("it is right") {
        let key = entry["key"].as_str().expect("it is right");
        match key.split('.').collect::<Vec<_>>()[..] {
            ["target", "build-options", symbol] => {
                drop(options.insert(symbol.to_owned(), entry["value"].clone()));
            }
            ["target", key] => drop(target.insert(key.to_owned(), entry["value"].clone())),
            _ => {}
        }
    }
    target.insert("build-options".to_owned(), options.into());
    serde_json::from_value(target.into()).expect("it is right")
}

/// The first finding of `check` in a script that uses `https:`.
fn about_https(target: &Target) -> String {
    let form = Catalog::uri_scheme_in_any_release(b"https")
        .expect("it is right")
        .form(target.release())
        .expect("it is right");
    let build = if target.options().next().is_none() { "the stock build" } else { "this build" };
    let about = format!("[scheme-not-in-build] `https:` is not in {build} of iPXE {}", target.version());
    match target.availability(form.build) {
        Availability::Everywhere => "Nothing to report in 1 script.".to_owned(),
        Availability::Partly { off, .. } => format!("check.ipxe:2:10: warning{about} for {off}"),
        // An unknown build may have it.
        _ if target.options().next().is_none() => format!("check.ipxe:2:10: warning{about}"),
        _ => format!("check.ipxe:2:10: error{about}"),
    }
}

#[test]
fn all_commands_and_the_library_agree() {
    for case in cases() {
        let folder = case.folder();
        let (world, linted) = case.world();
        let target = world.target();
        let of = format!("{} {:?} {:?} {:?}", case.file(), case.own_context, case.profile, case.flags);
        assert_eq!(linted, target, "LintOptions, {of}");
        assert_eq!(told(&folder, &case), target, "config, {of}");

        let one = world.clone().on_one_machine().machine();
        let (platform, arch, version) =
            (one.platform.expect("it is right"), one.buildarch.expect("it is right"), target.version());
        let shown = format!("{platform} {arch} {version}");
        let run = folder.stdout(&case.args("run", &["show.ipxe"]));
        assert!(run.contains(&format!("\n{shown}\n")) || run.contains(&shown), "run, {of}: {run}");

        let known = world.machine();
        let all = folder.stdout(&case.args("plan", &["--all", "--format=json", "plan.ipxe"]));
        let resolved = folder.stdout(&case.args("resolve", &["show.ipxe"]));
        if let Some((platform, arch)) = known.platform.zip(known.buildarch) {
            assert!(all.contains(&format!("/{platform}/{arch}\"")), "plan, {of}: {all}");
            assert!(resolved.contains(&format!("echo {platform} {arch} ")), "resolve, {of}: {resolved}");
        }

        let found = folder.stdout(&case.args("check", &["--format=concise", "check.ipxe"]));
        assert_eq!(found.lines().next().expect("it is right"), about_https(&target), "check, {of}");
    }
}

#[test]
fn a_test_is_in_the_same_world_as_a_run() {
    for case in cases().filter(|case| case.own_context.is_none() && case.flags.is_empty()) {
        let folder = case.folder();
        let shown = case.world().0.on_one_machine().machine();
        let (platform, arch) = (shown.platform.expect("it is right"), shown.buildarch.expect("it is right"));
        let test = "[[test]]\nname = 'x'\nscript = 'show.ipxe'\n[test.expect]\noutput = ";
        let test = format!("{test}'{platform} {arch} {}'\n", shown.release.expect("it is right"));
        folder.write("tests.toml", test.as_bytes());
        let told = folder.run(&["test", "tests.toml"]);
        assert!(told.starts_with("exit code 0"), "{}: {told}", case.file());
    }
}
