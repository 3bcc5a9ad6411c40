//! `distributions.json`: releases of distributions, as they appear in URLs and texts.

use serde::Deserialize;

use super::{Confidence, Source, rows};
use crate::codegen::rust::list;
use crate::codegen::source::{Facts, RELEASES};
use crate::codegen::{CodegenError, Result};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    #[serde(rename = "name")]
    _name: String,
    names: Vec<String>,
    rolling: bool,
    /// The first release whose installer only reads arguments that begin with `inst.`.
    #[serde(default)]
    only_inst_since: Option<Since>,
    releases: Vec<Release>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Since {
    number: (u16, u16),
    #[serde(rename = "source")]
    _source: Source,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Release {
    #[serde(default)]
    number: Option<(u16, u16)>,
    words: Vec<String>,
    firmware_initrd: Known,
    eth0: Known,
    #[serde(default)]
    efi_stub: Option<Known>,
    #[serde(default)]
    hardware_enablement: Option<Known>,
    #[serde(rename = "confidence")]
    _confidence: Confidence,
    #[serde(rename = "source")]
    _source: Source,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Known {
    Yes,
    No,
    Unknown,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Initrd {
    kernel_that_asks: (u16, u16),
    #[serde(rename = "kernel_source")]
    _kernel_source: Source,
    kernel_with_efi_stub: (u16, u16),
    #[serde(rename = "stub_source")]
    _stub_source: Source,
    ipxe_that_offers: String,
    #[serde(rename = "ipxe_source")]
    _ipxe_source: Source,
}

pub(in crate::codegen) fn generate(facts: &Facts) -> Result<String> {
    let rows: Vec<Row> = rows(facts, "world/distributions")?;
    let (mut releases, mut words, mut names, mut distributions) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for row in &rows {
        let at = distributions.len();
        let first = releases.len();
        names.extend(row.names.iter().map(|name| (name.as_str(), at)));
        let numbers = row.releases.iter().map(|release| release.number);
        if !numbers.is_sorted() || row.releases.is_empty() {
            return Err(CodegenError::Data(format!("{:?}: releases are not in order", row.names)));
        }
        for release in &row.releases {
            words.extend(release.words.iter().map(|word| (word.as_str(), releases.len())));
            releases.push(write(release));
        }
        distributions.push(format!(
            "Distribution {{ first: {first}, end: {}, rolling: {}, only_inst_since: {:?} }}",
            releases.len(),
            row.rolling,
            row.only_inst_since.as_ref().map(|since| since.number)
        ));
    }
    let by_word = |words: &mut Vec<(&str, usize)>| {
        words.sort_unstable();
        let doubled = words.windows(2).find(|pair| pair[0].0 == pair[1].0);
        match doubled {
            Some(pair) => Err(CodegenError::Data(format!("`{}` stands twice", pair[0].0))),
            None => Ok(list(words.iter().map(|(word, at)| format!("({word:?}, {at})")))),
        }
    };
    let (words, names) = (by_word(&mut words)?, by_word(&mut names)?);
    Ok(format!(
        "{}\n{}\n\
         /// All releases, those of a distribution beside each other: first without a number, then in order.\n\
         pub(crate) static RELEASES: &[OsRelease] = {};\n\n\
         pub(crate) static DISTRIBUTIONS: &[Distribution] = {};\n\n\
         /// What distributions are called, with their places.\npub(crate) static NAMES: &[(&str, u16)] = {names};\n\n\
         /// What means a release wherever it stands, with its place.\npub(crate) static WORDS: &[(&str, u16)] = {words};\n",
        "use crate::Release;\nuse crate::world::distribution::{Distribution, Known, OsRelease};\n",
        initrd(facts)?,
        list(releases),
        list(distributions),
    ))
}

fn write(release: &Release) -> String {
    let Release { number, firmware_initrd, eth0, efi_stub, hardware_enablement, .. } = release;
    format!(
        "OsRelease {{ number: {number:?}, firmware_initrd: Known::{firmware_initrd:?}, eth0: Known::{eth0:?}, \
         has_no_efi_stub: {}, hardware_enablement: {} }}",
        *efi_stub == Some(Known::No),
        *hardware_enablement == Some(Known::Yes)
    )
}

/// The kernel and the release of iPXE from which on no `initrd=` is needed under UEFI.
fn initrd(facts: &Facts) -> Result<String> {
    let value = facts.get("world/distributions", "initrd")?.clone();
    let initrd: Initrd = serde_json::from_value(value)
        .map_err(|error| CodegenError::Data(format!("world/distributions.json: {error}")))?;
    let release = initrd.ipxe_that_offers.as_str();
    if !RELEASES.contains(&release) {
        return Err(CodegenError::Data(format!("`{release}` is no release")));
    }
    Ok(format!(
        "/// The first Linux that asks UEFI firmware for its initrd.\n\
         pub(crate) const KERNEL_THAT_ASKS: (u16, u16) = {:?};\n\n\
         /// The first Linux that UEFI firmware can start.\n\
         pub(crate) const KERNEL_WITH_EFI_STUB: (u16, u16) = {:?};\n\n\
         /// The first release of iPXE that answers.\n\
         pub(crate) const IPXE_THAT_OFFERS: Release = Release::{};\n",
        initrd.kernel_that_asks,
        initrd.kernel_with_efi_stub,
        release.to_ascii_uppercase().replace('.', "_"),
    ))
}
