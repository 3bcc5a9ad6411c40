//! Comparisons that always have the same result.

mod presence;

use ipxe_catalog::{Actions, Catalog, Implementation};
use ipxe_language::{
    integer::parse_integer,
    invocation::Invocation,
    operation::Operation,
    setting_name::{SettingName, untyped},
    text::{Certainty, Text},
};
use ipxe_model::{
    analysis::{Knowledge, Sources, State},
    graph::Loops,
};
use ipxe_syntax::{Command, CommandId, Line, OperatorKind, Word};

use crate::{
    Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, suggest, text::quote,
};
use ipxe_model::{
    commands::{comparison::Comparison, positional_words, unguarded::unguarded_in},
    menus::entries::Item,
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "constant-comparison",
    code: "IPX415",
    summary: "a test always has the same result",
    level: Level::Warning,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of commands above that are checked for a comparison with the same result.
const LOOKED_AT: usize = 64;
/// The maximum number of menu entries that are checked for a name.
const ENTRIES: usize = 1024;
/// The maximum number of values in a message.
const LISTED: usize = 8;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for (command, invocation) in cx.invocations_of(Implementation::Isset) {
        let is_own = |word: Word<'_, '_>| {
            let mut names = word.expansions().filter_map(|expansion| expansion.inside().as_literal());
            names.any(|name| cx.written().names().has(untyped(name)))
        };
        // The analysis is only used if it may have a result.
        if positional_words(command, invocation).any(is_own) {
            out.extend(presence::decided(cx, command));
        }
    }
    let mut loops = None;
    for (command, invocation) in cx.invocations_of(Implementation::Iseq) {
        let words: Vec<_> = positional_words(command, invocation).collect();
        let [left, right] = words.as_slice() else { continue };
        if invocation.argument_error().is_some() {
            continue;
        }
        let finding = match (left.as_literal(), right.as_literal()) {
            (Some(one), Some(other)) => literal(command, one, other),
            _ if left.text() == right.text() => Some(same(*right)),
            _ => decided(cx, command, &mut loops),
        };
        out.extend(finding);
    }
}

/// Two literal texts. Numbers, and `true` and `false`, are compared intentionally: to fail or to succeed.
fn literal(command: Command<'_, '_>, one: &[u8], other: &[u8]) -> Option<Diagnostic> {
    let is_switch =
        |text: &[u8]| parse_integer(text).is_ok() || matches!(text, b"true" | b"false" | b"yes" | b"no");
    let is_foreign = |text: &[u8]| memchr::memchr3(b'$', b'{', b'%', text).is_some();
    if is_switch(one) && is_switch(other) || is_foreign(one) || is_foreign(other) {
        return None;
    }
    let label = if one == other { "this is always true" } else { "this is always false" };
    let message = format!("`iseq` compares the texts {} and {}", quote(one), quote(other));
    let finding = Diagnostic::new(RuleId::ConstantComparison, command.span(), message, label);
    Some(finding.help("compare with the value of a setting, `${name}`, or remove the test"))
}

fn same(word: Word<'_, '_>) -> Diagnostic {
    let message = format!("{} is compared with itself", quote(word.text()));
    Diagnostic::new(RuleId::ConstantComparison, word.span(), message, "this is always true")
        .help("compare with another text, or remove the test")
}

/// A comparison of a setting with a text that it never has there, or always has.
fn decided<'a, 's>(
    cx: &Context<'a, 's>,
    command: Command<'a, 's>,
    loops: &mut Option<Loops>,
) -> Option<Diagnostic> {
    let comparison = Comparison::of(cx, command)?;
    let moment = cx.analysis().before(command.id())?;
    let name = comparison.expansion.inside().as_literal()?;
    let known = moment.setting(name);
    let seen = Seen { cx, command, comparison: &comparison, known: &known, moment: &moment };
    let outcome = match (moment.may_succeed(), moment.may_fail()) {
        (false, true) => Outcome::Never,
        (true, false) => Outcome::Always,
        _ => return seen.counted_by_nobody_else(),
    };
    match outcome {
        Outcome::Never => {
            let found =
                seen.not_chosen().or_else(|| seen.asked_before()).or_else(|| seen.not_counted(outcome));
            found.or_else(|| seen.not_given()).or_else(|| seen.never_counts(loops))
        }
        Outcome::Always => seen.not_counted(outcome),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Never,
    Always,
}

/// A comparison with a known result, and the state before it.
struct Seen<'c, 'm, 'a, 's> {
    cx: &'c Context<'a, 's>,
    command: Command<'a, 's>,
    comparison: &'c Comparison<'a, 's>,
    known: &'c Knowledge,
    moment: &'c State<'m, 'a, 's>,
}

impl<'a, 's> Seen<'_, '_, 'a, 's> {
    /// An earlier comparison of the setting, on the path to this one, already has the same result.
    fn asked_before(&self) -> Option<Diagnostic> {
        let own = self.comparison.expansion.text();
        let above = (0..self.command.id().index()).rev().take(LOOKED_AT);
        let above = above.filter_map(|at| self.cx.script.command(CommandId::new(u32::try_from(at).ok()?)));
        let in_section = above.take_while(|other| {
            let label = self.cx.label_between(*other, self.command);
            !label.is_some_and(|label| self.cx.flow.is_target(label)) && !self.writes(*other)
        });
        let asked = in_section.into_iter().filter_map(|other| {
            let asked = Comparison::of(self.cx, other).filter(|asked| asked.expansion.text() == own)?;
            Some((other, asked))
        });
        let asked: Vec<_> = asked.collect();
        // If a false test ends the script, that is the mistake.
        if asked.iter().any(|(test, _)| unguarded_in(self.cx, test.line()).is_some()) {
            return None;
        }
        let (_, asked) = asked.first()?;
        let label = if asked.text == self.comparison.text {
            "this handles that case"
        } else {
            "after this, its value is known"
        };
        let help = "compare with another value, or remove the test";
        Some(
            self.report("this is always false when the script gets here")
                .and_label(asked.literal.span(), label)
                .help(help),
        )
    }

    /// Whether the command may write the setting.
    fn writes(&self, command: Command<'_, '_>) -> bool {
        let writes =
            Actions::WRITES_SETTINGS.union(Actions::EXECUTES).union(Actions::WRITES_NETWORK_SETTINGS);
        let name = self.comparison.setting.name;
        let form = self.cx.form(command).filter(|form| form.effects.actions.intersects(writes));
        form.is_some() && command.arguments().any(|word| word.text().starts_with(name))
    }

    /// The kinds of the commands that may have set the setting. None if other scripts or the network may have.
    fn sources(&self) -> Option<Vec<(Command<'a, 's>, Implementation)>> {
        let by = &self.known.set_by;
        if by.has_others() || by.has_start() || by.has_more() || self.known.others {
            return None;
        }
        self.commands(by)
    }

    /// The commands among the sources, each with its kind.
    fn commands(&self, by: &Sources) -> Option<Vec<(Command<'a, 's>, Implementation)>> {
        let command = |id| self.cx.script.command(id);
        by.commands().map(|id| Some((command(id)?, self.cx.form_of(id)?.implementation))).collect()
    }

    /// It is the chosen menu entry, and no entry has that name.
    fn not_chosen(&self) -> Option<Diagnostic> {
        let sources = self.sources()?;
        let (choose, _) = sources.first()?;
        let mut entries = self.cx.menus().menus().iter().flat_map(|menu| &menu.items);
        let is_entry = |item: &Item<'_, '_>| item.name.may_equal(self.comparison.text);
        // With more of them, it may be one.
        let may_be_entry = entries.by_ref().take(ENTRIES).any(is_entry) || entries.next().is_some();
        if may_be_entry || !sources.iter().all(|(_, kind)| *kind == Implementation::Choose) {
            return None;
        }
        let names: Vec<_> = self.known.texts.iter().map(Text::as_known).collect::<Option<_>>()?;
        let text = self.comparison.text;
        let place = self.comparison.literal.span();
        let message = format!("no entry of the menu has the name {}", quote(text));
        let finding = Diagnostic::new(RuleId::ConstantComparison, place, message, "this test always fails")
            .and_label(choose.span(), format!("the choice made here is {}", self.values()?));
        if let Some(near) = suggest::near(text, names) {
            return Some(finding.fix(Fix::unsafe_(format!("did you mean `{near}`?"), place, near)));
        }
        // Code for a removed entry is harmless.
        let level = if self.is_missed(*choose) { Level::Warning } else { Level::Advice };
        Some(finding.at_level(level).help(self.help_for_never()))
    }

    /// Whether something is missing that depends on this test alone: another setting has no value, a section is
    /// unreachable, or a menu entry is not handled.
    fn is_missed(&self, choose: Command<'a, 's>) -> bool {
        let next = self.command.behind_on_line().next();
        let next =
            next.filter(|next| next.operator().is_some_and(|operator| operator.kind == OperatorKind::And));
        let operation = next.and_then(|next| self.cx.flow.invocation(next.id())?.meant_operation());
        let lacks = match operation {
            Some(Operation::Set { setting, .. }) => setting
                .as_known()
                .is_some_and(|setting| self.moment.setting(setting).presence() != Certainty::Yes),
            Some(Operation::Goto { label }) => label.as_known().is_some_and(|label| self.is_cut_off(label)),
            _ => false,
        };
        lacks || self.has_unasked_entry(choose)
    }

    /// Whether a label of the script is unreachable.
    fn is_cut_off(&self, label: &[u8]) -> bool {
        let line = self.cx.flow.labels().line(label).and_then(|line| self.cx.script.line(line));
        let first = line.and_then(Line::label).and_then(|label| self.cx.command_at(label));
        first.is_some_and(|first| !self.cx.analysis().is_reachable(first.id()))
    }

    /// Whether the choice is only used in comparisons, and none of them tests for one of the menu's entries.
    fn has_unasked_entry(&self, choose: Command<'a, 's>) -> bool {
        let Some(uses) = self.cx.menus().uses(self.comparison.setting.name) else { return false };
        let mut menus = self.cx.menus().menus().iter();
        let menu = menus.find(|menu| menu.choices.iter().any(|choice| choice.command.id() == choose.id()));
        let is_asked =
            |item: &Item<'_, '_>| item.name.as_known().is_none_or(|name| uses.compared.contains(name));
        let only_compared = uses.jumps.is_empty() && uses.has_no_others();
        only_compared && menu.is_some_and(|menu| !menu.items.iter().all(is_asked))
    }

    /// It is a counter, and never reaches that number here, unless an executed script that returned counts the
    /// iterations of this one.
    fn counted_by_nobody_else(&self) -> Option<Diagnostic> {
        let SettingName { name, .. } = self.comparison.setting;
        let counts = self.commands(&self.known.set_by)?;
        let differs = |text: &Text<'_>| text.as_known().is_some_and(|text| text != self.comparison.text);
        let is_known = !self.known.texts.is_empty() && self.known.texts.iter().all(differs);
        let is_own = Catalog::setting_in_any_release(name).is_none() && !self.cx.known().is_provided(name);
        if !is_known || !is_own || self.known.set_by.has_start() || self.known.set_by.has_more() {
            return None;
        }
        let is_given_here = |count: Command<'a, 's>| {
            let before = self.cx.analysis().before(count.id()).map(|moment| moment.setting(name));
            before.is_some_and(|before| {
                let is_start = before.set_by.has_start() || before.set_by.has_more();
                let by = self.commands(&before.set_by).unwrap_or_default();
                let is_set = |(set, kind): &(Command<'a, 's>, Implementation)| {
                    *kind == Implementation::Set && self.gives_text(*set)
                };
                !is_start && by.iter().all(is_set)
            })
        };
        let by_counting =
            counts.iter().all(|(count, kind)| *kind == Implementation::Inc && is_given_here(*count));
        by_counting.then(|| self.not_counted_by(&counts, Outcome::Never)).flatten()
    }

    /// Whether a command sets a literal text.
    fn gives_text(&self, command: Command<'a, 's>) -> bool {
        let invocation = self.cx.flow.invocation(command.id());
        let mut words =
            invocation.into_iter().flat_map(|invocation| positional_words(command, invocation)).skip(1);
        words.all(|word| word.as_literal().is_some())
    }

    /// It is a counter, and never reaches that number here, or is always at it.
    fn not_counted(&self, outcome: Outcome) -> Option<Diagnostic> {
        self.not_counted_by(&self.sources()?, outcome)
    }

    fn not_counted_by(
        &self,
        sources: &[(Command<'a, 's>, Implementation)],
        outcome: Outcome,
    ) -> Option<Diagnostic> {
        let (count, _) = sources.iter().find(|(_, kind)| *kind == Implementation::Inc)?;
        // If a false test ends the script, there is no further iteration for that reason.
        if unguarded_in(self.cx, self.command.line()).is_some() {
            return None;
        }
        let label = match outcome {
            Outcome::Never => "so this is always false, and the counter never ends the loop",
            Outcome::Always => "so this is always true, and the loop runs only once",
        };
        let is = format!("{} is {} here", quote(self.comparison.expansion.text()), self.values()?);
        let finding = Diagnostic::new(RuleId::ConstantComparison, self.comparison.literal.span(), is, label);
        Some(
            finding
                .and_label(count.span(), "it is counted here")
                .help("set it before the loop, not in it, and compare with a number that it reaches"),
        )
    }

    /// The script sets it to one of several values, which are all known, and this is not one of them.
    fn not_given(&self) -> Option<Diagnostic> {
        let sources = self.sources()?;
        let (source, _) = sources.first()?;
        let gives = |kind| matches!(kind, Implementation::Set | Implementation::Choose);
        if !sources.iter().all(|(_, kind)| gives(*kind)) || self.known.texts.len() < 2 || self.is_given() {
            return None;
        }
        let label = format!("it is set here, to {}", self.values()?);
        let finding = self.report("this test always fails").and_label(source.span(), label);
        let texts = self.known.texts.iter().filter_map(Text::as_known);
        let place = self.comparison.literal.span();
        Some(match suggest::near(self.comparison.text, texts) {
            Some(near) => finding.fix(Fix::unsafe_(format!("did you mean `{near}`?"), place, near)),
            None => finding.help(self.help_for_never()),
        })
    }

    /// Whether some command anywhere sets the setting to exactly the text with which it is compared.
    fn is_given(&self) -> bool {
        let name = self.comparison.setting.name;
        self.cx.invocations_of(Implementation::Set).any(|(_, invocation)| {
            let value = invocation.positional(1).and_then(Text::as_known) == Some(self.comparison.text);
            value && invocation.positional(0).and_then(Text::as_known).map(untyped) == Some(name)
        })
    }

    /// The help text for a test that never succeeds: another setting may have the text.
    fn help_for_never(&self) -> String {
        let text = self.comparison.text;
        let gives = |(_, invocation): &(Command<'_, '_>, &Invocation<'_>)| {
            invocation.positional(1).and_then(Text::as_known) == Some(text)
                && invocation.positional(2).is_none()
        };
        let mut setters = self.cx.invocations_of(Implementation::Set).filter(gives);
        let other = setters.find_map(|(_, invocation)| Some(untyped(invocation.positional(0)?.as_known()?)));
        match other {
            Some(other) if !other.is_empty() => {
                format!(
                    "{} is a value of {}: compare that setting, or remove the test",
                    quote(text),
                    quote(other)
                )
            }
            _ => "compare with one of its values, or remove the test".to_owned(),
        }
    }

    /// It is a number that is compared in a loop, and nothing counts it.
    fn never_counts(&self, loops: &mut Option<Loops>) -> Option<Diagnostic> {
        let sources = self.sources()?;
        let [(set, Implementation::Set)] = sources.as_slice() else { return None };
        let written = positional_words(*set, self.cx.flow.invocation(set.id())?).next()?.as_literal()?;
        let SettingName { name, setting_type, .. } = SettingName::parse(written);
        let is_number =
            setting_type.is_some_and(|name| name.starts_with(b"int") || name.starts_with(b"uint"));
        let loops = loops.get_or_insert_with(|| self.cx.flow.loops_along(|_, _| true));
        let comes_again =
            loops.of(self.command.id()).is_some() && loops.of(set.id()) != loops.of(self.command.id());
        if !is_number || !comes_again || self.moment.setting(name).texts.len() != 1 {
            return None;
        }
        let finding =
            self.report("this is false in every iteration").and_label(set.span(), "it is only set here");
        let name = crate::printable(&String::from_utf8_lossy(name));
        Some(finding.help(format!("increment it in the loop: `inc {name}`")))
    }

    fn report(&self, label: &str) -> Diagnostic {
        let Comparison { expansion, literal, text, .. } = self.comparison;
        let message = format!("{} is never {} here", quote(expansion.text()), quote(text));
        Diagnostic::new(RuleId::ConstantComparison, literal.span(), message, label)
    }

    /// The possible values of the setting, in words.
    fn values(&self) -> Option<String> {
        let texts: Vec<_> =
            self.known.texts.iter().map(|text| text.as_known().map(quote)).collect::<Option<_>>()?;
        Some(match texts.as_slice() {
            [] => return None,
            [only] => only.clone(),
            many if many.len() <= LISTED => format!("one of {}", many.join(", ")),
            many => format!("one of {}, …", many.get(..LISTED)?.join(", ")),
        })
    }
}
