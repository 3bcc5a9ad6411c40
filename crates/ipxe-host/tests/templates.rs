//! Templates of every engine, and how they may be rendered.

use ipxe_host::{Composition, PieceKind, Template};
use proptest::prelude::*;

/// All renderings of a template, and its definitions.
fn rendered(source: &str) -> Vec<String> {
    let template = Template::read(source.as_bytes()).expect("a template");
    let text = |one: &Composition<'_>| String::from_utf8_lossy(one.text()).into_owned();
    template.renderings().iter().chain(&template.definitions()).map(text).collect()
}

#[test]
fn values_are_holes() {
    for (source, expected) in [
        ("chain http://{{ h | d('x y') }}/\n", "chain http://{{hdxy}}/\n"),
        ("set a <%= @b %>\n", "set a {{b}}\n"),
        ("set a <%# b %>c\n", "set a c\n"),
        ("set a @B@ b@c\n", "set a {{B}} b@c\n"),
        ("chain ##URL##/x # comment\n", "chain {{URL}}/x # comment\n"),
        ("set a {{{ b }}}{{! c }}\n", "set a {{b}}\n"),
        ("set a ${net{{ n }}/mac}\n", "set a ${net{{n}}/mac}\n"),
        ("set a {{ .B }}{{/* c */}}{{ $x := 1 }}\n", "set a {{B}}\n"),
        ("{# c #}shell\n", "shell\n"),
        ("---\nlayout: none\n---\n#!ipxe\nshell\n", "#!ipxe\nshell\n"),
        ("{{- define \"x\" -}}\n#!ipxe\n{{- end }}\n", "#!ipxe\n"),
        ("{% raw %}{{ a }}{% endraw %}\n", "{{ a }}\n"),
        ("{% include 'x' %}\nshell\n", "{{includex}}\nshell\n"),
        ("set a {{ b\nset c {{ d }}\n", "set a {{ b\nset c {{d}}\n"),
    ] {
        assert_eq!(rendered(source), [expected], "{source}");
    }
}

#[test]
fn blocks_go_one_way_or_another() {
    for source in [
        "a\n{% if x %}b\n{% else %}c\n{% endif %}",
        "a\n{{ if .x }}b\n{{ else }}c\n{{ end }}",
        "a\n{{#if x}}b\n{{else}}c\n{{/if}}",
        "a\n<% if x %>b\n<% else %>c\n<% end %>",
        "a\n<% if (x) { %>b\n<% } else { %>c\n<% } %>",
        "a\n{{if x}}b\n{{else}}c\n{{endif}}",
    ] {
        assert_eq!(rendered(source), ["a\nb\n", "a\nc\n"], "{source}");
    }
    assert_eq!(rendered("{% for a in b %}c\n{% endfor %}d\n"), ["c\nd\n", "d\n"]);
    assert_eq!(rendered("{{#a}}b\n{{/a}}{{^a}}c\n{{/a}}"), ["b\n", "c\n"]);
    assert_eq!(rendered("<% b.each do |a| %>c\n<% end %>d\n"), ["c\nd\n", "d\n"]);
}

#[test]
fn conditions_with_the_same_text_go_the_same_way() {
    assert_eq!(rendered("{% if x %}a{% endif %}b{% if x %}c{% endif %}"), ["abc", "b"]);
    assert_eq!(rendered("{% if x %}a{% endif %}b{% if not x %}c{% endif %}"), ["ab", "bc"]);
}

#[test]
fn of_each_two_conditions_one_holds_without_the_other() {
    let all = rendered("{% if x %}a{% endif %}{% if y %}b{% endif %}{% if z %}c{% endif %}");
    for one in ["a", "b", "c"] {
        for other in ["a", "b", "c"].iter().filter(|other| **other != one) {
            assert!(
                all.iter().any(|text| text.contains(one) && !text.contains(other)),
                "{one} {other}: {all:?}"
            );
        }
    }
}

#[test]
fn every_line_is_in_a_rendering() {
    let source =
        "{% if a %}1{% elif b %}2{% elif c %}{% if d %}3{% else %}4{% endif %}{% else %}5{% endif %}";
    let all = rendered(source).concat();
    assert!(["1", "2", "3", "4", "5"].iter().all(|line| all.contains(line)), "{all}");
}

#[test]
fn blanks_around_marks_are_taken_away() {
    assert_eq!(rendered("a\n{%- if x %}\nb\n{%- endif %}\nc\n"), ["a\nb\nc\n", "a\nc\n"]);
    assert_eq!(rendered("a\n  <%- if x -%>\nb\n<% end -%>\nc\n"), ["a\nb\nc\n", "a\nc\n"]);
    assert_eq!(rendered("a {{- b -}} c\n"), ["a{{b}}c\n"]);
}

#[test]
fn definitions_are_kept_apart() {
    assert_eq!(rendered("{% macro m(x) %}a {{ x }}\n{% endmacro %}b\n"), ["b\n", "a {{x}}\n"]);
}

#[test]
fn scripts_without_marks_are_no_templates() {
    for source in ["#!ipxe\nshell\n", "echo a@b { c } < d\n", "iseq ${a} {{ b\n", "## heading ##\n", ""] {
        assert!(Template::read(source.as_bytes()).is_none(), "{source}");
    }
}

const PARTS: &[&str] = &[
    "#!ipxe\n",
    "a",
    "\n",
    " ",
    "{{ x }}",
    "{{",
    "}}",
    "{% if x %}",
    "{% else %}",
    "{% elif y %}",
    "{% endif %}",
    "{%- for a in b -%}",
    "{% endfor %}",
    "{% macro m() %}",
    "{% endmacro %}",
    "{% raw %}",
    "{% endraw %}",
    "{#",
    "#}",
    "<% if x %>",
    "<%= x -%>",
    "<% end %>",
    "{{#x}}",
    "{{/x}}",
    "{{ if x }}",
    "{{ end }}",
    "{{- define \"a\" }}",
    "@X@",
    "##X##",
    "---\n",
    "\u{e4}",
    "${",
    "}",
];

proptest! {
    #[test]
    fn every_byte_of_a_rendering_has_its_place(parts in proptest::collection::vec(proptest::sample::select(PARTS), 0..30)) {
        let source = parts.concat().into_bytes();
        let Some(template) = Template::read(&source) else { return Ok(()) };
        for one in template.renderings().iter().chain(&template.definitions()) {
            let mut text = 0;
            let mut at = 0;
            for piece in one.pieces() {
                prop_assert_eq!(piece.text.start, text);
                prop_assert!(at <= piece.source.start);
                (text, at) = (piece.text.end, piece.source.end);
                if piece.kind == PieceKind::Text {
                    prop_assert_eq!(&source[piece.source.clone()], &one.text()[piece.text.clone()]);
                }
            }
            prop_assert_eq!(text, one.text().len());
        }
    }
}
