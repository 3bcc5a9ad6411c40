//! Milliseconds in place of seconds, and seconds in place of milliseconds.

use ipxe_catalog::{CommandForm, Implementation, Role};
use ipxe_language::{integer::parse_integer, invocation::Invocation};
use ipxe_syntax::{Command, Span, Word};

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink};
use ipxe_model::commands::place::span_of_known;

pub(super) const META: RuleMeta = RuleMeta {
    name: "time-unit-confusion",
    code: "IPX218",
    summary: "a time is given in the wrong unit",
    level: Level::Warning,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for (command, invocation) in cx.invocations_where(&takes_time) {
        if let Some(word) = seconds_word(command, invocation) {
            out.extend(
                number(cx, word)
                    .and_then(|seconds| too_long(&Time { value: seconds, word, place: word.span() })),
            );
        }
        out.extend(
            timeouts(cx, command, invocation)
                .filter_map(|(option, time)| too_short(invocation, option, &time)),
        );
    }
}

fn takes_time(form: &CommandForm) -> bool {
    form.arguments.iter().any(|argument| argument.role == Role::Seconds)
        || form.options.iter().any(|option| option.role == Role::Timeout)
}

/// A time, as written.
struct Time<'a, 's> {
    value: u32,
    word: Word<'a, 's>,
    /// The span of its digits, or of the setting that contains it.
    place: Span,
}

/// The number in a word, if it is known.
fn number<'a>(cx: &Context<'a, '_>, word: Word<'a, '_>) -> Option<u32> {
    parse_integer(cx.constants().resolve(word, cx).as_known()?).ok()
}

fn seconds_word<'a, 's>(command: Command<'a, 's>, invocation: &Invocation<'_>) -> Option<Word<'a, 's>> {
    let (form, arguments) = (invocation.form()?, invocation.arguments()?);
    let at = form.arguments.iter().position(|argument| argument.role == Role::Seconds)?;
    command.arguments().nth(arguments.first_positional + at)
}

/// The timeouts in options, each with the option's name.
fn timeouts<'a, 's>(
    cx: &Context<'a, 's>,
    command: Command<'a, 's>,
    invocation: &'a Invocation<'a>,
) -> impl Iterator<Item = (&'static str, Time<'a, 's>)> {
    let options = invocation.arguments().map_or(&[][..], |arguments| &arguments.options);
    options.iter().filter(|option| option.spec.role == Role::Timeout).filter_map(move |option| {
        let value = option.value?;
        let word = command.arguments().nth(value.argument)?;
        let (value, place) = match value.text.as_known() {
            Some(text) => (parse_integer(text).ok()?, span_of_known(word, value.range())),
            None => (number(cx, word)?, word.span()),
        };
        Some((option.spec.long, Time { value, word, place }))
    })
}

/// The minimum plausible number of milliseconds: people need longer to press a key, and servers to answer.
fn least(implementation: Implementation) -> u32 {
    match implementation {
        Implementation::Ping | Implementation::Iflinkwait => 50,
        Implementation::Choose | Implementation::Prompt | Implementation::Read => 500,
        _ => 300,
    }
}

fn too_short(invocation: &Invocation<'_>, option: &str, time: &Time<'_, '_>) -> Option<Diagnostic> {
    let (known, value) = (invocation.command()?, time.value);
    // 0 means no limit.
    if value == 0 || value >= least(known.form.implementation) {
        return None;
    }
    let unit = if value == 1 { "millisecond" } else { "milliseconds" };
    let message = format!("`--{option}` of `{}` is {value} {unit}", known.spec.name);
    let label = match known.form.implementation {
        Implementation::Choose | Implementation::Prompt | Implementation::Read => {
            format!("{} s is too short to press a key", in_seconds(value))
        }
        _ => format!("it gives up after {} s", in_seconds(value)),
    };
    Some(report(
        time,
        message,
        label,
        value.checked_mul(1000),
        "timeouts are in milliseconds; only `sleep` takes seconds",
    ))
}

fn in_seconds(milliseconds: u32) -> String {
    format!("{}.{:03}", milliseconds / 1000, milliseconds % 1000).trim_end_matches('0').to_owned()
}

/// `sleep 5000`. A round number of milliseconds that is not a whole number of minutes was certainly not meant as
/// seconds.
fn too_long(time: &Time<'_, '_>) -> Option<Diagnostic> {
    let seconds = time.value;
    if seconds < 1000 || !seconds.is_multiple_of(1000) || seconds.is_multiple_of(1800) {
        return None;
    }
    let minutes = seconds / 60;
    let message = format!("`sleep` takes seconds: this is {minutes} minutes");
    let label = "the machine waits that long";
    let why = "timeouts are in milliseconds, but `sleep` takes seconds";
    Some(report(time, message, label.to_owned(), Some(seconds / 1000), why))
}

fn report(time: &Time<'_, '_>, message: String, label: String, meant: Option<u32>, why: &str) -> Diagnostic {
    let finding = Diagnostic::new(RuleId::TimeUnitConfusion, time.place, message, label);
    match meant.filter(|_| !time.word.has_expansion()) {
        Some(meant) => {
            finding.fix(Fix::unsafe_(format!("did you mean `{meant}`? {why}"), time.place, meant.to_string()))
        }
        None => finding.help(why),
    }
}
