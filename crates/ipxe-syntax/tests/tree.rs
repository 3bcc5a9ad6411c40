//! The trees of particular scripts.

use ipxe_syntax::{Command, HeaderProblem, OperatorKind, Segment, Span, parse};

fn words(command: Command<'_, '_>) -> Vec<String> {
    command.words().map(|word| String::from_utf8_lossy(word.text()).into_owned()).collect()
}

fn commands(source: &str) -> Vec<(Option<OperatorKind>, Vec<String>)> {
    let script = parse(source.as_bytes());
    script
        .commands()
        .map(|command| (command.operator().map(|operator| operator.kind), words(command)))
        .collect()
}

fn problem(source: &[u8]) -> Option<(HeaderProblem, Span)> {
    let header = parse(source).header();
    header.problem().map(|problem| (problem, header.span()))
}

#[test]
fn a_header_needs_white_space_after_it() {
    for source in [&b"#!ipxe\n"[..], b"#!ipxe\r\n", b"#!ipxe ", b"#!ipxe\techo hi\n", b"#!gpxe\n"] {
        assert_eq!(problem(source), None, "{}", source.escape_ascii());
    }
    assert!(parse(b"#!gpxe\n").header().is_legacy());
}

#[test]
fn each_malformed_header_has_a_cause_and_a_place() {
    use HeaderProblem::*;
    let cases: [(&[u8], HeaderProblem, u32); 24] = [
        (b"", Empty, 0),
        (b" \n\n", Empty, 3),
        (b"#!ipxe", TooShort, 6),
        (b"\xEF\xBB\xBF#!ipxe\n", ByteOrderMark, 3),
        (b"\xEF\xBB\xBF\n#!ipxe\n", ByteOrderMark, 4),
        (b"\xFF\xFE#\0!\0", Utf16, 2),
        (b"\n\n#!ipxe\n", BlankLineBefore, 2),
        (b"  #!ipxe\n", Indented, 2),
        (b"#!IPXE\n", WrongCase, 6),
        (b"#!iPXE", WrongCase, 6),
        (b"#!ipxe2\n", NoSpaceAfter, 7),
        (b"#!ipxe# x\n", NoSpaceAfter, 7),
        (b"!ipxe\r\ndhcp\n", Misspelt, 5),
        (b"!#ipxe\n", Misspelt, 6),
        (b"# !ipxe\n", Misspelt, 7),
        (b"#ipxe\n", Misspelt, 5),
        (b"# menu\n#!ipxe\n", TextBefore, 7),
        (b"#!/bin/sh\n", OtherShebang, 9),
        (b"#!/bin/ipxe\n", OtherShebang, 11),
        (b"<!DOCTYPE html>\n", Html, 15),
        (b"\n <html>\n", Html, 0),
        (b"{\n \"a\": 1}", Json, 1),
        (b"[{\"a\": 1}]", Json, 10),
        (b"echo hi\n", Absent, 7),
    ];
    for (source, expected, len) in cases {
        assert_eq!(problem(source), Some((expected, Span::new(0, len))), "{}", source.escape_ascii());
    }
}

#[test]
fn operators_are_whole_words() {
    use OperatorKind::*;
    let word = |text: &str| vec![text.to_owned()];
    assert_eq!(commands("a||b\n"), [(None, word("a||b"))]);
    assert_eq!(commands("a;"), [(None, word("a;"))]);
    assert_eq!(
        commands("a || b && c ; d"),
        [(None, word("a")), (Some(Or), word("b")), (Some(And), word("c")), (Some(Then), word("d"))]
    );
}

#[test]
fn a_command_may_be_empty() {
    assert_eq!(commands("a ||"), [(None, vec!["a".to_owned()]), (Some(OperatorKind::Or), vec![])]);
    assert_eq!(commands(";"), [(None, vec![]), (Some(OperatorKind::Then), vec![])]);
    assert_eq!(commands(" \n# only a comment\n:label\n"), []);
    let script = parse(b"a ||  ");
    assert_eq!(script.commands().next_back().unwrap().span(), Span::empty(4));
}

#[test]
fn a_comment_begins_with_its_own_word() {
    let script = parse(b"kernel http://x/#y # z && w");
    assert_eq!(script.commands().len(), 1);
    assert_eq!(script.slice(script.lines().next().unwrap().comment().unwrap()), b"# z && w");
}

#[test]
fn a_label_is_the_first_word_of_its_line() {
    let script = parse(b"  :re#t;ry dhcp\necho x ; :a\n: x\n:\n:${x}");
    let names: Vec<_> = script.labels().map(ipxe_syntax::Label::name).collect();
    assert_eq!(names, [&b"re#t;ry"[..], b"", b"", b"${x}"]);
    let label = script.labels().next().unwrap();
    assert_eq!((label.span(), label.name_span()), (Span::new(2, 10), Span::new(3, 10)));
    assert_eq!(words(script.commands().next().unwrap()), ["dhcp"]);
}

#[test]
fn continuations_join_before_anything_else() {
    let source = b"echo a\\\r\nb${x\\\n} # c\\\nd\necho e";
    let script = parse(source);
    assert_eq!(script.lines().len(), 2);
    let line = script.lines().next().unwrap();
    assert_eq!(line.text(), b"echo ab${x} # cd");
    let word = line.commands().next().unwrap().arguments().next().unwrap();
    assert_eq!(word.text(), b"ab${x}");
    assert_eq!(script.slice(word.span()), b"a\\\r\nb${x\\\n}");
    assert_eq!(script.slice(word.expansions().next().unwrap().span()), b"${x\\\n}");
    assert_eq!(script.slice(line.comment().unwrap()), b"# c\\\nd");
    let pieces: Vec<_> = line.pieces().map(|piece| script.slice(piece)).collect();
    assert_eq!(pieces, [&b"echo a"[..], b"b${x", b"} # c", b"d"]);
}

#[test]
fn a_file_may_end_inside_a_continuation() {
    for source in [&b"echo a\\"[..], b"echo a\\\n", b"echo a\\\r\n"] {
        assert!(parse(source).lines().next_back().unwrap().is_unfinished());
    }
    assert!(!parse(b"echo a\\\n\n").lines().next_back().unwrap().is_unfinished());
}

#[test]
fn a_nul_byte_ends_the_logical_line() {
    let script = parse(b"echo a\0b\\\nc\necho d");
    let line = script.lines().next().unwrap();
    assert_eq!(line.text(), b"echo a");
    assert_eq!(script.slice(line.lost().unwrap()), b"\0b\\\nc");
    assert_eq!(script.lines().len(), 2);
}

#[test]
fn names_are_cut_at_the_first_slash_and_then_at_the_first_colon() {
    let parts = |source: &'static str| {
        let script = parse(source.as_bytes());
        let expansion = script.expansions().next().unwrap();
        let text = |part: ipxe_syntax::Part<'_, '_>| String::from_utf8(part.text().to_vec()).unwrap();
        (expansion.scope().map(text), text(expansion.name()), expansion.setting_type().map(text))
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(parts("${ip}"), (None, "ip".into(), None));
    assert_eq!(parts("${}"), (None, String::new(), None));
    assert_eq!(parts("${net0.dhcp/175.190:string}"), (some("net0.dhcp"), "175.190".into(), some("string")));
    assert_eq!(parts("${a:b/c:d:e/f}"), (some("a:b"), "c".into(), some("d:e/f")));
    assert_eq!(parts("${/x}"), (some(""), "x".into(), None));
    assert_eq!(parts("${net${i:x}/mac:${t}}"), (some("net${i:x}"), "mac".into(), some("${t}")));
}

#[test]
fn the_latest_open_brace_is_closed_first() {
    let script = parse(b"${a${b}c ${d ${e}}}");
    let kinds: Vec<_> = script
        .words()
        .next()
        .unwrap()
        .segments()
        .map(|segment| match segment {
            Segment::Literal { text, .. } => String::from_utf8(text.to_vec()).unwrap(),
            Segment::Expansion(expansion) => format!("<{}>", expansion.inside().text().escape_ascii()),
            Segment::Unterminated(_) => "dead".to_owned(),
            _ => unreachable!("no other kind of segment"),
        })
        .collect();
    assert_eq!(kinds, ["dead", "a", "<b>", "c"]);
    let texts: Vec<_> = script.expansions().map(ipxe_syntax::Expansion::text).collect();
    assert_eq!(texts, [&b"${b}"[..], b"${e}"]);
}

#[test]
fn a_place_in_a_continued_word_is_found_in_the_source() {
    let script = parse(b"x ab\\\ncd");
    let word = script.words().nth(1).unwrap();
    assert_eq!(word.span_at(1..3), Span::new(3, 7));
    assert_eq!(word.span_at(3..9), Span::new(7, 8));
}

#[cfg(feature = "serde")]
#[test]
fn the_tree_serialises() {
    let json = serde_json::to_value(parse(b"#!ipxe\n:a echo ${net0/ip:hex} || # c\n")).unwrap();
    assert_eq!(json["header"]["problem"], serde_json::Value::Null);
    let line = &json["lines"][1];
    assert_eq!(line["label"]["name"], "a");
    assert_eq!(line["commands"][0]["words"][1]["expansions"][0]["scope"], "net0");
    assert_eq!(line["commands"][1]["operator"]["kind"], "or");
}

#[test]
fn a_command_knows_its_neighbours_on_its_line() {
    let script = parse(b"#!ipxe\nx\na && b || c\ny\n");
    let names = |commands: &mut dyn Iterator<Item = Command<'_, '_>>| {
        commands.filter_map(|command| Some(command.name()?.text().to_vec())).collect::<Vec<_>>().concat()
    };
    let around: Vec<_> = script
        .commands()
        .map(|command| (names(&mut command.before_on_line()), names(&mut command.behind_on_line())))
        .collect();
    let text = |text: &str| text.as_bytes().to_vec();
    assert_eq!(
        around,
        [("", ""), ("", "bc"), ("a", "c"), ("ab", ""), ("", "")]
            .map(|(before, behind)| (text(before), text(behind)))
    );
}
