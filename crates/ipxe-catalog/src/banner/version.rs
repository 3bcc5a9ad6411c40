//! The version in a banner.

use super::NoBanner;
use crate::{Release, Version};

/// The version in a text. None if there is none.
pub(super) fn find(text: &str) -> Result<Option<Version>, NoBanner> {
    let starts = text.match_indices("PXE ").filter_map(|(at, found)| {
        let is_gpxe = match text[..at].chars().next_back()? {
            'i' => false,
            'g' => true,
            _ => return None,
        };
        let word = text[at + found.len()..].split_whitespace().next()?;
        let number = word.strip_prefix('v').unwrap_or(word);
        number.starts_with(|char: char| char.is_ascii_digit()).then_some((is_gpxe, number))
    });
    let Some((is_gpxe, word)) = starts.into_iter().next() else { return Ok(None) };
    let found = if is_gpxe { of_gpxe(word) } else { of_ipxe(word) };
    found.map(Some).ok_or_else(|| NoBanner::Version(word.to_owned()))
}

/// The release 1.0.0 still called itself gPXE; other versions of gPXE are unknown.
fn of_gpxe(word: &str) -> Option<Version> {
    (word == Release::V1_0_0.name()).then_some(Release::V1_0_0.into())
}

fn of_ipxe(word: &str) -> Option<Version> {
    let (number, rest) =
        word.split_at(word.find(|char: char| !char.is_ascii_digit() && char != '.').unwrap_or(word.len()));
    let before = before(number)?;
    let is_release = before.name() == number && !rest.starts_with('+');
    // A build that calls itself iPXE is newer than 1.0.0, whatever it says.
    if is_release && before != Release::V1_0_0 {
        Some(before.into())
    } else {
        Version::snapshot_after(before)
    }
}

/// The last release that is not newer than a number, or a date.
fn before(number: &str) -> Option<Release> {
    let numbered = || Release::ALL.iter().copied().filter(|release| *release <= Release::NEWEST);
    if number.len() == 8 && !number.contains('.') {
        let day = |release: &Release| release.date().replace('-', "");
        return numbered().rfind(|release| day(release).as_str() <= number);
    }
    let wanted = parts(number)?;
    numbered().rfind(|release| parts(release.name()).is_some_and(|parts| parts <= wanted))
}

/// The three numbers of a release.
fn parts(number: &str) -> Option<[u32; 3]> {
    let mut parts = number.split('.').map(|part| part.parse().ok());
    let all = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(all)
}
