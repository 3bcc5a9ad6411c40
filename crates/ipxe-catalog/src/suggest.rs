//! "Did you mean": the most similar known name, if it is similar enough.

/// Names longer than this are not typing mistakes; comparing them would only cost time.
const LONGEST: usize = 64;
/// The maximum number of typing mistakes, however long a name is.
const MOST_EDITS: usize = 3;

/// The name among `known` that is most similar to `typo`, if one is close enough.
///
/// Close means at most one edit (insertion, removal, replacement, or swap of neighbours: the distance called optimal
/// string alignment) per three characters of the longer name, and at most three; case is ignored. Names of one or two
/// characters therefore only match in another case: a bad suggestion is worse than none. Of several candidates, the
/// nearest wins, then one that also agrees in case, in the first character, in length, and finally the first in byte
/// order, so the result does not depend on the order of `known`. A known name is not similar to itself.
///
/// Costs at most 64×64 steps per name, whatever `typo` is.
///
/// ```
/// use ipxe_catalog::did_you_mean;
///
/// let commands = ["boot", "chain", "echo", "goto", "kernel"];
/// assert_eq!(did_you_mean("chian", commands), Some("chain"));
/// assert_eq!(did_you_mean("ECHO", commands), Some("echo"));
/// assert_eq!(did_you_mean("poweroff", commands), None);
/// ```
#[must_use]
pub fn did_you_mean<'a>(typo: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if typo.len() > LONGEST {
        return None;
    }
    let lower = typo.to_ascii_lowercase();
    let (length, typed) = (typo.chars().count(), letters(&lower));
    known
        .into_iter()
        // An edit changes the length by at most one and replaces at most one letter, so that most names need not be
        // compared.
        .filter(|name| {
            let lacking = |more: u64, fewer: u64| (more & !fewer).count_ones() as usize;
            most_edits(length, name.chars().count()).is_some_and(|most| {
                let has = letters(name);
                lacking(has, typed) <= most && lacking(typed, has) <= most
            })
        })
        .filter_map(|name| Some((nearness(typo, &lower, name)?, name)))
        .min()
        .map(|(_, name)| name)
}

/// All names among `known` that are as near as the result of [`did_you_mean`], in the order of `known`.
///
/// ```
/// use ipxe_catalog::all_near;
///
/// assert_eq!(all_near("retry3", ["retry1", "boot", "retry2"]), ["retry1", "retry2"]);
/// ```
#[must_use]
pub fn all_near<'a>(typo: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let lower = typo.to_ascii_lowercase();
    let known = known.into_iter().filter(|_| typo.len() <= LONGEST);
    let near: Vec<_> = known.filter_map(|name| Some((nearness(typo, &lower, name)?.0, name))).collect();
    let least = near.iter().map(|(edits, _)| *edits).min();
    near.into_iter().filter(|(edits, _)| Some(*edits) == least).map(|(_, name)| name).collect()
}

/// The maximum number of edits between names of these lengths, in characters, for which they count as similar.
fn most_edits(typed: usize, meant: usize) -> Option<usize> {
    let most = (typed.max(meant) / 3).min(MOST_EDITS);
    // Each character more or less is an edit.
    (typed.abs_diff(meant) <= most).then_some(most)
}

/// The letters in a name, ignoring case.
fn letters(name: &str) -> u64 {
    name.bytes().fold(0, |letters, byte| letters | 1 << (byte.to_ascii_lowercase() % 64))
}

/// The key for the comparison of two candidates: less is more similar. `None`: not similar.
fn nearness(typo: &str, lower: &str, name: &str) -> Option<(usize, usize, bool, usize)> {
    if name == typo || name.len() > LONGEST {
        return None;
    }
    let limit = most_edits(typo.chars().count(), name.chars().count())?;
    let edits = strsim::osa_distance(lower, &name.to_ascii_lowercase());
    let same_start = lower.bytes().next() == name.bytes().next().map(|first| first.to_ascii_lowercase());
    (edits <= limit)
        .then(|| (edits, strsim::osa_distance(typo, name), !same_start, typo.len().abs_diff(name.len())))
}

/// As [`did_you_mean`], for a name in a script. Bytes that are not UTF-8 have no suggestion: every name in iPXE is
/// ASCII.
pub(crate) fn near_bytes<'a>(typo: &[u8], known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if typo.len() > LONGEST {
        return None;
    }
    did_you_mean(std::str::from_utf8(typo).ok()?, known)
}

#[cfg(test)]
mod tests {
    use super::did_you_mean;

    #[test]
    fn short_names_take_one_edit_and_the_shortest_none() {
        assert_eq!(did_you_mean("st", ["set"]), Some("set"));
        assert_eq!(did_you_mean("sst", ["set"]), Some("set"));
        assert_eq!(did_you_mean("sot", ["seek"]), None);
        assert_eq!(did_you_mean("ip", ["if", "io"]), None);
        assert_eq!(did_you_mean("IP", ["ip"]), Some("ip"));
    }

    #[test]
    fn ties_do_not_depend_on_the_order_of_the_names() {
        let names = ["item", "iter", "stem"];
        let reversed = names.into_iter().rev();
        assert_eq!(did_you_mean("itex", names), did_you_mean("itex", reversed));
        assert_eq!(did_you_mean("itex", names), Some("item"));
    }

    #[test]
    fn a_known_name_is_not_its_own_near_miss() {
        assert_eq!(did_you_mean("boot", ["boot"]), None);
    }

    #[test]
    fn long_text_is_never_compared() {
        let long = "x".repeat(1 << 20);
        assert_eq!(did_you_mean(&long, [long.as_str()]), None);
    }

    #[test]
    fn decorations_that_people_type_are_near() {
        assert_eq!(did_you_mean("next_server", ["next-server", "dhcp-server"]), Some("next-server"));
        assert_eq!(did_you_mean("krenel", ["kernel", "shell"]), Some("kernel"));
        assert_eq!(did_you_mean("initrd=", ["initrd", "item"]), Some("initrd"));
    }
}
