//! `Build` values from the `build` entries of the facts.

use serde_json::Value;

use super::pool::Pool;
use super::rust::{list, strings, type_name};
use super::source::{RELEASES, array, as_text, field, in_release, texts};
use super::{CodegenError, Result};

const PLATFORMS: &[&str] = &["pcbios", "efi", "linux", "sbi"];

/// A pool for the builds of one file.
pub(super) fn pool() -> Pool {
    Pool::new("BUILD", "Build")
}

/// The `build` entry of a row in a release, as a reference to a constant.
pub(super) fn build(
    pool: &mut Pool,
    row: &Value,
    owner: &str,
    release: &str,
    entry: &Value,
) -> Result<String> {
    let build = field(entry, "build")?;
    let defaults: Vec<_> = RELEASES
        .iter()
        .map(|release| in_release(row, release).and_then(|entry| entry.get("build")?.get("default")))
        .collect();
    reference(pool, owner, release, build, &defaults)
}

/// A `build` entry, given the defaults of all releases, as a reference to a constant.
pub(super) fn reference(
    pool: &mut Pool,
    owner: &str,
    release: &str,
    build: &Value,
    defaults: &[Option<&Value>],
) -> Result<String> {
    let ways = ways(build)?;
    let linkage = linkage(build, &ways);
    let default = match linkage {
        "Options" => default(release, defaults)?,
        "Never" => "MachineSet::NONE".to_owned(),
        _ => "MachineSet::ALL".to_owned(),
    };
    let value = literal(linkage, &list(ways), build, &default)?;
    Ok(pool.reference(value, owner, release))
}

fn literal(linkage: &str, ways: &str, build: &Value, default: &str) -> Result<String> {
    let platforms = restriction("PlatformSet", "Platform", &texts(build, "platform_only")?);
    let arches = restriction("ArchSet", "Arch", &texts(build, "arch_only")?);
    Ok(format!(
        "Build {{ linkage: Linkage::{linkage}, alternatives: {ways}, platforms: {platforms}, arches: {arches}, \
         default: {default} }}"
    ))
}

/// The alternatives, from `any_of` or, for settings, from `needs`.
fn ways(build: &Value) -> Result<Vec<String>> {
    let way = |symbols: &[&str], platform: Option<&str>, parts: &[&str]| {
        let platform =
            platform.map_or("None".to_owned(), |name| format!("Some(Platform::{})", type_name(name)));
        format!("Alternative::new({}, {platform}, {})", strings(symbols), strings(parts))
    };
    match (build.get("any_of"), build.get("needs")) {
        (Some(Value::Array(alternatives)), _) => alternatives
            .iter()
            .map(|one| {
                let platform = one.get("platform").map(as_text).transpose()?;
                Ok(way(&texts(one, "all_of")?, platform, &texts(one, "only_if_linked")?))
            })
            .collect(),
        (_, Some(Value::Array(symbols))) => {
            symbols.iter().map(|symbol| Ok(way(&[as_text(symbol)?], None, &[]))).collect()
        }
        _ => Ok(Vec::new()),
    }
}

fn linkage(build: &Value, ways: &[String]) -> &'static str {
    let note = build.get("note").and_then(Value::as_str);
    match build.get("needs").and_then(Value::as_str) {
        _ if !ways.is_empty() => "Options",
        Some("certain drivers") => "Drivers",
        _ if note == Some("linked as a dependency") => "Dependency",
        _ if note == Some("not selected by any build option") => "Never",
        _ => "Always",
    }
}

fn restriction(set: &str, item: &str, names: &[&str]) -> String {
    if names.is_empty() {
        return format!("{set}::ALL");
    }
    let names = names.iter().map(|name| format!("{item}::{}", type_name(name)));
    format!("{set}::of({})", list(names))
}

/// The default of a release. Platforms that the release lacks get a value that makes it equal to its neighbours,
/// because it is never used.
pub(super) fn default(release: &str, defaults: &[Option<&Value>]) -> Result<String> {
    let at = RELEASES.iter().position(|name| *name == release).unwrap_or_default();
    let later = defaults.iter().skip(at);
    let nearest: Vec<_> = later.chain(defaults.iter().take(at).rev()).flatten().collect();
    let mut sets = Vec::new();
    for platform in PLATFORMS {
        sets.push(match nearest.iter().find_map(|default| default.get(platform)) {
            Some(state) => arch_set(state)?,
            None => "ArchSet::NONE".to_owned(),
        });
    }
    Ok(format!("MachineSet::new({})", sets.join(", ")))
}

/// `"on"`, `"off"`, or a list of architectures.
pub(super) fn arch_set(state: &Value) -> Result<String> {
    match state.as_str() {
        Some("on") => Ok("ArchSet::ALL".to_owned()),
        Some("off") => Ok("ArchSet::NONE".to_owned()),
        Some(other) => Err(CodegenError::Data(format!("`{other}` is neither on nor off"))),
        None => {
            let names: Vec<_> = array(state)?.iter().map(as_text).collect::<Result<_>>()?;
            Ok(match names.as_slice() {
                ["i386", "x86_64"] => "ArchSet::X86".to_owned(),
                names => restriction("ArchSet", "Arch", names),
            })
        }
    }
}
