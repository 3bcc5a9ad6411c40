use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::Arc,
};

use ipxe_language::text::Text;

use super::{Roots, Stored};

/// What the other scripts of its project do for a script, as far as it makes a difference. By default nothing: a script on its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// Of the settings that it misses, those that another script may have set; named as it does.
    sets: Arc<BTreeSet<Vec<u8>>>,
    /// One of these settings that a script in the same folder sets which does not lead to it.
    beside: Option<Vec<u8>>,
    /// A script that leads to it and may itself find set what nobody shows.
    opener: Option<PathBuf>,
    /// One of the scripts that start it and that it does not start back.
    leader: Option<PathBuf>,
    /// One of the scripts that start it.
    starter: Option<PathBuf>,
    starters: usize,
    /// One of the scripts that download it, if it configures the network.
    downloader: Option<PathBuf>,
    /// One of the scripts that leave images to it, if it takes them.
    image_source: Option<PathBuf>,
    /// Whether its path says that it is for a single machine.
    is_for_one_machine: bool,
    /// Whether its name is the one that iPXE looks for when it begins.
    is_autoexec: bool,
    /// The folders beside it whose names have a dot, as those of hosts have.
    dotted_folders: Arc<BTreeSet<Vec<u8>>>,
    /// The document roots of servers, if one lacks what the script may start.
    roots: Option<Rooted>,
    /// Of the labels that it lacks, those that a script has which it starts, or which starts it.
    labels: BTreeMap<Vec<u8>, LabelElsewhere>,
    /// What it executes that leads back to it, while it goes on.
    loops: Vec<(Text<'static>, Loop)>,
    /// The entry point from which nothing leads to it.
    unreached_from: Option<PathBuf>,
}

/// A script in the document roots of servers.
#[derive(Clone, Debug)]
struct Rooted {
    roots: Arc<Roots>,
    script: PathBuf,
}

impl PartialEq for Rooted {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.roots, &other.roots) && self.script == other.script
    }
}

impl Eq for Rooted {}

/// Where a label stands that a script lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LabelElsewhere {
    /// The script that has it.
    pub script: PathBuf,
    /// Whether that one starts the script, and else is started by it.
    pub starts_it: bool,
}

/// What a script executes that leads back to it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Loop {
    /// The script that is executed, and in which the one that executes it runs already.
    pub script: PathBuf,
    /// Whether it is the script itself.
    pub is_itself: bool,
}

impl Surroundings {
    /// Those of a script of which only the path of its file is known.
    ///
    /// ```
    /// use ipxe_model::given::Surroundings;
    ///
    /// // Who wrote it for one machine, knows its interfaces.
    /// assert!(Surroundings::named("hosts/02-00-5e-00-53-01.ipxe").is_for_one_machine());
    /// assert!(!Surroundings::named("hosts/web.ipxe").is_for_one_machine());
    /// ```
    #[must_use]
    pub fn named(path: impl AsRef<Path>) -> Self {
        let mut named = Self::default();
        named.mark_by_name(path.as_ref());
        named
    }

    pub(crate) fn new(sets: BTreeSet<Vec<u8>>, beside: Option<Vec<u8>>, opener: Option<PathBuf>) -> Self {
        Self { sets: Arc::new(sets), beside, opener, ..Self::default() }
    }

    /// A setting that it misses, and that another script in its folder sets which does not lead to it as far as that shows.
    #[must_use]
    pub fn set_beside(&self) -> Option<&[u8]> {
        self.beside.as_deref()
    }

    /// A script that leads to it and that scripts which are not shown start, or one that reads files which are not shown.
    #[must_use]
    pub fn opener(&self) -> Option<&Path> {
        self.opener.as_deref()
    }

    /// The first of the scripts that start it and that it does not start in turn.
    #[must_use]
    pub fn leader(&self) -> Option<&Path> {
        self.leader.as_deref()
    }

    pub(crate) fn add_leader(&mut self, path: &Path) {
        self.leader.get_or_insert_with(|| path.to_path_buf());
    }

    pub(crate) fn add_starter(&mut self, path: &Path) {
        self.starter.get_or_insert_with(|| path.to_path_buf());
        self.starters += 1;
    }

    /// Whether others set things for the script, and it misses these.
    #[must_use]
    pub fn provide(&self) -> bool {
        !self.sets.is_empty()
    }

    pub(crate) fn add_downloader(&mut self, path: &Path) {
        self.downloader.get_or_insert_with(|| path.to_path_buf());
    }

    pub(crate) fn add_image_source(&mut self, path: &Path) {
        self.image_source.get_or_insert_with(|| path.to_path_buf());
    }

    /// The first of the scripts that download it, if it configures the network.
    #[must_use]
    pub fn downloader(&self) -> Option<&Path> {
        self.downloader.as_deref()
    }

    /// The first of the scripts that start it while there are images, if it boots a kernel with these.
    #[must_use]
    pub fn image_source(&self) -> Option<&Path> {
        self.image_source.as_deref()
    }

    pub(crate) fn mark_by_name(&mut self, path: &Path) {
        self.is_for_one_machine = is_for_one_machine(path);
        self.is_autoexec = path.file_name().is_some_and(|name| name.eq_ignore_ascii_case("autoexec.ipxe"));
    }

    /// Whether iPXE itself executes it when it begins, by its name, before it has opened an interface.
    #[must_use]
    pub fn is_autoexec(&self) -> bool {
        self.is_autoexec
    }

    /// Whether its path says that it is for a single machine: it is named after a hardware address.
    #[must_use]
    pub fn is_for_one_machine(&self) -> bool {
        self.is_for_one_machine
    }

    pub(crate) fn add_dotted_folders(&mut self, names: &Arc<BTreeSet<Vec<u8>>>) {
        self.dotted_folders = Arc::clone(names);
    }

    /// Whether a folder beside it has that name, which has a dot: what looks like a host is there.
    #[must_use]
    pub fn has_dotted_folder(&self, name: &[u8]) -> bool {
        self.dotted_folders.contains(name)
    }

    pub(crate) fn set_roots(&mut self, roots: &Arc<Roots>, script: &Path) {
        self.roots = Some(Rooted { roots: Arc::clone(roots), script: script.to_path_buf() });
    }

    /// Whether the document root of a server is known.
    pub(crate) fn has_roots(&self) -> bool {
        self.roots.is_some()
    }

    /// What the document roots of servers have for a URI in the script.
    #[must_use]
    pub fn stored(&self, uri: &Text<'_>) -> Stored {
        let stored = |Rooted { roots, script }: &Rooted| roots.look_up(script, uri);
        self.roots.as_ref().map_or(Stored::Elsewhere, stored)
    }

    pub(crate) fn add_label(&mut self, name: &[u8], script: &Path, starts_it: bool) {
        self.labels.insert(name.to_vec(), LabelElsewhere { script: script.to_path_buf(), starts_it });
    }

    /// The script that has a label which this one lacks, if it starts that one, or is started by it.
    #[must_use]
    pub fn label_elsewhere(&self, name: &[u8]) -> Option<&LabelElsewhere> {
        self.labels.get(name)
    }

    pub(crate) fn add_loop(&mut self, uri: &Text<'_>, script: &Path, is_itself: bool) {
        self.loops.push((uri.clone().into_owned(), Loop { script: script.to_path_buf(), is_itself }));
    }

    /// Whether something that it executes leads back to it, while it goes on.
    #[must_use]
    pub fn has_loops(&self) -> bool {
        !self.loops.is_empty()
    }

    /// Whether executing this URI leads back to a script inside of which the script runs.
    #[must_use]
    pub fn loop_by(&self, uri: &Text<'_>) -> Option<&Loop> {
        self.loops.iter().find(|(known, _)| known == uri).map(|(_, closed)| closed)
    }

    pub(crate) fn set_unreached_from(&mut self, entry: &Path) {
        self.unreached_from = Some(entry.to_path_buf());
    }

    /// An entry point, if nothing leads to the script from there or from any other one.
    #[must_use]
    pub fn unreached_from(&self) -> Option<&Path> {
        self.unreached_from.as_deref()
    }

    /// Whether something is wrong between it and other scripts.
    fn are_at_odds(&self) -> bool {
        let has_notes = !self.labels.is_empty() || !self.loops.is_empty();
        has_notes || self.roots.is_some() || self.unreached_from.is_some()
    }

    /// How many other scripts may start it.
    #[must_use]
    pub fn starters(&self) -> usize {
        self.starters
    }

    /// The first of the scripts that may start it.
    #[must_use]
    pub fn starter(&self) -> Option<&Path> {
        self.starter.as_deref()
    }

    /// Whether a script that comes before may have set `[scope/]name`, which this one misses.
    #[must_use]
    pub fn sets(&self, name: &[u8]) -> bool {
        self.sets.contains(name)
    }

    /// Whether they make a difference to what is found in the script even if it misses no settings: others leave it images
    /// or a network that matter, its name says for which machine it is, a folder beside it looks like a host, or something
    /// between it and others is wrong.
    #[must_use]
    pub fn matter_otherwise(&self) -> bool {
        let by_name = self.is_for_one_machine || self.is_autoexec;
        let by_place = by_name || !self.dotted_folders.is_empty();
        by_place || self.downloader.is_some() || self.image_source.is_some() || self.are_at_odds()
    }

    /// Whether it makes no difference to what is found in the script: it misses nothing, or no other script starts it,
    /// and those that it starts and those beside it have nothing to do with what it misses; none leaves it images or a
    /// network that matter; and its name says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let has_settings = !self.sets.is_empty() || self.beside.is_some() || self.opener.is_some();
        self.starters == 0 && !has_settings && !self.matter_otherwise()
    }
}

/// Whether a file is named after the hardware address of an interface: `00-11-22-33-44-55.ipxe`, `mac-001122334455`.
fn is_for_one_machine(path: &Path) -> bool {
    let name = path.file_stem().unwrap_or_default().as_encoded_bytes();
    let is_part = |byte: &u8| byte.is_ascii_hexdigit() || matches!(byte, b'-' | b':' | b'_');
    name.split(|byte| !is_part(byte)).any(has_address)
}

/// Whether a text of hexadecimal digits and separators holds six bytes, or twelve digits.
fn has_address(text: &[u8]) -> bool {
    let pieces: Vec<&[u8]> = text.split(|byte| !byte.is_ascii_hexdigit()).collect();
    let is_whole = |piece: &&[u8]| piece.len() == 12 && piece.iter().any(|byte| !byte.is_ascii_digit());
    pieces.iter().any(is_whole) || pieces.windows(6).any(|bytes| bytes.iter().all(|byte| byte.len() == 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_machines_are_told_from_others() {
        for (path, expected) in [
            ("hosts/02-00-5e-00-53-01.ipxe", true),
            ("mac-02:00:5e:00:53:01", true),
            ("01-02-00-5e-00-53-01", true),
            ("hosts/02005e00530a.ipxe", true),
            ("boot-202611261200.ipxe", false),
            ("02-00-5e-00-53-01/menu.ipxe", false),
            ("2026-11-26-10-20-30.ipxe", false),
            ("menu.ipxe", false),
            ("", false),
        ] {
            assert_eq!(is_for_one_machine(Path::new(path)), expected, "{path}");
        }
    }
}
