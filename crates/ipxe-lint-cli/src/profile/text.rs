//! Profiles as text.

use std::io::{self, Write};

use ipxe_catalog::Target;
use ipxe_lint::printable;
use ipxe_machine::profile::{Expectation, Profile, Supplied};

/// The maximum line width.
const WIDTH: usize = 100;

/// Writes a line for each profile.
pub(super) fn list(out: &mut dyn Write, profiles: &[Profile]) -> io::Result<()> {
    let width = profiles.iter().map(|profile| profile.name.len()).max().unwrap_or_default();
    for profile in profiles {
        writeln!(out, "{:width$}  {}", profile.name, profile.description)?;
    }
    Ok(())
}

/// Writes the contents of a profile.
pub(super) fn show(out: &mut dyn Write, profile: &Profile) -> io::Result<()> {
    write!(out, "{}", printable(&profile.name))?;
    if !profile.description.is_empty() {
        write!(out, ": {}", printable(&profile.description))?;
    }
    writeln!(out, "\n")?;
    settings(out, profile)?;
    let dhcp = match profile.dhcp {
        Some(true) => "a server answers",
        Some(false) => "no server answers",
        None => "not known: a server may answer",
    };
    writeln!(out, "DHCP: {dhcp}")?;
    if profile.public_images {
        writeln!(out, "Images: must be reachable from the public network")?;
    }
    if profile.net_ifnames_0 == Expectation::Expected {
        writeln!(out, "Linux kernels: expected to be given net.ifnames=0")?;
    }
    let target = format!("iPXE: {}", target(&profile.target));
    let lines = textwrap::Options::new(WIDTH).subsequent_indent("  ");
    textwrap::wrap(&target, lines).iter().try_for_each(|line| writeln!(out, "{line}"))?;
    if !profile.notes.is_empty() {
        writeln!(out, "\nNotes:")?;
        profile.notes.iter().try_for_each(|note| paragraph(out, note, "  "))?;
    }
    if !profile.sources.is_empty() {
        writeln!(out, "\nSources:")?;
    }
    for source in profile.sources.iter() {
        writeln!(out, "  {}", printable(&source.url))?;
        paragraph(out, &source.says, "    ")?;
    }
    Ok(())
}

fn settings(out: &mut dyn Write, profile: &Profile) -> io::Result<()> {
    let whole = profile.settings.iter().map(|supplied| (supplied.name.clone().into_owned(), supplied));
    let starts = profile.prefixes.iter().map(|supplied| (format!("{}*", supplied.name), supplied));
    let ends = profile.suffixes.iter().map(|supplied| (format!("*{}", supplied.name), supplied));
    let all: Vec<_> = whole.chain(starts).chain(ends).collect();
    if all.is_empty() {
        return writeln!(out, "Settings: none");
    }
    writeln!(out, "Settings:")?;
    for (name, supplied) in all {
        writeln!(out, "  {} = {}", printable(&name), value(supplied))?;
        paragraph(out, &supplied.description, "    ")?;
    }
    writeln!(out)
}

/// The facts about the value, its type, and whether it exists.
fn value(supplied: &Supplied) -> String {
    let value = match (&supplied.value, &supplied.kernel_argument) {
        (Some(value), _) => format!("\"{}\"", printable(value)),
        (None, Some(name)) => format!("{}=…", printable(name)),
        (None, None) => "…".to_owned(),
    };
    let said = [
        supplied.setting_type.map(|known| format!("type {known}")),
        supplied.sometimes.then(|| "not always set".to_owned()),
    ];
    let said: Vec<_> = said.into_iter().flatten().collect();
    if said.is_empty() { value } else { format!("{value}  ({})", said.join(", ")) }
}

/// The facts about the build.
fn target(target: &Target) -> String {
    let names = |names: Vec<String>| Some(names.join(", ")).filter(|names| !names.is_empty());
    let platforms = target.stated_platforms().map(|all| all.iter().map(|one| one.to_string()).collect());
    let arches = target.stated_arches().map(|all| all.iter().map(|one| one.to_string()).collect());
    let options =
        target.options().map(|(symbol, on)| format!("{}={}", symbol.name(), if on { "on" } else { "off" }));
    let parts = [
        target.stated_version().map(|version| format!("release {version}")),
        platforms.and_then(names),
        arches.and_then(names),
        names(options.collect()),
    ];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    if parts.is_empty() { "nothing known of the build".to_owned() } else { parts.join("; ") }
}

fn paragraph(out: &mut dyn Write, text: &str, indent: &str) -> io::Result<()> {
    let text = printable(text);
    let options = textwrap::Options::new(WIDTH).initial_indent(indent).subsequent_indent(indent);
    textwrap::wrap(&text, options)
        .iter()
        .filter(|line| !line.trim().is_empty())
        .try_for_each(|line| writeln!(out, "{line}"))
}
