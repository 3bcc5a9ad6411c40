//! A resolved script as text.

use std::collections::BTreeSet;
use std::io::{self, Write};

use ipxe_language::text::{Piece, Text};
use ipxe_lint::printable;
use ipxe_machine::{
    context::Secrets,
    resolve::{ExpansionSource, ResolvedCommand, ResolvedExpansion, ResolvedScript},
    settings::Origin,
};
use ipxe_syntax::{Command, Line, LineIndex, Script, Span};

/// The placeholder for unknown text.
const UNKNOWN: &str = "…";

/// Writes every line after expansion, with the source of each variable below it.
pub(crate) fn write(
    out: &mut dyn Write,
    script: &Script<'_>,
    resolved: &ResolvedScript<'_>,
    secrets: &Secrets,
) -> io::Result<()> {
    let lines = LineIndex::new(script.source());
    let number = |span: Span| lines.line_of(span.start()) + 1;
    let width = lines.line_count().to_string().len();
    let mut commands = resolved.commands.iter();
    for line in script.lines() {
        let of_line: Vec<_> = commands.by_ref().take(line.commands().count()).collect();
        writeln!(out, "{:>width$} │ {}", number(line.span()), expanded(script, line, &of_line, secrets))?;
        let mut told = BTreeSet::new();
        let words = of_line.iter().flat_map(|command| &command.words);
        for expansion in words.flat_map(|word| &word.expansions) {
            let said = describe(expansion, secrets, number);
            if told.insert(said.clone()) {
                writeln!(out, "{:width$} ·     {said}", "")?;
            }
        }
    }
    Ok(())
}

/// The line as iPXE would execute it: with its white space and operators, and its words expanded.
fn expanded(
    script: &Script<'_>,
    line: Line<'_, '_>,
    commands: &[&ResolvedCommand<'_>],
    secrets: &Secrets,
) -> String {
    let mut text = String::new();
    let mut at = line.span().start();
    let resolved = commands.iter().flat_map(|command| &command.words);
    let written = line.commands().flat_map(Command::words);
    for (word, resolved) in written.zip(resolved) {
        text.push_str(&joined(script.slice(Span::new(at, word.span().start().max(at)))));
        text.push_str(&self::text(&secrets.mask_word(resolved), secrets));
        at = word.span().end();
    }
    text.push_str(&joined(script.slice(Span::new(at, line.span().end().max(at)))));
    text
}

/// Text between words, without line continuations.
fn joined(between: &[u8]) -> String {
    let text = String::from_utf8_lossy(between).replace("\\\r\n", "").replace("\\\n", "");
    printable(text.trim_end_matches('\r')).replace("\\u{9}", "\t")
}

fn text(text: &Text<'_>, secrets: &Secrets) -> String {
    let pieces = text.pieces().map(|piece| match piece {
        Piece::Known(bytes) => printable(&String::from_utf8_lossy(&secrets.mask(bytes))),
        Piece::Unknown => UNKNOWN.to_owned(),
    });
    pieces.collect()
}

/// `${ip} = 10.0.2.15, net0.dhcp/ip of the context`, or the reason why it is empty.
fn describe(expansion: &ResolvedExpansion, secrets: &Secrets, line: impl Fn(Span) -> u32) -> String {
    let name = format!("${{{}}}", text(&expansion.name, secrets));
    match &expansion.source {
        ExpansionSource::Setting { block, name: setting, origin, secret, text: value, .. } => {
            let hidden = *secret && !secrets.is_empty();
            let value = if hidden { Secrets::MASK.to_owned() } else { text(value, secrets) };
            let place = match block.as_slice() {
                b"" if expansion.name.as_known() == Some(setting) => String::new(),
                b"" => format!("{}, ", setting.escape_ascii()),
                block => format!("{}/{}, ", block.escape_ascii(), setting.escape_ascii()),
            };
            let origin = match origin {
                Origin::Context => "from the context".to_owned(),
                Origin::Profile => "supplied by the profile".to_owned(),
                Origin::Computed => "computed by iPXE".to_owned(),
                Origin::Script { command } => format!("set in line {}", line(*command)),
                _ => "from elsewhere".to_owned(),
            };
            format!("{name} = {value}  ({place}{origin})")
        }
        ExpansionSource::Supplied => format!("{name} = {UNKNOWN}  (supplied by the profile)"),
        ExpansionSource::UnknownName => {
            format!("{name} = {UNKNOWN}  (its name depends on something unknown)")
        }
        ExpansionSource::Empty(absence) => format!("{name} is empty: {absence}"),
        ExpansionSource::Endless => format!("{name} contains itself: iPXE would never finish"),
        _ => format!("{name} is too long to be expanded"),
    }
}
