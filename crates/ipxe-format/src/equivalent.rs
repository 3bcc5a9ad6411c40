//! Whether two scripts are the same to iPXE.

use ipxe_syntax::{Command, Label, Line, Script, is_space};

use crate::text::trim_start;

/// Whether iPXE reads the same in both scripts: the same labels, operators and words, in lines in the same order. Blank
/// lines and the white space of comments are ignored.
///
/// Two such scripts do the same on every machine. Linear in their length.
#[must_use]
pub fn is_equivalent(before: &Script<'_>, after: &Script<'_>) -> bool {
    if before.header().problem() != after.header().problem() {
        return false;
    }
    let (mut ours, mut theirs) = (written(before), written(after));
    loop {
        match (ours.next(), theirs.next()) {
            (None, None) => return true,
            (Some(our), Some(their)) if is_same_line(our, their) => {}
            _ => return false,
        }
    }
}

/// The lines of a script that are not blank.
fn written<'a, 's>(script: &'a Script<'s>) -> impl Iterator<Item = Line<'a, 's>> {
    script
        .lines()
        .filter(|line| line.is_unfinished() || line.lost().is_some() || !trim_start(line.text()).is_empty())
}

fn is_same_line(before: Line<'_, '_>, after: Line<'_, '_>) -> bool {
    before.is_unfinished() == after.is_unfinished()
        && before.lost().is_some() == after.lost().is_some()
        && before.label().map(Label::name) == after.label().map(Label::name)
        && before.commands().len() == after.commands().len()
        && before.commands().zip(after.commands()).all(|(before, after)| is_same_command(before, after))
        && before.comment().is_some() == after.comment().is_some()
        && visible(before).eq(visible(after))
}

fn is_same_command(before: Command<'_, '_>, after: Command<'_, '_>) -> bool {
    let kind = |command: Command<'_, '_>| command.operator().map(|operator| operator.kind);
    let words = |command: Command<'_, '_>| command.words().len();
    kind(before) == kind(after)
        && words(before) == words(after)
        && before.words().zip(after.words()).all(|(before, after)| before.text() == after.text())
}

/// The text of a line without its white space.
fn visible<'a>(line: Line<'a, '_>) -> impl Iterator<Item = u8> + use<'a> {
    line.text().iter().copied().filter(|&byte| !is_space(byte))
}

#[cfg(test)]
mod tests {
    use super::is_equivalent;

    fn is_same(before: &str, after: &str) -> bool {
        is_equivalent(&ipxe_syntax::parse(before.as_bytes()), &ipxe_syntax::parse(after.as_bytes()))
    }

    #[test]
    fn white_space_between_words_makes_no_difference() {
        assert!(is_same("#!ipxe\n\techo  a ||\n\n#b\n", "#!ipxe\r\necho \\\na ||\n# b"));
    }

    #[test]
    fn what_ipxe_reads_does() {
        for (before, after) in [
            ("#!ipxe\necho a", "#!ipxe\necho b"),
            ("#!ipxe\necho ab", "#!ipxe\necho a b"),
            ("#!ipxe\n:a b", "#!ipxe\n:ab"),
            ("#!ipxe\na || b", "#!ipxe\na && b"),
            ("#!ipxe\na\nb", "#!ipxe\na b"),
            ("#!ipxe\na\\ \nb", "#!ipxe\na\\\nb"),
            ("#!ipxe\na # b", "#!ipxe\na"),
            ("#!ipxe\na", "#!ipxe\na\\"),
            ("#!ipxe\na", "#!ipxe\na\0"),
            ("#!ipxe\na", " #!ipxe\na"),
        ] {
            assert!(!is_same(before, after) && !is_same(after, before), "{before:?} {after:?}");
        }
    }
}
