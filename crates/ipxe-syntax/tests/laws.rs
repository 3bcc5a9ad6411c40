//! Properties that hold for every input.

use ipxe_syntax::{LineIndex, Marks, Position, Segment, Segments, Span, TokenKind, Unit, is_space, parse};
use proptest::prelude::*;

/// Special bytes, so that short inputs reach every part of the grammar.
fn script_bytes() -> impl Strategy<Value = Vec<u8>> {
    let fragments = prop::sample::select(vec![
        &b"#!ipxe\n"[..],
        b"\n",
        b"\r\n",
        b"\r",
        b"\\\n",
        b"\\\r\n",
        b"\\",
        b" ",
        b"\t",
        b"\x0b",
        b":",
        b"#",
        b"||",
        b"&&",
        b";",
        b"${",
        b"}",
        b"%",
        b"'",
        b"|",
        b"$",
        b"{",
        b"/",
        b".",
        b"\0",
        b"echo",
        b"net0",
        b"a",
        b"\xc2\xa0",
        b"\xff",
        b"\xef\xbb\xbf",
    ]);
    let chunk =
        prop_oneof![8 => fragments.prop_map(<[u8]>::to_vec), 1 => prop::collection::vec(any::<u8>(), 0..6)];
    prop::collection::vec(chunk, 0..60).prop_map(|chunks| chunks.concat())
}

/// The literal text, expansions and unterminated `${` of a word, joined again.
fn rebuilt(segments: Segments<'_, '_>) -> Vec<u8> {
    segments
        .flat_map(|segment| match segment {
            Segment::Literal { text, .. } => text.to_vec(),
            Segment::Expansion(expansion) => {
                let part = |part: ipxe_syntax::Part<'_, '_>| rebuilt(part.segments());
                let mut text = b"${".to_vec();
                text.extend(
                    expansion.scope().map(|scope| [part(scope), b"/".to_vec()].concat()).unwrap_or_default(),
                );
                text.extend(part(expansion.name()));
                let setting_type = expansion.setting_type().map(|name| [b":".to_vec(), part(name)].concat());
                text.extend(setting_type.unwrap_or_default());
                text.push(b'}');
                text
            }
            Segment::Unterminated(_) => b"${".to_vec(),
            _ => unreachable!("no other kind of segment"),
        })
        .collect()
}

/// The spans inside a span, in order; those of nested expansions are inside their parents'.
fn assert_ordered(segments: Segments<'_, '_>, mut at: u32, end: u32) {
    for segment in segments {
        let span = match segment {
            Segment::Literal { span, text } => {
                assert!(!text.is_empty());
                span
            }
            Segment::Expansion(expansion) => {
                let span = expansion.span();
                let inside = expansion.inside();
                assert_ordered(inside.segments(), span.start() + 2, span.end() - 1);
                span
            }
            Segment::Unterminated(span) => span,
            _ => unreachable!("no other kind of segment"),
        };
        assert!(at <= span.start() && span.start() < span.end() && span.end() <= end);
        at = span.end();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn printing_the_tokens_gives_back_the_input(source in script_bytes()) {
        prop_assert_eq!(parse(&source).print(), source);
    }

    #[test]
    fn printing_gives_back_arbitrary_bytes(source in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert_eq!(parse(&source).print(), source);
    }

    #[test]
    fn tokens_lie_in_order_and_cover_every_byte_once(source in script_bytes()) {
        let script = parse(&source);
        let mut at = 0;
        for token in script.tokens() {
            prop_assert_eq!(token.span.start(), at);
            prop_assert!(!token.span.is_empty());
            at = token.span.end();
            let text = script.slice(token.span);
            match token.kind {
                TokenKind::Whitespace => prop_assert!(text.iter().all(|&byte| is_space(byte))),
                TokenKind::LineEnd => prop_assert!(text == b"\n" || text == b"\r\n"),
                TokenKind::Continuation => prop_assert!(text.starts_with(b"\\")),
                TokenKind::Lost => prop_assert!(text.starts_with(b"\0")),
                TokenKind::Comment => prop_assert!(text.starts_with(b"#")),
                TokenKind::Label => prop_assert!(text.starts_with(b":")),
                TokenKind::Operator(kind) => prop_assert!(kind.as_str().bytes().all(|byte| text.contains(&byte))),
                _ => {}
            }
        }
        prop_assert_eq!(at as usize, source.len());
    }

    #[test]
    fn the_parts_of_a_word_are_the_word(source in script_bytes()) {
        let script = parse(&source);
        for word in script.words() {
            prop_assert_eq!(rebuilt(word.segments()), word.text());
            prop_assert!(!word.text().iter().any(|&byte| is_space(byte) || byte == 0));
            assert_ordered(word.segments(), word.span().start(), word.span().end());
        }
    }

    #[test]
    fn the_text_of_a_word_on_one_line_is_what_its_span_shows(source in script_bytes()) {
        let script = parse(&source);
        for line in script.lines().filter(|line| !line.is_continued()) {
            for word in line.commands().flat_map(|command| command.words().collect::<Vec<_>>()) {
                prop_assert_eq!(script.slice(word.span()), word.text());
                for expansion in word.expansions() {
                    prop_assert_eq!(script.slice(expansion.span()), expansion.text());
                }
            }
        }
    }

    #[test]
    fn any_prefix_parses(source in script_bytes(), cut in any::<prop::sample::Index>()) {
        let prefix = &source[..cut.index(source.len() + 1)];
        prop_assert_eq!(parse(prefix).print(), prefix);
    }

    #[test]
    fn marks_say_what_the_words_hold(source in script_bytes()) {
        for command in parse(&source).commands() {
            let texts: Vec<&[u8]> = command.words().map(ipxe_syntax::Word::text).collect();
            let any = |bytes: &[u8]| texts.iter().any(|text| text.iter().any(|byte| bytes.contains(byte)));
            let is_lone = |text: &[u8], at: usize| match text[at] {
                b'$' => text.get(at + 1) != Some(&b'{'),
                b'{' => at == 0 || text[at - 1] != b'$',
                byte => byte == b'%',
            };
            let foreign = texts.iter().any(|text| (0..text.len()).any(|at| is_lone(text, at)));
            prop_assert_eq!(command.marks().intersects(Marks::OPERATOR), any(b"|&;"));
            prop_assert_eq!(command.marks().intersects(Marks::QUOTE), any(b"\"'"));
            prop_assert_eq!(command.marks().intersects(Marks::FOREIGN), foreign);
        }
    }

    #[test]
    fn the_expansions_of_a_command_are_those_of_its_words(source in script_bytes()) {
        for command in parse(&source).commands() {
            let of_words = command.words().flat_map(|word| word.expansions().map(ipxe_syntax::Expansion::span));
            prop_assert!(command.expansions().map(ipxe_syntax::Expansion::span).eq(of_words));
        }
    }

    #[test]
    fn spans_of_commands_and_lines_nest(source in script_bytes()) {
        let script = parse(&source);
        for line in script.lines() {
            prop_assert!(line.span().end() <= line.full_span().end());
            for command in line.commands() {
                prop_assert_eq!(command.line_id(), line.id());
                prop_assert!(line.span().cover(command.span()) == line.span(), "{:?} in {:?}", command.span(), line.span());
            }
        }
        let all = script.lines().map(ipxe_syntax::Line::full_span).fold(Span::default(), Span::cover);
        prop_assert_eq!(all.len() as usize, source.len());
    }

    #[test]
    fn positions_lead_back_to_their_offsets(source in script_bytes(), at in any::<prop::sample::Index>()) {
        let lines = LineIndex::new(&source);
        let offset = u32::try_from(at.index(source.len() + 1)).unwrap();
        prop_assert_eq!(lines.offset(lines.position(offset, Unit::Byte), Unit::Byte), offset);
        for unit in [Unit::Char, Unit::Utf16] {
            let position = lines.position(offset, unit);
            let back = lines.offset(position, unit);
            prop_assert_eq!(lines.position(back, unit), position);
        }
    }
}

#[test]
fn a_column_past_the_end_of_a_line_is_its_end() {
    let lines = LineIndex::new(b"ab\ncd");
    assert_eq!(lines.offset(Position { line: 0, column: 9 }, Unit::Byte), 2);
    assert_eq!(lines.offset(Position { line: 1, column: 9 }, Unit::Char), 5);
    assert_eq!(lines.offset(Position { line: 9, column: 0 }, Unit::Utf16), 5);
}

/// Every input shape that would be slow for a quadratic step, or overflow the stack of a recursive one.
#[test]
fn large_and_deep_inputs_parse() {
    const LEN: usize = 1 << 20;
    for unit in [
        "${", "}", "${a", "${a}", "${a:", "${/", "\\\n", "a\\\n", "||\n", "|| ", ":", "# ", "\0", "\n", "$",
        " ",
    ] {
        let mut source = unit.repeat(LEN / unit.len()).into_bytes();
        assert_eq!(parse(&source).print(), source, "{unit:?}");
        source.extend("}".repeat(LEN).bytes());
        let script = parse(&source);
        assert_eq!(script.print(), source, "{unit:?}");
        assert_eq!(
            script.expansions().map(|expansion| expansion.name().text().len().min(1)).max().unwrap_or(1),
            1
        );
    }
}

#[test]
fn columns_are_right_beyond_the_counts_that_are_kept() {
    let text = "#!ipxe\n".to_owned() + &"a\u{e4}\u{1d11e}".repeat(500);
    let lines = LineIndex::new(text.as_bytes());
    for (chars, (at, _)) in text.char_indices().enumerate().filter(|(at, _)| *at >= 7) {
        let offset = u32::try_from(at).expect("it is short");
        let column = |unit| lines.position(offset, unit).column as usize;
        let utf16 = text[7..at].encode_utf16().count();
        assert_eq!((column(Unit::Char), column(Unit::Utf16), column(Unit::Byte)), (chars - 7, utf16, at - 7));
        let position = Position { line: 1, column: u32::try_from(utf16).expect("it is short") };
        assert_eq!(lines.offset(position, Unit::Utf16), offset);
    }
}
