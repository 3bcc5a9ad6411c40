//! Whether a setting may contain `net.ifnames=0`.

use foldhash::{HashMap, HashSet};
use ipxe_catalog::{Catalog, Implementation};
use ipxe_language::{setting_name::SettingName, text::Text};
use ipxe_syntax::{Segment, Word};

use super::ARGUMENT;
use crate::context::Context;
use ipxe_language::setting_name::untyped;
use ipxe_model::{commands::positional_words, images::command_lines::CommandLine};

/// The settings that may contain the argument, directly or through other settings.
pub(super) struct Holders<'a> {
    written: HashSet<&'a [u8]>,
    may_hold: HashSet<&'a [u8]>,
}

impl<'a> Holders<'a> {
    pub(super) fn new(cx: &Context<'a, '_>) -> Self {
        let mut holders = Self { written: HashSet::default(), may_hold: HashSet::default() };
        // Which settings get their values from which.
        let mut used_by: HashMap<&'a [u8], Vec<&'a [u8]>> = HashMap::default();
        let mut open: Vec<&'a [u8]> = Vec::new();
        for (command, invocation) in cx.invocations_of(Implementation::Set) {
            let Some(name) = invocation.positional(0).and_then(Text::as_known) else { continue };
            let name = SettingName::parse(name).name;
            holders.written.insert(name);
            for word in positional_words(command, invocation).skip(1) {
                let used = settings_that_count(word);
                if memchr::memmem::find(word.text(), ARGUMENT).is_some() || used.contains(&None) {
                    open.push(name);
                }
                used.into_iter().flatten().for_each(|used| used_by.entry(used).or_default().push(name));
            }
        }
        // A user may type anything; a menu choice is the name of an item.
        for write in cx.written().writes() {
            let used = write.name.as_known().and_then(|name| used_by.get_key_value(untyped(name)));
            match (write.implementation, used) {
                (Implementation::Read, Some((name, _))) => open.push(name),
                (Implementation::Choose, Some((name, _))) => _ = holders.written.insert(name),
                _ => {}
            }
        }
        let unknown: Vec<_> = used_by.keys().copied().filter(|name| holders.is_open(cx, name)).collect();
        open.extend(unknown);
        while let Some(name) = open.pop() {
            if holders.may_hold.insert(name) {
                open.extend(used_by.get(name).into_iter().flatten());
            }
        }
        holders
    }

    /// Whether a word of the command line may contain the argument.
    pub(super) fn may_complete(&self, cx: &Context<'a, '_>, line: &CommandLine<'a, '_>) -> bool {
        line.words.iter().flat_map(|word| settings_that_count(*word)).any(|name| match name {
            Some(name) => self.may_hold.contains(name) || self.is_open(cx, name),
            None => true,
        })
    }

    /// Whether a setting that the script does not set may contain anything.
    fn is_open(&self, cx: &Context<'_, '_>, name: &[u8]) -> bool {
        if self.written.contains(SettingName::parse(name).name) {
            return self.may_hold.contains(name);
        }
        if let Some(value) = cx.known().value(name) {
            let by_profile =
                cx.options.profile.as_ref().is_some_and(|profile| profile.supplies(name).is_some());
            return if value.is_known() {
                memchr::memmem::find(value.known_bytes(), ARGUMENT).is_some()
            } else {
                !by_profile
            };
        }
        let proper = SettingName::parse(name).name;
        Catalog::setting_in_any_release(proper).is_none()
            && ipxe_language::setting_name::parse_tag(proper).is_none()
    }
}

/// The settings whose values can be separate arguments: `${kargs}`, but not `root=${disk}`. `None` for one with a
/// computed name.
fn settings_that_count<'a>(word: Word<'a, '_>) -> Vec<Option<&'a [u8]>> {
    let mut settings = Vec::new();
    for segment in word.segments() {
        match segment {
            Segment::Expansion(expansion) => settings.push(expansion.inside().as_literal().map(untyped)),
            Segment::Hole(_) => settings.push(None),
            Segment::Literal { text, .. } if text.contains(&b'=') => break,
            _ => {}
        }
    }
    settings
}
