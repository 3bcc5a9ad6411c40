//! Expectations about images.

use std::fmt;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserializer, MapAccess, Visitor};

use crate::testing::{ImageExpectation, TextExpectation};

/// The long form.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct LongImage {
    uri: Option<TextExpectation>,
    name: Option<TextExpectation>,
    command_line: Option<TextExpectation>,
}

impl<'de> Deserialize<'de> for ImageExpectation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ImageVisitor)
    }
}

struct ImageVisitor;

impl<'de> Visitor<'de> for ImageVisitor {
    type Value = ImageExpectation;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a URI or a name, or a table with `uri`, `name` or `command-line`")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<ImageExpectation, E> {
        Ok(ImageExpectation { called: Some(text.to_owned()), ..ImageExpectation::default() })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<ImageExpectation, A::Error> {
        let LongImage { uri, name, command_line } = LongImage::deserialize(MapAccessDeserializer::new(map))?;
        Ok(ImageExpectation { called: None, uri, name, command_line })
    }
}
