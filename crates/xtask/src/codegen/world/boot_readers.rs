//! `boot_readers.json`: what reads the command lines of booted systems, and what it accepts.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::Source;
use crate::codegen::rust::list;
use crate::codegen::source::Facts;
use crate::codegen::{CodegenError, Result};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_field_names, reason = "the column is called so")]
pub(super) struct Reader {
    pub(super) reader: String,
    words: Vec<String>,
    files: Vec<String>,
    #[serde(default)]
    ends: Vec<String>,
    reads: Vec<String>,
    #[serde(default)]
    beside: Vec<String>,
    #[serde(rename = "source")]
    _source: Source,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Required {
    argument: String,
    #[serde(default)]
    prefix: String,
    #[serde(default)]
    reader: Option<String>,
    #[serde(default)]
    of_file: bool,
    form: Form,
    without: String,
    help: String,
    #[serde(rename = "source")]
    _source: Source,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Form {
    Console(Vec<String>),
    EndsIn(Vec<String>),
    EndsInNone(Vec<String>),
    HasScheme,
    Schemes(Vec<String>),
    Word(Vec<String>),
}

pub(in crate::codegen) fn generate(facts: &Facts) -> Result<String> {
    let readers: Vec<Reader> = super::rows(facts, "world/boot_readers")?;
    let mut forms: Vec<Required> = serde_json::from_value(facts.get("world/boot_readers", "forms")?.clone())
        .map_err(|error| CodegenError::Data(format!("world/boot_readers.json: {error}")))?;
    forms.sort_by(|left, right| left.argument.cmp(&right.argument));
    let read: BTreeSet<&str> = readers.iter().flat_map(|row| &row.reads).map(String::as_str).collect();
    let names = read.iter().filter(|name| !name.ends_with('*')).map(|name| format!("{name:?}"));
    let families = read.iter().filter_map(|name| name.strip_suffix('*')).map(|name| format!("{name:?}"));
    let readers_text = readers.iter().map(|row| write_reader(row, &readers)).collect::<Result<Vec<_>>>()?;
    let forms_text = forms.iter().map(|row| write_form(row, &readers)).collect::<Result<Vec<_>>>()?;
    Ok(format!(
        "use crate::world::{{BootReader, RequiredForm, ValueForm}};\n\n\
         pub(crate) static READERS: &[BootReader] = {};\n\n\
         /// By the name of the argument.\npub(crate) static FORMS: &[RequiredForm] = {};\n\n\
         /// The names of all arguments that are read.\npub(crate) static NAMES: &[&str] = {};\n\n\
         /// Beginnings of names of which all are read.\npub(crate) static FAMILIES: &[&str] = {};\n",
        list(readers_text),
        list(forms_text),
        list(names),
        list(families),
    ))
}

/// The place of a reader.
pub(super) fn place(readers: &[Reader], name: &str) -> Result<usize> {
    let at = readers.iter().position(|reader| reader.reader == name);
    at.ok_or_else(|| CodegenError::Data(format!("no reader `{name}`")))
}

fn write_reader(row: &Reader, all: &[Reader]) -> Result<String> {
    let mut reads = row.reads.clone();
    reads.sort();
    let beside = row.beside.iter().map(|name| place(all, name)).collect::<Result<Vec<_>>>()?;
    Ok(format!(
        "BootReader {{ name: {:?}, words: &{:?}, files: &{:?}, ends: &{:?}, reads: &{reads:?}, beside: &{beside:?} }}",
        row.reader, row.words, row.files, row.ends
    ))
}

fn write_form(row: &Required, all: &[Reader]) -> Result<String> {
    let reader = row.reader.as_deref().map(|name| place(all, name)).transpose()?;
    let form = match &row.form {
        Form::Console(devices) => format!("Console(&{devices:?})"),
        Form::EndsIn(ends) => format!("EndsIn(&{ends:?})"),
        Form::EndsInNone(ends) => format!("EndsInNone(&{ends:?})"),
        Form::HasScheme => "HasScheme".to_owned(),
        Form::Schemes(schemes) => format!("Schemes(&{schemes:?})"),
        Form::Word(words) => format!("Word(&{words:?})"),
    };
    Ok(format!(
        "RequiredForm {{ argument: {:?}, prefix: {:?}, reader: {reader:?}, of_file: {}, form: ValueForm::{form}, without: {:?}, help: {:?} }}",
        row.argument, row.prefix, row.of_file, row.without, row.help
    ))
}
