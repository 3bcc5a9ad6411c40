//! A condition, in words.

use std::fmt::{self, Display, Formatter};

use super::{Answer, Fact};

/// A fact, and the value that it must have.
///
/// `Display` writes it in words, without quotes; control characters are escaped.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Condition {
    /// The unknown fact.
    pub fact: Fact,
    /// The answers for which it holds.
    pub answers: Vec<Answer>,
    /// The answers for which it does not hold.
    pub otherwise: Vec<Answer>,
}

impl Display for Condition {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let works = self.answers.contains(&Answer::Works);
        match &self.fact {
            Fact::Setting { name } if name == b"platform" => self.platform(f),
            Fact::Setting { name } => {
                write!(f, "{} ", Shown(name))?;
                self.value(f, "is set", "is not set")
            }
            Fact::Text { setting } => {
                write!(f, "the text typed for {} ", Shown(setting))?;
                self.value(f, "is not empty", "is empty")
            }
            Fact::Download { uri } => {
                write!(f, "{} {} be downloaded", Shown(uri), if works { "can" } else { "cannot" })
            }
            Fact::Dhcp { interface } => {
                write!(f, "{} {} be configured", Shown(interface), if works { "can" } else { "cannot" })
            }
            Fact::Link { interface } => {
                write!(f, "{} has {} link", Shown(interface), if works { "a" } else { "no" })
            }
            Fact::Cpuid(question) => {
                f.write_str(if works {
                    "the processor has feature "
                } else {
                    "the processor lacks feature "
                })?;
                write!(
                    f,
                    "{}{} {}",
                    if question.extended { "--ext " } else { "" },
                    register(question.ecx),
                    question.bit
                )
            }
            Fact::San { uris, drive } => {
                let uris: Vec<_> = uris.iter().map(|uri| Shown(uri).to_string()).collect();
                let which = match (uris.is_empty(), drive) {
                    (false, _) => uris.join(" "),
                    (true, Some(drive)) => format!("drive {drive:#x}"),
                    (true, None) => "the drive".to_owned(),
                };
                write!(f, "{which} {} be booted from", if works { "can" } else { "cannot" })
            }
            Fact::Command { words } => {
                let words: Vec<_> = words.iter().map(|word| Shown(word).to_string()).collect();
                write!(f, "{} {}", words.join(" "), if works { "works" } else { "fails" })
            }
            Fact::Choice { title, .. } => self.choice(f, title),
            Fact::Key { text } => {
                let what = match self.answers.first() {
                    Some(Answer::Pressed) => "the key is pressed at",
                    Some(Answer::Cancelled) => "another key is pressed at",
                    _ => "no key is pressed at",
                };
                write!(f, "{what} {}", Quoted(text))
            }
        }
    }
}

impl Condition {
    /// The machines to which the condition applies.
    fn platform(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let name = |answer: &Answer| match answer {
            Answer::Is(text) if text == b"pcbios" => "a BIOS".to_owned(),
            Answer::Is(text) if text == b"efi" => "a UEFI".to_owned(),
            Answer::Is(text) if text == b"linux" => "a Linux".to_owned(),
            Answer::Is(text) => format!("an {}", Shown(text).to_string().to_uppercase()),
            _ => "another".to_owned(),
        };
        write!(f, "it is {} machine", list(&self.answers.iter().map(name).collect::<Vec<_>>()))
    }

    /// The required value of a setting, or the required text.
    fn value(&self, f: &mut Formatter<'_>, set: &str, unset: &str) -> fmt::Result {
        let values = |answers: &[Answer]| -> Vec<String> {
            let value = |answer: &Answer| match answer {
                Answer::Is(text) => Some(Shown(text).to_string()),
                _ => None,
            };
            answers.iter().filter_map(value).collect()
        };
        let (values, excluded) = (values(&self.answers), values(&self.otherwise));
        let cancelled = self.answers.contains(&Answer::Cancelled);
        if cancelled && self.answers.len() == 1 {
            return f.write_str("is never confirmed");
        }
        if !self.answers.contains(&Answer::Other) {
            let none = if self.answers.contains(&Answer::Unset) { Some(unset) } else { None };
            // If all but a few values are possible, it is shorter to exclude those.
            if none.is_none()
                && !excluded.is_empty()
                && excluded.len() < values.len()
                && self.otherwise.len() == excluded.len()
            {
                return write!(f, "is not {}", list(&excluded));
            }
            let some = if values.is_empty() { None } else { Some(format!("is {}", list(&values))) };
            let parts: Vec<&str> = some.as_deref().into_iter().chain(none).collect();
            return f.write_str(&parts.join(" or "));
        }
        let set = if self.otherwise.contains(&Answer::Unset) { Some(set.to_owned()) } else { None };
        let not = if excluded.is_empty() { None } else { Some(format!("is not {}", list(&excluded))) };
        let parts: Vec<String> = set.into_iter().chain(not).collect();
        f.write_str(&parts.join(" and "))
    }

    /// The choice in a menu.
    fn choice(&self, f: &mut Formatter<'_>, title: &[u8]) -> fmt::Result {
        let entries = |answers: &[Answer]| -> Vec<String> {
            let entry = |answer: &Answer| match answer {
                Answer::Entry(name) => Some(Shown(name).to_string()),
                _ => None,
            };
            answers.iter().filter_map(entry).collect()
        };
        let (picked, others) = (entries(&self.answers), entries(&self.otherwise));
        let menu = if title.is_empty() { "the menu".to_owned() } else { format!("menu {}", Quoted(title)) };
        let left = self.answers.contains(&Answer::Cancelled);
        match (picked.len(), others.len()) {
            (0, _) => write!(f, "{menu} is left"),
            (many, some @ 1..) if many > some + 2 => write!(f, "{} is not picked from {menu}", list(&others)),
            (_, 0) => write!(f, "anything is picked from {menu}"),
            _ if left => write!(f, "{} is picked from {menu}, or it is left", list(&picked)),
            _ => write!(f, "{} is picked from {menu}", list(&picked)),
        }
    }
}

fn register(ecx: bool) -> &'static str {
    if ecx { "ecx" } else { "edx" }
}

/// `a`, `a or b`, `a, b or c`.
fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [init @ .., last] => format!("{} or {last}", init.join(", ")),
    }
}

/// Bytes as text, with control characters escaped.
struct Shown<'t>(&'t [u8]);

impl Display for Shown<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for char in String::from_utf8_lossy(self.0).chars() {
            if char.is_control() { write!(f, "{}", char.escape_default())? } else { write!(f, "{char}")? }
        }
        Ok(())
    }
}

/// The same in quotes.
struct Quoted<'t>(&'t [u8]);

impl Display for Quoted<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", Shown(self.0))
    }
}
