//! The capabilities of the client.

use gen_lsp_types::PositionEncodingKind;
use ipxe_lint::syntax::Unit;
use serde_json::Value;

/// What the client reported in `initialize`.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is an ability of its own")]
pub(crate) struct Client {
    /// The unit of columns.
    pub(crate) unit: Unit,
    /// Whether it requests diagnostics itself.
    pub(crate) pulls: bool,
    /// Whether the server may ask it to request diagnostics again.
    pub(crate) refreshes: bool,
    /// Whether it shows related places of a finding.
    pub(crate) shows_related: bool,
    /// Whether the server can request its settings.
    pub(crate) has_settings: bool,
    /// Whether it can watch files for the server.
    pub(crate) watches: bool,
    /// Whether the server may ask it to request lenses and hints again.
    pub(crate) refreshes_lenses: bool,
}

impl Client {
    /// Reads some parameters of `initialize`. They are read one by one, so that one invalid parameter does not affect
    /// the others.
    pub(crate) fn new(params: &Value) -> Self {
        let has = |path: &str| params.pointer(&format!("/capabilities/{path}")) == Some(&Value::Bool(true));
        let is_there = |path: &str| {
            params.pointer(&format!("/capabilities/{path}")).is_some_and(|value| !value.is_null())
        };
        Self {
            unit: unit(params.pointer("/capabilities/general/positionEncodings")),
            pulls: is_there("textDocument/diagnostic"),
            refreshes: has("workspace/diagnostics/refreshSupport"),
            shows_related: has("textDocument/publishDiagnostics/relatedInformation")
                || has("textDocument/diagnostic/relatedInformation"),
            has_settings: has("workspace/configuration"),
            watches: has("workspace/didChangeWatchedFiles/dynamicRegistration"),
            refreshes_lenses: has("workspace/codeLens/refreshSupport"),
        }
    }

    /// The position encoding that the server reports.
    pub(crate) fn encoding(&self) -> PositionEncodingKind {
        match self.unit {
            Unit::Byte => PositionEncodingKind::UTF8,
            Unit::Char => PositionEncodingKind::UTF32,
            _ => PositionEncodingKind::UTF16,
        }
    }
}

/// UTF-8 if the client offers it, since nothing has to be converted; otherwise the first offered unit that is
/// supported.
fn unit(offered: Option<&Value>) -> Unit {
    let offered: Vec<&str> =
        offered.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    if offered.contains(&"utf-8") {
        return Unit::Byte;
    }
    let known = offered.iter().find_map(|name| match *name {
        "utf-16" => Some(Unit::Utf16),
        "utf-32" => Some(Unit::Char),
        _ => None,
    });
    known.unwrap_or(Unit::Utf16)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_encoding_is_one_that_the_client_offers() {
        let unit = |offered: Value| {
            Client::new(&json!({"capabilities": {"general": {"positionEncodings": offered}}})).unit
        };
        assert_eq!(unit(json!(["utf-16", "utf-8"])), Unit::Byte);
        assert_eq!(unit(json!(["utf-32", "utf-16"])), Unit::Char);
        assert_eq!(unit(json!([])), Unit::Utf16);
        assert_eq!(unit(json!("nonsense")), Unit::Utf16);
        assert_eq!(Client::new(&Value::Null).unit, Unit::Utf16);
    }
}
