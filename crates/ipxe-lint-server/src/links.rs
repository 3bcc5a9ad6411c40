//! The files that URIs refer to.

use std::path::{Component, Path, PathBuf};

use gen_lsp_types::{DocumentLink, DocumentLinkParams, Uri};
use ipxe_lint::catalog::{Catalog, Role};

use crate::{snapshot::Snapshot, spot::words_of, uris::uri_of, world::World};

/// The links of a script: URIs of local files.
pub(crate) fn links(world: &World, params: &DocumentLinkParams) -> Vec<DocumentLink> {
    let scripts = world.scripts(&params.text_document.uri);
    scripts.iter().filter_map(|script| in_script(world, script)).flatten().collect()
}

fn in_script(world: &World, text: &Snapshot) -> Option<Vec<DocumentLink>> {
    let script = text.script()?;
    let catalog = Catalog::new(text.options.world().target());
    let places = text.places();
    let words = words_of(&script, &catalog, Role::is_uri);
    let links = words.into_iter().filter_map(|(_, word)| {
        let target = target(world, text, word.as_literal()?)?;
        Some(DocumentLink {
            range: places.range(word.span()),
            target: Some(target),
            tooltip: None,
            data: None,
        })
    });
    Some(links.collect())
}

/// The file that a URI in a script refers to: a file in a served directory, a file beside the script, or an open script
/// whose path has the same end.
pub(crate) fn target(world: &World, text: &Snapshot, uri: &[u8]) -> Option<Uri> {
    let uri = std::str::from_utf8(uri).ok()?;
    let end = uri.find(['?', '#']).unwrap_or(uri.len());
    let uri = &uri[..end];
    let served = text
        .scope
        .serve
        .iter()
        .filter_map(|(url, folder)| Some((url.len(), folder, uri.strip_prefix(url.as_str())?)));
    let served = served.max_by_key(|(length, ..)| *length).and_then(|(_, folder, rest)| below(folder, rest));
    served.or_else(|| beside(text, uri)).or_else(|| open(world, text, uri))
}

fn beside(text: &Snapshot, uri: &str) -> Option<Uri> {
    let is_relative = !uri.contains(':') && !uri.starts_with('/');
    below(text.path.parent().filter(|_| is_relative)?, uri)
}

/// A file in a directory. Paths that leave the directory are rejected.
fn below(folder: &Path, path: &str) -> Option<Uri> {
    let path = PathBuf::from(path.trim_start_matches('/'));
    let stays = path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    let file = folder.join(path);
    (stays && file.is_file()).then(|| uri_of(&file))
}

/// The open script with the file name of the URI whose path has the most components at its end in common with the URI.
/// None if there are several.
fn open(world: &World, text: &Snapshot, uri: &str) -> Option<Uri> {
    let path =
        uri.split_once("://").map_or(uri, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    let name = Path::new(path).file_name()?;
    let same =
        world.texts.iter().filter(|other| other.uri != text.uri && other.path.file_name() == Some(name));
    let ends = |other: &&std::sync::Arc<Snapshot>| {
        let (ours, theirs) = (other.path.components().rev(), Path::new(path).components().rev());
        ours.zip(theirs).take_while(|(ours, theirs)| ours == theirs).count()
    };
    let best = same.clone().map(|other| ends(&other)).max()?;
    let mut best = same.filter(|other| ends(other) == best);
    best.next().filter(|_| best.next().is_none()).map(|found| found.uri.clone())
}
