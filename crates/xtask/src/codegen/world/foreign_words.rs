//! `foreign_words.json` and `aliases.json`: names in other programs.

use serde::Deserialize;

use super::{Source, rows};
use crate::codegen::rust::{list, option_string};
use crate::codegen::source::Facts;
use crate::codegen::{CodegenError, Result};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    word: String,
    language: Language,
    help: String,
    #[serde(default)]
    replacement: Option<String>,
    #[serde(rename = "source")]
    _source: Source,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "kebab-case")]
enum Language {
    Any,
    Shell,
    BootLoader,
    Menu,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Alias {
    word: String,
    of: AliasOf,
    means: String,
    /// The text before the name in the URIs of a distribution that uses this name.
    #[serde(default, rename = "in")]
    places: Vec<String>,
    #[serde(rename = "source")]
    _source: Source,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "kebab-case")]
enum AliasOf {
    Architecture,
    GpxeSetting,
    InterfaceSetting,
    Platform,
    Setting,
    Type,
}

pub(in crate::codegen) fn generate(facts: &Facts) -> Result<String> {
    let mut rows: Vec<Row> = rows(facts, "world/foreign_words")?;
    rows.sort_by(|left, right| (left.language, &left.word).cmp(&(right.language, &right.word)));
    unique(rows.iter().map(|row| (row.language, row.word.as_str())))?;
    let write = |Row { word, language, help, replacement, .. }: &Row| {
        format!(
            "((Language::{language:?}, {word:?}), ForeignWord {{ help: {help:?}, replacement: {} }})",
            option_string(replacement.as_deref())
        )
    };
    Ok(format!(
        "use crate::world::foreign_word::{{Language, Row}};\nuse crate::world::ForeignWord;\n\n\
         /// By language and word.\npub(crate) static FOREIGN_WORDS: &[Row] = {};\n",
        list(rows.iter().map(write))
    ))
}

pub(in crate::codegen) fn aliases(facts: &Facts) -> Result<String> {
    let mut rows: Vec<Alias> = rows(facts, "world/aliases")?;
    rows.sort_by(|left, right| (left.of, &left.word).cmp(&(right.of, &right.word)));
    unique(rows.iter().map(|row| (row.of, row.word.as_str())))?;
    let write = |Alias { word, of, means, .. }: &Alias| format!("((AliasOf::{of:?}, {word:?}), {means:?})");
    // Separately, for those who only need the module of aliases.
    let plain = |kind: AliasOf| {
        let rows = rows.iter().filter(move |row| row.of == kind);
        list(rows.map(|row| format!("({:?}, {:?})", row.word, row.means)))
    };
    let places = rows.iter().flat_map(|row| row.places.iter().map(move |place| (place, row)));
    let places = places.map(|(place, row)| format!("({place:?}, {:?}, {:?})", row.means, row.word));
    Ok(format!(
        "use crate::world::alias::{{AliasOf, Row}};\n\n\
         /// By what is called so and the name.\npub(crate) static ALIASES: &[Row] = {};\n\n\
         /// Of architectures, platforms and types alone.\npub(crate) static ARCHITECTURES: &[(&str, &str)] = {};\n\
         pub(crate) static PLATFORMS: &[(&str, &str)] = {};\npub(crate) static TYPES: &[(&str, &str)] = {};\n\n\
         /// Parts of URIs, a name of iPXE's, and what stands there for it.\n\
         pub(crate) static DIRECTORIES: &[(&str, &str, &str)] = {};\n",
        list(rows.iter().map(write)),
        plain(AliasOf::Architecture),
        plain(AliasOf::Platform),
        plain(AliasOf::Type),
        list(places),
    ))
}

/// Whether no sorted key occurs twice, and all words are in lower case: look-ups assume this.
fn unique<'a, K: Copy + PartialEq>(keys: impl Iterator<Item = (K, &'a str)>) -> Result<()> {
    let mut last = None;
    for (kind, word) in keys {
        if last.replace((kind, word)) == Some((kind, word)) || word.to_ascii_lowercase() != word {
            return Err(CodegenError::Data(format!("`{word}` stands twice, or not in lower case")));
        }
    }
    Ok(())
}
