//! Contexts in tests.

use std::fmt;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserializer, MapAccess, Visitor};

use crate::context::NetworkContext;
use crate::testing::ContextSource;

impl<'de> Deserialize<'de> for ContextSource {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ContextVisitor)
    }
}

struct ContextVisitor;

impl<'de> Visitor<'de> for ContextVisitor {
    type Value = ContextSource;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the path of a context file, or a context as a table")
    }

    fn visit_str<E: de::Error>(self, path: &str) -> Result<ContextSource, E> {
        Ok(ContextSource::File(path.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<ContextSource, A::Error> {
        let context = NetworkContext::deserialize(MapAccessDeserializer::new(map))?;
        Ok(ContextSource::Inline(Box::new(context)))
    }
}
