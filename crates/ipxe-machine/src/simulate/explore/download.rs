//! The possible downloads of a script.

use std::collections::HashMap;

use ipxe_catalog::MachineSet;
use ipxe_syntax::Span;

use super::machines;
use super::questions::Questions;
use super::report::Way;
use super::watch::Fetch;
use super::ways::Ways;

/// A possible download, and the conditions for it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PossibleDownload {
    /// The absolute URI. `<name>` in it stands for the unknown value of a setting.
    pub uri: Vec<u8>,
    /// The name of the command.
    pub command: Vec<u8>,
    /// The URI of the script with the command. None if it has none.
    pub script: Option<Vec<u8>>,
    /// The span of the command in that script.
    pub span: Span,
    /// Whether the server has the file. None if the server's files are unknown.
    pub is_there: Option<bool>,
    /// Whether it is a known script.
    pub is_script: bool,
    /// The paths to the download. A single one without conditions means that it always happens.
    pub ways: Vec<Way>,
    /// Whether there are more paths than these.
    pub more_ways: bool,
}

/// Merges downloads: each once, in the order of the answers that lead there. `order`: the nodes in their order in the
/// graph.
pub(super) fn downloads(
    mut fetches: Vec<(usize, Fetch)>,
    places: &[usize],
    nodes: &[Ways],
    questions: &Questions,
    of: MachineSet,
) -> Vec<PossibleDownload> {
    fetches.sort_by_key(|(node, _)| places.get(*node).copied());
    let count = |question: usize| questions.get(question).map_or(0, |question| question.answers.len());
    let mut found: Vec<(Fetch, Ways)> = Vec::new();
    let mut index = HashMap::new();
    for (node, fetch) in fetches {
        let key = (fetch.uri.clone(), fetch.script.clone(), fetch.span);
        let at = *index.entry(key).or_insert(found.len());
        if at == found.len() {
            found.push((fetch, Ways::default()));
        }
        if let (Some((_, ways)), Some(more)) = (found.get_mut(at), nodes.get(node)) {
            ways.collect(more, count);
        }
    }
    let download = |(fetch, mut ways): (Fetch, Ways)| {
        ways.simplify(count);
        machines::group(&mut ways, questions, of);
        let Fetch { uri, command, script, span, is_there, is_script } = fetch;
        let script = script.map(|uri| uri.to_vec());
        let all = ways.all.iter().map(|conditions| Way::new(questions, conditions)).collect();
        PossibleDownload { uri, command, script, span, is_there, is_script, ways: all, more_ways: ways.more }
    };
    found.into_iter().map(download).collect()
}
