//! Writing Rust.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use super::{CodegenError, Result};

/// A string literal.
pub(super) fn string(text: &str) -> String {
    format!("{text:?}")
}

/// An optional string literal.
pub(super) fn option_string(text: Option<&str>) -> String {
    text.map_or("None".to_owned(), |text| format!("Some({text:?})"))
}

/// `&[…]` of string literals.
pub(super) fn strings(texts: &[&str]) -> String {
    list(texts.iter().map(|text| string(text)))
}

/// `&[…]`.
pub(super) fn list(parts: impl IntoIterator<Item = String>) -> String {
    format!("&[{}]", parts.into_iter().collect::<Vec<_>>().join(", "))
}

/// `imgstat` and `sha256sum` as `Imgstat` and `Sha256sum`.
pub(super) fn type_name(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or(String::new(), |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}

/// `next-server` as `NEXT_SERVER`.
pub(super) fn constant_name(name: &str) -> String {
    let letter =
        |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_uppercase() } else { '_' };
    name.chars().map(letter).collect()
}

/// The text after the workspace's `rustfmt`.
pub(super) fn format(text: &str) -> Result<String> {
    let failed = |error: std::io::Error| CodegenError::Rustfmt(error.to_string());
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024", "--quiet", "--config-path"])
        .arg(workspace)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(CodegenError::NoRustfmt)?;
    let mut input = rustfmt.stdin.take().ok_or_else(|| CodegenError::Rustfmt("no input".to_owned()))?;
    let text = text.to_owned();
    // In a separate thread, because both pipes can fill up.
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = rustfmt.wait_with_output().map_err(failed)?;
    let written = writer.join().map_err(|_| CodegenError::Rustfmt("the writer panicked".to_owned()))?;
    if !output.status.success() {
        return Err(CodegenError::Rustfmt(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    written.map_err(failed)?;
    String::from_utf8(output.stdout).map_err(|error| CodegenError::Rustfmt(error.to_string()))
}
