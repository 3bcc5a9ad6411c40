//! Image formats.

use serde_json::Value;

use super::pool::Pool;
use super::rust::{list, string};
use super::source::{Facts, per_release, text};
use super::{Result, build};

const HEADER: &str = "use crate::{Alternative, Arch, ArchSet, Build, ImageTypeForm, ImageTypeSpec, ImageUsage, \
                      Linkage, MachineSet, Platform, PlatformSet};\n\n";

pub(super) fn generate(facts: &Facts) -> Result<String> {
    let mut builds = build::pool();
    let mut forms = Pool::new("FORM", "ImageTypeForm");
    let mut rows = Vec::new();
    for (name, row) in facts.rows("image_types", "types", "name")? {
        let table = per_release(row, |release, entry| {
            let build = build::build(&mut builds, row, name, release, entry)?;
            let form = format!("ImageTypeForm {{ usage: ImageUsage::{}, build: {build} }}", usage(entry));
            Ok(forms.reference(form, name, release))
        })?;
        rows.push(format!(
            "ImageTypeSpec {{ name: {name:?}, description: {}, forms: {table} }}",
            string(text(row, "description")?)
        ));
    }
    let table = format!("/// By name.\npub(crate) static IMAGE_TYPES: &[ImageTypeSpec] = {};\n", list(rows));
    Ok(format!("{HEADER}{table}{}{}", builds.into_text(), forms.into_text()))
}

fn usage(entry: &Value) -> &'static str {
    let order =
        [("archive", "Archive"), ("executable", "Executable"), ("picture", "Picture"), ("asn1", "Asn1")];
    let applies = |key: &str| entry.get(key).is_some_and(|value| value == true);
    order.into_iter().find(|(key, _)| applies(key)).map_or("Data", |(_, usage)| usage)
}
