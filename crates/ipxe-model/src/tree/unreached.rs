//! Scripts that are unreachable from the entry points.

use super::{Outline, files::Files, outline::Content};

/// The scripts that are unreachable from the stated entry points, and the first of these. None if no entry point is
/// stated, or some script may start anything.
pub(super) fn unreached(
    outlines: &[Outline],
    files: &Files,
    starts_itself: impl Fn(usize) -> bool,
) -> Option<(usize, Vec<usize>)> {
    let entry = outlines.iter().position(|outline| outline.entry == Some(true))?;
    let is_first = |at: &usize| outlines[*at].entry == Some(true) || starts_itself(*at);
    let mut open: Vec<usize> = (0..outlines.len()).filter(is_first).collect();
    let mut is_reached = vec![false; outlines.len()];
    for at in &open {
        is_reached[*at] = true;
    }
    while let Some(from) = open.pop() {
        if outlines[from].content == Content::Template {
            return None;
        }
        for uri in &outlines[from].starts {
            for to in files.conceivable(from, uri)? {
                if !std::mem::replace(&mut is_reached[to], true) {
                    open.push(to);
                }
            }
        }
    }
    // The caller of a script that other scripts start is not stated.
    let is_left = |at: &usize| {
        !is_reached[*at] && outlines[*at].content != Content::Other && outlines[*at].entry.is_none()
    };
    Some((entry, (0..outlines.len()).filter(is_left).collect()))
}
