//! Commands that get several URIs, but read one.

use ipxe_catalog::{CommandForm, Implementation, Role, world::FileKind};
use ipxe_syntax::{Command, Segment, Span, Word};

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::commands::positional_words;

pub(super) const META: RuleMeta = RuleMeta {
    name: "several-uris",
    code: "IPX217",
    summary: "a command that downloads one file gets several URIs",
    level: Level::Warning,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let downloads =
        |implementation| matches!(implementation, Implementation::Imgfetch | Implementation::Kernel);
    for (command, invocation) in cx.invocations_where(&|form| downloads(form.implementation)) {
        if invocation.argument_error().is_some() {
            continue;
        }
        let mut words = positional_words(command, invocation);
        let Some(first) = words.next() else { continue };
        let is_initrd = invocation.form().is_some_and(|form| form.implementation == Implementation::Imgfetch);
        let Some(second) = words.next() else {
            out.extend(is_initrd.then(|| list(command, first)).flatten());
            continue;
        };
        let is_second = is_second_uri(first, second, is_initrd && words.next().is_none());
        if is_second || is_initrd && is_second_archive(first, second) {
            out.push(report(cx, command, first, second));
        }
    }
    let takes_drives =
        |form: &CommandForm| form.arguments.first().is_some_and(|argument| argument.role == Role::SanUri);
    for (command, invocation) in cx.invocations_where(&takes_drives) {
        let words: Vec<_> = positional_words(command, invocation).collect();
        out.extend(cut_by_blank(&words));
    }
}

/// `sanboot http://server/Rocky Linux 9.iso`: if there are several URIs, each names its own drive.
fn cut_by_blank(words: &[Word<'_, '_>]) -> Option<Diagnostic> {
    let [first, rest @ ..] = words else { return None };
    let second = rest.first()?;
    let is_piece = |word: &Word<'_, '_>| {
        word.as_literal()
            .is_some_and(|text| memchr::memchr2(b':', b'=', text).is_none() && !text.starts_with(b"/"))
    };
    if !has_host(first.text()) || !rest.iter().all(is_piece) {
        return None;
    }
    let message =
        format!("a space ends the URI {}, and {} is a second one", quote(first.text()), quote(second.text()));
    let label = "iPXE uses each word as the URI of a drive";
    let finding = Diagnostic::new(RuleId::SeveralUris, second.span(), message, label)
        .and_label(first.span(), "this is the first drive");
    let ends = words.iter().map(|word| word.span().end());
    let mut gaps = ends.zip(rest).map(|(end, word)| Span::new(end, word.span().start()));
    let fix = Fix::unsafe_("write `%20` for each space", gaps.next()?, "%20");
    Some(finding.fix(gaps.fold(fix, |fix, gap| fix.and(gap, "%20"))))
}

/// Whether the second word is another file to download.
fn is_second_uri(first: Word<'_, '_>, second: Word<'_, '_>, may_be_path: bool) -> bool {
    has_host(second.text()) || same_base(first, second) || may_be_path && same_directory(first, second)
}

/// `http://…`, but not `url=http://…`.
fn has_host(text: &[u8]) -> bool {
    let scheme = memchr::memmem::find(text, b"://").and_then(|end| text.get(..end));
    scheme.is_some_and(|scheme| !scheme.is_empty() && scheme.iter().all(u8::is_ascii_alphabetic))
}

/// Whether both begin with the same setting, and continue with a path.
fn same_base(first: Word<'_, '_>, second: Word<'_, '_>) -> bool {
    let base = |word: Word<'_, '_>| {
        let mut segments = word.segments();
        match (segments.next(), segments.next()) {
            (Some(Segment::Expansion(base)), Some(Segment::Literal { text, .. }))
                if text.starts_with(b"/") =>
            {
                Some(word.text().get(..base.text().len())?.to_vec())
            }
            _ => None,
        }
    };
    base(first).is_some_and(|first| base(second) == Some(first))
}

/// Whether both are paths on the server, of files in one directory. A path in another directory is the place of the
/// file in the archive of the initrd.
fn same_directory(first: Word<'_, '_>, second: Word<'_, '_>) -> bool {
    let directory = |word: Word<'_, '_>| {
        let text = word.as_literal().filter(|text| text.starts_with(b"/"))?;
        let end = memchr::memrchr(b'/', text).filter(|end| *end > 0)?;
        Some(text.get(..end)?.to_vec())
    };
    directory(first).is_some_and(|first| directory(second) == Some(first))
}

/// Whether both are names of archives in the script's directory: `initrd base.img modules.img`. A file that is added to
/// the archive of the initrd has its path there, with a slash, or its own name.
fn is_second_archive(first: Word<'_, '_>, second: Word<'_, '_>) -> bool {
    let names_archive = |word: &Word<'_, '_>| {
        let text = word.as_literal().unwrap_or_default();
        is_archive(text) && memchr::memchr3(b'/', b':', b'=', text).is_none()
    };
    names_archive(&first) && names_archive(&second) && first.text() != second.text()
}

/// Whether the extension of a file shows that only a kernel unpacks it.
fn is_archive(file: &[u8]) -> bool {
    file.contains(&b'.') && FileKind::of(file).is_some_and(FileKind::is_archive)
}

/// `initrd base.img,modules.img`, a list as in other boot loaders.
fn list(command: Command<'_, '_>, word: Word<'_, '_>) -> Option<Diagnostic> {
    let uris = word.text();
    let is_file = |uri: &[u8]| {
        let file = uri.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
        memchr::memmem::find(file, b"${").is_none() && is_archive(file)
    };
    if !uris.contains(&b',') || !uris.split(|byte| *byte == b',').all(is_file) {
        return None;
    }
    let name = command.name().map(Word::text).unwrap_or_default();
    let message = format!("{} downloads one file, and {} is a list of them", quote(name), quote(uris));
    let label = "iPXE requests one file with this whole name";
    let finding = Diagnostic::new(RuleId::SeveralUris, word.span(), message, label);
    Some(finding.help("write a separate command for each file"))
}

fn report(
    cx: &Context<'_, '_>,
    command: Command<'_, '_>,
    first: Word<'_, '_>,
    second: Word<'_, '_>,
) -> Diagnostic {
    let name = command.name().map(Word::text).unwrap_or_default();
    let message = format!("{} downloads one file, and {} is a second one", quote(name), quote(second.text()));
    let label = "iPXE uses this as an argument, and does not download it";
    let finding = Diagnostic::new(RuleId::SeveralUris, second.span(), message, label);
    let finding = finding.and_label(first.span(), "it downloads only this");
    let title = "write a separate command for each file";
    let is_kernel = cx.form(command).is_some_and(|form| form.implementation == Implementation::Kernel);
    let has_line = command.line().commands().len() == 1 && !command.line().is_continued();
    match std::str::from_utf8(name) {
        Ok(name) if has_line && !is_kernel => {
            let between = Span::new(first.span().end(), second.span().start());
            let is_crlf = cx.script.slice(command.line().full_span()).ends_with(b"\r\n");
            let end = if is_crlf { "\r\n" } else { "\n" };
            finding.fix(Fix::unsafe_(title, between, format!("{end}{name} ")))
        }
        _ => finding.help(title),
    }
}
