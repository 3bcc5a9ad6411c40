//! Jumps past a default that are taken if there is no value: `isset ${x} || goto have_x`.

use ipxe_catalog::{Actions, Implementation, Returns};
use ipxe_language::setting_name::{SettingName, untyped};
use ipxe_model::{
    commands::{comparison::sole_expansion, positional_words},
    graph::{Edge, Node},
};
use ipxe_syntax::{Command, OperatorKind, Word};

use crate::{Diagnostic, Fix, RuleId, context::Context, text::quote};

/// The maximum number of commands that are followed on each path.
const FOLLOWED: usize = 16;

/// The first use of a setting on a path.
enum First<'a, 's> {
    /// It is set to a value that does not depend on the old one.
    Sets(Command<'a, 's>),
    /// A URI contains it.
    Uses(Command<'a, 's>),
}

/// `isset ${x}` and a jump, if the path with a value sets another one first, and the path without a value uses it.
pub(super) fn look_at<'a, 's>(cx: &Context<'a, 's>, test: Command<'a, 's>) -> Option<Diagnostic> {
    let tested = sole_expansion(test.arguments().next()?)?.inside().as_literal()?;
    let setting = SettingName::parse(tested);
    let jump = test.line().commands().find(|next| next.id() > test.id())?;
    let operator = jump.operator()?;
    let is_jump = cx.form(jump)?.implementation == Implementation::Goto;
    let is_alone = test.operator().is_none() && setting.scope.is_empty();
    (is_jump && is_alone && cx.flow.is_reachable(test.id())).then_some(())?;
    let way = |edge: Edge| first(cx, test, edge, untyped(tested));
    let (Some(First::Sets(set)), Some(First::Uses(used))) = (way(Edge::Success), way(Edge::Failure)) else {
        return None;
    };
    let message = format!("{} is set here only if it already has a value", quote(setting.name));
    let finding =
        Diagnostic::new(RuleId::InvertedDefault, set.span(), message, "if it has no value, it stays empty");
    let finding = finding
        .and_label(test.span(), "succeeds if it has a value")
        .and_label(used.span(), "without a value, this is what comes first");
    let other = match operator.kind {
        OperatorKind::And => "||",
        OperatorKind::Or => "&&",
        OperatorKind::Then => return None,
    };
    let end = test.line().commands().rfind(|command| !command.is_empty())?;
    let is_last = end.id() == jump.id();
    let fix = Fix::unsafe_(format!("jump in the other case: `{other}`"), operator.span, other);
    Some(match operator.kind {
        // A failed test ends the script, unless a command follows.
        OperatorKind::Or if is_last => {
            let end = ipxe_syntax::Span::empty(jump.span().end());
            finding.fix(fix.and(end, " ||"))
        }
        _ if is_last => finding.fix(fix),
        _ => finding.help("jump in the other case"),
    })
}

/// The first use of a setting on a path, if no question, executed image or test comes before.
fn first<'a, 's>(
    cx: &Context<'a, 's>,
    test: Command<'a, 's>,
    edge: Edge,
    name: &[u8],
) -> Option<First<'a, 's>> {
    let (mut at, mut wanted) = (test, edge);
    for _ in 0..FOLLOWED {
        let mut next = cx.flow.successors(Node::Command(at.id()));
        let node = next.find_map(|(edge, node)| (edge == wanted).then_some(node))?;
        let Node::Command(id) = node else { return None };
        at = cx.script.command(id)?;
        let form = match cx.form(at) {
            _ if at.is_empty() => {
                wanted = Edge::Success;
                continue;
            }
            form => form?,
        };
        if form.implementation == Implementation::Set {
            let mut words = positional_words(at, cx.flow.invocation(id)?);
            let is_it = untyped(words.next()?.as_literal()?) == name;
            let is_own = !words.any(|word| uses(word, name));
            if is_it {
                return is_own.then_some(First::Sets(at));
            }
        }
        if at.words().any(|word| uses(word, name)) {
            let takes_uri = form.arguments.iter().any(|argument| argument.role.is_uri());
            return takes_uri.then_some(First::Uses(at));
        }
        let matters = Actions::EXECUTES
            .union(Actions::BOOTS)
            .union(Actions::READS_INPUT)
            .union(Actions::USES_MENU)
            .union(Actions::RUNS_COMMANDS)
            .union(Actions::WRITES_ANY_SETTING);
        let is_test = form.effects.tested != ipxe_catalog::Tested::No;
        wanted = match form.effects.returns {
            Returns::Always if !is_test && !form.effects.actions.intersects(matters) => Edge::Success,
            Returns::Jumps => Edge::Jump,
            _ => return None,
        };
    }
    None
}

/// Whether a word contains a setting, or may.
fn uses(word: Word<'_, '_>, name: &[u8]) -> bool {
    word.expansions().any(|used| used.inside().as_literal().is_none_or(|used| untyped(used) == name))
}
