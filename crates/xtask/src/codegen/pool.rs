//! Constants that are written once, and named after their first user.

use std::collections::HashMap;

use super::rust::constant_name;

/// The distinct values of one type in one generated file.
pub(super) struct Pool {
    prefix: &'static str,
    rust_type: &'static str,
    names: HashMap<String, String>,
    text: String,
}

impl Pool {
    /// A pool of values of a type; every constant's name starts with `prefix`.
    pub(super) fn new(prefix: &'static str, rust_type: &'static str) -> Self {
        Self { prefix, rust_type, names: HashMap::new(), text: String::new() }
    }

    /// The name of the constant with that value, which is first needed by `owner` in `release`.
    pub(super) fn name(&mut self, value: String, owner: &str, release: &str) -> String {
        if let Some(name) = self.names.get(&value) {
            return name.clone();
        }
        let release = release.trim_start_matches('v');
        let name = constant_name(&format!("{}_{owner}_{release}", self.prefix));
        let name = self.unused(name);
        self.text.extend(["static ", &name, ": ", self.rust_type, " = ", &value, ";\n"]);
        self.names.insert(value, name.clone());
        name
    }

    /// As [`Pool::name`], as a reference.
    pub(super) fn reference(&mut self, value: String, owner: &str, release: &str) -> String {
        format!("&{}", self.name(value, owner, release))
    }

    /// All constants.
    pub(super) fn into_text(self) -> String {
        self.text
    }

    fn unused(&self, name: String) -> String {
        let taken = |name: &String| self.names.values().any(|other| other == name);
        if !taken(&name) {
            return name;
        }
        (2..=u32::MAX).map(|count| format!("{name}_{count}")).find(|name| !taken(name)).unwrap_or(name)
    }
}
