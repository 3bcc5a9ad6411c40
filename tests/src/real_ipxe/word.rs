//! The words of generated scripts.
//!
//! There are few names and values, so that commands use the same ones again; values are such that some type, operator
//! or option misreads them.

use proptest::prelude::*;
use proptest::sample::select;

/// Settings of the root. After each case they are shown, as text and as bytes, and cleared.
pub(super) const NAMES: &[&str] = &[
    "a",
    "b",
    "c",
    "n",
    "hostname",
    "filename",
    "user-class",
    "dns",
    "netmask",
    "keep-san",
    "175.190",
    "root-path",
];

/// Settings of other blocks.
pub(super) const SCOPED: &[&str] = &["net0/a", "net0/hostname", "netX/b", "new/a", "new.er/b"];

/// Settings that are numbers.
pub(super) const NUMBERS: &[&str] = &["12", "0x0c", "300", "1.44", "1.", "256", "0.12", "44990", "08", "77"];

/// The names that a script reads and does not write.
const COMPUTED: &[&str] = &[
    "platform",
    "buildarch",
    "net0/mac",
    "netX/mac",
    "mac",
    "net0/ip",
    "net0/chip",
    "builtin/platform",
    "nosuch/a",
];

const TYPES: &[&str] = &[
    "string",
    "uristring",
    "ipv4",
    "int8",
    "int16",
    "int32",
    "uint8",
    "uint16",
    "uint32",
    "hex",
    "hexhyp",
    "hexraw",
    "base64",
    "ipv6",
    "uuid",
    "guid",
    "dnssl",
    "busdevfn",
    "nosuch",
    "",
];

/// Only text; sometimes the names of settings, which are cleared after each case.
pub(super) const PLAIN: &[&str] =
    &["x", "abc", "a", "b", "n", "hostname", "1", "2", "7", "10", "255", "256", "65", "x.y"];

/// Values with a hidden meaning. (Not the smallest `int32`: with 32-bit words, iPXE shows it as `-` and characters that
/// are not digits.)
const ODD: &[&str] = &[
    "0x10",
    "0xfg",
    "010",
    "-1",
    "-0x5",
    "+3",
    "65535",
    "4294967296",
    "-2147483649",
    "99999999999",
    "-",
    "--",
    "-n",
    "-x",
    "--name",
    "---",
    "#x",
    "x#",
    "\"q",
    "'r",
    "||x",
    "x&&",
    ";;",
    ":a",
    "=",
    "$",
    "${",
    "}",
    "{a}",
    "$a",
    "$(a)",
    "${}",
    "${a",
    "%41",
    "x%20y",
    "%zz",
    "41:42",
    "41-42",
    "4142",
    "41:4",
    "4a",
    "00:41",
    "YWJj",
    "10.0.2.3",
    "1.2.3",
    "1.2.3.4.5",
    "256.1.1.1",
    "fe80::1",
    "::1:",
    "1:2:3:4:5:6::8",
    "1::2::3",
    "10.0x2.03.+4",
    "QUJD",
    "QR==",
    "QQ=",
    "%4",
    "%-1x",
    "0x",
    "08",
    "12:34:56",
    "550e8400-e29b-41d4-a716-446655440000",
    "4a4b4c4d-4e4f-5051-5253-545556575859",
    "01:02.3",
];

/// The name of a setting, for a command that writes it.
pub(super) fn written() -> BoxedStrategy<String> {
    let name = || prop_oneof![6 => select(NAMES), 2 => select(SCOPED)].prop_map(str::to_owned);
    prop_oneof![
        8 => name(),
        4 => (name(), select(TYPES)).prop_map(|(name, setting_type)| format!("{name}:{setting_type}")),
        1 => (name(), select(ODD)).prop_map(|(name, odd)| format!("{name}{odd}")),
        1 => Just("builtin/platform".to_owned()),
        1 => select(NUMBERS).prop_map(str::to_owned),
        1 => (select(NUMBERS), select(TYPES)).prop_map(|(name, setting_type)| format!("{name}:{setting_type}")),
    ]
    .boxed()
}

/// The name of a setting to read.
fn read() -> BoxedStrategy<String> {
    prop_oneof![
        8 => written(),
        1 => select(COMPUTED).prop_map(str::to_owned),
        1 => (select(COMPUTED), select(TYPES)).prop_map(|(name, setting_type)| format!("{name}:{setting_type}")),
    ]
    .boxed()
}

/// An expansion.
fn expansion() -> BoxedStrategy<String> {
    prop_oneof![
        8 => read().prop_map(|name| format!("${{{name}}}")),
        1 => (select(NAMES), select(TYPES)).prop_map(|(name, setting_type)| format!("${{${{{name}}}:{setting_type}}}")),
        1 => select(NAMES).prop_map(|name| format!("${{${{{name}}}}}")),
        1 => select(NAMES).prop_map(|name| format!("${{net${{{name}}}/mac}}")),
    ]
    .boxed()
}

/// A word.
pub(super) fn word() -> BoxedStrategy<String> {
    prop_oneof![
        6 => select(PLAIN).prop_map(str::to_owned),
        5 => select(ODD).prop_map(str::to_owned),
        6 => expansion(),
        2 => (select(PLAIN), expansion()).prop_map(|(before, inner)| format!("{before}{inner}")),
        2 => (expansion(), select(ODD)).prop_map(|(inner, after)| format!("{inner}{after}")),
        1 => (select(ODD), expansion()).prop_map(|(before, inner)| format!("{before}{inner}")),
    ]
    .boxed()
}

/// Some words, with the white space before each.
pub(super) fn words(least: usize, most: usize) -> BoxedStrategy<String> {
    let blanks = prop_oneof![12 => Just(" "), 1 => Just("   "), 1 => Just("\t"), 1 => Just(" \x0b\x0c"), 1 => Just(" \\\n")];
    let word = (blanks, word()).prop_map(|(blanks, word)| format!("{blanks}{word}"));
    prop::collection::vec(word, least..=most).prop_map(|words| words.concat()).boxed()
}
