use std::path::Path;

use ipxe_lint::{Document, host::Template};

use super::{Input, ValuesArgs, read};
use crate::{config::ConfigArgs, failure::Failure};

/// Reads the script to execute: in the form that a machine gets.
pub(crate) fn executed(
    path: &Path,
    config: &ConfigArgs,
    values: &ValuesArgs,
) -> Result<(Input, Vec<u8>), Failure> {
    let input = match path.as_os_str().to_str() {
        Some("-") => Input::Stdin("<stdin>".into()),
        _ => Input::Named(path.to_path_buf()),
    };
    let source = read(&input)?.unwrap_or_default();
    let path = || input.path().to_path_buf();
    if let Some(document) = Document::read(input.path(), &source).filter(|document| !document.is_empty()) {
        return Err(Failure::ExecutedDocument { path: path(), scripts: document.scripts().len() });
    }
    let templating = config.finder()?.templating(input.path())?;
    let Some(template) = Template::read_as(&source, &templating) else { return Ok((input, source)) };
    let is_jinja = template.is_jinja();
    match values.read()?.as_slice() {
        [values] if is_jinja => {
            let text = values.render(input.path(), &source, &templating)?;
            Ok((input, text.into_bytes()))
        }
        [] | [_] => Err(Failure::ExecutedTemplate { path: path(), is_jinja }),
        many => Err(Failure::ManyValues { count: many.len() }),
    }
}
