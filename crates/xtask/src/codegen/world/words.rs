//! `words.json`: words with a conventional meaning.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Source, rows};
use crate::codegen::Result;
use crate::codegen::rust::list;
use crate::codegen::source::Facts;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    meaning: Meaning,
    #[serde(rename = "match")]
    matched: WordMatch,
    word: String,
    #[serde(rename = "source")]
    _source: Source,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "kebab-case")]
enum Meaning {
    FailureLabel,
    RetryLabel,
    CancelLabel,
    WayBackEntry,
    LeavingEntry,
    WayBackText,
    WayOutLabel,
    LocalDiskLabel,
    FailureText,
    Condition,
    KeyPressText,
    SkippingText,
    PutAsideText,
    LocalDiskText,
    LocalText,
    DiskText,
    ContinuationText,
    FirmwareBootText,
    AbsenceWord,
    PresenceWord,
    MachineIdentity,
    InterfaceAddress,
    MissingValue,
    MissingWord,
    MissingHost,
    Domain,
    WebDirectory,
    TftpDirectory,
    SerialConsole,
    HostScheme,
    PlainScheme,
    OtherScheme,
    SecretName,
    NoSecretName,
    TemplateSuffix,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum WordMatch {
    Whole,
    Word,
    WordStart,
    WordEnd,
    Phrase,
    Part,
    Start,
    End,
}

pub(in crate::codegen) fn generate(facts: &Facts) -> Result<String> {
    let mut meanings: BTreeMap<Meaning, Vec<String>> = BTreeMap::new();
    for Row { meaning, matched, word, .. } in rows(facts, "world/words")? {
        meanings.entry(meaning).or_default().push(format!("({word:?}, WordMatch::{matched:?})"));
    }
    let table = meanings.into_iter().map(|(meaning, rows)| format!("(Meaning::{meaning:?}, {})", list(rows)));
    Ok(format!(
        "use crate::world::words::{{Meaning, Row, WordMatch}};\n\n\
         /// The words of each meaning, in the order of the data.\n\
         pub(crate) static WORDS: &[(Meaning, &[Row])] = {};\n",
        list(table)
    ))
}
