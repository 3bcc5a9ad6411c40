use serde_json::Value;

use crate::support::Folder;

#[test]
fn help_is_worth_reading() {
    let folder = Folder::with(&[]);
    for (name, args) in [
        ("short", ["-h", ""]),
        ("long", ["--help", ""]),
        ("check", ["check", "--help"]),
        ("fmt", ["fmt", "--help"]),
        ("resolve", ["resolve", "--help"]),
        ("run", ["run", "--help"]),
        ("plan", ["plan", "--help"]),
        ("test", ["test", "--help"]),
        ("explain", ["explain", "--help"]),
        ("rules", ["rules", "--help"]),
        ("profile", ["profile", "--help"]),
        ("schema", ["schema", "--help"]),
        ("completions", ["completions", "--help"]),
    ] {
        let args: Vec<&str> = args.into_iter().filter(|arg| !arg.is_empty()).collect();
        insta::assert_snapshot!(format!("help_{name}"), folder.stdout(&args));
    }
}

#[test]
fn explain_tells_the_documentation_by_name_and_by_code() {
    let folder = Folder::with(&[]);
    let told = folder.run(&["explain", "undefined-label"]);
    assert_eq!(told, folder.run(&["explain", "IPX401"]));
    insta::assert_snapshot!(told);
}

#[test]
fn explain_suggests_a_rule() {
    insta::assert_snapshot!(Folder::with(&[]).run(&["explain", "undefined-lable"]));
}

#[test]
fn rules_lists_every_rule() {
    let folder = Folder::with(&[]);
    let text = folder.stdout(&["rules"]);
    let json: Value = serde_json::from_str(&folder.stdout(&["rules", "--format=json"])).unwrap();
    let rules = json["rules"].as_array().unwrap();
    assert_eq!(rules.len(), ipxe_lint::RuleId::ALL.len());
    for rule in rules {
        assert!(
            text.contains(rule["name"].as_str().unwrap()) && text.contains(rule["code"].as_str().unwrap())
        );
        for key in ["summary", "level", "category", "fix", "since", "url"] {
            assert!(rule[key].is_string(), "{rule}");
        }
    }
}

#[test]
fn version_is_told() {
    let told = Folder::with(&[]).stdout(&["--version"]);
    assert_eq!(told, concat!("ipxe-lint ", env!("CARGO_PKG_VERSION"), "\n"));
}
