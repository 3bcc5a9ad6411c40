//! The settings that a script uses and that are never set.

use foldhash::{HashMap, HashSet};
use ipxe_catalog::{CommandForm, Implementation, Role};
use ipxe_language::invocation::Invocation;
use ipxe_syntax::Expansion;

use crate::{
    commands::{comparison::sole_expansion, positional_words},
    settings::SettingFacts,
};
use ipxe_language::setting_name::untyped;

/// The uses of one setting.
#[derive(Debug)]
pub struct Uses<'a, 's> {
    /// `[scope/]name`
    pub name: &'a [u8],
    /// The expansions that use it.
    pub places: Vec<Expansion<'a, 's>>,
    /// Whether it is only used in comparisons.
    pub only_compared: bool,
    /// Whether it is only used in text that is printed.
    pub only_shown: bool,
    /// Whether each use is a whole argument of an image: without a value the argument is absent, and no partial
    /// argument remains.
    pub only_arguments: bool,
}

/// The settings that the script uses by literal names and that are never set, in the order of their first use. Settings
/// that it tests with `isset` are not included unless they are misspelt: their author knows that they may be unset.
pub fn unset_settings<'a, 's>(cx: &SettingFacts<'a, 's>) -> Vec<Uses<'a, 's>> {
    let mut names = names(cx);
    names.retain(|name| !cx.is_setting(name));
    if names.is_empty() {
        return Vec::new();
    }
    names.retain(|name| !cx.tested().has(name) || cx.known().misspelt(name).is_some());
    if names.is_empty() { Vec::new() } else { places(cx, &names) }
}

/// The commands without template markup, each with the literal names in its expansions.
fn named<'a, 's>(
    cx: &SettingFacts<'a, 's>,
) -> impl Iterator<Item = (&'a Invocation<'a>, &'a [u8], Expansion<'a, 's>)> {
    let commands = cx.invocations();
    commands.flat_map(|(command, invocation)| {
        command.expansions().filter_map(move |expansion| {
            let name = expansion.inside().as_literal().map(untyped).filter(|name| is_name(name))?;
            Some((invocation, name, expansion))
        })
    })
}

/// The names, each once.
fn names<'a>(cx: &SettingFacts<'a, '_>) -> Vec<&'a [u8]> {
    let mut seen: HashSet<&'a [u8]> = HashSet::default();
    named(cx).filter_map(|(_, name, _)| seen.insert(name).then_some(name)).collect()
}

fn places<'a, 's>(cx: &SettingFacts<'a, 's>, names: &[&'a [u8]]) -> Vec<Uses<'a, 's>> {
    use Implementation::{Echo, Iseq, Item, Menu, Prompt};
    let unused = |name: &&'a [u8]| {
        let (only_compared, only_shown, only_arguments) = (true, true, true);
        Uses { name, places: Vec::new(), only_compared, only_shown, only_arguments }
    };
    let arguments = whole_arguments(cx);
    let mut uses: Vec<Uses<'a, 's>> = names.iter().map(unused).collect();
    let index: HashMap<&[u8], usize> = names.iter().copied().zip(0..).collect();
    for (invocation, name, expansion) in named(cx) {
        let implementation = invocation.form().map(|form| form.implementation);
        if let Some(entry) = index.get(name).and_then(|at| uses.get_mut(*at)) {
            entry.places.push(expansion);
            entry.only_compared &= implementation == Some(Iseq);
            entry.only_shown &= matches!(implementation, Some(Echo | Item | Menu | Prompt));
            entry.only_arguments &= arguments.contains(&expansion.span().start());
        }
    }
    uses
}

/// The offsets of the images' arguments that consist of a single expansion.
fn whole_arguments(cx: &SettingFacts<'_, '_>) -> HashSet<u32> {
    let takes_arguments =
        |form: &CommandForm| form.arguments.iter().any(|argument| argument.role == Role::CommandLine);
    let commands = cx.invocations_where(&takes_arguments);
    let words = commands.flat_map(|(command, invocation)| {
        let form = invocation.form();
        positional_words(command, invocation).enumerate().filter_map(move |(at, word)| {
            let is_argument = form?.argument(at)?.role == Role::CommandLine;
            (is_argument && sole_expansion(word).is_some()).then(|| word.span().start())
        })
    });
    words.collect()
}

/// Whether it can be meant as the name of a setting: `${}` is an idiom for empty text, and braces are template markup.
fn is_name(name: &[u8]) -> bool {
    !name.is_empty() && !name.ends_with(b"/") && !name.iter().any(|byte| b"{$(".contains(byte))
}
