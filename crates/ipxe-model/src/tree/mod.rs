//! Related scripts: which of them start which others, and what they pass to each other.

pub mod absent;
mod destinations;
mod files;
mod loops;
mod outline;
mod settings;
mod unreached;
mod values;

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::Arc,
};

use foldhash::HashMap;

pub use outline::Outline;

use crate::given::{Root, Roots, Stored, Surroundings};
use files::Files;
use ipxe_language::text::Text;

/// The maximum number of a script's started scripts that are checked for whether they start this one in turn.
const LOOKED_AT: usize = 64;

/// Related scripts: which of them start which others, and which settings they set for each other.
///
/// The labels of a script are local, but its settings are global: the scripts that it starts see them, and so do those
/// that continue when it returns. A setting that is set on such a path is not unset.
///
/// ```
/// use ipxe_catalog::{Catalog, Target};
/// use ipxe_language::words::Words;
/// use ipxe_machine::context::NetworkContext;
/// use ipxe_model::{given::{Given, Surroundings}, graph::Flow, reach::Model, tree::{Outline, Project}};
///
/// let outline = |text: &[u8]| {
///     let script = ipxe_syntax::parse(text);
///     let catalog = Catalog::new(Target::default());
///     let (words, context, surroundings) = (Words::new(&script), NetworkContext::new(), Surroundings::default());
///     let flow = Flow::new(&script, &words, &catalog);
///     let given = Given { context: &context, profile: None, surroundings: &surroundings, entry: None };
///     Outline::of(&Model::of(&script, &catalog, &flow, given))
/// };
/// let boot = outline(b"#!ipxe\nset mirror http://192.0.2.1\nchain ${mirror}/menu/linux.ipxe || shell\n");
/// let linux = outline(b"#!ipxe\nchain ${mirror}/${kind}/linux.efi || shell\n");
/// let project = Project::new(["boot.ipxe", "menu/linux.ipxe"].into_iter().zip([boot, linux]), &[]);
/// assert!(project.surroundings(1).sets(b"mirror"));
/// assert!(!project.surroundings(1).sets(b"kind"));
/// ```
///
/// The end of a URI's path identifies the script: `http://192.0.2.1/menu/linux.ipxe`, `menu/linux.ipxe` and
/// `${base}/menu/linux.ipxe` all refer to the project's `menu/linux.ipxe`. If several scripts match, the best match of
/// folders wins, and then the script that is nearest to the URI. All results are possibilities, not certainties.
#[derive(Debug, Default)]
pub struct Project {
    surroundings: Vec<Surroundings>,
    starts: Vec<Vec<usize>>,
}

/// A URL, and the directory with the files below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Served {
    url: Vec<u8>,
    directory: PathBuf,
}

impl Served {
    /// The files below `url` are below `directory`, whose path has the same base as the paths of scripts. A slash is
    /// added to `url` if it does not end in one.
    #[must_use]
    pub fn new(url: &str, directory: impl Into<PathBuf>) -> Self {
        Self { url: url.trim_end_matches('/').into(), directory: directory.into() }
    }
}

impl Project {
    /// Links scripts, each with its path and its outline.
    ///
    /// In practice, time and memory are linear in the number of scripts, of starts, and of settings that scripts use
    /// but do not set.
    #[must_use]
    pub fn new<P: Into<PathBuf>>(scripts: impl IntoIterator<Item = (P, Outline)>, served: &[Served]) -> Self {
        Self::with_roots(scripts, served, &[])
    }

    /// As [`new`](Self::new), with the document roots of servers.
    #[must_use]
    pub fn with_roots<P: Into<PathBuf>>(
        scripts: impl IntoIterator<Item = (P, Outline)>,
        served: &[Served],
        roots: &[Root],
    ) -> Self {
        let (paths, outlines): (Vec<PathBuf>, Vec<Outline>) =
            scripts.into_iter().map(|(path, outline)| (path.into(), outline)).unzip();
        let roots = Arc::new(Roots::new(roots, &paths));
        let files = Files::new(&paths, served, &roots);
        let mut starts: Vec<Vec<usize>> =
            outlines.iter().enumerate().map(|(at, outline)| files.started(at, &outline.starts)).collect();
        values::follow(&outlines, &files, &mut starts);
        let leaders = leaders(&starts);
        let led: Vec<bool> = leaders.iter().map(Option::is_some).collect();
        let mut surroundings = settings::provided(&outlines, &starts, &paths, &led);
        for ((surroundings, outline), leader) in surroundings.iter_mut().zip(&outlines).zip(&leaders) {
            // It makes no difference to other scripts.
            let leader = leader.filter(|_| outline.misses_settings()).and_then(|leader| paths.get(leader));
            if let Some(path) = leader {
                surroundings.add_leader(path);
            }
        }
        surroundings.iter_mut().zip(&paths).for_each(|(surroundings, path)| surroundings.mark_by_name(path));
        let folders = dotted_folders(&paths);
        for (surroundings, path) in surroundings.iter_mut().zip(&paths) {
            if let Some(names) = path.parent().and_then(|folder| folders.get(folder)) {
                surroundings.add_dotted_folders(names);
            }
        }
        let tree = Tree { paths: &paths, outlines: &outlines, files: &files, roots: &roots, starts: &starts };
        tree.describe(&mut surroundings);
        for (from, started) in starts.iter().enumerate() {
            let left_to = files.started(from, &outlines[from].leaves_images_to);
            for to in started.iter().filter(|to| **to != from) {
                let Some((surroundings, outline)) = surroundings.get_mut(*to).zip(outlines.get(*to)) else {
                    continue;
                };
                if outline.misses_settings() {
                    surroundings.add_starter(&paths[from]);
                }
                // A script that this one starts in turn is not the first to run: the first one configures the network.
                if outline.configures_network && !comes_back(&starts, *to, from) {
                    surroundings.add_downloader(&paths[from]);
                }
                if outline.takes_images && left_to.binary_search(to).is_ok() {
                    surroundings.add_image_source(&paths[from]);
                }
            }
        }
        Self { surroundings, starts }
    }

    /// The influence of the other scripts on the script with this number, in the order of `new`.
    #[must_use]
    pub fn surroundings(&self, script: usize) -> Surroundings {
        self.surroundings.get(script).cloned().unwrap_or_default()
    }

    /// The numbers of the scripts that this one may start, ascending; its own, too, if it starts itself.
    #[must_use]
    pub fn started_by(&self, script: usize) -> &[usize] {
        self.starts.get(script).map_or(&[], Vec::as_slice)
    }
}

/// Scripts, and which ones lead to which.
struct Tree<'t> {
    paths: &'t [PathBuf],
    outlines: &'t [Outline],
    files: &'t Files,
    roots: &'t Arc<Roots>,
    starts: &'t [Vec<usize>],
}

impl Tree<'_> {
    /// Records mistakes between a script and others.
    fn describe(&self, surroundings: &mut [Surroundings]) {
        let is_absent =
            |path: &Path, uri: &Text<'_>| matches!(self.roots.look_up(path, uri), Stored::Absent(_));
        for ((path, outline), surroundings) in
            self.paths.iter().zip(self.outlines).zip(surroundings.iter_mut())
        {
            if outline.starts.iter().any(|uri| is_absent(path, uri)) {
                surroundings.set_roots(self.roots, path);
            }
        }
        self.note_labels(surroundings);
        self.note_loops(surroundings);
        let starts_itself =
            |at: usize| surroundings[at].is_autoexec() || surroundings[at].is_for_one_machine();
        if let Some((entry, left)) = unreached::unreached(self.outlines, self.files, starts_itself) {
            for at in left {
                surroundings[at].set_unreached_from(&self.paths[entry]);
            }
        }
    }

    /// Records which labels that a script lacks are in one that it starts, or that starts it.
    fn note_labels(&self, surroundings: &mut [Surroundings]) {
        let starters = settings::reversed(self.starts);
        for (at, outline) in self.outlines.iter().enumerate().filter(|(_, outline)| !outline.lost.is_empty())
        {
            for name in &outline.lost {
                let mut others = starters[at].iter().chain(&self.starts[at]).take(LOOKED_AT);
                let has = |other: &&usize| self.outlines[**other].labels.binary_search(name).is_ok();
                if let Some(other) = others.find(has) {
                    surroundings[at].add_label(name, &self.paths[*other], starters[at].contains(other));
                }
            }
        }
    }

    /// Records the starts that close loops in which each script runs inside the one before.
    fn note_loops(&self, surroundings: &mut [Surroundings]) {
        let nests = |(at, outline): (usize, &Outline)| {
            outline.nests.iter().filter_map(|uri| self.files.exact(at, uri)).collect()
        };
        let nests: Vec<Vec<usize>> = self.outlines.iter().enumerate().map(nests).collect();
        let starters = settings::reversed(self.starts);
        let all = || 0..self.outlines.len();
        let entries = all().filter(|at| self.outlines[*at].entry == Some(true));
        let first = entries.chain(all().filter(|at| starters[*at].is_empty()));
        for (from, to) in loops::leading_back(&nests, first) {
            for uri in &self.outlines[from].nests {
                if self.files.exact(from, uri) == Some(to) {
                    surroundings[from].add_loop(uri, &self.paths[to], from == to);
                }
            }
        }
    }
}

/// Per folder, its subfolders with scripts below them whose names contain a dot.
fn dotted_folders(paths: &[PathBuf]) -> HashMap<&Path, Arc<BTreeSet<Vec<u8>>>> {
    let mut found: HashMap<&Path, BTreeSet<Vec<u8>>> = HashMap::default();
    for folder in paths.iter().flat_map(|path| path.ancestors().skip(1)) {
        let name = folder.file_name().unwrap_or_default().as_encoded_bytes();
        if let Some(parent) = folder.parent().filter(|_| name.contains(&b'.')) {
            found.entry(parent).or_default().insert(name.to_vec());
        }
    }
    found.into_iter().map(|(folder, names)| (folder, Arc::new(names))).collect()
}

/// The first script that starts each one, and that it does not start back: a script that is started in turn may have
/// run before.
fn leaders(starts: &[Vec<usize>]) -> Vec<Option<usize>> {
    let mut leaders = vec![None; starts.len()];
    for (from, started) in starts.iter().enumerate() {
        for &to in started.iter().filter(|to| **to != from) {
            if leaders.get(to) == Some(&None) && !comes_back(starts, to, from) {
                leaders[to] = Some(from);
            }
        }
    }
    leaders
}

/// Whether a script starts another one, directly or through others.
fn comes_back(starts: &[Vec<usize>], from: usize, to: usize) -> bool {
    let started = |by: usize| starts.get(by).map_or(&[][..], Vec::as_slice);
    let is_started = |by: usize| started(by).binary_search(&to).is_ok();
    is_started(from) || started(from).iter().take(LOOKED_AT).any(|by| is_started(*by))
}
