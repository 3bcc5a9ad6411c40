//! Traces as data, in the form of the recordings of real iPXE.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Step, Steps, Trace};
use crate::simulate::{Status, latin1};

impl Serialize for Trace {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("rc", &text(self.status()))?;
        map.serialize_entry("steps", &self.steps())?;
        if self.left() > 0 {
            map.serialize_entry("left", &self.left())?;
        }
        map.end()
    }
}

impl Serialize for Steps<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.clone())
    }
}

/// Recursive, but no deeper than [`RunLimits::nesting`](crate::simulate::RunLimits::nesting).
impl Serialize for Step<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("argv", &self.words().map(latin1::text).collect::<Vec<_>>())?;
        map.serialize_entry("rc", &text(self.status()))?;
        if !self.output().is_empty() {
            map.serialize_entry("output", &latin1::text(self.output()))?;
        }
        if self.steps().next().is_some() {
            map.serialize_entry("steps", &self.steps())?;
        }
        map.end()
    }
}

fn text(status: Option<Status>) -> Option<String> {
    status.and_then(Result::err).map(|failure| failure.to_string())
}
