use crate::support::Folder;

const SELECT: [&str; 2] = ["--select=unresolved-variable", "--format=concise"];

/// A script that starts another one from a server, and one that is started.
fn folder() -> Folder {
    Folder::with(&[
        ("boot.ipxe", "#!ipxe\nset mirror http://192.0.2.1\nchain ${mirror}/menu/linux.ipxe || shell\n"),
        ("menu/linux.ipxe", "#!ipxe\nkernel ${mirror}/vmlinuz quiet=${quiet} || shell\nboot || shell\n"),
        ("menu/alone.ipxe", "#!ipxe\nchain ${mirror}/windows.ipxe || shell\n"),
    ])
}

fn run(folder: &Folder, args: &[&str]) -> String {
    folder.run(&[args, &SELECT].concat())
}

#[test]
fn variables_that_another_script_sets_are_set() {
    insta::assert_snapshot!(run(&folder(), &["."]), @r"
    exit code 1
    --- stdout
    menu/alone.ipxe:2:7: advice[unresolved-variable] `mirror` is never set in this script
    menu/alone.ipxe:2:7: note: assumed to be started by another script, since the URI in line 2 begins with `mirror`, which it does not set; set `entry = true` to check it alone
    menu/linux.ipxe:2:32: warning[unresolved-variable] `quiet` is set neither here nor in `boot.ipxe`, which starts this script
    Found 1 warning and 1 piece of advice in 2 of 3 scripts.
    --- stderr
    ");
}

#[test]
fn scripts_are_followed_only_to_those_that_are_checked() {
    insta::assert_snapshot!(run(&folder(), &["menu"]), @r"
    exit code 0
    --- stdout
    menu/alone.ipxe:2:7: advice[unresolved-variable] `mirror` is never set in this script
    menu/alone.ipxe:2:7: note: assumed to be started by another script, since the URI in line 2 begins with `mirror`, which it does not set; set `entry = true` to check it alone
    menu/linux.ipxe:2:8: advice[unresolved-variable] `mirror` is never set in this script
    menu/linux.ipxe:2:32: advice[unresolved-variable] `quiet` is never set in this script
    menu/linux.ipxe:2:8: note: assumed to be started by another script, since the URI in line 2 begins with `mirror`, which it does not set; set `entry = true` to check it alone
    Found 3 pieces of advice in 2 of 2 scripts.
    --- stderr
    ");
}

#[test]
fn each_script_can_be_looked_at_on_its_own() {
    let folder = folder();
    let alone = run(&folder, &[".", "--no-follow"]);
    assert!(
        alone.contains("linux.ipxe:2:8") && alone.contains("Found 3 pieces of advice in 2 of 3 scripts"),
        "{alone}"
    );
}

#[test]
fn what_is_below_a_url_can_be_in_a_directory() {
    let folder = Folder::with(&[
        ("boot.ipxe", "#!ipxe\nset kind big\nchain http://boot.example/s/linux.ipxe || shell\n"),
        ("scripts/linux.ipxe", "#!ipxe\necho ${kind}\n"),
        ("s/linux.ipxe", "#!ipxe\necho ${kind}\n"),
    ]);
    let by_name = run(&folder, &["."]);
    assert!(by_name.contains("scripts/linux.ipxe:2:6") && !by_name.contains("\ns/linux.ipxe"), "{by_name}");
    let served = run(&folder, &[".", "--serve", "http://boot.example/s/=scripts"]);
    assert!(served.contains("\ns/linux.ipxe:2:6") && !served.contains("scripts/linux.ipxe"), "{served}");
}

#[test]
fn a_served_directory_must_be_given_with_its_url_and_be_followed() {
    let folder = folder();
    insta::assert_snapshot!(run(&folder, &[".", "--serve", "scripts"]));
    insta::assert_snapshot!(run(&folder, &[".", "--serve", "http://x/=y", "--no-follow"]));
}

#[test]
fn a_file_that_cannot_be_read_does_not_hide_the_others() {
    let folder = folder();
    let told = run(&folder, &[".", "missing.ipxe"]);
    assert!(told.starts_with("exit code 2") && told.contains("menu/linux.ipxe:2:32"), "{told}");
}

#[test]
fn what_is_left_after_fixes_knows_of_other_scripts_too() {
    let folder = folder();
    folder.write("menu/linux.ipxe", b"#!ipxe\nset console 1\necho ${mirror} ${consle}\n");
    let args = [".", "--fix", "--unsafe-fixes", "--select=unresolved-variable", "--format=concise"];
    let told = folder.run(&args);
    assert!(told.contains("alone.ipxe:2:7") && !told.contains("linux.ipxe"), "{told}");
}

#[test]
fn a_script_that_is_named_after_a_machine_is_for_this_one_also_when_it_is_alone() {
    let script = "#!ipxe\nchain http://192.0.2.1/boot?mac=${net0/mac} || shell\n";
    let folder = Folder::with(&[("02-00-5e-00-53-01.ipxe", script), ("any.ipxe", script)]);
    let found = |args: &[&str]| folder.run(&[args, &["--select=hard-coded-interface"]].concat());
    assert!(found(&["02-00-5e-00-53-01.ipxe"]).contains("Nothing to report"));
    assert!(found(&["any.ipxe"]).contains("Found 1 warning"));
    assert!(found(&[".", "--no-follow"]).contains("Found 1 warning in 1 of 2 scripts"));
}

/// A document root in which some scripts are missing, or in another place than expected.
fn root() -> Folder {
    Folder::with(&[
        ("srv/boot.ipxe", "#!ipxe\ndhcp || shell\nchain menu.ipxe || shell\n"),
        (
            "srv/menu.ipxe.j2",
            "#!ipxe\nchain custom.ipxe ||\nchain custom/menu.ipxe || shell\nchain oracle.ipxe\n",
        ),
        ("srv/custom/menu.ipxe", "#!ipxe\nchain utils.ipxe || shell\nchain ../Menu.ipxe || shell\n"),
        ("srv/utils.ipxe", "#!ipxe\nshell\n"),
    ])
}

const ROOTED: [&str; 2] = ["--select=missing-script,misplaced-script,miscased-script", "--format=concise"];

#[test]
fn what_a_document_root_lacks_is_reported_where_it_is_stated() {
    let folder = root();
    assert!(folder.run(&[&["."], &ROOTED[..]].concat()).contains("Nothing to report"));
    insta::assert_snapshot!(folder.run(&[&[".", "--root", "srv"], &ROOTED[..]].concat()));
    // Whatever path names the script, and although the others are not checked.
    let path = folder.path().join("srv/custom/menu.ipxe");
    let alone = folder.run(&[&[path.to_str().unwrap(), "--root", "srv"], &ROOTED[..]].concat());
    assert!(alone.contains("2:7") && alone.contains("3:7") && alone.contains("Found 2 warnings"), "{alone}");
}

#[test]
fn a_document_root_can_be_configured() {
    let folder = root();
    folder.write("ipxe-lint.toml", b"root = ['srv=http://boot.example/']\n");
    let found = folder.run(&[&["srv"], &ROOTED[..]].concat());
    assert!(found.contains("Found 1 error and 2 warnings"), "{found}");
    let shown = folder.run(&["config", "srv"]);
    assert!(
        shown.contains(r#"root = ["srv=http://boot.example/"]"#) && shown.contains("ipxe-lint.toml:1"),
        "{shown}"
    );
    let other = folder.run(&[&["srv", "--root", "srv/custom"], &ROOTED[..]].concat());
    assert!(other.contains("`utils.ipxe`") && !other.contains("oracle"), "{other}");
}

#[test]
fn a_document_root_that_is_none_is_blamed_on_who_names_it() {
    let folder = root();
    insta::assert_snapshot!(folder.run(&[".", "--root", "nowhere"]));
    folder.write("ipxe-lint.toml", b"follow = true\nroot = ['srv', 'nowhere']\n");
    insta::assert_snapshot!(folder.run(&["."]));
}
