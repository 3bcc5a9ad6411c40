use crate::support::Folder;

fn tree() -> Folder {
    Folder::with(&[
        ("srv/boot.ipxe", "#!ipxe\ndhcp || shell\nchain menus/menu.ipxe || shell\n"),
        (
            "srv/menus/menu.ipxe.j2",
            "#!ipxe\nset base http://deb.example/{{ release }}\nmenu\nitem debian Debian\nitem oracle Oracle\nchoose os || exit\nchain ${os}.ipxe || shell\n",
        ),
        (
            "srv/menus/debian.ipxe",
            "#!ipxe\niseq ${platform} efi && set arch uefi || set arch bios\nkernel ${base}/${arch}/linux host=${hostname} || shell\ninitrd ../initrd.gz?host=${hostname} || shell\nboot\n",
        ),
        ("srv/initrd.gz", "x"),
        ("srv/other.ipxe", "#!ipxe\nexit\n"),
        ("elsewhere.ipxe", "#!ipxe\n"),
    ])
}

#[test]
fn downloads_are_listed_with_who_wants_them_and_when() {
    let folder = tree();
    insta::assert_snapshot!(folder.run(&["deps", "srv/boot.ipxe", "--root", "srv", "--failures=none"]));
    let url = ["deps", "srv/boot.ipxe", "--root", "srv=http://boot.example/x/", "--platform=efi"];
    insta::assert_snapshot!(folder.run(&url));
}

#[test]
fn a_directory_begins_with_what_nobody_starts_or_what_is_stated() {
    let folder = tree();
    let begun = |args: &[&str]| {
        let out = folder.stdout(&[&["deps", "srv"], args].concat());
        out.lines().filter(|line| line.starts_with("srv")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(begun(&[]), ["srv/boot.ipxe:", "srv/other.ipxe:"]);
    folder.write("ipxe-lint.toml", b"[[overrides]]\npaths = ['srv/boot.ipxe']\nentry = true\n");
    assert_eq!(begun(&[]), ["srv/boot.ipxe:"]);
}

#[test]
fn a_list_that_stops_at_its_limit_says_so() {
    let out = tree().run(&["deps", "srv/boot.ipxe", "--root", "srv", "--max-ways", "3"]);
    assert!(out.contains("Stopped at a limit") && out.contains("--max-ways raises the limit"), "{out}");
}

#[test]
fn a_script_outside_of_the_root_is_refused() {
    insta::assert_snapshot!(tree().run(&["deps", "elsewhere.ipxe", "--root", "srv"]));
}
