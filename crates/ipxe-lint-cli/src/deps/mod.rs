//! `ipxe-lint deps`.

mod args;
mod entries;
mod text;

pub(crate) use args::DepsArgs;

use std::path::{Path, PathBuf};

use ipxe_lint::config::RootDirectory;
use ipxe_lint_config::Here;
use ipxe_machine::simulate::{
    DepsReport, EntryDownloads, ExploreLimits, Explorer, Files, OpenFacts, RootFiles,
};

use crate::{
    failure::Failure,
    inputs::{Input, read},
    json::{self, TextOrJson},
    outcome::Outcome,
    output,
    progress::Patience,
    world::Directory,
};

/// The beginning of URIs below a document root without a known URL: a host that never exists (RFC 2606).
const NO_URL: &str = "http://root.invalid/";

/// Lists what scripts, and all scripts that they start, would download.
pub(crate) fn run(args: &DepsArgs) -> Result<Outcome, Failure> {
    let (root, entries) = entries::find_entries(args)?;
    let tree = Tree::new(&root)?;
    let patience = Patience::new("Looking for downloads");
    let entries: Result<Vec<_>, Failure> = entries.iter().map(|path| downloads(args, &tree, path)).collect();
    drop(patience);
    let report = DepsReport::new(entries?);
    output::deliver(None, |out| match args.format {
        TextOrJson::Text => text::write(out, &report),
        TextOrJson::Json => json::write(out, &report),
    })?;
    Ok(Outcome::Clean)
}

fn downloads(args: &DepsArgs, tree: &Tree, path: &Path) -> Result<EntryDownloads, Failure> {
    let source = read(&Input::Named(path.to_path_buf()))?.unwrap_or_default();
    let uri = tree.uri_of(path)?;
    // As on the server: rendered, if it is a template.
    let source = tree.text_at(uri.as_bytes()).unwrap_or(source);
    let mut world = args.world.world(path)?;
    world.serve.push((tree.base.clone(), tree.directory.clone()));
    let secrets = args.secrets.hidden(&world.context);
    let (machine, world) = world.open()?;
    let open = OpenFacts::default().with_failures(args.failures.open());
    let mut explorer = Explorer::new(machine, world).with_open(open);
    explorer = explorer.with_limits(ExploreLimits::of_ways(args.max_ways));
    let found = explorer.explore_from(&source, Some(uri.as_bytes()));
    let file_at = |uri: &[u8]| tree.file_at(uri);
    let files = RootFiles { base: &tree.base, is_made_up: tree.is_made_up, file_at: &file_at };
    Ok(EntryDownloads::new(path.to_string_lossy(), &found, &files, &secrets))
}

/// A document root, with its URI.
struct Tree {
    root: PathBuf,
    here: Here,
    directory: Directory,
    base: String,
    is_made_up: bool,
}

impl Tree {
    fn new(root: &RootDirectory) -> Result<Self, Failure> {
        let base = root.url.as_ref().map(|url| format!("{}/", url.trim_end_matches('/')));
        Ok(Self {
            root: root.directory.clone(),
            here: Here::new(),
            directory: Directory::new(&root.directory)?.with_templates(),
            is_made_up: base.is_none(),
            base: base.unwrap_or_else(|| NO_URL.to_owned()),
        })
    }

    /// The URI of a script in the root.
    fn uri_of(&self, path: &Path) -> Result<String, Failure> {
        let absolute = self.here.absolute(path);
        let below = absolute.strip_prefix(self.here.absolute(&self.root));
        let below =
            below.map_err(|_| Failure::OutsideRoot { path: path.to_path_buf(), root: self.root.clone() })?;
        let mut uri = self.base.clone().into_bytes();
        for (at, part) in Directory::served_path(below).split(|byte| *byte == b'/').enumerate() {
            uri.extend_from_slice(if at > 0 { b"/" } else { b"" });
            for byte in part {
                ipxe_language::value::percent_escape(*byte, &mut uri);
            }
        }
        Ok(String::from_utf8_lossy(&uri).into_owned())
    }

    /// The path of the file at a URI, and its text unless it is rendered.
    fn file_at(&self, uri: &[u8]) -> Option<(String, Option<Vec<u8>>)> {
        let path = self.path_of(uri)?;
        let (file, bytes) = self.directory.served(&path).ok()?;
        let is_plain = self.directory.clone().read(&path).as_ref() == Some(&bytes);
        Some((self.root.join(file).to_string_lossy().into_owned(), is_plain.then_some(bytes)))
    }

    /// The text at a URI, rendered if it is a template.
    fn text_at(&self, uri: &[u8]) -> Option<Vec<u8>> {
        self.directory.clone().read(&self.path_of(uri)?)
    }

    fn path_of(&self, uri: &[u8]) -> Option<Vec<u8>> {
        let rest = uri.strip_prefix(self.base.as_bytes())?;
        let end = rest.iter().position(|byte| b"?#".contains(byte)).unwrap_or(rest.len());
        Some(ipxe_language::value::percent_decode(rest.get(..end)?))
    }
}
