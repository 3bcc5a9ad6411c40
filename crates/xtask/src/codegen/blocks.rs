//! Settings blocks.

use serde_json::{Value, json};

use super::Result;
use super::build;
use super::rust::{list, option_string, string};
use super::source::{Facts, RELEASES, array, field, text, texts};

const HEADER: &str =
    "use crate::{Alternative, ArchSet, BlockSpec, Build, Linkage, MachineSet, PlatformSet};\n\n";

pub(super) fn generate(facts: &Facts) -> Result<String> {
    let mut builds = build::pool();
    let mut blocks: Vec<_> = array(facts.get("settings", "blocks")?)?.iter().collect();
    blocks.sort_by_key(|block| block.get("name").and_then(Value::as_str));
    let mut rows = Vec::new();
    for block in blocks {
        let name = text(block, "name")?;
        let linked = block.get("only_if_linked").cloned().unwrap_or_else(|| json!([]));
        let symbols: Vec<_> = texts(block, "config_symbols")?
            .iter()
            .map(|symbol| json!({"all_of": [symbol], "only_if_linked": linked}))
            .collect();
        let conditions = json!({"any_of": symbols});
        let defaults: Vec<_> = RELEASES.iter().map(|release| block.get("default")?.get(release)).collect();
        let mut releases = Vec::new();
        for release in RELEASES {
            let present = field(field(block, "present")?, release)? == true;
            releases.push(if present {
                format!("Some({})", build::reference(&mut builds, name, release, &conditions, &defaults)?)
            } else {
                "None".to_owned()
            });
        }
        rows.push(format!(
            "BlockSpec {{ name: {name:?}, parent: {}, addressing: {}, untyped_default: {}, note: {}, builds: [{}] }}",
            option_string(block.get("parent").and_then(Value::as_str)),
            string(text(block, "addressing")?),
            option_string(block.get("untyped_default").and_then(Value::as_str)),
            string(text(block, "note")?),
            releases.join(", "),
        ));
    }
    let table = format!("/// By name.\npub(crate) static BLOCKS: &[BlockSpec] = {};\n", list(rows));
    Ok(format!("{HEADER}{table}{}", builds.into_text()))
}
