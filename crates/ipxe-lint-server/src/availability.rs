//! Descriptions of the releases and builds that have something.

use ipxe_lint::catalog::{Arch, Availability, Build, Catalog, MachineSet, Release};

/// The releases that have something. None if all have it.
pub(crate) fn releases(releases: impl Iterator<Item = Release>) -> Option<String> {
    let releases: Vec<Release> = releases.collect();
    let (all, first, last) = (Release::ALL, releases.first()?, releases.last()?);
    match (all.first() == Some(first), all.last() == Some(last)) {
        (true, true) => None,
        (false, true) => Some(format!("since iPXE {}", first.name())),
        (true, false) => Some(format!("until iPXE {}", last.name())),
        (false, false) => Some(format!("in iPXE {} to {}", first.name(), last.name())),
    }
}

/// The builds of the target that lack something, and the build option that adds it. None if all have it.
pub(crate) fn lacking(catalog: &Catalog, build: &Build) -> Option<String> {
    let availability = catalog.availability(build);
    let off = match availability {
        Availability::Everywhere => return None,
        Availability::Partly { off, .. } => format!("not in builds for {}", machines(off)),
        _ => "in none of the builds in view".to_owned(),
    };
    let symbols: Vec<_> = build.symbols().map(|symbol| format!("`{symbol}`")).collect();
    let needs =
        if symbols.is_empty() { String::new() } else { format!(" (build option {})", symbols.join(", ")) };
    Some(format!("{off}{needs}"))
}

fn machines(machines: MachineSet) -> String {
    let names = machines.platforms().iter().map(|platform| {
        let arches: Vec<_> = machines.arches(platform).iter().map(Arch::name).collect();
        format!("{} ({})", platform.name(), arches.join(", "))
    });
    names.collect::<Vec<_>>().join(", ")
}
