//! Reduces a differing case.

use std::collections::HashSet;
use std::io;

use super::generate::ends;
use super::wild::ends as ends_wild;
use super::{Case, Difference, RealIpxe, Session, judge};

/// The number of candidates that are tried in one boot.
const MANY: usize = 60;

/// Removes lines and words, as long as real iPXE and the simulator still differ. None if they do not differ in a boot
/// for this case alone: other cases were the cause.
///
/// # Errors
/// As [`judge`].
pub fn shrink(ipxe: &RealIpxe, difference: &Difference) -> io::Result<Option<Difference>> {
    shrink_with(&difference.case, |case| ends(ipxe.build(), case), |cases| judge(ipxe, cases))
}

/// The same for a script with its results in settings.
///
/// # Errors
/// As [`Session::judge`].
pub fn shrink_wild(ipxe: &RealIpxe, difference: &Difference) -> io::Result<Option<Difference>> {
    shrink_with(
        &difference.case,
        |case| ends_wild(ipxe.build(), case),
        |cases| Session::new(ipxe)?.judge(cases),
    )
}

fn shrink_with(
    case: &Case,
    ends: impl Fn(&Case) -> bool,
    mut judge: impl FnMut(&[Case]) -> io::Result<Vec<Difference>>,
) -> io::Result<Option<Difference>> {
    let alone = judge(std::slice::from_ref(case))?;
    let Some(mut best) = alone.into_iter().next() else { return Ok(None) };
    let mut tried = HashSet::new();
    loop {
        let mut candidates = smaller(&best.case);
        candidates.retain(|case| !tried.contains(case) && ends(case));
        candidates.truncate(MANY);
        if candidates.is_empty() {
            return Ok(Some(best));
        }
        tried.extend(candidates.iter().cloned());
        // The candidates that remove most come first.
        if let Some(better) = judge(&candidates)?.into_iter().next() {
            best = better;
        }
    }
}

/// The case with something removed; the candidates that remove most come first.
fn smaller(case: &Case) -> Vec<Case> {
    let mut candidates = Vec::new();
    for cut in [lines, words] {
        for (name, content) in &case.files {
            let header = content.iter().position(|byte| *byte == b'\n').map_or(content.len(), |at| at + 1);
            let (header, rest) = content.split_at(header);
            let pieces = cut(rest);
            let mut length = pieces.len();
            while length > 0 {
                for start in (0..pieces.len()).step_by(length) {
                    let end = (start + length).min(pieces.len());
                    let kept = pieces.iter().take(start).chain(pieces.iter().skip(end));
                    let content = [header, &kept.copied().collect::<Vec<_>>().concat()].concat();
                    candidates.push(case.clone().with(name, content));
                }
                length /= 2;
            }
        }
    }
    candidates.sort_by_key(|case| case.files.values().map(Vec::len).sum::<usize>());
    candidates
}

fn lines(text: &[u8]) -> Vec<&[u8]> {
    text.split_inclusive(|byte| *byte == b'\n').collect()
}

fn words(text: &[u8]) -> Vec<&[u8]> {
    text.split_inclusive(|byte| *byte == b' ' || *byte == b'\n').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn candidates_are_smaller_and_keep_the_magic_line() {
        let case = Case::of("#!ipxe\necho a b\nset c\n");
        let candidates = smaller(&case);
        assert_eq!(candidates[0], Case::of("#!ipxe\n"));
        assert!(candidates.contains(&Case::of("#!ipxe\necho a b\n")));
        assert!(candidates.contains(&Case::of("#!ipxe\necho b\nset c\n")));
        assert!(candidates.iter().all(|candidate| candidate.files[Case::MAIN].len() < 24));
    }
}
