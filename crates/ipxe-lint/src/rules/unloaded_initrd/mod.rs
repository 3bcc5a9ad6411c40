//! `initrd=` without an image of that name.

use foldhash::HashMap;
use ipxe_catalog::{Platform, PlatformSet, Release};
use ipxe_language::text::{Piece, Text};
use ipxe_syntax::{Span, Word};

use crate::{
    Diagnostic, FixKind, Level, RuleId, RuleMeta,
    context::Context,
    facts::kernel_age::UnderUefi,
    occurrences::{fix_all, label_all},
    sink::Sink,
    suggest,
    text::quote,
};
use ipxe_model::images::{command_lines::CommandLine, loads::ImageLoad};

pub(super) const META: RuleMeta = RuleMeta {
    name: "unloaded-initrd",
    code: "IPX602",
    summary: "`initrd=` names an image that the script does not load",
    level: Level::Warning,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The name that represents all images.
const MAGIC: &[u8] = b"initrd.magic";

/// The maximum number of image names that are compared with a wrong one, and of wrong ones: comparisons are slow.
const CANDIDATES: usize = 100;

/// A name without an image, with the command lines that contain it, and its span in each.
struct Missing<'c, 'a, 's> {
    name: Text<'static>,
    /// Whether the kernels only get an initrd by its name.
    needs_name: bool,
    uses: Vec<(&'c CommandLine<'a, 's>, Span)>,
}

impl Missing<'_, '_, '_> {
    fn places(&self) -> impl ExactSizeIterator<Item = Span> {
        self.uses.iter().map(|(_, place)| *place)
    }
}

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    // Under BIOS, iPXE itself passes all images to the kernel, whatever the command line is.
    if cx.catalog.target().platforms() == PlatformSet::of(&[Platform::Pcbios]) {
        return;
    }
    let mut missing: Vec<Missing<'_, '_, '_>> = Vec::new();
    let mut index: HashMap<(Text<'static>, bool), usize> = HashMap::default();
    for line in cx.command_lines().linux() {
        let names = line.words.iter().filter_map(|word| initrd(cx, *word));
        for (name, span) in names.filter(|(name, _)| is_missing(cx, name)) {
            let needs_name = match UnderUefi::of(cx, line) {
                UnderUefi::Never => continue,
                under_uefi => under_uefi == UnderUefi::ByName,
            };
            let at = *index.entry((name.clone(), needs_name)).or_insert_with(|| {
                missing.push(Missing { name, needs_name, uses: Vec::new() });
                missing.len() - 1
            });
            missing.get_mut(at).into_iter().for_each(|missing| missing.uses.push((line, span)));
        }
    }
    for (at, missing) in missing.iter().enumerate() {
        let name = missing.name.as_known().filter(|_| at < CANDIDATES);
        let first = missing.uses.first();
        let meant = name.zip(first).and_then(|(name, (line, _))| meant(cx, line, name));
        // The path of an image that the kernel gets anyway means no other one.
        let tail = missing.name.tail();
        let is_path = memchr::memchr2(b'/', b'\\', tail).is_some() && cx.images().has(last_component(tail));
        let finding = report(cx, missing, meant);
        out.push(if is_path && !missing.needs_name { finding.at_level(Level::Advice) } else { finding });
    }
}

/// The name in `initrd=NAME`, and its position.
fn initrd<'a, 's>(cx: &Context<'a, 's>, word: Word<'a, 's>) -> Option<(Text<'static>, Span)> {
    let start = b"initrd=".len();
    let text = word.text();
    text.strip_prefix(b"initrd=").filter(|name| !name.is_empty())?;
    let mut name = Text::default();
    let mut skipped = start;
    for piece in cx.constants().resolve(word, cx).pieces() {
        match piece {
            Piece::Unknown => name.push_unknown(),
            Piece::Known(bytes) => {
                // The argument begins with literal text; files of the kernel's own loader begin with a slash.
                name.push_bytes(bytes.get(skipped..).unwrap_or_default());
                skipped = 0;
            }
        }
    }
    Some((without_slash(name), word.span_at(start..text.len())))
}

/// The kernel requests `\NAME`, with its slashes replaced; iPXE ignores the first one.
fn without_slash(name: Text<'static>) -> Text<'static> {
    match name.as_known() {
        Some([b'/' | b'\\', rest @ ..]) => Text::known(rest.to_vec()),
        _ => name,
    }
}

fn is_missing(cx: &Context<'_, '_>, name: &Text<'_>) -> bool {
    if name.known_bytes().is_empty() {
        return false;
    }
    if name.as_known() == Some(MAGIC) {
        return cx.catalog.target().release() <= Release::V1_21_1;
    }
    // Programs other than UEFI kernels accept a list.
    let is_list = memchr::memchr(b',', name.known_bytes()).is_some();
    !cx.images().may_have(name) && (!is_list || names_in_list(cx, name).is_some())
}

/// The names in a list with commas, if all of them are names of loaded images.
fn names_in_list(cx: &Context<'_, '_>, name: &Text<'_>) -> Option<String> {
    let names = std::str::from_utf8(name.as_known()?).ok()?.split(',');
    let is_loaded = |name: &str| cx.images().has(name.as_bytes());
    (names.clone().count() > 1 && names.clone().all(is_loaded))
        .then(|| names.collect::<Vec<_>>().join(" initrd="))
}

fn report(cx: &Context<'_, '_>, missing: &Missing<'_, '_, '_>, meant: Option<&ImageLoad>) -> Diagnostic {
    let name = &missing.name;
    let first = missing.places().next().unwrap_or_default();
    if name.as_known() == Some(MAGIC) {
        let message = "iPXE 1.21.1 and older have no `initrd.magic`";
        let label =
            "under UEFI, this release has no image of that name, and the kernel starts without its initrd";
        return Diagnostic::new(RuleId::UnloadedInitrd, first, message, label)
            .help("write the initrd's own name");
    }
    let message =
        format!("this script loads no image {}", quote(name.as_known().unwrap_or(cx.script.slice(first))));
    let label = if missing.needs_name {
        "under UEFI, the kernel finds no initrd with this name"
    } else {
        "under UEFI, this kernel finds its initrd anyway, but older kernels look for this name and find none"
    };
    let finding = Diagnostic::new(RuleId::UnloadedInitrd, first, message, label);
    let finding = label_all(finding, missing.places().skip(1), "also here");
    if let Some(names) = names_in_list(cx, name) {
        let title = "write one `initrd=` for each image: the kernel reads a list as one name";
        return match fix_all(title, missing.places().map(|place| (place, names.clone()))) {
            Some(fix) => finding.fix(fix),
            None => finding,
        };
    }
    let Some(meant) = meant else {
        return finding.help(
            "load it with `initrd`; an image's name is the last component of its URI, or set with `--name`",
        );
    };
    let near = String::from_utf8_lossy(meant.name.known_bytes()).into_owned();
    let finding = finding
        .caused_by(meant.place)
        .and_label(meant.place, format!("this loads the image as {}", quote(near.as_bytes())));
    match fix_all(&format!("did you mean `{near}`?"), missing.places().map(|place| (place, near.clone()))) {
        Some(fix) => finding.fix(fix),
        None => finding,
    }
}

/// The intended image: one of those that are loaded for the same boot, if there are any.
fn meant<'c>(cx: &'c Context<'_, '_>, line: &CommandLine<'_, '_>, name: &[u8]) -> Option<&'c ImageLoad> {
    let all = cx.images().loads();
    let of_section = cx.sections().loads(cx.sections().of(line.command.span()), all);
    let has_initrd = of_section.iter().any(|load| load.is_initrd);
    nearest(if has_initrd { of_section } else { all }, name)
}

/// The image with the most similar name, or the only possible one.
fn nearest<'c>(loads: &'c [ImageLoad], name: &[u8]) -> Option<&'c ImageLoad> {
    let named = || loads.iter().filter(|load| load.is_initrd && is_plain(&load.name));
    // A path or a URI: only its last component is a name.
    let last = last_component(name);
    if let Some(load) = named().take(CANDIDATES).find(|load| load.name.known_bytes() == last) {
        return Some(load);
    }
    let candidates = named().take(CANDIDATES).map(|load| load.name.known_bytes());
    if let Some(near) = suggest::near(name, candidates) {
        return named().find(|load| load.name.known_bytes() == near.as_bytes());
    }
    let mut loads = loads.iter().filter(|load| load.is_initrd);
    let only = loads.next().filter(|load| is_plain(&load.name))?;
    loads.all(|other| other.name == only.name).then_some(only)
}

fn last_component(name: &[u8]) -> &[u8] {
    name.rsplit(|byte| matches!(byte, b'/' | b'\\')).next().unwrap_or_default()
}

/// Whether a name can be part of a command line unchanged.
fn is_plain(name: &Text<'_>) -> bool {
    name.as_known().is_some_and(|name| !name.is_empty() && name.iter().all(u8::is_ascii_graphic))
}
