//! `kernel_arguments.json` and `argument_readers.json`: arguments on command lines, and their readers.

use serde::Deserialize;

use super::{Source, rows};
use crate::codegen::rust::{list, option_string};
use crate::codegen::source::Facts;
use crate::codegen::{CodegenError, Result};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "a row of a table of truths")]
struct Row {
    name: String,
    #[serde(default)]
    linux: Vec<String>,
    #[serde(default)]
    initramfs: Vec<String>,
    #[serde(default)]
    network: Vec<String>,
    #[serde(default)]
    single: bool,
    #[serde(default)]
    all_with: Option<String>,
    #[serde(default)]
    flag: bool,
    #[serde(default)]
    secret: bool,
    #[serde(default)]
    wimboot: bool,
    #[serde(default)]
    tells: Vec<Tells>,
    #[serde(default)]
    form: Option<Form>,
    /// Its name in newer releases of its reader.
    #[serde(default)]
    renamed: Option<String>,
    #[serde(rename = "source")]
    _source: Source,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Form {
    NfsPath,
    CloudInitSource,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tells {
    word: String,
    reader: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "a row of a table of truths")]
#[expect(clippy::struct_field_names, reason = "the column is called so")]
struct Reader {
    reader: String,
    ip_own_form: bool,
    ip_prefix_length: bool,
    ip_short_form: bool,
    bootif_colons: bool,
    bootif_type_and_colons: bool,
    bootif_no_type: bool,
    #[serde(rename = "source")]
    _source: Source,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_field_names, reason = "the column is called so")]
struct Method {
    method: String,
    #[serde(default)]
    lease: bool,
    #[serde(rename = "source")]
    _source: Source,
}

/// An argument that has no effect, or does not work, without another one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Partner {
    begins: Vec<String>,
    #[serde(default)]
    ends: Vec<String>,
    /// What shows the system: parts of the kernel's URI, which stand in it all, or a reader.
    kernel: Vec<String>,
    #[serde(default)]
    reader: Option<String>,
    #[serde(default)]
    except: Vec<String>,
    needs: Vec<String>,
    #[serde(default)]
    or_initrd: Option<String>,
    add: String,
    without: String,
    #[serde(default)]
    advice: bool,
    #[serde(rename = "source")]
    _source: Source,
}

pub(in crate::codegen) fn generate(facts: &Facts) -> Result<String> {
    let mut rows: Vec<Row> = rows(facts, "world/kernel_arguments")?;
    rows.sort_by(|left, right| left.name.cmp(&right.name));
    if let Some(pair) = rows.windows(2).find(|pair| pair[0].name == pair[1].name) {
        return Err(CodegenError::Data(format!("argument `{}` stands twice", pair[0].name)));
    }
    let readers: Vec<Reader> = super::rows(facts, "world/argument_readers")?;
    let place = |tells: &Tells| {
        let at = readers.iter().position(|reader| reader.reader == tells.reader);
        let at = at.ok_or_else(|| CodegenError::Data(format!("no reader `{}`", tells.reader)))?;
        Ok(format!("({:?}, {at})", tells.word))
    };
    let tells = rows.iter().flat_map(|row| &row.tells).map(place).collect::<Result<Vec<_>>>()?;
    let linux = rows.iter().flat_map(|row| &row.linux).map(|word| format!("{word:?}"));
    let initramfs = rows.iter().flat_map(|row| &row.initramfs).map(|word| format!("{word:?}"));
    let network = rows.iter().flat_map(|row| &row.network).map(|word| format!("{word:?}"));
    let methods: Vec<Method> =
        serde_json::from_value(facts.get("world/argument_readers", "ip_methods")?.clone())
            .map_err(|error| CodegenError::Data(format!("world/argument_readers.json: {error}")))?;
    let boot_readers: Vec<super::boot_readers::Reader> = super::rows(facts, "world/boot_readers")?;
    let partners: Vec<Partner> = super::rows(facts, "world/argument_partners")?;
    if let Some(idle) =
        partners.iter().find(|row| row.begins.is_empty() && row.ends.is_empty() || row.needs.is_empty())
    {
        return Err(CodegenError::Data(format!(
            "`{}` is the partner of nothing, or needs nothing",
            idle.add
        )));
    }
    Ok(format!(
        "use crate::world::{{ArgumentForm, ArgumentPartner, ArgumentReader, KernelArgument}};\n\n\
         /// By name.\npub(crate) static ARGUMENTS: &[(&str, KernelArgument)] = {};\n\n\
         /// Beginnings of words that only Linux understands.\npub(crate) static LINUX: &[&str] = {};\n\n\
         /// Beginnings of words that only an initial file system reads.\npub(crate) static INITRAMFS: &[&str] = {};\n\n\
         /// Beginnings of words, and the places of the readers that they tell.\npub(crate) static TELLS: &[(&str, usize)] = {};\n\n\
         /// Beginnings of words that configure an interface.\npub(crate) static NETWORK: &[&str] = {};\n\n\
         pub(crate) static READERS: &[ArgumentReader] = {};\n\n\
         /// Ways of configuring an interface, of one reader or another, and whether a server is\n\
         /// asked for a lease.\npub(crate) static IP_METHODS: &[(&str, bool)] = {};\n\n\
         /// Arguments that need others.\npub(crate) static PARTNERS: &[ArgumentPartner] = {};\n",
        list(rows.iter().map(write)),
        list(linux),
        list(initramfs),
        list(tells),
        list(network),
        list(readers.iter().map(write_reader)),
        list(methods.iter().map(|method| format!("({:?}, {})", method.method, method.lease))),
        list(partners.iter().map(|row| write_partner(row, &boot_readers)).collect::<Result<Vec<_>>>()?),
    ))
}

fn write(Row { name, single, all_with, flag, secret, wimboot, form, renamed, .. }: &Row) -> String {
    let form = form.map_or_else(|| "None".to_owned(), |form| format!("Some(ArgumentForm::{form:?})"));
    format!(
        "({name:?}, KernelArgument {{ is_single: {single}, all_with: {}, is_flag: {flag}, is_secret: {secret}, is_of_wimboot: {wimboot}, form: {form}, renamed: {} }})",
        option_string(all_with.as_deref()),
        option_string(renamed.as_deref())
    )
}

fn write_partner(row: &Partner, readers: &[super::boot_readers::Reader]) -> Result<String> {
    let reader = row.reader.as_deref().map(|name| super::boot_readers::place(readers, name)).transpose()?;
    Ok(format!(
        "ArgumentPartner {{ begins: &{:?}, ends: &{:?}, kernel: &{:?}, reader: {reader:?}, except: &{:?}, needs: &{:?}, or_initrd: {}, add: {:?}, without: {:?}, is_advice: {} }}",
        row.begins,
        row.ends,
        row.kernel,
        row.except,
        row.needs,
        option_string(row.or_initrd.as_deref()),
        row.add,
        row.without,
        row.advice
    ))
}

fn write_reader(reader: &Reader) -> String {
    format!(
        "ArgumentReader {{ ip_own_form: {}, ip_prefix_length: {}, ip_short_form: {}, bootif_colons: {}, \
         bootif_type_and_colons: {}, bootif_no_type: {} }}",
        reader.ip_own_form,
        reader.ip_prefix_length,
        reader.ip_short_form,
        reader.bootif_colons,
        reader.bootif_type_and_colons,
        reader.bootif_no_type,
    )
}
