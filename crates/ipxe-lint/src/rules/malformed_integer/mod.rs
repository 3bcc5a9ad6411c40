//! Numbers that iPXE cannot parse, or parses as other numbers.

mod held;

use ipxe_catalog::{Catalog, CommandForm, Role};
use ipxe_language::{integer::parse_integer, invocation::Invocation, options::ArgumentErrorKind, text::Text};
use ipxe_syntax::{Command, Span, Word};

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::commands::place::span_of_known;
use ipxe_model::commands::placeholder::is_placeholder;

pub(super) const META: RuleMeta = RuleMeta {
    name: "malformed-integer",
    code: "IPX209",
    summary: "a number is malformed, or has another value than it seems",
    level: Level::Error,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// A number, as written in a script.
struct Number<'a, 's> {
    command: Command<'a, 's>,
    name: &'static str,
    text: &'a [u8],
    span: Span,
    role: Role,
    /// Its owner: ``option `--timeout` ``, or the command's name.
    of: String,
}

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for misuse in cx.misuses() {
        let ArgumentErrorKind::BadInteger { option, .. } = misuse.error.kind else { continue };
        let Some(text) = misuse.invocation.words().get(misuse.error.argument + 1) else { continue };
        let text = text.known_bytes().get(misuse.error.range.clone()).unwrap_or_default();
        if is_placeholder(text) {
            continue;
        }
        let of = format!("option `--{}` of `{}`", option.long, misuse.name());
        let (command, name, span, role) = (misuse.command, misuse.name(), misuse.span(), option.role);
        out.push(malformed(cx, &Number { command, name, text, span, role, of }));
    }
    for (command, invocation) in cx.invocations_where(&takes_number) {
        for number in numbers(command, invocation) {
            if let Ok(value) = parse_integer(number.text) {
                if value > number.role.greatest() {
                    out.push(too_great(cx, &number));
                }
                out_of_base(&number, out);
            } else if !is_placeholder(number.text) {
                out.push(malformed(cx, &number));
            }
        }
    }
    held::check(cx, out);
}

/// Whether the options or arguments include a number.
fn takes_number(form: &CommandForm) -> bool {
    form.arguments.iter().any(|argument| argument.role.is_integer())
        || form.options.iter().any(|option| option.role.is_integer())
}

/// The known numbers of a command with valid options and arguments: those of its options, and those among its
/// arguments.
fn numbers<'a, 's>(command: Command<'a, 's>, invocation: &'a Invocation<'a>) -> Vec<Number<'a, 's>> {
    let (Some(known), Some(arguments)) = (invocation.command(), invocation.arguments()) else {
        return Vec::new();
    };
    let name = known.spec.name;
    let words: Vec<Word<'a, 's>> = command.arguments().collect();
    let options = arguments.options.iter().filter_map(|option| {
        let value = option.value.filter(|_| option.spec.role.is_integer())?;
        let span = span_of_known(*words.get(value.argument)?, value.range());
        let of = format!("option `--{}` of `{name}`", option.spec.long);
        Some(Number { command, name, text: value.text.as_known()?, span, role: option.spec.role, of })
    });
    let roles = known.form.arguments.iter().enumerate().filter(|(_, argument)| argument.role.is_integer());
    let positionals = roles.filter_map(|(at, argument)| {
        let text = arguments.positionals.get(at).and_then(Text::as_known)?;
        let span = words.get(arguments.first_positional + at)?.span();
        Some(Number { command, name, text, span, role: argument.role, of: format!("`{name}`") })
    });
    options.chain(positionals).collect()
}

fn malformed(cx: &Context<'_, '_>, number: &Number<'_, '_>) -> Diagnostic {
    let message = match (number.text, number.role) {
        (b"", _) => format!("{} has no number", number.of),
        (text, Role::Key) => format!("{} is neither a single character nor a key code", quote(text)),
        (text, _) => format!("{} is not a whole number", quote(text)),
    };
    let label = cx.failure_of(number.command, number.name);
    let finding = Diagnostic::new(RuleId::MalformedInteger, number.span, message, label);
    if number.name == "exit" && Catalog::command_in_any_release(number.text).is_some() {
        let before = Span::new(number.command.span().start(), number.span.start());
        let title = format!("`exit` takes a number; to run {}, remove `exit`", quote(number.text));
        return finding.fix(Fix::unsafe_(title, before, ""));
    }
    match correction(number.text, number.role) {
        Some((title, right)) => {
            // A single `m` may be part of `ms`.
            let is_certain = !number.text.ends_with(b"m");
            finding.fix(Fix::unsafe_(title, number.span, right).safe_if(is_certain))
        }
        None => finding.help(expected(cx, number)),
    }
}

fn too_great(cx: &Context<'_, '_>, number: &Number<'_, '_>) -> Diagnostic {
    let message = format!("{} is too large for {}", quote(number.text), number.of);
    let label = cx.failure_of(number.command, number.name);
    let finding = Diagnostic::new(RuleId::MalformedInteger, number.span, message, label);
    finding.help(format!("the allowed numbers are 0 to {}", number.role.greatest()))
}

/// The number that was probably intended.
fn correction(text: &[u8], role: Role) -> Option<(String, String)> {
    let text = std::str::from_utf8(text).ok()?;
    let bare = text.trim_matches(['"', '\'', ',', ';', '.']);
    let digits = bare.len() - bare.trim_start_matches(|char: char| char.is_ascii_digit()).len();
    let (number, unit) = bare.split_at(digits);
    let amount: u32 = number.parse().ok()?;
    let milliseconds = match unit {
        "" => {
            let why = if bare == text { "a leading 0 makes it octal" } else { "a number has only digits" };
            return Some((format!("{why}: write `{amount}`"), amount.to_string()));
        }
        "ms" | "msec" => amount,
        "s" | "sec" | "secs" | "seconds" => amount.checked_mul(1000)?,
        "m" | "min" | "minutes" => amount.checked_mul(60_000)?,
        _ => return None,
    };
    let (unit, amount) = match role {
        Role::Timeout => ("milliseconds", milliseconds),
        Role::Seconds => ("seconds", milliseconds.div_ceil(1000)),
        _ => return None,
    };
    Some((format!("the unit is {unit}: write `{amount}`"), amount.to_string()))
}

fn expected(cx: &Context<'_, '_>, number: &Number<'_, '_>) -> String {
    match number.role {
        Role::Key => match key_code(cx, number.text) {
            Some((name, code)) => format!("the code of {name} is `{code:#x}`"),
            None => "write the character itself, or a code such as `0x197e`".to_owned(),
        },
        Role::Integer if number.name == "exit" => {
            "write a status: 0 for success, another number for failure".to_owned()
        }
        role => expected_for(role).to_owned(),
    }
}

fn expected_for(role: Role) -> &'static str {
    match role {
        Role::Timeout => "write a number of milliseconds",
        Role::Seconds => "write a number of seconds",
        _ => "write a number: decimal, hexadecimal with `0x`, or octal with `0`",
    }
}

/// The key of a name such as `F12` or `ctrl-b`.
fn key_code(cx: &Context<'_, '_>, text: &[u8]) -> Option<(&'static str, u16)> {
    let wanted = std::str::from_utf8(text).ok()?.to_ascii_uppercase().replace('-', "_");
    let release = cx.catalog.target().release();
    let is_named = |name: &str| name == wanted || name.strip_prefix("KEY_") == Some(&wanted);
    let key = cx.catalog.keys().find(|key| is_named(key.name))?;
    Some((key.name, key.code(release)?))
}

/// A number with a leading 0 whose value differs from its digits.
fn out_of_base(number: &Number<'_, '_>, out: &mut Sink<'_>) {
    let Some(digits) = number.text.strip_prefix(b"0").filter(|digits| digits.iter().all(u8::is_ascii_digit))
    else {
        return;
    };
    let shown = std::str::from_utf8(digits).ok().and_then(|digits| digits.parse::<u32>().ok());
    let (Ok(read), Some(shown)) = (parse_integer(number.text), shown) else { return };
    if read == shown {
        return;
    }
    let message = format!("{} begins with 0, so iPXE reads it as octal", quote(number.text));
    let finding = Diagnostic::new(RuleId::MalformedInteger, number.span, message, format!("this is {read}"));
    let title = format!("for {shown}, remove the leading 0");
    out.push(finding.at_level(Level::Warning).fix(Fix::unsafe_(title, number.span, shown.to_string())));
}
