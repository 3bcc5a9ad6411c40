use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::Arc,
};

use ipxe_language::text::Text;

use super::{Roots, Stored};

/// The influence of a project's other scripts on one script, as far as it makes a difference. The default is a script
/// on its own: no influence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// The settings that it uses but does not set, and that another script may have set; named as in the script.
    sets: Arc<BTreeSet<Vec<u8>>>,
    /// One of the unset settings that is set by a script in the same folder which does not lead to this one.
    beside: Option<Vec<u8>>,
    /// A script that leads to it, and for which unknown scripts may have set settings.
    opener: Option<PathBuf>,
    /// One of the scripts that start it, and that it does not start in turn.
    leader: Option<PathBuf>,
    /// One of the scripts that start it.
    starter: Option<PathBuf>,
    starters: usize,
    /// One of the scripts that download it, if it configures the network.
    downloader: Option<PathBuf>,
    /// One of the scripts that leave images to it, if it uses them.
    image_source: Option<PathBuf>,
    /// Whether its path shows that it is for a single machine.
    is_for_one_machine: bool,
    /// Whether its name is the one that iPXE looks for when it starts.
    is_autoexec: bool,
    /// The folders in its own folder whose names contain a dot, as host names do.
    dotted_folders: Arc<BTreeSet<Vec<u8>>>,
    /// The document roots of servers, if they lack a script that this one may start.
    roots: Option<Rooted>,
    /// The labels that it lacks, and that a script has which it starts, or which starts it.
    labels: BTreeMap<Vec<u8>, LabelElsewhere>,
    /// The URIs that it executes and that lead back to it while it is still running.
    loops: Vec<(Text<'static>, Loop)>,
    /// The entry point from which no path leads to it.
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

/// The place of a label that a script lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LabelElsewhere {
    /// The script that has the label.
    pub script: PathBuf,
    /// Whether that script starts this one. If not, this one starts it.
    pub starts_it: bool,
}

/// A script that this one executes, and that leads back to it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Loop {
    /// The executed script, inside of which this one already runs.
    pub script: PathBuf,
    /// Whether it is the script itself.
    pub is_itself: bool,
}

impl Surroundings {
    /// The surroundings of a script of which only the path of its file is known.
    ///
    /// ```
    /// use ipxe_model::given::Surroundings;
    ///
    /// // The author of a script for one machine knows its interfaces.
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

    /// A setting that the script uses but does not set, and that is set by another script in its folder which is not
    /// known to lead to it. None if there is none.
    #[must_use]
    pub fn set_beside(&self) -> Option<&[u8]> {
        self.beside.as_deref()
    }

    /// A script that leads to it, and that either has unknown callers, or reads unknown files. None if there is none.
    #[must_use]
    pub fn opener(&self) -> Option<&Path> {
        self.opener.as_deref()
    }

    /// The first of the scripts that start it, and that it does not start in turn. None if there is none.
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

    /// Whether other scripts may set settings that the script uses but does not set.
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

    /// The first of the scripts that download it, if it configures the network. None if there is none.
    #[must_use]
    pub fn downloader(&self) -> Option<&Path> {
        self.downloader.as_deref()
    }

    /// The first of the scripts that start it with images loaded, if it boots a kernel with these. None if there is
    /// none.
    #[must_use]
    pub fn image_source(&self) -> Option<&Path> {
        self.image_source.as_deref()
    }

    pub(crate) fn mark_by_name(&mut self, path: &Path) {
        self.is_for_one_machine = is_for_one_machine(path);
        self.is_autoexec = path.file_name().is_some_and(|name| name.eq_ignore_ascii_case("autoexec.ipxe"));
    }

    /// Whether iPXE itself executes it at its start because of its name, before it has opened an interface.
    #[must_use]
    pub fn is_autoexec(&self) -> bool {
        self.is_autoexec
    }

    /// Whether its path shows that it is for a single machine: it contains a hardware address.
    #[must_use]
    pub fn is_for_one_machine(&self) -> bool {
        self.is_for_one_machine
    }

    pub(crate) fn add_dotted_folders(&mut self, names: &Arc<BTreeSet<Vec<u8>>>) {
        self.dotted_folders = Arc::clone(names);
    }

    /// Whether its folder contains a folder of that name, with a dot: a URI that looks like a host then refers to this
    /// folder.
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

    /// Looks up a URI in the script in the document roots of servers.
    #[must_use]
    pub fn stored(&self, uri: &Text<'_>) -> Stored {
        let stored = |Rooted { roots, script }: &Rooted| roots.look_up(script, uri);
        self.roots.as_ref().map_or(Stored::Elsewhere, stored)
    }

    pub(crate) fn add_label(&mut self, name: &[u8], script: &Path, starts_it: bool) {
        self.labels.insert(name.to_vec(), LabelElsewhere { script: script.to_path_buf(), starts_it });
    }

    /// The place of a label that the script lacks, in a script that it starts, or that starts it. None if there is
    /// none. `name`: bytes, without the colon.
    #[must_use]
    pub fn label_elsewhere(&self, name: &[u8]) -> Option<&LabelElsewhere> {
        self.labels.get(name)
    }

    pub(crate) fn add_loop(&mut self, uri: &Text<'_>, script: &Path, is_itself: bool) {
        self.loops.push((uri.clone().into_owned(), Loop { script: script.to_path_buf(), is_itself }));
    }

    /// Whether a script that it executes leads back to it while it is still running.
    #[must_use]
    pub fn has_loops(&self) -> bool {
        !self.loops.is_empty()
    }

    /// The script to which this URI leads back, and inside of which this one already runs. None if it leads to no such
    /// script.
    #[must_use]
    pub fn loop_by(&self, uri: &Text<'_>) -> Option<&Loop> {
        self.loops.iter().find(|(known, _)| known == uri).map(|(_, closed)| closed)
    }

    pub(crate) fn set_unreached_from(&mut self, entry: &Path) {
        self.unreached_from = Some(entry.to_path_buf());
    }

    /// An entry point, if no path leads to the script from there or from any other entry point.
    #[must_use]
    pub fn unreached_from(&self) -> Option<&Path> {
        self.unreached_from.as_deref()
    }

    /// Whether there is a mistake between it and other scripts.
    fn are_at_odds(&self) -> bool {
        let has_notes = !self.labels.is_empty() || !self.loops.is_empty();
        has_notes || self.roots.is_some() || self.unreached_from.is_some()
    }

    /// The number of other scripts that may start it.
    #[must_use]
    pub fn starters(&self) -> usize {
        self.starters
    }

    /// The first of the scripts that may start it. None if there is none.
    #[must_use]
    pub fn starter(&self) -> Option<&Path> {
        self.starter.as_deref()
    }

    /// Whether an earlier script may have set `[scope/]name`, which this script uses but does not set.
    #[must_use]
    pub fn sets(&self, name: &[u8]) -> bool {
        self.sets.contains(name)
    }

    /// Whether other scripts affect the findings in the script, even if it sets all settings that it uses: they leave
    /// images or network settings that matter, its name identifies a machine, a folder next to it looks like a host, or
    /// there is a mistake between it and other scripts.
    #[must_use]
    pub fn matter_otherwise(&self) -> bool {
        let by_name = self.is_for_one_machine || self.is_autoexec;
        let by_place = by_name || !self.dotted_folders.is_empty();
        by_place || self.downloader.is_some() || self.image_source.is_some() || self.are_at_odds()
    }

    /// Whether nothing here affects the findings in the script: no related script sets the settings that it lacks; none
    /// leaves it images or network settings that matter; and its name identifies no machine.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let has_settings = !self.sets.is_empty() || self.beside.is_some() || self.opener.is_some();
        self.starters == 0 && !has_settings && !self.matter_otherwise()
    }
}

/// Whether a file's name contains the hardware address of an interface: `00-11-22-33-44-55.ipxe`, `mac-001122334455`.
fn is_for_one_machine(path: &Path) -> bool {
    let name = path.file_stem().unwrap_or_default().as_encoded_bytes();
    let is_part = |byte: &u8| byte.is_ascii_hexdigit() || matches!(byte, b'-' | b':' | b'_');
    name.split(|byte| !is_part(byte)).any(has_address)
}

/// Whether a text of hexadecimal digits and separators consists of six bytes, or of twelve digits.
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
