//! URI schemes.

use serde_json::{Value, json};

use super::pool::Pool;
use super::rust::{list, string, type_name};
use super::source::{Facts, RELEASES, array, field, in_release, per_release, text, texts};
use super::{Result, build};

const HEADER: &str = "use crate::{Alternative, Arch, ArchSet, Build, Linkage, MachineSet, Platform, PlatformSet, \
                      SchemeForm, SchemeKind, SchemeSpec};\n\n";

pub(super) fn generate(facts: &Facts) -> Result<String> {
    let mut builds = build::pool();
    let mut forms = Pool::new("FORM", "SchemeForm");
    let mut rows = Vec::new();
    for (name, row) in facts.rows("uri_schemes", "schemes", "scheme")? {
        let table = per_release(row, |release, entry| {
            let sanboot_only = entry.get("san_boot_prefix_only").is_some_and(|only| only == true);
            let form = format!(
                "SchemeForm {{ build: {}, san_build: {}, sanboot_only: {sanboot_only} }}",
                build::build(&mut builds, row, name, release, entry)?,
                san_build(&mut builds, row, name, release, entry)?,
            );
            Ok(forms.reference(form, name, release))
        })?;
        rows.push(format!(
            "SchemeSpec {{ name: {name:?}, kind: SchemeKind::{}, description: {}, syntax: {}, forms: {table} }}",
            type_name(text(row, "kind")?),
            string(text(row, "description")?),
            string(text(row, "syntax")?),
        ));
    }
    let table = format!("/// By name.\npub(crate) static URI_SCHEMES: &[SchemeSpec] = {};\n", list(rows));
    Ok(format!("{HEADER}{table}{}{}", builds.into_text(), forms.into_text()))
}

/// The conditions for a download scheme's use as a SAN drive: its own symbols, and those for that.
fn san_build(builds: &mut Pool, row: &Value, name: &str, release: &str, entry: &Value) -> Result<String> {
    let extra = texts(entry, "san_symbols")?;
    if extra.is_empty() {
        return Ok("None".to_owned());
    }
    let mut ways = Vec::new();
    for way in array(field(field(entry, "build")?, "any_of")?)? {
        let mut symbols = texts(way, "all_of")?;
        symbols.extend(&extra);
        ways.push(json!({"all_of": symbols}));
    }
    let defaults: Vec<_> = RELEASES
        .iter()
        .map(|release| in_release(row, release).and_then(|entry| entry.get("san_default")))
        .collect();
    let owner = format!("{name}_san");
    Ok(format!("Some({})", build::reference(builds, &owner, release, &json!({"any_of": ways}), &defaults)?))
}
