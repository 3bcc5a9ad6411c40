//! Templates: the engine of a file, and how it is used.

use std::fs;

use crate::support::Folder;

const ENVSUBST: &str = "#!ipxe\nset b http://${BASTION_IP}\nchain ${b}/x || shell\n";
const TERRAFORM: &str =
    "#!ipxe\n%{ if debug ~}\nset x $${ip}\n%{ endif ~}\nkernl http://${host[\"}\"]}/$${x} || shell\n";
const JINJA: &str = "{% set a = 1 %}\n#!ipxe\ngoto {{ x }} ||\ngoto retyr\n:retry\nshell\n";
const PAGE: &str = "```\n#!ipxe\nshell\n```\n";

fn folder() -> Folder {
    Folder::with(&[
        ("deploy/boot.tpl", ENVSUBST),
        ("main.tftpl", TERRAFORM),
        ("menu.ipxe.j2", JINJA),
        ("page.md", PAGE),
        (
            "ipxe-lint.toml",
            "[[templates]]\npaths = [\"*.tpl\"]\nengine = \"envsubst\"\nvariables = [\"BASTION_IP\"]\n",
        ),
    ])
}

fn found(folder: &Folder, args: &[&str]) -> String {
    folder.run(&[&["--format=concise", "--quiet"], args].concat())
}

#[test]
fn the_command_line_says_the_engine_then_the_configuration_then_the_extension_then_the_text() {
    let folder = folder();
    insta::assert_snapshot!(found(&folder, &["deploy/boot.tpl", "main.tftpl", "menu.ipxe.j2"]));
    insta::assert_snapshot!(found(&folder, &["deploy/boot.tpl", "--template=none"]));
    insta::assert_snapshot!(found(&folder, &["deploy/boot.tpl", "--isolated", "--template=envsubst"]));
    insta::assert_snapshot!(found(&folder, &["deploy/boot.tpl", "--isolated", "--template=envsubst=OTHER"]));
    insta::assert_snapshot!(found(&folder, &["main.tftpl", "--template=envsubst"]));
}

#[test]
fn templates_of_scripts_are_found_by_their_names() {
    insta::assert_snapshot!(folder().run(&["--show-files"]));
}

#[test]
fn what_is_wrong_is_shown_where_it_is() {
    let folder = folder();
    insta::assert_snapshot!(folder.run(&["menu.ipxe.j2", "--template=jinga"]));
    insta::assert_snapshot!(folder.run(&["menu.ipxe.j2", "--template=nothing-like-it"]));
    insta::assert_snapshot!(folder.run(&["menu.ipxe.j2", "--template=jinja=A"]));
    insta::assert_snapshot!(folder.run(&["menu.ipxe.j2", "--template=envsubst=A,1B"]));
    for entry in [
        "paths = [\"a\"]\nengine = \"envsubts\"\n",
        "paths = []\nengine = \"go\"\n",
        "paths = [\"a\"]\nengine = \"go\"\nvariables = [\"A\"]\n",
        "paths = [\"[\"]\nengine = \"go\"\n",
        "paths = [\"a\"]\n",
    ] {
        folder.write("ipxe-lint.toml", format!("[[templates]]\n{entry}").as_bytes());
        insta::assert_snapshot!(folder.run(&["menu.ipxe.j2"]));
    }
}

#[test]
fn the_configuration_shows_which_engine_counts() {
    let folder = folder();
    insta::assert_snapshot!(folder.stdout(&["config", "deploy/boot.tpl"]));
}

#[test]
fn fixes_and_layout_leave_marks_alone() {
    let folder = folder();
    insta::assert_snapshot!(folder.run(&["--diff", "--unsafe-fixes", "main.tftpl", "menu.ipxe.j2"]));
    folder.write("a.tftpl", b"#!ipxe\n  echo   ${a}  b\n  echo   b  c\n");
    folder.run(&["fmt", "a.tftpl"]);
    let text = fs::read_to_string(folder.path().join("a.tftpl")).expect("readable");
    assert_eq!(text, "#!ipxe\n  echo   ${a}  b\n  echo b c\n");
    folder.run(&["fmt", "a.tftpl", "--template=none"]);
    let text = fs::read_to_string(folder.path().join("a.tftpl")).expect("readable");
    assert_eq!(text, "#!ipxe\necho ${a} b\necho b c\n");
}

#[test]
fn only_scripts_are_executed() {
    let folder = folder();
    for command in ["run", "plan", "resolve"] {
        insta::assert_snapshot!(folder.run(&[command, "menu.ipxe.j2"]));
    }
    insta::assert_snapshot!(folder.run(&["run", "page.md"]));
    folder.write("at.ipxe", b"#!ipxe\necho @A@\n");
    insta::assert_snapshot!(folder.run(&["run", "at.ipxe", "--template=none"]));
}

const RENDERED: &str = "{% set base = 'http://' ~ mirror %}\n#!ipxe\n{% for os in systems %}\n:{{ os.name }}\nchain {{ base }}/x || goto {{ os.fallback }}\n{% endfor %}\n:failed\nshell\n";

#[test]
fn templates_are_checked_as_they_are_rendered_too() {
    let folder = Folder::with(&[
        ("a.ipxe.j2", RENDERED),
        ("b.ipxe", "#!ipxe\nshell\n"),
        ("one.yaml", "mirror: 192.0.2.1\nsystems: [{ name: a, fallback: failed }]\n"),
        (
            "two.toml",
            "mirror = '192.0.2.1'\nsystems = [{ name = 'a', fallback = 'b' }, { name = 'b', fallback = 'c' }]\n",
        ),
        ("none.json", "{}"),
    ]);
    let rules = "--select=undefined-label,unknown-command";
    for args in [
        &["a.ipxe.j2"][..],
        &["a.ipxe.j2", "--values=one.yaml"],
        &["a.ipxe.j2", "--values=two.toml"],
        &["a.ipxe.j2", "b.ipxe", "--values=one.yaml", "--values=two.toml"],
        &["a.ipxe.j2", "--values=none.json"],
        &["a.ipxe.j2", "--values=missing.json"],
    ] {
        insta::assert_snapshot!(found(&folder, &[args, &[rules]].concat()));
    }
    insta::assert_snapshot!(folder.run(&["run", "a.ipxe.j2", "--values=one.yaml"]));
    insta::assert_snapshot!(folder.run(&["run", "a.ipxe.j2", "--values=one.yaml", "--values=two.toml"]));
}

#[test]
fn what_is_left_after_fixes_is_checked_as_it_is_rendered() {
    let source = "#!ipxe\ngoto retyr\n:retry\nsanboot x || goto {{ label }}\n";
    let folder = Folder::with(&[("a.ipxe.j2", source), ("values.yaml", "label: nowhere\n")]);
    let args = ["a.ipxe.j2", "--values=values.yaml", "--select=undefined-label", "--unsafe-fixes"];
    insta::assert_snapshot!(folder.run(&[&args[..], &["--diff"]].concat()));
    insta::assert_snapshot!(folder.run(&[&args[..], &["--fix", "--format=concise"]].concat()));
    let text = fs::read_to_string(folder.path().join("a.ipxe.j2")).expect("readable");
    assert_eq!(text, source.replace("retyr", "retry"));
}

#[test]
fn options_of_jinja_are_configured() {
    let source = "#!ipxe\nkernel http://192.0.2.1/k {% if debug %}debug{% endif %}\nboot || shell\n";
    let folder = Folder::with(&[("a.ipxe.j2", source), ("values.yaml", "debug: true\n")]);
    let entry = |engine: &str| {
        format!("[[templates]]\npaths = [\"*.j2\"]\nengine = \"{engine}\"\ntrim-blocks = true\n")
    };
    let select = "--select=kernel-never-booted";
    insta::assert_snapshot!(found(&folder, &["a.ipxe.j2", select]));
    folder.write("ipxe-lint.toml", entry("jinja").as_bytes());
    insta::assert_snapshot!(found(&folder, &["a.ipxe.j2", select]));
    insta::assert_snapshot!(folder.run(&["resolve", "a.ipxe.j2", "--values=values.yaml"]));
    folder.write("ipxe-lint.toml", entry("erb").as_bytes());
    insta::assert_snapshot!(found(&folder, &["a.ipxe.j2", select]));
}

#[test]
fn a_rendering_has_an_end() {
    let folder = Folder::with(&[
        ("values.json", "{}"),
        (
            "long.ipxe.j2",
            "#!ipxe\n{% for a in range(9000) %}{% for b in range(9000) %}echo x\n{% endfor %}{% endfor %}\n",
        ),
        ("large.ipxe.j2", "#!ipxe\n{% for a in range(99999) %}echo {{ 'x' * 10000 }}\n{% endfor %}\n"),
    ]);
    for name in ["long.ipxe.j2", "large.ipxe.j2"] {
        insta::assert_snapshot!(folder.run(&[name, "--values=values.json"]));
    }
}
