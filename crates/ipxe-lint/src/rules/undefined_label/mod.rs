//! `goto` to a label that does not exist.

mod nearby;

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use foldhash::{HashMap, HashSet};
use ipxe_language::setting_name::untyped;
use ipxe_model::{
    commands::{
        colons::{meant_as_label, without_colon},
        jumps::Jump,
    },
    given::LabelElsewhere,
};
use nearby::Nearby;

pub(super) const META: RuleMeta = RuleMeta {
    name: "undefined-label",
    code: "IPX401",
    summary: "`goto` names a label that the script does not define",
    level: Level::Error,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of further jumps to the same label that a finding points at.
const SHOWN: usize = 4;
/// The maximum number of comparisons of names to find the intended label: each search compares all labels.
const COMPARISONS: usize = 1 << 17;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let lost = lost_jumps(cx);
    if lost.is_empty() || may_lack_labels(cx) || cx.standing().is_part() {
        return;
    }
    let nearby = Nearby::new(cx);
    let searches = COMPARISONS / cx.flow.labels().names().count().max(1);
    for (index, jumps) in lost.iter().enumerate() {
        if let Some(finding) = describe(cx, jumps) {
            let [first, ..] = jumps.as_slice() else { continue };
            let finding = if index < searches { nearby.advise(finding, first, jumps) } else { finding };
            out.push(elsewhere(cx, finding, first));
        }
    }
}

/// The finding, with the other script that has the label, unless a label of this script was intended.
fn elsewhere(cx: &Context<'_, '_>, finding: Diagnostic, jump: &Jump<'_, '_>) -> Diagnostic {
    let name = jump.word.text();
    let found = cx.options.surroundings.label_elsewhere(name).filter(|_| finding.fix.is_none());
    let Some(LabelElsewhere { script, starts_it, .. }) = found else { return finding };
    let (name, script) = (quote(name), quote(script.as_os_str().as_encoded_bytes()));
    finding.help(if *starts_it {
        format!(
            "{name} is defined in {script}, which starts this script, but `goto` only jumps inside a script. Define it here, or \
             end this one with `exit 1` and have the other handle that"
        )
    } else {
        format!("{name} is defined in {script}, which this script starts, but `goto` only jumps inside a script. Define it here")
    })
}

/// Whether a template may add labels: a command of it is a line of the template.
fn may_lack_labels(cx: &Context<'_, '_>) -> bool {
    let mut names = cx.invocations_that_may(&|_| false).filter_map(|(command, _)| command.name());
    names.any(ipxe_syntax::Word::has_hole)
}

/// The jumps that find no label, grouped by label, in the order of their first ones. A jump that only has a wrong colon
/// has its own rule.
fn lost_jumps<'a, 's>(cx: &Context<'a, 's>) -> Vec<Vec<Jump<'a, 's>>> {
    let meant = cx.unknown().filter_map(|(command, _)| meant_as_label(cx, command));
    let meant: HashSet<&[u8]> = meant.map(|(name, _)| name).collect();
    let mut groups: Vec<Vec<Jump<'a, 's>>> = Vec::new();
    let mut known: HashMap<&[u8], usize> = HashMap::default();
    for &jump in cx.lost_jumps() {
        let text = jump.word.text();
        if meant.contains(text) || without_colon(cx, &jump).is_some() {
            continue;
        }
        let index = *known.entry(text).or_insert(groups.len());
        match groups.get_mut(index) {
            Some(group) => group.push(jump),
            None => groups.push(vec![jump]),
        }
    }
    groups
}

/// Whether the target contains a menu choice, and the choice has no other use.
fn is_of_choice(cx: &Context<'_, '_>, jump: &Jump<'_, '_>) -> bool {
    let name = jump.word.expansions().find_map(|expansion| expansion.inside().as_literal());
    let uses = name.and_then(|name| cx.menus().uses(untyped(name)));
    let entries = || cx.menus().menus().iter().any(|menu| !menu.items.is_empty() && !menu.choices.is_empty());
    uses.is_some_and(|uses| uses.decide_by_jumps(cx)) && entries()
}

fn describe(cx: &Context<'_, '_>, jumps: &[Jump<'_, '_>]) -> Option<Diagnostic> {
    let fatal = |jump: &Jump<'_, '_>| cx.flow.failure_is_fatal(jump.command.id());
    let first = jumps.first()?;
    let name = quote(first.word.text());
    let message = if first.target.is_known() {
        format!("label {name} is not defined in this script")
    } else if is_of_choice(cx, first) {
        // A finding about the menu's entries is more specific.
        return None;
    } else if jumps.iter().any(fatal) {
        format!("no label in this script matches {name}")
    } else {
        // `goto ${x} ||` may fail intentionally.
        return None;
    };
    let label =
        if fatal(first) { "`goto` fails here, which ends the script" } else { "`goto` always fails here" };
    let level = if jumps.iter().any(fatal) { Level::Error } else { Level::Warning };
    let finding = Diagnostic::new(RuleId::UndefinedLabel, first.word.span(), message, label).at_level(level);
    let further = jumps.get(1..).unwrap_or_default();
    let mut finding = further
        .iter()
        .take(SHOWN)
        .fold(finding, |finding, jump| finding.and_label(jump.word.span(), "and here"));
    if further.len() > SHOWN {
        finding.message = format!("{}, but used in {} places", finding.message, jumps.len());
    }
    Some(finding)
}
