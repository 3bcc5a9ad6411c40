//! Defaults that are only set if there is already a value.

mod jumps;

use std::cell::LazyCell;

use foldhash::{HashMap, HashSet};
use ipxe_catalog::{CommandForm, Implementation};
use ipxe_language::setting_name::{SettingName, untyped};
use ipxe_model::commands::{comparison::sole_expansion, positional_words};
use ipxe_syntax::{Command, OperatorKind, Word};

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};

pub(super) const META: RuleMeta = RuleMeta {
    name: "inverted-default",
    code: "IPX347",
    summary: "a default is set only if the setting already has a value",
    level: Level::Warning,
    fix: FixKind::Always,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let needs = LazyCell::new(|| Needs::of(cx));
    let tests = cx.invocations_of(Implementation::Isset).map(|(test, _)| test);
    out.extend(tests.filter_map(|test| look_at(cx, test, &|| &*needs).or_else(|| jumps::look_at(cx, test))));
}

/// `isset ${x} && set x VALUE`, if nothing else sets `x`, and a URI needs it.
fn look_at<'c, 'a: 'c, 's>(
    cx: &Context<'a, 's>,
    test: Command<'a, 's>,
    needs: &dyn Fn() -> &'c Needs<'a>,
) -> Option<Diagnostic> {
    let tested = sole_expansion(test.arguments().next()?)?.inside().as_literal()?;
    let line = test.line_id();
    let mut behind = cx.commands_from(test.id().index() + 1).take_while(|next| next.line_id() == line);
    let (set, rest) = (behind.next()?, behind.next());
    let operator = set.operator().filter(|operator| operator.kind == OperatorKind::And)?;
    let invocation = cx.flow.invocation(set.id())?;
    invocation.form().filter(|form| form.implementation == Implementation::Set)?;
    let mut words = positional_words(set, invocation);
    let name = words.next()?.as_literal()?;
    let is_it = |used: &[u8]| untyped(used) == untyped(tested);
    let uses =
        |word: Word<'_, '_>| word.expansions().any(|used| used.inside().as_literal().is_none_or(is_it));
    let is_default = is_it(name) && SettingName::parse(name).scope.is_empty() && !words.any(uses);
    let is_alone = test.operator().is_none() && rest.is_none_or(Command::is_empty);
    (is_default && is_alone && needs().once(untyped(name))).then_some(())?;
    let message = format!("{} is set here only if it already has a value", quote(name));
    let label = "if it has no value, it stays empty";
    let finding = Diagnostic::new(RuleId::InvertedDefault, set.span(), message, label);
    let finding = finding.and_label(test.span(), "succeeds if it has a value");
    Some(finding.fix(Fix::unsafe_("set it if the test fails: `||`", operator.span, "||")))
}

/// What the script sets, and makes URIs of.
struct Needs<'a> {
    /// The number of commands that set each setting.
    writes: HashMap<Vec<u8>, usize>,
    in_uris: HashSet<&'a [u8]>,
}

impl<'a> Needs<'a> {
    fn of(cx: &Context<'a, '_>) -> Self {
        let mut writes = HashMap::default();
        for write in cx.written().writes() {
            if let Some(name) = write.name.as_known() {
                *writes.entry(untyped(name).to_vec()).or_default() += 1;
            }
        }
        let takes_uri = |form: &CommandForm| form.arguments.iter().any(|argument| argument.role.is_uri());
        let uris = cx.uris().iter().filter(|uri| cx.form(uri.command).is_some_and(takes_uri));
        let used = uris.flat_map(|uri| uri.word.expansions());
        Self { writes, in_uris: used.filter_map(|used| used.inside().as_literal()).map(untyped).collect() }
    }

    /// Whether only one command sets the setting, and a URI contains it.
    fn once(&self, name: &[u8]) -> bool {
        self.writes.get(name) == Some(&1) && self.in_uris.contains(name)
    }
}
