use std::{ffi::OsStr, path::Path};

use ipxe_lint::host::TemplateEngine;

/// Whether a file's name is that of a script, or of a template for one.
///
/// ```
/// use ipxe_lint_config::has_script_name;
///
/// assert!(has_script_name("menu.ipxe".as_ref()) && has_script_name("menu.ipxe.j2".as_ref()));
/// assert!(!has_script_name("menu.j2".as_ref()));
/// ```
#[must_use]
pub fn has_script_name(path: &Path) -> bool {
    let is_ours =
        |extension: &OsStr| extension.eq_ignore_ascii_case("ipxe") || extension.eq_ignore_ascii_case("gpxe");
    let is_script = |path: &Path| path.extension().is_some_and(is_ours);
    is_script(path) || TemplateEngine::rendered_name(path).is_some_and(is_script)
}
