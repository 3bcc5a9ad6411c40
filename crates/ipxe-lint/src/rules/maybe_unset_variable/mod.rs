//! Settings that are set on some paths to their use, but not on others.

mod input;
mod way;

use foldhash::HashSet;
use ipxe_catalog::{Actions, Implementation};
use ipxe_language::options::GivenOption;
use ipxe_model::analysis::{Knowledge, Sources};
use ipxe_syntax::{Command, CommandId, Expansion, OperatorKind, Word};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};

pub(super) const META: RuleMeta = RuleMeta {
    name: "maybe-unset-variable",
    code: "IPX310",
    summary: "a URI or a number uses a setting that is not always set",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of places of one kind that a finding points at.
const SHOWN: usize = 2;
/// The maximum number of settings whose paths are searched: each search takes time linear in the script's length.
const SEARCHES: usize = 16;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    out.extend(input::check(cx));
    let own = cx.own_settings();
    if own.is_empty() {
        return;
    }
    let (mut reported, mut searches) = (HashSet::default(), 0);
    for (command, expansion, name) in own.uses(cx) {
        // A second source of a file is for the case that the first one fails.
        if command.operator().is_some_and(|operator| operator.kind == OperatorKind::Or) {
            continue;
        }
        let number = || number(cx, command, expansion).filter(|_| !may_be_set_before(cx, command));
        let label = || part_of_uri(cx, command, expansion).or_else(number);
        let Some(label) = Some(name).filter(|name| !reported.contains(name)).and_then(|_| label()) else {
            continue;
        };
        let Some(known) = cx.analysis().before(command.id()).map(|moment| moment.setting(name)) else {
            continue;
        };
        let is_own = is_set_on_some_ways(cx, &known);
        if !is_own && !is_set_later(cx, command, &known) {
            continue;
        }
        searches += 1;
        if searches > SEARCHES {
            return;
        }
        let way = way::past(cx, command.id(), known.set_by.commands(), is_own);
        let is_cleared = is_own && known.unset_by.commands().next().is_some();
        let is_shown = match &way {
            Some(way) => is_own && !way.is_empty() || is_cleared || !may_be_set_before(cx, command),
            None => is_cleared,
        };
        let way = way.unwrap_or_default();
        if is_shown {
            reported.insert(name);
            let message = format!("{} is not always set when this command runs", quote(name));
            let finding = Diagnostic::new(RuleId::MaybeUnsetVariable, expansion.span(), message, label);
            out.push(describe(cx, finding, &known, &way));
        }
    }
}

/// The consequence for a URI that the command loads if the expansion is empty: the expansion is its beginning, or a
/// whole host or path component. Part of a component may be empty.
fn part_of_uri(
    cx: &Context<'_, '_>,
    command: Command<'_, '_>,
    expansion: Expansion<'_, '_>,
) -> Option<&'static str> {
    let invocation = cx.flow.invocation(command.id())?;
    let (form, arguments) = (invocation.form()?, invocation.arguments()?);
    let mut words = command.arguments().skip(arguments.first_positional).zip(0..);
    let is_inside = |word: Word<'_, '_>| {
        word.span().start() <= expansion.span().start() && expansion.span().end() <= word.span().end()
    };
    let (word, at) = words.find(|(word, _)| is_inside(*word))?;
    form.argument(at).filter(|argument| argument.role.is_uri())?;
    if word.span().start() == expansion.span().start() {
        return Some("when it is not set, the URI begins with the text after it");
    }
    let source = cx.script.source();
    let (start, end) = (expansion.span().start() as usize, expansion.span().end() as usize);
    let is_whole = start.checked_sub(1).and_then(|before| source.get(before)) == Some(&b'/')
        && source.get(end).is_none_or(|after| b"/:?".contains(after) || after.is_ascii_whitespace());
    is_whole.then_some("when it is not set, this part of the URI is empty")
}

/// Whether only commands below set it, in loops that return to this one. Others may have set it as well.
fn is_set_later(cx: &Context<'_, '_>, command: Command<'_, '_>, known: &Knowledge) -> bool {
    let is_plain = |id: CommandId| cx.script.command(id).is_none_or(|command| !is_case(cx, command));
    let mut setting = known.set_by.commands().peekable();
    known.unset_by.has_start()
        && setting.peek().is_some()
        && setting.all(|id| id > command.id() && is_plain(id))
        && !known.set_by.has_more()
}

/// Whether another source may set the setting before the script does, at the command.
fn may_be_set_before(cx: &Context<'_, '_>, command: Command<'_, '_>) -> bool {
    let others = || cx.others_may_set(command.span().start()) || cx.options.surroundings.provide();
    !cx.known().is_complete() && others()
}

/// The consequence for a command that reads only the expansion as a number.
fn number(
    cx: &Context<'_, '_>,
    command: Command<'_, '_>,
    expansion: Expansion<'_, '_>,
) -> Option<&'static str> {
    let invocation = cx.flow.invocation(command.id())?;
    let (form, arguments) = (invocation.form()?, invocation.arguments()?);
    let mut words = command.arguments().zip(0usize..);
    let (word, at) = words.find(|(word, _)| word.span().end() == expansion.span().end())?;
    let is_whole = word.span() == expansion.span();
    // The word consists only of the expansion.
    let is_all = |option: &GivenOption<'_>| {
        option.value.is_some_and(|value| value.argument == at && value.to_text().known_bytes().is_empty())
    };
    let by_option = arguments.options.iter().any(|option| option.spec.role.is_integer() && is_all(option));
    // The argument of `exit` no longer matters to the script.
    let is_exit = form.implementation == Implementation::Exit;
    let by_place = at
        .checked_sub(arguments.first_positional)
        .and_then(|at| form.argument(at))
        .is_some_and(|argument| argument.role.is_integer());
    (by_option || is_whole && by_place && !is_exit)
        .then_some("when it is not set, the command gets no number, and fails")
}

/// Whether the script itself certainly sets it on one path, and nothing sets it on another.
fn is_set_on_some_ways(cx: &Context<'_, '_>, known: &Knowledge) -> bool {
    let own = |sources: &Sources| !sources.has_others() && !sources.has_more();
    let clears =
        |id: CommandId| cx.form_of(id).is_some_and(|form| form.implementation == Implementation::Clear);
    // An unknown value may be empty.
    let sets = |id: CommandId| known.unset_by.commands().all(|unset| unset != id);
    let is_plain = |id: CommandId| {
        let command = cx.script.command(id);
        command.is_none_or(|command| !is_case(cx, command) || sets(id) && is_one_of_two(cx, command))
    };
    let mut setting = known.set_by.commands().peekable();
    setting.peek().is_some()
        && setting.all(is_plain)
        && own(&known.set_by)
        && own(&known.unset_by)
        && (known.unset_by.has_start() || known.unset_by.commands().any(clears))
        && known.unset_by.commands().all(|id| clears(id) || known.set_by.commands().any(|set| set == id))
}

/// Whether the command and its neighbour set the same setting in both cases: `… && set name a || set name b`.
fn is_one_of_two(cx: &Context<'_, '_>, command: Command<'_, '_>) -> bool {
    let given = |command: Command<'_, '_>| {
        let form = cx.form(command).filter(|form| form.implementation == Implementation::Set);
        form.and_then(|_| cx.flow.invocation(command.id())?.positional(0)?.as_known())
    };
    let kind = |command: Command<'_, '_>| command.operator().map(|operator| operator.kind);
    let is_other = |other: Command<'_, '_>| {
        let kinds = [kind(command), kind(other)];
        kinds.contains(&Some(OperatorKind::And))
            && kinds.contains(&Some(OperatorKind::Or))
            && given(command).is_some()
            && given(other) == given(command)
    };
    let index = command.id().index();
    let beside = [index.checked_sub(1), index.checked_add(1)].into_iter().flatten();
    let mut beside = beside.filter_map(|at| cx.script.command(CommandId::new(u32::try_from(at).ok()?)));
    beside.any(|other| other.line_id() == command.line_id() && is_other(other))
}

/// Whether the command depends on a test: it is one of several cases, which the script assumes to be complete.
fn is_case(cx: &Context<'_, '_>, command: Command<'_, '_>) -> bool {
    match command.operator().map(|operator| operator.kind) {
        Some(OperatorKind::Or) => true,
        Some(OperatorKind::And) => {
            let before = command.before_on_line().next_back();
            // `dhcp && set server ${next-server}`
            let gets =
                |form: &ipxe_catalog::CommandForm| form.effects.actions.contains(Actions::CONFIGURES_NETWORK);
            !before.is_some_and(|before| cx.form(before).is_some_and(gets))
        }
        _ => false,
    }
}

fn describe(
    cx: &Context<'_, '_>,
    mut finding: Diagnostic,
    known: &Knowledge,
    way: &[Command<'_, '_>],
) -> Diagnostic {
    let set = known.set_by.commands().filter_map(|id| cx.script.command(id));
    let is_straight = way.is_empty() && known.unset_by.commands().next().is_none();
    let label = if is_straight { "set here, after the first iteration" } else { "set here" };
    for span in set.map(Command::span).take(SHOWN) {
        finding = finding.and_label(span, label);
    }
    let cleared = known.unset_by.commands().filter(|id| known.set_by.commands().all(|set| set != *id));
    for span in cleared.filter_map(|id| cx.script.command(id)).map(Command::span).take(SHOWN) {
        finding = finding.and_label(span, "no longer set from here on");
    }
    if is_straight {
        return finding.help("set it before the first iteration");
    }
    if let [jump] = way {
        finding = finding.and_label(jump.span(), "this jumps here without setting it");
    } else {
        for (number, jump) in (1..).zip(way) {
            finding =
                finding.and_label(jump.span(), format!("jump {number} of a path here that does not set it"));
        }
    }
    finding.help("set it before the paths branch, or set a default: `isset ${NAME} || set NAME VALUE`")
}
