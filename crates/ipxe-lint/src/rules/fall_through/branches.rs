//! The labels to which comparisons of one setting jump.

use foldhash::HashMap;
use ipxe_catalog::Implementation;
use ipxe_model::commands::positional_words;
use ipxe_syntax::{Command, LineId, OperatorKind, Word};

use crate::context::Context;

/// A branch of a comparison of a setting.
struct Branch {
    /// The number of the first comparison in a sequence.
    number: u32,
    /// Whether it is for all texts with which the setting is not compared.
    is_rest: bool,
}

/// The labels to which comparisons of one setting with several texts jump.
pub(super) struct Branches<'a>(HashMap<&'a [u8], Branch>);

impl<'a> Branches<'a> {
    pub(super) fn new(cx: &Context<'a, '_>) -> Self {
        let mut branches = HashMap::default();
        let mut last: Option<(LineId, &[u8], &[u8])> = None;
        let mut number = 0;
        for (test, invocation) in cx.invocations_of(Implementation::Iseq) {
            let mut words = positional_words(test, invocation).map(Word::text);
            let (Some(setting), Some(text)) = (words.next(), words.next()) else { continue };
            let is_next = last.is_some_and(|(line, compared, with)| {
                test.line_id().index() <= line.index() + 1 && compared == setting && with != text
            });
            number += u32::from(!is_next);
            last = Some((test.line_id(), setting, text));
            let behind = cx.commands_from(test.id().index() + 1);
            let behind = behind.take_while(|next| next.line_id() == test.line_id());
            for (jump, is_rest) in behind.zip([false, true]) {
                let Some(target) = jump_behind(cx, jump, is_rest) else { break };
                branches.entry(target).or_insert(Branch { number, is_rest });
            }
        }
        Self(branches)
    }

    /// Whether two labels are for different texts of one setting, so that neither continues with the other. The section
    /// for all other texts may prepare the others.
    pub(super) fn part(&self, first: &[u8], second: &[u8]) -> bool {
        let (first, second) = (self.0.get(first), self.0.get(second));
        first.zip(second).is_some_and(|(first, second)| first.number == second.number && !first.is_rest)
    }
}

/// The label of a `goto` that runs after the success of a test, or if all tests are false.
fn jump_behind<'a>(cx: &Context<'a, '_>, jump: Command<'a, '_>, is_rest: bool) -> Option<&'a [u8]> {
    let wanted = if is_rest { OperatorKind::Or } else { OperatorKind::And };
    let is_behind = jump.operator().is_some_and(|operator| operator.kind == wanted);
    let is_goto = cx.form(jump)?.implementation == Implementation::Goto;
    cx.flow.invocation(jump.id())?.positional(0)?.as_known().filter(|_| is_behind && is_goto)
}
