//! The commands after a test: the effect of each of its results.

use ipxe_catalog::Implementation;
use ipxe_language::setting_name::untyped;
use ipxe_model::commands::positional_words;
use ipxe_syntax::{Command, OperatorKind, Span};

use crate::context::Context;

/// The effect of one result of a test.
#[derive(Clone, Copy)]
pub(super) struct Way<'a, 's> {
    pub(super) command: Command<'a, 's>,
    /// The label, the value, or the command.
    pub(super) name: &'a [u8],
    /// The span of that name.
    pub(super) place: Span,
    pub(super) kind: Kind<'a>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind<'a> {
    /// The script jumps to a label.
    Jump,
    /// It continues at a label.
    Label,
    /// This setting gets a value.
    Value(&'a [u8]),
    /// A command without arguments runs.
    Command,
}

/// The effects of a test's success and failure.
#[derive(Clone, Copy)]
pub(super) struct Ways<'a, 's> {
    pub(super) yes: Option<Way<'a, 's>>,
    pub(super) no: Option<Way<'a, 's>>,
    /// Whether both are on the line of the test.
    pub(super) are_on_line: bool,
}

impl<'a, 's> Ways<'a, 's> {
    pub(super) fn after(cx: &Context<'a, 's>, test: Command<'a, 's>) -> Self {
        let mut behind = test.line().commands().filter(|next| next.id() > test.id()).peekable();
        let mut next = |wanted: OperatorKind| {
            let is_wanted = |command: &Command<'_, '_>| {
                command.operator().is_some_and(|operator| operator.kind == wanted)
            };
            behind.next_if(is_wanted).filter(|command| !command.is_empty())
        };
        let yes = next(OperatorKind::And).map(|command| Way::of(cx, command));
        let no = next(OperatorKind::Or).map(|command| Way::of(cx, command));
        let (yes, no, are_on_line) = (yes.flatten(), no.flatten(), yes.is_some() && no.is_some());
        let ways = Self { yes, no, are_on_line };
        match (yes, no) {
            (Some(one), None) => Self { no: ways.elsewhere(cx, test, one), ..ways },
            (None, Some(one)) => Self { yes: ways.elsewhere(cx, test, one), ..ways },
            _ => ways,
        }
    }

    /// The effect of the other result: a value that was set before, or the next line.
    fn elsewhere(self, cx: &Context<'a, 's>, test: Command<'a, 's>, one: Way<'a, 's>) -> Option<Way<'a, 's>> {
        if self.are_on_line {
            return None;
        }
        match one.kind {
            Kind::Value(setting) => {
                let mut before = cx
                    .invocations_of(Implementation::Set)
                    .map(|(set, _)| set)
                    .take_while(|set| set.id() < test.id());
                let is_plain =
                    |set: &Command<'_, '_>| set.operator().is_none() && set.line().commands().len() == 1;
                before.find_map(|set| {
                    Way::of(cx, set).filter(|way| way.kind == Kind::Value(setting) && is_plain(&set))
                })
            }
            Kind::Jump => {
                let next = cx
                    .commands_from(test.id().index())
                    .find(|next| next.line_id() > test.line_id() && !next.is_empty())?;
                if let Some(label) = cx.label_between(test, next) {
                    return Some(Way {
                        command: next,
                        name: label.name(),
                        place: label.span(),
                        kind: Kind::Label,
                    });
                }
                Way::of(cx, next).filter(|way| way.kind == Kind::Jump && next.operator().is_none())
            }
            Kind::Label | Kind::Command => None,
        }
    }

    /// Both, if both are known and of the same kind.
    pub(super) fn both(&self) -> Option<(Way<'a, 's>, Way<'a, 's>)> {
        let (yes, no) = self.yes.zip(self.no)?;
        let goes = |way: &Way<'_, '_>| matches!(way.kind, Kind::Jump | Kind::Label);
        (yes.kind == no.kind || goes(&yes) && goes(&no)).then_some((yes, no))
    }
}

impl<'a, 's> Way<'a, 's> {
    fn of(cx: &Context<'a, 's>, command: Command<'a, 's>) -> Option<Self> {
        let invocation = cx.flow.invocation(command.id())?;
        let mut words = positional_words(command, invocation);
        let first = words.next();
        let second = words.next();
        let (word, kind) = match invocation.form()?.implementation {
            Implementation::Goto => (first?, Kind::Jump),
            Implementation::Set if words.next().is_none() => {
                (second?, Kind::Value(untyped(first?.as_literal()?)))
            }
            _ if first.is_none() => (command.name()?, Kind::Command),
            _ => return None,
        };
        Some(Self { command, name: word.as_literal()?, place: word.span(), kind })
    }
}
