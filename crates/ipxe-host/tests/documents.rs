//! Documents of every type, and the scripts that are found in them.

use std::{fmt::Write as _, fs};

use ipxe_host::{Composition, Host, PieceKind, scripts};
use proptest::prelude::*;

const HOSTS: [Host; 18] = [
    Host::Markdown,
    Host::AsciiDoc,
    Host::ReStructuredText,
    Host::Html,
    Host::Yaml,
    Host::Json,
    Host::Toml,
    Host::Shell,
    Host::Terraform,
    Host::Nix,
    Host::Make,
    Host::Go,
    Host::Python,
    Host::Rust,
    Host::Php,
    Host::JavaScript,
    Host::Ruby,
    Host::Unknown,
];

/// A snapshot of a document: its scripts, with escapes and other replaced text between the lines.
fn shown(source: &[u8], host: Host) -> String {
    let mut out = String::new();
    for script in scripts(source, host) {
        let composition = &script.composition;
        let line = source[..composition.source_offset(0)].split(|byte| *byte == b'\n').count();
        let kind = if script.is_fragment { "part of a script" } else { "script" };
        let named = if script.is_named { ", named" } else { "" };
        let _ = writeln!(out, "{kind} at line {line}{named}");
        for line in String::from_utf8_lossy(composition.text()).split_inclusive('\n') {
            let _ = write!(out, "  | {}", line.replace('\r', "\\r"));
        }
        out.push_str("\n\n");
    }
    out
}

#[test]
fn scripts_are_found_in_documents_of_every_kind() {
    insta::glob!("documents/*", |path| {
        let source = fs::read(path).expect("readable");
        let host = Host::of_path(path).or_else(|| Host::of_text(&source)).unwrap_or(Host::Unknown);
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!(shown(&source, host));
        });
    });
}

/// Every byte of a script has a position in the file, in order, and text is the same there.
fn check(source: &[u8], composition: &Composition<'_>) {
    let mut at = composition.extent().start;
    let mut text = 0;
    for piece in composition.pieces() {
        assert_eq!((piece.source.start, piece.text.start), (at, text), "nothing is left out");
        (at, text) = (piece.source.end, piece.text.end);
        if piece.kind == PieceKind::Text {
            assert_eq!(source[piece.source.clone()], composition.text()[piece.text.clone()]);
        }
    }
    assert_eq!((at, text), (composition.extent().end, composition.text().len()));
    for offset in 0..text {
        let range = composition.source_range(offset..offset + 1);
        assert!(range.start <= range.end && range.end <= source.len());
    }
}

/// The file with an edit of a script.
fn edited(
    source: &[u8],
    script: &Composition<'_>,
    range: std::ops::Range<usize>,
    text: &[u8],
) -> Option<Vec<u8>> {
    let edit = script.edit(range, text)?;
    Some([&source[..edit.range.start], &edit.text, &source[edit.range.end..]].concat())
}

#[test]
fn a_line_that_is_put_in_is_written_as_the_others_are() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/documents");
    let mut count = 0;
    for entry in fs::read_dir(folder).expect("documents") {
        let path = entry.expect("readable").path();
        let source = fs::read(&path).expect("readable");
        let host = Host::of_path(&path).or_else(|| Host::of_text(&source)).unwrap_or(Host::Unknown);
        let found = scripts(&source, host);
        for (at, script) in found.iter().enumerate() {
            let text = script.composition.text();
            check(&source, &script.composition);
            if !text.starts_with(b"#!") {
                continue;
            }
            let Some(second) = text.iter().position(|byte| *byte == b'\n').map(|end| end + 1) else {
                continue;
            };
            let line = b"echo put in\n";
            let Some(new) = edited(&source, &script.composition, second..second, line) else { continue };
            let again = scripts(&new, host);
            let expected = [&text[..second], line, &text[second..]].concat();
            let found =
                again.get(at).map(|script| String::from_utf8_lossy(script.composition.text()).into_owned());
            assert_eq!(found.unwrap_or_default(), String::from_utf8_lossy(&expected), "{}", path.display());
            count += 1;
        }
    }
    assert!(count > 40, "{count}");
}

#[test]
fn what_ends_inside_of_a_listing_is_no_element() {
    for start in ["a <pre>", "a </pre>"] {
        let page = format!("{start}#!ipxe\n```ipxe\n#!ipxe\nshell\n</pre>");
        let found = scripts(page.as_bytes(), Host::Markdown);
        let texts: Vec<_> = found.iter().map(|script| script.composition.text()).collect();
        assert_eq!(texts, [b"#!ipxe\nshell\n</pre>"], "{start}");
    }
    assert!(scripts(b"</pre>#!ipxe\nshell\n</pre>", Host::Html).is_empty());
}

/// The building blocks of documents.
const PARTS: &[&str] = &[
    "#!ipxe\n",
    "#!ipxe\n",
    "\n",
    "  ",
    "\t",
    "shell\n",
    "```",
    "```ipxe\n",
    "a: |\n",
    "- >2\n",
    "<<EOF\n",
    "<<-'E'\n",
    "EOF\n",
    "E\n",
    "'''",
    "\"\"\"",
    "\"",
    "'",
    "`",
    "''",
    "${x}",
    "$${x}",
    "\\",
    "{{",
    "}}",
    "{x}",
    "%s",
    "<pre>",
    "</pre>",
    "&amp;",
    "----\n",
    "::\n\n",
    "\r\n",
    "> ",
    "\u{e4}",
    "r#\"",
    "#",
    "f",
    "$ x\n",
    "\\n",
    "define X\n",
    "endef\n",
    "[source,ipxe]\n",
    "<1>\n",
    "* ",
];

/// Bytes that look like documents.
fn document() -> impl Strategy<Value = Vec<u8>> {
    let part =
        prop_oneof![20 => proptest::sample::select(PARTS).prop_map(str::as_bytes), 1 => Just(&b"\xff"[..])];
    proptest::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn every_byte_of_a_script_has_its_place(source in document()) {
        for host in HOSTS {
            let mut end = 0;
            for script in scripts(&source, host) {
                check(&source, &script.composition);
                prop_assert!(end <= script.composition.extent().start, "scripts are apart from each other");
                end = script.composition.extent().end;
                let length = script.composition.text().len();
                for at in 0..=length {
                    let _ = script.composition.edit(at..(at + 3).min(length), b"x\ny");
                }
            }
        }
    }

    #[test]
    fn any_bytes_are_a_document(source in proptest::collection::vec(any::<u8>(), 0..200)) {
        for host in HOSTS {
            let _ = scripts(&source, host);
        }
    }
}
