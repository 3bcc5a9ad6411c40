//! `file_kinds.json`: the kinds of files, according to their names.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use serde::Deserialize;

use super::{Confidence, Source, rows};
use crate::codegen::rust::list;
use crate::codegen::source::Facts;
use crate::codegen::{CodegenError, Result};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    pattern: String,
    #[serde(rename = "match")]
    matched: NameMatch,
    kind: FileClass,
    pcbios: Executable,
    efi: Executable,
    returns: FileReturns,
    confidence: Confidence,
    #[serde(default)]
    format: Option<String>,
    #[serde(default)]
    takes_modules: bool,
    #[serde(default)]
    for_wimboot: bool,
    #[serde(rename = "source")]
    _source: Source,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "kebab-case")]
enum NameMatch {
    Exact,
    Ending,
    Prefix,
    Suffix,
    Contains,
    Packing,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum FileClass {
    Archive,
    BiosProgram,
    Com32,
    Data,
    Disc,
    Disk,
    EfiProgram,
    FileSystem,
    Initrd,
    LinuxKernel,
    Memdisk,
    Microcode,
    MultibootKernel,
    OtherProgram,
    OtherSystem,
    Packed,
    Script,
    Wimboot,
    WindowsFile,
    WindowsImage,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Executable {
    Yes,
    No,
    Maybe,
}

#[derive(Debug, Deserialize)]
enum FileReturns {
    #[serde(rename = "never")]
    Never,
    #[serde(rename = "when it ends")]
    WhenItEnds,
    #[serde(rename = "not executed")]
    NotExecuted,
}

/// One table for each kind of match, in the order in which it is searched.
const TABLES: [(NameMatch, &str, &str); 6] = [
    (NameMatch::Exact, "EXACT", "Whole names, in order."),
    (NameMatch::Ending, "ENDINGS", "Endings that say what a file is, by their last byte, the longest first."),
    (NameMatch::Prefix, "PREFIXES", "By their first byte, the longest first."),
    (NameMatch::Suffix, "SUFFIXES", "By their last byte, the longest first."),
    (NameMatch::Contains, "PARTS", "The longest first."),
    (NameMatch::Packing, "PACKINGS", "Endings that say how a file is packed, as the others."),
];

pub(in crate::codegen) fn generate(facts: &Facts) -> Result<String> {
    let rows: Vec<Row> = rows(facts, "world/file_kinds")?;
    let mut seen = BTreeSet::new();
    for row in &rows {
        if row.pattern.is_empty() || row.pattern.to_ascii_lowercase() != row.pattern {
            return Err(CodegenError::Data(format!("pattern `{}` is not in lower case", row.pattern)));
        }
        if !seen.insert((row.matched, &row.pattern)) {
            return Err(CodegenError::Data(format!("pattern `{}` stands twice", row.pattern)));
        }
    }
    let mut text = String::from(
        "use crate::world::file_kind::Row;\nuse crate::world::{Executable, FileClass, FileKind, FileReturns, NameMatch};\n",
    );
    for (matched, name, doc) in TABLES {
        let mut rows: Vec<_> = rows.iter().filter(|row| row.matched == matched).collect();
        rows.sort_by_key(|row| (group(row), Reverse(sort_length(row)), &row.pattern));
        let rows = list(rows.into_iter().map(write));
        text.extend(["\n/// ", doc, "\npub(crate) static ", name, ": &[Row] = ", &rows, ";\n"]);
    }
    Ok(text)
}

/// The byte by which a row's table is searched.
fn group(row: &Row) -> Option<u8> {
    let pattern = row.pattern.as_bytes();
    match row.matched {
        NameMatch::Exact | NameMatch::Contains => None,
        NameMatch::Prefix => pattern.first().copied(),
        NameMatch::Ending | NameMatch::Suffix | NameMatch::Packing => pattern.last().copied(),
    }
}

fn sort_length(row: &Row) -> usize {
    if row.matched == NameMatch::Exact { 0 } else { row.pattern.len() }
}

fn write(row: &Row) -> String {
    let Row {
        pattern,
        matched,
        kind,
        pcbios,
        efi,
        returns,
        confidence,
        format,
        takes_modules,
        for_wimboot,
        ..
    } = row;
    format!(
        "({pattern:?}, FileKind {{ class: FileClass::{kind:?}, matched: NameMatch::{matched:?}, \
         certain: {}, pcbios: Executable::{pcbios:?}, efi: Executable::{efi:?}, \
         returns: FileReturns::{returns:?}, format: {format:?}, takes_modules: {takes_modules}, for_wimboot: {for_wimboot} }})",
        *confidence == Confidence::High,
    )
}
