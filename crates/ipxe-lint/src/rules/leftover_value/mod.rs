//! Values that one menu entry sets and another one uses later.

use std::collections::BTreeMap;

use foldhash::HashSet;
use ipxe_catalog::{Actions, Catalog, CommandForm, Implementation, Returns};
use ipxe_language::{
    setting_name::{SettingName, parse_tag, untyped},
    text::Text,
};
use ipxe_model::{
    commands::{booting::selects_only, positional_words},
    graph::{Edge, Node},
};
use ipxe_syntax::{Command, CommandId, Expansion, Word};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};

pub(super) const META: RuleMeta = RuleMeta {
    name: "leftover-value",
    code: "IPX348",
    summary: "a value that one menu entry sets is still there for another entry",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum total number of commands that are checked: each search may take time linear in the script's length.
const LOOKED_AT: usize = 1 << 17;

/// The maximum number of paths that are checked with the values of settings: each check takes about as long as the
/// analysis.
const CONFIRMED: usize = 12;

/// The maximum number of commands setting the value that a finding points at.
const LABELLED: usize = 3;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let menus: HashSet<CommandId> =
        cx.invocations_of(Implementation::Choose).map(|(command, _)| command.id()).collect();
    if menus.is_empty() || cx.written().names().is_open() {
        return;
    }
    let sets = sets(cx);
    if sets.is_empty() {
        return;
    }
    let uses = uses(cx, &sets);
    let mut search = Search { cx, menus: &menus, left: LOOKED_AT, confirmations: CONFIRMED };
    let mut found: Vec<_> = uses
        .iter()
        .filter_map(|(name, uses)| search.leftover(name, sets.get(name)?, uses))
        .map(|leftover| (leftover.used.span().start(), report(cx, &leftover)))
        .collect();
    found.sort_by_key(|(at, _)| *at);
    out.extend(found.into_iter().map(|(_, finding)| finding));
}

/// The commands that set the script's own settings, by name.
fn sets<'a>(cx: &Context<'a, '_>) -> BTreeMap<&'a [u8], Vec<CommandId>> {
    let mut sets: BTreeMap<&[u8], Vec<CommandId>> = BTreeMap::new();
    for (command, invocation) in cx.invocations_of(Implementation::Set) {
        let Some(name) = invocation.positional(0).and_then(Text::as_known) else { continue };
        let SettingName { scope, name, .. } = SettingName::parse(name);
        let mut values = positional_words(command, invocation).skip(1).peekable();
        // A value that is computed from the old value is kept intentionally.
        let is_new =
            values.peek().is_some() && values.all(|word| !word.expansions().any(|used| reads(used, name)));
        if scope.is_empty() && is_new && is_own(name) {
            sets.entry(name).or_default().push(command.id());
        }
    }
    sets
}

/// Whether a setting has no meaning to iPXE itself.
fn is_own(name: &[u8]) -> bool {
    !name.is_empty() && Catalog::setting_in_any_release(name).is_none() && parse_tag(name).is_none()
}

/// A use of a setting by a command that loads or boots something.
type Use<'a, 's> = (CommandId, Expansion<'a, 's>);

fn uses<'a, 's>(
    cx: &Context<'a, 's>,
    sets: &BTreeMap<&'a [u8], Vec<CommandId>>,
) -> BTreeMap<&'a [u8], Vec<Use<'a, 's>>> {
    let mut uses: BTreeMap<&[u8], Vec<Use<'a, 's>>> = BTreeMap::new();
    let boots = |form: &CommandForm| {
        let actions = Actions::SELECTS_IMAGE.union(Actions::EXECUTES).union(Actions::BOOTS);
        form.effects.actions.intersects(actions)
    };
    for (command, _) in cx.invocations_where(&boots) {
        for used in command.words().flat_map(Word::expansions) {
            let name = used.inside().as_literal().map(untyped);
            if let Some((name, _)) = name.and_then(|name| sets.get_key_value(name)) {
                uses.entry(name).or_default().push((command.id(), used));
            }
        }
    }
    uses
}

fn reads(used: Expansion<'_, '_>, name: &[u8]) -> bool {
    used.inside().as_literal().is_none_or(|inside| untyped(inside) == name)
}

/// A value that another entry may use.
struct Leftover<'a, 's> {
    name: &'a [u8],
    by: Vec<CommandId>,
    used: Expansion<'a, 's>,
    menu: CommandId,
}

struct Search<'c, 'a, 's> {
    cx: &'c Context<'a, 's>,
    menus: &'c HashSet<CommandId>,
    /// The remaining budget of visited commands.
    left: usize,
    /// The remaining number of paths that may be checked with the values of settings.
    confirmations: usize,
}

/// A command that sets a value which reaches a use, then a menu, and then the same use again.
#[derive(Clone, Copy)]
struct Way {
    set: CommandId,
    used: CommandId,
    menu: CommandId,
    /// How the path goes from the use to the menu.
    leg: Leg,
}

/// Which commands a path may contain.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Leg {
    /// All commands.
    Whole,
    /// No command after one that has executed an image.
    UpToBoot,
}

impl<'a, 's> Search<'_, 'a, 's> {
    fn leftover(
        &mut self,
        name: &'a [u8],
        sets: &[CommandId],
        uses: &[Use<'a, 's>],
    ) -> Option<Leftover<'a, 's>> {
        let writes = self.cx.written().writes().iter();
        let writes =
            writes.filter(|write| write.name.as_known().is_none_or(|written| untyped(written) == name));
        let writes: HashSet<CommandId> = writes.map(|write| write.command).collect();
        let mut found: Option<Leftover<'a, 's>> = None;
        for set in sets {
            let Some((way, used)) = self.way(*set, uses, &writes) else { continue };
            let leftover = found.get_or_insert(Leftover { name, by: Vec::new(), used, menu: way.menu });
            if leftover.used.span() == used.span() {
                leftover.by.push(*set);
            }
        }
        found
    }

    /// The path of a value. Checks the graph first, because the check with values takes longer.
    fn way(
        &mut self,
        set: CommandId,
        uses: &[Use<'a, 's>],
        writes: &HashSet<CommandId>,
    ) -> Option<(Way, Expansion<'a, 's>)> {
        let own = self.reach(set, writes, Leg::Whole)?;
        let (used, expansion) = *uses.iter().find(|(command, _)| own.contains(command))?;
        let command = self.cx.script.command(used)?;
        // A kernel that is loaded here does not return.
        let leg = if selects_only(self.cx, command) { Leg::UpToBoot } else { Leg::Whole };
        let mut menus: Vec<_> = self.reach(used, writes, leg)?.intersection(self.menus).copied().collect();
        menus.sort_unstable();
        for menu in menus {
            let behind = self.reach(menu, writes, Leg::Whole)?;
            let way = Way { set, used, menu, leg };
            if behind.contains(&used) && behind.contains(&set) && self.is_confirmed(way, writes)? {
                return Some((way, expansion));
            }
        }
        None
    }

    /// The commands that can run after a command, up to and including those that write the setting and the next menu.
    fn reach(
        &mut self,
        from: CommandId,
        writes: &HashSet<CommandId>,
        leg: Leg,
    ) -> Option<HashSet<CommandId>> {
        let mut open = self.next(from, leg);
        let mut seen = HashSet::default();
        while let Some(id) = open.pop() {
            if !self.cx.analysis().is_reachable(id) || !seen.insert(id) {
                continue;
            }
            self.left = self.left.checked_sub(1)?;
            if !writes.contains(&id) && !self.menus.contains(&id) {
                open.extend(self.next(id, leg));
            }
        }
        Some(seen)
    }

    fn next(&self, from: CommandId, leg: Leg) -> Vec<CommandId> {
        let edges = self.cx.flow.successors(Node::Command(from));
        let nodes =
            edges.filter(|(edge, _)| self.goes_on(from, *edge, leg)).filter_map(|(_, node)| match node {
                Node::Command(id) => Some(id),
                _ => None,
            });
        nodes.collect()
    }

    /// Whether the path continues over an edge. A menu is left by a choice; a shell ends the path.
    fn goes_on(&self, from: CommandId, edge: Edge, leg: Leg) -> bool {
        let form = self.cx.form_of(from);
        let is_shell = form.is_some_and(|form| form.implementation == Implementation::Shell);
        let executes = || form.is_some_and(|form| form.effects.returns == Returns::AfterExecution);
        let is_success = edge == Edge::Success;
        match is_success {
            _ if is_shell => false,
            true => leg == Leg::Whole || !executes(),
            false => !self.menus.contains(&from),
        }
    }

    /// Whether the values of settings permit the path. None if the budget is used up.
    fn is_confirmed(&mut self, way: Way, writes: &HashSet<CommandId>) -> Option<bool> {
        self.confirmations = self.confirmations.checked_sub(1)?;
        let (cx, menus) = (self.cx, self.menus);
        let reaches = |from: CommandId, to: &[CommandId], leg: Leg| {
            let reached = cx.analysis().reachable_from_along([from], |id, edge| {
                let is_inside = !writes.contains(&id) && !menus.contains(&id);
                self.goes_on(id, edge, leg) && (id == from || is_inside)
            });
            to.iter().all(|to| reached.contains(*to))
        };
        Some(
            reaches(way.set, &[way.used], Leg::Whole)
                && reaches(way.used, &[way.menu], way.leg)
                && reaches(way.menu, &[way.used, way.set], Leg::Whole),
        )
    }
}

fn report(cx: &Context<'_, '_>, leftover: &Leftover<'_, '_>) -> Diagnostic {
    let name = quote(leftover.name);
    let message = format!("{name} can still have the value that another menu entry has set");
    let label = "an entry that does not set it comes here, too";
    let span = |command| cx.script.command(command).map(Command::span).unwrap_or_default();
    let finding = Diagnostic::new(RuleId::LeftoverValue, leftover.used.span(), message, label);
    let places = leftover.by.iter().take(LABELLED);
    let finding = places.fold(finding, |finding, set| {
        finding.and_label(span(*set), "set here for one entry, and kept when the menu comes back")
    });
    let finding = finding.and_label(span(leftover.menu), "the next choice is made here");
    let plain = crate::text::printable(&String::from_utf8_lossy(leftover.name));
    finding.help(format!("`clear {plain}` before the menu, or set it in each entry"))
}
