//! Commands that only run if a setting has a value that nothing known sets: in another build of iPXE, or another boot
//! loader.

use crate::graph::{CommandSet, Edge};
use foldhash::{HashMap, HashSet};
use ipxe_catalog::Implementation;
use ipxe_language::{invocation::Invocation, text::Text};
use ipxe_syntax::{Command, CommandId};

use crate::{
    commands::{
        comparison::{Comparison, sole_expansion},
        positional_words,
    },
    settings::SettingFacts,
};
use ipxe_language::setting_name::untyped;

/// The tests that only succeed if an unknown source sets a setting.
#[derive(Debug, Default)]
pub struct AbsentSettings {
    tests: HashSet<CommandId>,
}

impl AbsentSettings {
    /// Searches the script for such tests.
    #[must_use]
    pub fn new(cx: &SettingFacts<'_, '_>) -> Self {
        let direct = cx
            .invocations_where(&|form| {
                matches!(form.implementation, Implementation::Isset | Implementation::Iseq)
            })
            .filter(|(test, invocation)| asks_for_absent(cx, *test, invocation));
        let mut found = Self { tests: direct.map(|(test, _)| test.id()).collect() };
        if found.tests.is_empty() {
            return found;
        }
        // A setting that is only set after such a test is a result of the test when it is compared.
        let reached = reached(cx, &found);
        let given = given(cx, &reached);
        let answers = cx.invocations_of(Implementation::Iseq).map(|(test, _)| test).filter(|test| {
            let comparison = Comparison::of(cx, *test);
            let name =
                comparison.as_ref().and_then(|one| Some(untyped(one.expansion.inside().as_literal()?)));
            let values =
                name.filter(|name| !cx.known().may_have_value(name)).and_then(|name| given.get(name));
            values.zip(comparison).is_some_and(|(values, comparison)| values.lacks(comparison.text))
        });
        found.tests.extend(answers.map(Command::id));
        found
    }

    /// Whether there is no such test.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tests.is_empty()
    }

    /// Whether control can leave a command along an edge if no unknown source sets anything.
    #[must_use]
    pub fn follows(&self, command: CommandId, edge: Edge) -> bool {
        edge != Edge::Success || !self.tests.contains(&command)
    }
}

/// The commands that are reachable if no unknown source sets anything.
///
/// If a menu lacks an entry in this case, it does not lead to the label of that name.
fn reached(cx: &SettingFacts<'_, '_>, absent: &AbsentSettings) -> CommandSet {
    let reached = cx.flow.reachable_along(|id, edge| absent.follows(id, edge));
    let mut shown: HashMap<&[u8], bool> = HashMap::default();
    for (item, invocation) in cx.invocations_of(Implementation::Item) {
        let Some(name) = invocation.positional(0).and_then(Text::as_known) else { continue };
        *shown.entry(name).or_default() |= reached.contains(item.id());
    }
    let is_hidden = |name: &[u8]| shown.get(name) == Some(&false);
    if shown.values().all(|is_shown| *is_shown) {
        return reached;
    }
    let computed: CommandSet =
        cx.jumps().filter(|jump| !jump.target.is_known()).map(|jump| jump.command.id()).collect();
    let labels = cx.script.labels().filter(|label| !is_hidden(label.name()));
    let starts = labels.filter_map(|label| cx.command_at(label)).chain(cx.script.commands().next());
    cx.flow.reachable_from_along(starts.map(Command::id), |id, edge| {
        absent.follows(id, edge) && (edge != Edge::Jump || !computed.contains(id))
    })
}

fn is_absent(cx: &SettingFacts<'_, '_>, name: &[u8]) -> bool {
    !name.is_empty() && !cx.is_setting(name) && !cx.written().names().is_open()
}

/// `isset ${x}`, `iseq ${x} text`, if nothing known sets `x`.
fn asks_for_absent<'a, 's>(
    cx: &SettingFacts<'a, 's>,
    test: Command<'a, 's>,
    invocation: &Invocation<'_>,
) -> bool {
    let is_absent = |name: Option<&[u8]>| name.is_some_and(|name| is_absent(cx, untyped(name)));
    match invocation.form().map(|form| form.implementation) {
        Some(Implementation::Isset) => {
            let word = positional_words(test, invocation).next();
            is_absent(word.and_then(sole_expansion).and_then(|expansion| expansion.inside().as_literal()))
        }
        _ => Comparison::of(cx, test).is_some_and(|comparison| {
            !comparison.text.is_empty() && is_absent(comparison.expansion.inside().as_literal())
        }),
    }
}

/// The values that a setting gets.
#[derive(Default)]
struct Given<'a> {
    /// Values from reachable commands.
    here: HashSet<&'a [u8]>,
    /// Anywhere.
    anywhere: HashSet<&'a [u8]>,
    /// Whether it may have other values.
    is_open: bool,
}

impl Given<'_> {
    /// Whether it gets this value, but only from unreachable commands.
    fn lacks(&self, value: &[u8]) -> bool {
        !self.is_open && self.anywhere.contains(value) && !self.here.contains(value)
    }
}

/// The values that the script gives its settings.
fn given<'a>(cx: &SettingFacts<'a, '_>, reached: &CommandSet) -> HashMap<&'a [u8], Given<'a>> {
    let mut given: HashMap<&[u8], Given<'_>> = HashMap::default();
    if cx.written().names().is_open() {
        return given;
    }
    for (command, invocation) in cx.invocations_of(Implementation::Set) {
        let Some(name) = invocation.positional(0).and_then(Text::as_known) else { continue };
        let entry = given.entry(untyped(name)).or_default();
        match invocation.positional(1).map(Text::as_known) {
            Some(Some(value)) => {
                entry.anywhere.insert(value);
                entry.here.extend(reached.contains(command.id()).then_some(value));
            }
            Some(None) => entry.is_open |= reached.contains(command.id()),
            None => {}
        }
    }
    let others = |implementation| !matches!(implementation, Implementation::Set | Implementation::Clear);
    for write in cx.written().writes().iter().filter(|write| others(write.implementation)) {
        if let Some(entry) = write.name.as_known().and_then(|name| given.get_mut(untyped(name))) {
            entry.is_open |= reached.contains(write.command);
        }
    }
    given
}
