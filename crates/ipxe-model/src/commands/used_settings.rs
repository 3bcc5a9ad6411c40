//! The settings that a script reads.

use ipxe_catalog::Role;
use ipxe_syntax::Command;

use super::name_set::NameSet;
use crate::commands::{Commands, positional_words};
use ipxe_language::{setting_name::untyped, words::name_of};

/// The names in expansions, including expansions in commented-out commands, and the names that are arguments of
/// commands which read settings.
pub fn used_settings<'a>(cx: &Commands<'a, '_>) -> NameSet<'a> {
    let mut used = NameSet::default();
    for expansion in cx.script.commands().flat_map(Command::expansions) {
        match expansion.inside().as_literal() {
            Some(name) => used.insert(name),
            None => used.insert_computed(&name_of(expansion)),
        }
    }
    let reads = |role| matches!(role, Role::SettingRead | Role::SettingUpdated);
    let named = cx.invocations_where(&|form| form.arguments.iter().any(|argument| reads(argument.role)));
    for (command, invocation) in named {
        positional_words(command, invocation)
            .filter_map(ipxe_syntax::Word::as_literal)
            .for_each(|name| used.insert(name));
    }
    let comments = cx.script.lines().filter_map(ipxe_syntax::Line::comment).map(|span| cx.script.slice(span));
    comments.flat_map(in_text).for_each(|name| used.insert(name));
    used
}

/// The text between `${` and `}`.
fn in_text(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    memchr::memmem::find_iter(text, b"${").filter_map(|at| {
        let rest = text.get(at + 2..)?;
        Some(untyped(rest.get(..memchr::memchr(b'}', rest)?)?))
    })
}
