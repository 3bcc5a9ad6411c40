//! Properties that hold for every script.

use ipxe_format::{format, is_equivalent};
use ipxe_syntax::{Token, TokenKind, parse};
use proptest::prelude::*;

/// Special bytes of the grammar, or of the formatter.
fn script_bytes() -> impl Strategy<Value = Vec<u8>> {
    let fragments = prop::sample::select(vec![
        &b"\n"[..],
        b"\n",
        b"\r\n",
        b"\r",
        b"\\\n",
        b"\\\r\n",
        b" \\\n ",
        b"\\",
        b" ",
        b"\t",
        b"\x0b",
        b":",
        b"#",
        b"\n#",
        b"||",
        b" ; ",
        b"${",
        b"}",
        b"{{",
        b"}}",
        b"<%",
        b"%>",
        b"\n%",
        b"@A@",
        b"\0",
        b"\nitem ",
        b"--gap",
        b" -- ",
        b"--key",
        b"echo",
        b"a",
        b"\nitem a b\n",
        b" # c\n",
        b"\xc3\xbc",
        b"\xff",
        b"\n# ipxe-lint: fmt-off\n",
        b"\n# ipxe-lint: fmt-on\n",
        b"\n<html>",
    ]);
    let chunk =
        prop_oneof![20 => fragments.prop_map(<[u8]>::to_vec), 1 => prop::collection::vec(any::<u8>(), 0..6)];
    let header = prop::sample::select(vec![&b"#!ipxe\n"[..], b"#!ipxe ", b"#!gpxe\r\n", b"#!ipxe"]);
    (header, prop::collection::vec(chunk, 0..40))
        .prop_map(|(header, chunks)| [header, &chunks.concat()].concat())
}

/// The tokens of a script on which iPXE acts, without the continuations inside them.
fn tokens(source: &[u8]) -> Vec<(TokenKind, Vec<u8>)> {
    let script = parse(source);
    let text = |token: Token| {
        let text = script.slice(token.span);
        let pieces = text.split(|&byte| byte == b'\n');
        let piece = |piece: &[u8]| piece.strip_suffix(b"\r").unwrap_or(piece).to_vec();
        let mut pieces: Vec<Vec<u8>> = pieces.map(piece).collect();
        let last = pieces.len() - 1;
        pieces[..last].iter_mut().for_each(|piece| piece.truncate(piece.len() - 1));
        (token.kind, pieces.concat())
    };
    script.tokens().filter(|token| !token.kind.is_trivia()).map(text).collect()
}

fn assert_laws(source: &[u8]) {
    let script = parse(source);
    let once = format(&script);
    let reparsed = parse(&once);
    assert!(is_equivalent(&script, &reparsed), "{}", once.escape_ascii());
    assert_eq!(tokens(source), tokens(&once));
    assert_eq!(format(&reparsed).escape_ascii().to_string(), once.escape_ascii().to_string());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn formatting_keeps_the_tokens_and_needs_no_second_time(source in script_bytes()) {
        assert_laws(&source);
    }

    #[test]
    fn formatting_any_bytes_keeps_the_tokens(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        assert_laws(&bytes);
        assert_laws(&[b"#!ipxe\n", &*bytes].concat());
    }
}

#[test]
fn columns_do_not_make_a_script_much_longer() {
    let wide = format!("item {} A\n", "x".repeat(40));
    let source = ["#!ipxe\n", &wide, &"item b B\n".repeat(10_000)].concat();
    assert!(format(&parse(source.as_bytes())).len() < source.len() * 6);
}
