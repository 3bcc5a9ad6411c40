//! Words with a conventional meaning: names of labels, displayed texts, values.

use std::cell::LazyCell;

use crate::generated::world_words::WORDS;

/// A word, and its required position in a text.
pub(crate) type Row = (&'static str, WordMatch);

/// The meaning of some words. Each is one concept, whose words are data with their sources.
///
/// ```
/// use ipxe_catalog::world::Meaning;
///
/// assert!(Meaning::FailureLabel.is_in(b"dhcp_failed"));
/// assert!(Meaning::FailureLabel.is_in(b"netbootError"));
/// assert!(!Meaning::FailureLabel.is_in(b"raspberry"));
/// assert!(Meaning::FailureText.is_in(b"Could not load the kernel!"));
/// assert!(!Meaning::FailureText.is_in(b"Boot in failsafe mode"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Meaning {
    /// A label for failures.
    FailureLabel,
    /// A label for retries.
    RetryLabel,
    /// A label for a cancelled menu.
    CancelLabel,
    /// A menu entry that leaves the menu.
    WayBackEntry,
    /// A menu entry that leaves the menu, with a name that hardly any file has.
    LeavingEntry,
    /// A text about returning to another menu.
    WayBackText,
    /// A label for all other values; the most frequent first.
    WayOutLabel,
    /// A label for booting the machine's own disk, only letters and digits.
    LocalDiskLabel,
    /// A text that reports a failure.
    FailureText,
    /// A text about something that has not happened yet.
    Condition,
    /// A word for pressing a key.
    KeyPressText,
    /// A text about something that will not happen.
    SkippingText,
    /// A comment which says that something is not in use.
    PutAsideText,
    /// A text about booting the machine's own disk.
    LocalDiskText,
    /// A word for what is on the machine itself, in lower case.
    LocalText,
    /// A word for what a machine boots from, in lower case.
    DiskText,
    /// A word for continuing after the script, in lower case.
    ContinuationText,
    /// A text about what the firmware boots, in lower case.
    FirmwareBootText,
    /// A part of a label that says that something is not there, in lower case.
    AbsenceWord,
    /// A part of a label that says that something is there, in lower case.
    PresenceWord,
    /// A setting that distinguishes machines.
    MachineIdentity,
    /// A setting that is a part of an interface's address.
    InterfaceAddress,
    /// The text that a generator writes for a missing value.
    MissingValue,
    /// The same, as a word that also has another meaning.
    MissingWord,
    /// The same, in the place of a host.
    MissingHost,
    /// The last part of a host name that hardly any file or directory ends in.
    Domain,
    /// A directory that web servers serve; subdirectories of others first.
    WebDirectory,
    /// A directory that TFTP servers serve.
    TftpDirectory,
    /// A Linux console that is not a screen.
    SerialConsole,
    /// An iPXE scheme whose URIs name a host.
    HostScheme,
    /// An iPXE scheme without encryption.
    PlainScheme,
    /// A scheme that other programs support.
    OtherScheme,
    /// The end of the name of an argument with a secret value.
    SecretName,
    /// The same for an argument whose value is not a secret, though its name ends like one.
    NoSecretName,
    /// What a template engine adds to a file's name, after a dot.
    TemplateSuffix,
}

/// The position of a word in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WordMatch {
    /// The whole text, exactly.
    Whole,
    /// It is one of the words of a name: `dhcp_failed`, `dhcpFailed`, `failed2`.
    Word,
    /// The beginning of a word of a name.
    WordStart,
    /// The end of a word of a name.
    WordEnd,
    /// Whole words in a sentence.
    Phrase,
    /// Anywhere, exactly.
    Part,
    /// The beginning of the text, exactly.
    Start,
    /// The end of the text.
    End,
}

impl Meaning {
    /// Whether a text has one of the words. In names and sentences case does not matter.
    ///
    /// Costs a comparison with each of the words at each word of the text.
    #[must_use]
    pub fn is_in(self, text: &[u8]) -> bool {
        let words = LazyCell::new(|| words_of_name(text).collect());
        self.rows().iter().any(|row| fits(*row, text, &words))
    }

    /// The words themselves, in the order of the data.
    ///
    /// ```
    /// use ipxe_catalog::world::Meaning;
    ///
    /// assert_eq!(Meaning::WayOutLabel.words().next(), Some("unknown"));
    /// ```
    pub fn words(self) -> impl Iterator<Item = &'static str> + Clone {
        self.rows().iter().map(|(word, _)| *word)
    }

    fn rows(self) -> &'static [Row] {
        WORDS.iter().find(|(meaning, _)| *meaning == self).map_or(&[], |(_, rows)| rows)
    }
}

/// The name or path by which a file is served: without what a template engine adds to it.
///
/// ```
/// use ipxe_catalog::world::served_name;
///
/// assert_eq!(served_name(b"menu.ipxe.j2"), b"menu.ipxe");
/// assert_eq!(served_name(b".j2"), b".j2");
/// ```
#[must_use]
pub fn served_name(name: &[u8]) -> &[u8] {
    let stem = Meaning::TemplateSuffix.words().find_map(|suffix| {
        let stem = name.strip_suffix(suffix.as_bytes())?.strip_suffix(b".")?;
        (!stem.is_empty()).then_some(stem)
    });
    stem.unwrap_or(name)
}

/// Whether a text of these words contains the word of a row.
fn fits<'t>(
    (word, matched): Row,
    text: &'t [u8],
    words: &LazyCell<Vec<&'t [u8]>, impl FnOnce() -> Vec<&'t [u8]>>,
) -> bool {
    let word = word.as_bytes();
    if text.len() < word.len() {
        return false;
    }
    match matched {
        WordMatch::Whole => text == word,
        WordMatch::Start => text.starts_with(word),
        WordMatch::End => ends(text, word),
        WordMatch::Part => text.windows(word.len()).any(|part| part == word),
        WordMatch::Phrase => has_phrase(text, word),
        WordMatch::Word => words.iter().any(|found| found.eq_ignore_ascii_case(word)),
        WordMatch::WordStart => words
            .iter()
            .any(|found| found.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))),
        WordMatch::WordEnd => words.iter().any(|found| ends(found, word)),
    }
}

fn ends(text: &[u8], word: &[u8]) -> bool {
    let start = text.len().checked_sub(word.len());
    start.and_then(|start| text.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(word))
}

/// Whether consecutive words of a sentence are these.
fn has_phrase(text: &[u8], phrase: &[u8]) -> bool {
    let is_letter = |at: usize| text.get(at).is_some_and(u8::is_ascii_alphanumeric);
    let Some(first) = phrase.first() else { return false };
    text.windows(phrase.len()).enumerate().any(|(at, part)| {
        part[0].eq_ignore_ascii_case(first)
            && part.eq_ignore_ascii_case(phrase)
            && !at.checked_sub(1).is_some_and(is_letter)
            && !is_letter(at + phrase.len())
    })
}

/// The words of a name: runs of letters, also separated by capitals: `dhcpFailed`, `DHCPError`.
///
/// ```
/// use ipxe_catalog::world::words_of_name;
///
/// assert_eq!(words_of_name(b"dhcp_failed2").collect::<Vec<_>>(), [&b"dhcp"[..], b"failed"]);
/// ```
pub fn words_of_name(name: &[u8]) -> impl Iterator<Item = &[u8]> {
    name.split(|byte| !byte.is_ascii_alphabetic()).flat_map(|run| {
        let mut rest = run;
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let (word, after) = rest.split_at(word_length(rest));
            rest = after;
            Some(word)
        })
    })
}

/// The length of the first word in a run of letters.
fn word_length(run: &[u8]) -> usize {
    let begins = |at: &usize| {
        let is = |at: Option<usize>, test: fn(&u8) -> bool| at.and_then(|at| run.get(at)).is_some_and(test);
        is(Some(*at), u8::is_ascii_uppercase)
            && (is(at.checked_sub(1), u8::is_ascii_lowercase) || is(Some(at + 1), u8::is_ascii_lowercase))
    };
    (1..run.len()).find(begins).unwrap_or(run.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_consist_of_words() {
        for (name, expected) in [
            ("dhcp_failed", &["dhcp", "failed"][..]),
            ("dhcpFailed", &["dhcp", "Failed"]),
            ("DHCPError2", &["DHCP", "Error"]),
            ("ERROR", &["ERROR"]),
            ("", &[]),
            ("--", &[]),
        ] {
            let found: Vec<_> = words_of_name(name.as_bytes()).map(String::from_utf8_lossy).collect();
            assert_eq!(found, expected, "{name}");
        }
    }

    #[test]
    fn labels_of_failures_are_told_by_whole_words() {
        for name in [
            "failed",
            "fail_iscsi_retry",
            "dhcperror",
            "err",
            "pciscan_err_efi",
            "FetchFailed",
            "dhcp_timeout",
        ] {
            assert!(Meaning::FailureLabel.is_in(name.as_bytes()), "{name}");
        }
        for name in
            ["raspberry", "terraform", "ferry", "failsafe", "failover", "mirror", "interrupt", "start", ""]
        {
            assert!(!Meaning::FailureLabel.is_in(name.as_bytes()), "{name}");
        }
        assert!(Meaning::RetryLabel.is_in(b"retry_dhcp") && Meaning::RetryLabel.is_in(b"tryagain"));
        assert!(!Meaning::RetryLabel.is_in(b"against") && !Meaning::RetryLabel.is_in(b"country"));
        assert!(Meaning::CancelLabel.is_in(b"cancel") && !Meaning::CancelLabel.is_in(b"back"));
    }

    #[test]
    fn texts_about_failures_are_told_by_whole_words() {
        for text in
            ["Failed, press a key", "Can't reach it", "kernel: not found", "ERROR!", "Falling back to b"]
        {
            assert!(Meaning::FailureText.is_in(text.as_bytes()), "{text}");
        }
        for text in ["Raspberry Pi", "failsafe", "Failover cluster", "scan not foundry", "Terror", ""] {
            assert!(!Meaning::FailureText.is_in(text.as_bytes()), "{text}");
        }
        assert!(Meaning::Condition.is_in(b"Press s if it fails") && !Meaning::Condition.is_in(b"gif"));
    }
}
