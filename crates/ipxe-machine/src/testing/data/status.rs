//! Statuses.

use std::fmt;

use serde::Deserialize;
use serde::de::{self, Deserializer, Visitor};

use crate::testing::ExpectedStatus;

impl<'de> Deserialize<'de> for ExpectedStatus {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StatusVisitor)
    }
}

struct StatusVisitor;

impl Visitor<'_> for StatusVisitor {
    type Value = ExpectedStatus;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("`ok`, a class of failure such as `ENOENT`, or the number given to `exit`")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<ExpectedStatus, E> {
        if text == "ok" {
            return Ok(ExpectedStatus::SUCCESS);
        }
        text.parse().map(ExpectedStatus::failure).map_err(E::custom)
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<ExpectedStatus, E> {
        let number = i32::try_from(number);
        number.map(ExpectedStatus::exit).map_err(|_| E::custom("a status has no more than 32 bits"))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<ExpectedStatus, E> {
        self.visit_i64(i64::try_from(number).unwrap_or(i64::MAX))
    }
}
