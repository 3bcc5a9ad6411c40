use serde_json::Value;

use crate::support::Folder;

const PLAN_SCHEMA: &str = include_str!("../../../ipxe-machine/schemas/plan-report.schema.json");

const SCRIPT: &str = "#!ipxe\n\
    isset ${rack} || set line rack=none\n\
    iseq ${rack} 7 && set line rack=seven ||\n\
    :top\nmenu What to boot\nitem linux Linux\nitem disk The local disk\nitem sh Shell\n\
    choose --timeout 9000 what || shell\ngoto ${what}\n\
    :linux\nkernel http://boot.example/vmlinuz initrd=i.img quiet ${line} token=${token}\n\
    initrd --name i.img http://boot.example/initrd.img\n\
    initrd http://boot.example/extra.cpio /etc/extra mode=644\nboot || goto top\n\
    :disk\nsanboot --no-describe --drive 0x80 || goto top\n\
    :sh\nshell\n";

const CONTEXT: &str = "[secrets]\ntoken = \"hunter2\"\n[settings]\nrack = \"7\"\n[interfaces.net0]\nopen = true\n\
    ip = \"192.0.2.2\"\nnetmask = \"255.255.255.0\"\n[responses.fetch]\n\"http://boot.example/vmlinuz\" = \"ok\"\n\
    \"http://boot.example/initrd.img\" = \"ok\"\n\"http://boot.example/extra.cpio\" = \"ok\"\n";

fn folder() -> Folder {
    Folder::with(&[("a.ipxe", SCRIPT), ("c.toml", CONTEXT)])
}

#[test]
fn the_boot_plan_of_a_machine_is_told() {
    insta::assert_snapshot!(folder().run(&["plan", "a.ipxe", "--context=c.toml"]));
}

#[test]
fn every_outcome_is_told_with_what_leads_to_it() {
    insta::assert_snapshot!(folder().run(&["plan", "a.ipxe", "--all"]));
    let known = folder().run(&["plan", "a.ipxe", "--all", "--context=c.toml"]);
    assert!(known.contains("rack=seven") && !known.contains("rack is"), "{known}");
}

#[test]
fn failures_are_open_as_far_as_asked_for() {
    let script = "#!ipxe\nkernel http://boot.example/a\ninitrd http://boot.example/b || exit 3\nboot\n";
    let folder = Folder::with(&[("a.ipxe", script)]);
    for (which, outcomes) in [("none", "1 outcome"), ("handled", "2 outcomes"), ("all", "3 outcomes")] {
        let told = folder.run(&["plan", "a.ipxe", "--all", "--failures", which]);
        assert!(told.starts_with("exit code 0\n") && told.contains(outcomes), "{told}");
    }
}

#[test]
fn a_script_that_does_not_boot_is_told_with_its_command() {
    let folder =
        Folder::with(&[("a.ipxe", "#!ipxe\nset x 1\niseq ${x} 2\n"), ("b.ipxe", "echo no script\n")]);
    insta::assert_snapshot!(folder.run(&["plan", "a.ipxe"]));
    insta::assert_snapshot!(folder.run(&["plan", "b.ipxe", "--all"]));
}

#[test]
fn what_is_not_known_is_told_to_be_unknown() {
    let script =
        "#!ipxe\nisset ${open} && exit ${open} ||\nchain --autofree http://boot.example/menu.ipxe from=a\n";
    let folder = Folder::with(&[("a.ipxe", script)]);
    insta::assert_snapshot!(folder.run(&["plan", "a.ipxe", "--all"]), @r"
    exit code 0
    --- stdout
    The script hands over to menu.ipxe, a script that is not known here.
      script   menu.ipxe
               http://boot.example/menu.ipxe
        args   from=a
      if open is not set

    The script exits with a status that is not known.
      line 2   exit <open>
      if open is set and is not 0

    The script ends.
      if open is 0

    3 outcomes
    --- stderr
    ");
}

#[test]
fn nothing_in_a_script_reaches_the_terminal_raw() {
    let folder = Folder::with(&[]);
    let script = b"#!ipxe\nmenu a\x1b[31mred \xff\nitem b\x07\nchoose x || exit 1\nkernel http://h/a\x1b b\x1b\nboot\n";
    folder.write("a.ipxe", script);
    let told = folder.run(&["plan", "a.ipxe", "--all"]);
    assert!(!told.contains(|char: char| char.is_control() && char != '\n'), "{told:?}");
}

#[test]
fn json_is_for_programs_and_what_its_schema_says() {
    let folder = folder();
    let schema: Value = serde_json::from_str(PLAN_SCHEMA).unwrap();
    for args in [&["--all"][..], &[], &["--all", "--context=c.toml"], &["--context=c.toml"]] {
        let told = folder.stdout(&[&["plan", "a.ipxe", "--format=json"], args].concat());
        assert!(!told.contains("hunter2"), "{told}");
        jsonschema::validate(&schema, &serde_json::from_str(&told).unwrap()).unwrap();
    }
    insta::assert_snapshot!(folder.stdout(&["plan", "a.ipxe", "--context=c.toml", "--format=json"]));
    let shown = folder.stdout(&["plan", "a.ipxe", "--context=c.toml", "--format=json", "--show-secrets"]);
    assert!(shown.contains("token=hunter2"), "{shown}");
}

#[test]
fn a_choice_that_is_no_entry_is_told_with_the_entries() {
    let script =
        "#!ipxe\nmenu Boot\nitem one 1\nitem two 2\nchoose --timeout 100 s || shell\ngoto ${s}\n:one\n:two\n";
    let folder = Folder::with(&[("a.ipxe", script), ("c.toml", "[responses]\nmenus = { Boot = 'tow' }\n")]);
    for args in
        [&["plan", "a.ipxe", "--context=c.toml"][..], &["plan", "--all", "a.ipxe", "--context=c.toml"]]
    {
        let told = folder.run(args);
        assert!(told.starts_with("exit code 2") && told.contains("`one`, `two`"), "{told}");
    }
    insta::assert_snapshot!(folder.run(&["run", "a.ipxe", "--context=c.toml"]));
}

#[test]
fn findings_and_plans_come_together() {
    let boot = "#!ipxe\ndhcp || shell\nkernel http://boot.example/vmlinuz net.ifnames=0 key=${key} || goto nowhere\nboot || shell\n";
    let context = "[machine]\nplatform = 'efi'\n[secrets]\nkey = 'hunter2'\n[interfaces.net0.dhcp]\nip = '192.0.2.15'\n\
                   [responses.fetch]\n'http://boot.example/vmlinuz' = 'ok'\n";
    let folder = Folder::with(&[("a.ipxe", boot), ("b.ipxe", "#!ipxe\nexit 1\n"), ("c.toml", context)]);
    let args = ["check", "--plan", "a.ipxe", "b.ipxe", "--context=c.toml", "--select=undefined-label"];
    insta::assert_snapshot!(folder.run(&[&args[..], &["--format=concise"]].concat()));
    let json: Value =
        serde_json::from_str(&folder.stdout(&[&args[..], &["--format=json"]].concat())).unwrap();
    let alone: Value =
        serde_json::from_str(&folder.stdout(&["plan", "a.ipxe", "--context=c.toml", "--format=json"]))
            .unwrap();
    assert_eq!((&json["plans"][0]["path"], &json["plans"][0]["plan"]), (&Value::from("a.ipxe"), &alone));
    assert_eq!(json["diagnostics"].as_array().unwrap().len(), 1);
    assert!(!json.to_string().contains("hunter2"));
    let told = folder.run(&["a.ipxe", "--plan", "--format=sarif"]);
    assert!(told.starts_with("exit code 2") && told.contains("--plan needs"), "{told}");
}

#[test]
fn a_plan_that_stops_says_what_is_left_and_goes_further_when_asked() {
    let folder = Folder::with(&[(
        "a.ipxe",
        "#!ipxe\niseq ${a} 1 && echo 1 ||\niseq ${b} 1 && echo 1 ||\niseq ${c} 1 && exit 1 || exit 2\n",
    )]);
    insta::assert_snapshot!(folder.run(&["plan", "--all", "a.ipxe", "--max-ways=2"]), @r"
    exit code 0
    --- stdout
    0 outcomes
    Stopped at a limit (too many ways), with 2 ways left to follow: there may be
    more outcomes, and more ways to these. --max-ways raises the limit.
    --- stderr
    ");
    let told = folder.stdout(&["plan", "--all", "a.ipxe", "--format=json"]);
    let report: Value = serde_json::from_str(&told).expect("JSON");
    assert_eq!((&report["cut"], &report["left"]), (&Value::Null, &Value::from(0)));
}
