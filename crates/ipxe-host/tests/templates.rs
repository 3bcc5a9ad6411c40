//! Templates of every engine, and their renderings.

use ipxe_host::{Composition, PieceKind, SourceEdit, Template, TemplateEngine, Templating};
use proptest::prelude::*;

/// All renderings of a template, and its definitions.
fn rendered(source: &str) -> Vec<String> {
    texts(&Template::read(source.as_bytes()).expect("a template"))
}

/// The same, for an engine.
fn rendered_as(engine: &str, source: &str) -> Vec<String> {
    let engine = Templating::of(engine.parse().expect("an engine"));
    texts(&Template::read_as(source.as_bytes(), &engine).expect("a template"))
}

fn texts(template: &Template<'_>) -> Vec<String> {
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
        ("---\r\nlayout: none\r\n---\r\n#!ipxe\r\nshell\r\n", "#!ipxe\r\nshell\r\n"),
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
fn options_of_jinja_take_away_what_is_around_statements() {
    let source =
        "a\n  {% if x %}\nb {{ y }}\n  {# z #}\n {%+ endif +%}\n  {{ y }}\nc {% if x %}d{% endif %}\ne\n";
    for (trim, lstrip, expected) in [
        (false, false, "a\n  \nb {{y}}\n  \n \n  {{y}}\nc d\ne\n"),
        (true, false, "a\n  b {{y}}\n   \n  {{y}}\nc de\n"),
        (false, true, "a\n\nb {{y}}\n\n \n  {{y}}\nc d\ne\n"),
        (true, true, "a\nb {{y}}\n \n  {{y}}\nc de\n"),
    ] {
        let templating = Templating::of(TemplateEngine::Jinja).with_block_options(trim, lstrip);
        let template = Template::read_as(source.as_bytes(), &templating).expect("a template");
        assert_eq!(String::from_utf8_lossy(template.renderings()[0].text()), expected, "{trim} {lstrip}");
    }
}

#[test]
fn definitions_are_kept_apart() {
    assert_eq!(rendered("{% macro m(x) %}a {{ x }}\n{% endmacro %}b\n"), ["b\n", "a {{x}}\n"]);
}

#[test]
fn engines_are_known_by_name_and_by_extension() {
    for engine in TemplateEngine::all() {
        assert_eq!(engine.name().parse(), Ok(engine));
        assert!(engine.names().iter().all(|name| name.parse() == Ok(engine)));
    }
    let of_path = |path: &str| TemplateEngine::of_path(path.as_ref()).map(TemplateEngine::name);
    for (path, engine) in [
        ("a.ipxe.j2", "jinja"),
        ("a.TERA", "jinja"),
        ("a.ipxe.gotmpl", "go"),
        ("a.erb", "erb"),
        ("a.hbs", "mustache"),
        ("a.tftpl", "terraform"),
        ("a.ipxe.blade.php", "blade"),
    ] {
        assert_eq!(of_path(path), Some(engine), "{path}");
    }
    // Several engines have these.
    assert!(["a.tmpl", "a.tpl", "a.ipxe", "j2", "a.template"].map(of_path).iter().all(Option::is_none));
}

#[test]
fn envsubst_fills_in_identifiers() {
    let source = "set a ${A_1} $B ${net0/mac} ${a.b} $1 $$ ${c\n";
    assert_eq!(rendered_as("envsubst", source), ["set a {{A_1}} {{B}} ${net0/mac} ${a.b} $1 $$ ${c\n"]);
    let some = Templating::of(TemplateEngine::Envsubst).with_variables(["B"]);
    let template = Template::read_as(source.as_bytes(), &some).expect("a template");
    assert_eq!(texts(&template), ["set a ${A_1} {{B}} ${net0/mac} ${a.b} $1 $$ ${c\n"]);
    assert!(Template::read_as(b"{{ x }} ${y}", &some).is_none());
    let writes = |text: &[u8]| template.keeps_marks(&SourceEdit { range: 4..5, text: text.to_vec() });
    assert!(writes(b"${ip}") && !writes(b"${B}"));
}

#[test]
fn terraform_has_expressions_and_directives() {
    for (source, expected) in [
        ("chain http://${h[\"}\"]}/$${net0/mac}\n", vec!["chain http://{{h}}/${net0/mac}\n"]),
        ("a\n%{ if x ~}\nb\n%{ else ~}\nc\n%{ endif ~}\n", vec!["a\nb\n", "a\nc\n"]),
        ("%{ for a in b }c${a}%{ endfor }\n", vec!["c{{a}}\n", ""]),
        ("echo %%{x}\n", vec!["echo %{x}\n"]),
        ("a${\"${b}\"}\n", vec!["a{{b}}\n"]),
    ] {
        assert_eq!(rendered_as("terraform", source), expected, "{source}");
    }
}

#[test]
fn cheetah_has_names_and_lines() {
    let source = "#!ipxe\n$menu_items\n# a\ngoto \\${t}\n#if $a\ngoto one\n#else if $b.c('#')\ntwo\n#end if\n## b\nc ## d\n";
    let one = "#!ipxe\n{{menu_items}}\n# a\ngoto ${t}\ngoto one\nc \n";
    assert_eq!(rendered(source)[0], one);
    assert_eq!(rendered("a\n#if $x\nb\n#end if\n"), ["a\nb\n", "a\n"]);
    assert_eq!(rendered_as("cheetah", "a #if $x#b#end if# c${d}\n"), ["a b c{{d}}\n", "a  c{{d}}\n"]);
    assert_eq!(rendered_as("cheetah", "#raw\n$a\n#end raw\n$b[1].c(2)\n"), ["$a\n{{b1.c2}}\n"]);
    // An expansion as such is not a value of Cheetah's.
    assert!(Template::read(b"#!ipxe\necho \\${a} $b ${net0/mac}\n").is_none());
}

#[test]
fn lines_can_be_statements() {
    for source in [
        "a\n% if x:\nb\n% else:\nc\n% endif\n",
        "a\n  % if x:\nb\n  % else:\nc\n  % end\n",
        "a\n@if(x)\nb\n@else\nc\n@endif\n",
        "a\n#if x\nb\n#else\nc\n#end if\n",
    ] {
        assert_eq!(rendered(source), ["a\nb\n", "a\nc\n"], "{source}");
    }
    assert_eq!(rendered_as("bottle", "%% a\n% x = 1\n{{ b }}\n"), ["% a\n{{b}}\n"]);
    assert_eq!(rendered_as("tempita", "{{# a}}{{if b}}c{{endif}}\n"), ["c\n", ""]);
}

#[test]
fn different_conditions_are_told_apart() {
    for source in [
        "{{#a}}1{{/a}}{{#b}}2{{/b}}",
        "{{ if .a }}1{{ end }}{{ if .b }}2{{ end }}",
        "<% if(a) { %>1<% } %><% if(b) { %>2<% } %>",
    ] {
        let all = rendered(source);
        assert!(["1", "2"].iter().all(|one| all.contains(&(*one).to_owned())), "{source}: {all:?}");
    }
}

#[test]
fn scripts_without_marks_are_no_templates() {
    for source in [
        "#!ipxe\nshell\n",
        "echo a@b { c } < d\n",
        "iseq ${a} {{ b\n",
        "## heading ##\n",
        "# if a\n# end if\n",
        "% x\n",
        "@home\n",
        "---\na\n",
        "",
    ] {
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
    "% if x:",
    "% end",
    "#if $x",
    "#end if",
    "@if(x)",
    "@endif",
    "%{ if x ~}",
    "%{ endif }",
    "$x",
    "\\$",
    "$${",
    "${",
    "}",
];

proptest! {
    #[test]
    fn every_byte_of_a_rendering_has_its_place(parts in proptest::collection::vec(proptest::sample::select(PARTS), 0..30), engine in proptest::option::of(proptest::sample::select(TemplateEngine::all().collect::<Vec<_>>()))) {
        let source = parts.concat().into_bytes();
        let templating = engine.map_or_else(Templating::default, Templating::of);
        let Some(template) = Template::read_as(&source, &templating) else { return Ok(()) };
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
