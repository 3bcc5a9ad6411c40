//! Expectations about texts.

use std::fmt;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::testing::TextExpectation;

/// The long form.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct LongText {
    equals: Option<String>,
    starts_with: Option<String>,
    ends_with: Option<String>,
    contains: Texts,
    excludes: Texts,
    words: Texts,
}

impl<'de> Deserialize<'de> for TextExpectation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor)
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = TextExpectation;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string, an integer, or a table such as `{ contains = \"…\" }`")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<TextExpectation, E> {
        Ok(TextExpectation::equals(text))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<TextExpectation, E> {
        Ok(TextExpectation::equals(number.to_string()))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<TextExpectation, E> {
        Ok(TextExpectation::equals(number.to_string()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<TextExpectation, A::Error> {
        let LongText { equals, starts_with, ends_with, contains, excludes, words } =
            LongText::deserialize(MapAccessDeserializer::new(map))?;
        Ok(TextExpectation {
            equals,
            starts_with,
            ends_with,
            contains: contains.0,
            excludes: excludes.0,
            words: words.0,
        })
    }
}

/// One text or several.
#[derive(Default)]
struct Texts(Vec<String>);

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextsVisitor)
    }
}

struct TextsVisitor;

impl<'de> Visitor<'de> for TextsVisitor {
    type Value = Texts;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string or a list of strings")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Texts, E> {
        Ok(Texts(vec![text.to_owned()]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Texts, A::Error> {
        Deserialize::deserialize(SeqAccessDeserializer::new(seq)).map(Texts)
    }
}
