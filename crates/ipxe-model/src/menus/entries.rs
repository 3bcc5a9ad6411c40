//! The menus of a script: their entries, and the effect of choosing one.

use crate::graph::Edge;
use foldhash::{HashMap, HashSet};
use ipxe_catalog::{Actions, CommandForm, Implementation};
use ipxe_language::{
    invocation::Invocation,
    operation::{Choose, Joined, Operation},
    options::OptionValue,
    setting_name::SettingName,
    text::Text,
};
use ipxe_syntax::{Command, CommandId, Segment, Word};

use crate::{commands::positional_words, menus::MenuFacts};
use ipxe_language::{setting_name::untyped, words::name_of};

/// The maximum number of distinguished computed jump targets per setting; with more, any jump may handle an entry.
const PATTERNS: usize = 1024;

/// The maximum number of matches of computed names with settings; after that, a computed name may be any.
const COMPUTED: usize = 1 << 12;

/// The menus of a script, as written: a menu's entries are between `menu` and `choose`.
#[derive(Debug, Default)]
pub struct Menus<'a, 's> {
    all: Vec<Menu<'a, 's>>,
    uses: HashMap<&'a [u8], Uses<'a, 's>>,
    /// The last menu of each name.
    last: HashMap<Text<'a>, usize>,
    /// The number of matches of computed names with settings so far.
    computed: usize,
}

/// A menu.
#[derive(Debug)]
pub struct Menu<'a, 's> {
    /// The command that starts the menu.
    pub command: Command<'a, 's>,
    /// Its entries without separators, in order.
    pub items: Vec<Item<'a, 's>>,
    /// The commands that show it.
    pub choices: Vec<Choice<'a, 's>>,
    /// Whether it may have entries that are not literal in the script.
    pub is_open: bool,
    /// Whether an entry is marked as the default.
    pub has_default: bool,
    /// Whether it has separators, which cannot be chosen.
    pub has_gaps: bool,
}

/// An entry of a menu.
#[derive(Debug)]
pub struct Item<'a, 's> {
    /// The command.
    pub command: Command<'a, 's>,
    /// The word that names it.
    pub word: Word<'a, 's>,
    /// Its name, as far as it is known.
    pub name: &'a Text<'a>,
    /// The text that is shown.
    pub text: Joined<'a>,
    /// The key that chooses it.
    pub key: Option<(OptionValue<'a>, Word<'a, 's>)>,
    /// Whether it is marked as the default.
    pub is_default: bool,
}

/// A command that shows a menu.
#[derive(Clone, Copy, Debug)]
pub struct Choice<'a, 's> {
    /// The command.
    pub command: Command<'a, 's>,
    /// The options of the command.
    pub operation: Choose<'a>,
    /// The word that names the setting.
    pub word: Word<'a, 's>,
    /// The setting that stores the name of the chosen entry. None if it has a scope.
    pub setting: Option<&'a [u8]>,
}

/// The uses of a setting that stores choices.
#[derive(Debug, Default)]
pub struct Uses<'a, 's> {
    /// The jumps whose target is or contains its value, each with its target.
    pub jumps: Vec<(Command<'a, 's>, Word<'a, 's>)>,
    /// The literal texts that it is compared with.
    pub compared: HashSet<&'a [u8]>,
    /// The comparisons, each with its literal text.
    pub comparisons: Vec<(CommandId, &'a [u8])>,
    /// The commands that use it in another way: in a URI, or in the value of another setting.
    pub others: Vec<CommandId>,
    /// Whether it may be used by computed names beyond the distinguished ones.
    pub is_open: bool,
    /// Whether it is only printed, or tested by `isset`.
    pub is_shown: bool,
}

impl Uses<'_, '_> {
    /// Whether the setting is only used in jumps, and the script ends if one of them finds no label.
    pub fn decide_by_jumps(&self, cx: &MenuFacts<'_, '_>) -> bool {
        let is_fatal = |(jump, _): &(Command<'_, '_>, Word<'_, '_>)| cx.flow.failure_is_fatal(jump.id());
        self.has_no_others() && !self.jumps.is_empty() && self.jumps.iter().all(is_fatal)
    }

    /// Whether the setting is only used in jumps and comparisons.
    #[must_use]
    pub fn has_no_others(&self) -> bool {
        self.others.is_empty() && !self.is_open
    }

    /// Whether the setting's value has no effect.
    #[must_use]
    pub fn are_idle(&self) -> bool {
        self.jumps.is_empty() && self.compared.is_empty() && self.has_no_others()
    }
}

impl<'a, 's> Menus<'a, 's> {
    pub(crate) fn new(cx: &MenuFacts<'a, 's>) -> Self {
        let mut menus = Self::default();
        for (command, invocation) in cx.invocations_that_may(&is_about_menus) {
            menus.add(command, invocation);
        }
        menus.find_uses(cx);
        menus
    }

    /// The menus, in the order of the script.
    #[must_use]
    pub fn menus(&self) -> &[Menu<'a, 's>] {
        &self.all
    }

    /// The uses of a setting that stores choices.
    #[must_use]
    pub fn uses(&self, setting: &[u8]) -> Option<&Uses<'a, 's>> {
        self.uses.get(setting)
    }

    fn add(&mut self, command: Command<'a, 's>, invocation: &'a Invocation<'a>) {
        // A command that lacks arguments may refer to any menu.
        let is_whole =
            |operation: &Operation<'_>| !invocation.is_mistaken() || *operation != Operation::Other;
        let operation = invocation.meant_operation().filter(is_whole);
        let Some(operation) = operation else {
            // It may add to any menu, or start one. A command that only fails may have been meant to, while the menu is
            // being built.
            let fails = invocation.name().is_some_and(Text::is_known);
            if let Some(menu) = self.all.last_mut().filter(|menu| !fails || menu.choices.is_empty()) {
                menu.is_open = true;
            }
            return;
        };
        let named = |name: Option<OptionValue<'a>>| name.map(|name| name.to_text()).unwrap_or_default();
        match operation {
            Operation::Menu(menu) => {
                self.last.insert(named(menu.name), self.all.len());
                self.all.push(Menu {
                    command,
                    items: Vec::new(),
                    choices: Vec::new(),
                    is_open: false,
                    has_default: false,
                    has_gaps: false,
                });
            }
            Operation::Item(item) => {
                let Some(menu) = self.last_of(&named(item.menu)) else { return };
                let Some(name) = item.name else {
                    menu.has_gaps = true;
                    return;
                };
                let Some(word) = positional_words(command, invocation).next() else { return };
                let is_default = item.default;
                menu.has_default |= is_default;
                let key = item.key.and_then(|value| Some((value, command.arguments().nth(value.argument)?)));
                menu.items.push(Item { command, word, name, text: item.text, key, is_default });
            }
            Operation::Choose(choose) => {
                let Some(word) = positional_words(command, invocation).next() else { return };
                let setting = choose.setting.as_known().map(SettingName::parse);
                let setting = setting.filter(|setting| setting.scope.is_empty()).map(|setting| setting.name);
                let choice = Choice { command, operation: choose, word, setting };
                if let Some(setting) = setting {
                    self.uses.entry(setting).or_default();
                }
                self.last_of(&named(choose.menu)).into_iter().for_each(|menu| menu.choices.push(choice));
            }
            Operation::Present(_) => {}
            // A chained script may add to the menu that is being built.
            _ => {
                if let Some(menu) = self.all.last_mut().filter(|menu| menu.choices.is_empty()) {
                    menu.is_open = true;
                }
            }
        }
    }

    fn last_of(&mut self, name: &Text<'_>) -> Option<&mut Menu<'a, 's>> {
        self.all.get_mut(*self.last.get(name)?)
    }

    fn find_uses(&mut self, cx: &MenuFacts<'a, 's>) {
        if self.uses.is_empty() {
            return;
        }
        for (command, invocation) in cx.invocations() {
            if memchr::memchr(b'$', cx.script.slice(command.span())).is_none() {
                continue;
            }
            for word in command.words() {
                for expansion in word.expansions() {
                    self.add_use(command, invocation, &name_of(expansion));
                }
            }
        }
    }

    fn add_use(&mut self, command: Command<'a, 's>, invocation: &'a Invocation<'a>, name: &Text<'_>) {
        use Implementation::{Choose, Dynui, Echo, Isset, Menu, Prompt, Show};
        let Some(name) = name.as_known() else {
            // `${${x}}` may be any of them.
            if self.computed > COMPUTED {
                return;
            }
            self.computed += self.uses.len();
            if self.computed > COMPUTED {
                self.uses.values_mut().for_each(|uses| uses.is_open = true);
            } else {
                let meant = self.uses.iter_mut().filter(|(setting, _)| name.may_equal(setting));
                meant.for_each(|(_, uses)| uses.others.push(command.id()));
            }
            return;
        };
        let Some(uses) = self.uses.get_mut(untyped(name)) else { return };
        let implementation = invocation.form().map(|form| form.implementation);
        match implementation {
            Some(Implementation::Goto) if uses.jumps.len() < PATTERNS => {
                uses.jumps
                    .extend(positional_words(command, invocation).next().map(|target| (command, target)));
            }
            Some(Implementation::Iseq) => {
                let sides = [invocation.positional(0), invocation.positional(1)];
                let known: Vec<_> = sides.into_iter().flatten().filter_map(|side| side.as_known()).collect();
                if known.is_empty() {
                    uses.others.push(command.id());
                }
                uses.comparisons.extend(known.iter().map(|text| (command.id(), *text)));
                uses.compared.extend(known);
            }
            Some(Echo | Isset | Choose | Prompt | Menu | Dynui | Show) => uses.is_shown = true,
            _ => uses.others.push(command.id()),
        }
    }
}

/// A word after expansion, if a setting has this value.
pub(super) fn with_value(word: Word<'_, '_>, setting: &[u8], value: &[u8]) -> Text<'static> {
    let mut text = Text::default();
    for segment in word.segments() {
        match segment {
            Segment::Literal { text: literal, .. } => text.push_bytes(literal),
            Segment::Expansion(expansion) => match expansion.inside().as_literal() {
                Some(name) if untyped(name) == setting => text.push_bytes(value),
                _ => text.push_unknown(),
            },
            _ => text.push_unknown(),
        }
    }
    text
}

/// Checks pairs of entries of one menu for whether the menu can contain both.
pub struct Company {
    /// The number of remaining walks through the graph: each takes time linear in the script's length.
    walks: usize,
}

impl Default for Company {
    fn default() -> Self {
        Self { walks: 16 }
    }
}

impl Company {
    /// Whether control can get from the success of one command to the other without starting or showing a menu:
    /// `iseq … && item a … || item a …` adds only one of the two, and so do entries under tests that exclude each
    /// other. Takes time linear in the script's length; after 16 questions, the answer is always false.
    pub fn may_meet(&mut self, cx: &MenuFacts<'_, '_>, first: CommandId, second: CommandId) -> bool {
        let Some(left) = self.walks.checked_sub(1) else { return false };
        self.walks = left;
        let reached = cx.analysis().reachable_from_along([first], |command, edge| {
            let fails = command == first && edge == Edge::Failure;
            !fails && !begins_menu(cx, command) && !shows_menu(cx, command)
        });
        reached.contains(second)
    }
}

/// Whether the command shows a menu, and thereby discards it.
fn shows_menu(cx: &MenuFacts<'_, '_>, command: CommandId) -> bool {
    cx.form_of(command).is_some_and(|form| form.implementation == Implementation::Choose)
}

/// Whether the command starts a menu, or may.
pub fn begins_menu(cx: &MenuFacts<'_, '_>, command: CommandId) -> bool {
    let others = Actions::CREATES_MENU.union(Actions::EXECUTES).union(Actions::RUNS_COMMANDS);
    cx.form_meant_by(command).is_some_and(|form| form.effects.actions.intersects(others))
}

/// The name of the menu that a command is about, in bytes; empty for the unnamed menu. None if the name, or the
/// command, is unknown.
#[must_use]
pub fn menu_name(invocation: &Invocation<'_>) -> Option<Vec<u8>> {
    let name = match invocation.meant_operation()? {
        Operation::Menu(menu) => menu.name,
        Operation::Item(item) => item.menu,
        Operation::Choose(choose) => choose.menu,
        Operation::Present(present) => present.form,
        _ => None,
    };
    name.map_or_else(|| Some(Vec::new()), |name| name.text.as_known().map(<[u8]>::to_vec))
}

fn is_about_menus(form: &CommandForm) -> bool {
    use Implementation::{Choose, Dynui, Item, Menu, Present};
    matches!(form.implementation, Choose | Dynui | Item | Menu | Present)
        || form.effects.actions.intersects(Actions::EXECUTES.union(Actions::RUNS_COMMANDS))
}
