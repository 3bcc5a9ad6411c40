//! Lists of names, and the machines that each release can be built for.

use std::collections::BTreeMap;

use super::pool::Pool;
use super::rust::{list, strings, type_name};
use super::source::{Facts, RELEASES, field, texts};
use super::{CodegenError, Result};

/// The enumeration's variant and the data's name for each list.
const LISTS: &[(&str, &str)] = &[
    ("BusTypes", "bustype_values"),
    ("Configurators", "netdev_configurators"),
    ("FibreChannelRequests", "fc_els_names"),
    ("GdbTransports", "gdb_transports"),
    ("Keymaps", "keymaps"),
    ("LinkTypes", "link_layer_names"),
];

pub(super) fn generate(facts: &Facts) -> Result<String> {
    let enums = facts.get("enums", "enums")?;
    let mut values = Pool::new("VALUES", "&[&str]");
    let mut rows = Vec::new();
    for (variant, key) in LISTS {
        let list = field(enums, key)?;
        let mut releases = Vec::new();
        for release in RELEASES {
            releases.push(values.name(strings(&texts(list, release)?), variant, release));
        }
        rows.push(format!(
            "EnumerationRow {{ enumeration: Enumeration::{variant}, values: [{}] }}",
            releases.join(", ")
        ));
    }
    let builds = field(enums, "builds")?;
    let builds =
        RELEASES.iter().map(|release| machines(&texts(builds, release)?)).collect::<Result<Vec<_>>>()?;
    Ok(format!(
        "use crate::enumeration::EnumerationRow;\nuse crate::{{Arch, ArchSet, Enumeration, MachineSet}};\n\n\
         /// What each release can be built for.\npub(crate) static BUILDS: &[MachineSet] = {};\n\n\
         /// What the newest can be built for.\npub(crate) const LARGEST_BUILDS: MachineSet = {};\n\n\
         pub(crate) static ENUMERATIONS: &[EnumerationRow] = {};\n{}",
        list(builds.clone()),
        builds.last().map_or("MachineSet::NONE", String::as_str),
        list(rows),
        values.into_text().replace("static ", "const "),
    ))
}

/// `efi/arm64` and so on as a `MachineSet`.
fn machines(builds: &[&str]) -> Result<String> {
    let mut arches: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for build in builds {
        let wrong = || CodegenError::Data(format!("`{build}` is not platform/architecture"));
        let (platform, arch) = build.split_once('/').ok_or_else(wrong)?;
        arches.entry(platform).or_default().push(format!("Arch::{}", type_name(arch)));
    }
    let mut set = |platform| format!("ArchSet::of({})", list(arches.remove(platform).unwrap_or_default()));
    Ok(format!("MachineSet::new({}, {}, {}, {})", set("pcbios"), set("efi"), set("linux"), set("sbi")))
}
