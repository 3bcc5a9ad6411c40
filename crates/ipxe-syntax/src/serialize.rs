//! The tree as data. Text that is not UTF-8 is shown with replacement characters; the spans are exact.

use serde::{Serialize, Serializer, ser::SerializeStruct};

use crate::{Command, Expansion, Label, Line, Part, Script, Segment, Word};

fn lossy(text: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(text)
}

impl Serialize for Script<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut data = serializer.serialize_struct("Script", 2)?;
        data.serialize_field("header", &self.header())?;
        data.serialize_field("lines", &self.lines().collect::<Vec<_>>())?;
        data.end()
    }
}

impl Serialize for Line<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut data = serializer.serialize_struct("Line", 6)?;
        data.serialize_field("span", &self.span())?;
        data.serialize_field("label", &self.label())?;
        data.serialize_field("commands", &self.commands().collect::<Vec<_>>())?;
        data.serialize_field("comment", &self.comment())?;
        data.serialize_field("lost", &self.lost())?;
        data.serialize_field("unfinished", &self.is_unfinished())?;
        data.end()
    }
}

impl Serialize for Label<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut data = serializer.serialize_struct("Label", 2)?;
        data.serialize_field("span", &self.span())?;
        data.serialize_field("name", &lossy(self.name()))?;
        data.end()
    }
}

impl Serialize for Command<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut data = serializer.serialize_struct("Command", 3)?;
        data.serialize_field("span", &self.span())?;
        data.serialize_field("operator", &self.operator())?;
        data.serialize_field("words", &self.words().collect::<Vec<_>>())?;
        data.end()
    }
}

impl Serialize for Word<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut data = serializer.serialize_struct("Word", 3)?;
        data.serialize_field("span", &self.span())?;
        data.serialize_field("text", &lossy(self.text()))?;
        data.serialize_field("expansions", &self.expansions().collect::<Vec<_>>())?;
        data.end()
    }
}

impl Serialize for Expansion<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut data = serializer.serialize_struct("Expansion", 4)?;
        data.serialize_field("span", &self.span())?;
        data.serialize_field("scope", &self.scope())?;
        data.serialize_field("name", &self.name())?;
        data.serialize_field("type", &self.setting_type())?;
        data.end()
    }
}

impl Serialize for Part<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        lossy(self.text()).serialize(serializer)
    }
}

impl Serialize for Segment<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Segment::Literal { text, .. } => lossy(text).serialize(serializer),
            Segment::Expansion(expansion) => expansion.serialize(serializer),
            Segment::Unterminated(_) => "${".serialize(serializer),
            Segment::Hole(span) => {
                let mut data = serializer.serialize_struct("Hole", 1)?;
                data.serialize_field("hole", span)?;
                data.end()
            }
        }
    }
}
