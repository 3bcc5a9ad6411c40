//! The single values of a configuration.

use std::collections::BTreeMap;

use ipxe_lint::config::Config;
use serde_json::{Map, Value};

/// Single values by their keys: those of the tables around them, from the outermost, and their own.
pub(super) type Values = BTreeMap<Vec<String>, Value>;

/// The contents of a configuration, without its overrides and templates. Secrets are not shown.
pub(super) fn values(config: &Config) -> Values {
    let mut values = Values::new();
    // A configuration is always a table with text keys.
    if let Ok(Value::Object(mut all)) = serde_json::to_value(config) {
        all.remove("overrides");
        all.remove("templates");
        flatten(&all, &mut Vec::new(), &mut values);
    }
    values
}

fn flatten(table: &Map<String, Value>, around: &mut Vec<String>, values: &mut Values) {
    let is_secret = table.get("secret") == Some(&Value::Bool(true));
    for (key, value) in table {
        around.push(key.clone());
        match value {
            Value::Object(table) => flatten(table, around, values),
            _ if is_secret && key == "value" => {
                values.insert(around.clone(), "[secret]".into());
            }
            _ => {
                values.insert(around.clone(), value.clone());
            }
        }
        around.pop();
    }
}

/// A key in TOML syntax.
pub(super) fn written(path: &[String]) -> String {
    let is_bare = |key: &str| {
        !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    let keys =
        path.iter().map(|key| if is_bare(key) { key.clone() } else { Value::from(key.as_str()).to_string() });
    keys.collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_not_shown() {
        let config = toml::from_str(
            "[settings]\na = { value = 'x', secret = true }\nb = { value = 'y', type = 'hex' }",
        );
        let values = values(&config.unwrap());
        let of = |name: &str| values[&["settings", name, "value"].map(str::to_owned).to_vec()].clone();
        assert_eq!((of("a"), of("b")), ("[secret]".into(), "y".into()));
    }

    #[test]
    fn keys_are_quoted_where_they_must_be() {
        let path = ["serve", "http://x/", "a-b"].map(str::to_owned);
        assert_eq!(written(&path), "serve.\"http://x/\".a-b");
    }
}
