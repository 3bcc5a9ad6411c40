//! Paths of files on a server's disk, in place of URI paths.

use ipxe_catalog::world::Meaning;
use ipxe_syntax::Span;

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::commands::uris::WrittenUri;

pub(super) const META: RuleMeta = RuleMeta {
    name: "server-file-path",
    code: "IPX811",
    summary: "a URI uses the file's path on the server's disk",
    level: Level::Warning,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for uri in cx.written_uris() {
        out.extend(look_at(&uri));
    }
}

fn look_at(uri: &WrittenUri<'_, '_>) -> Option<Diagnostic> {
    let text = uri.text();
    let (scheme, at) = path_start(text)?;
    let path = text.get(at..)?;
    let begins = |roots: Meaning| roots.words().map(str::as_bytes).find(|root| path.starts_with(root));
    let (web, tftp) = (begins(Meaning::WebDirectory), begins(Meaning::TftpDirectory));
    let root = web.or(tftp)?;
    let level = match scheme {
        // Only words that iPXE itself resolves can be URIs without a scheme.
        b"" if !uri.role.is_uri() => return None,
        // Some TFTP servers accept the path of their own directory.
        b"" | b"tftp" if tftp.is_some() => Level::Advice,
        b"http" | b"https" | b"file" | b"" | b"tftp" => Level::Warning,
        _ => return None,
    };
    let root = root.strip_suffix(b"/").unwrap_or(root);
    let message = format!("{} is a directory on a server's disk", quote(root));
    let (label, help) = match scheme {
        b"file" => (
            "`file:` is for files of the machine that boots",
            "write the URI at which the server offers the file, with `http:` or `tftp:`",
        ),
        b"" => (
            "iPXE requests exactly this path from the server that the script came from",
            "remove it: paths begin at the directory that the server serves",
        ),
        _ => (
            "iPXE requests exactly this path from the server",
            "remove it: paths begin at the directory that the server serves",
        ),
    };
    let place: Span = uri.span_at(at..at + root.len());
    let finding = Diagnostic::new(RuleId::ServerFilePath, place, message, label).at_level(level);
    Some(if scheme == b"file" { finding.help(help) } else { finding.fix(Fix::unsafe_(help, place, "")) })
}

/// The scheme of a URI as written, and the start of its path.
fn path_start(text: &[u8]) -> Option<(&[u8], usize)> {
    if text.starts_with(b"/") {
        return Some((b"", 0));
    }
    let length = text.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (scheme, rest) = text.split_at(length);
    let rest = rest.strip_prefix(b":")?;
    let Some(authority) = rest.strip_prefix(b"//") else {
        return (scheme == b"file").then_some((scheme, length + 1));
    };
    // The slash of `${net0/next-server}` is not part of a path.
    let mut depth = 0_usize;
    let slash = authority.iter().position(|byte| {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        *byte == b'/' && depth == 0
    });
    slash.map(|slash| (scheme, length + b"://".len() + slash))
}
