use std::fmt::Write;

use ipxe_catalog::{Catalog, Release, Target};

use crate::{invocation::Invocation, text::Text};

/// The operations of some command lines, one per line.
fn decoded(release: Release, lines: &[&str]) -> String {
    let catalog = Catalog::new(Target::default().with_release(release));
    let mut shown = String::new();
    for line in lines {
        let words: Vec<_> = line.split(' ').map(Text::from).collect();
        let invocation = Invocation::bind(&words, &catalog);
        _ = match invocation.operation() {
            Some(operation) => writeln!(shown, "{line}\n  {operation:?}"),
            None => writeln!(shown, "{line}\n  none"),
        };
    }
    shown
}

#[test]
fn options_and_arguments_have_names() {
    insta::assert_snapshot!(decoded(
        Release::V2_0_0,
        &[
            "echo -n a b",
            "set x/y:hex aa bb",
            "inc x",
            "inc x 5",
            "exit",
            "exit 1",
            "kernel --name linux --timeout 500 http://h/vmlinuz quiet ro",
            "initrd --autofree http://h/initrd",
            "boot",
            "chain --replace -a http://h/menu.ipxe",
            "imgverify --signer me --keep a.ipxe a.sig",
            "imgtrust --permanent",
            "sha256sum --set x a b",
            "menu --name m A title",
            "item --gap -- Systems and more",
            "item --key 0x197e --default linux Boot Linux",
            "item",
            "choose --default a --keep --timeout 500 x",
            "prompt --key s Press s",
            "params --name p --method PUT",
            "param --params p --header a b c",
            "ifconf --configurator dhcp net0 net1",
            "iflinkwait --timeout 500",
            "vcreate --tag 5 net0",
            "sanboot --drive 0x80 --no-describe",
            "sanhook --drive 0x81 iscsi:192.0.2.1::::iqn.example:a",
            "cpuid --ext 29",
            "console --picture a.png --keep",
            "route",
            "nosuch a",
            "set",
            "choose --keep=x y",
        ],
    ));
}

#[test]
fn of_two_names_for_a_menu_the_last_one_counts() {
    insta::assert_snapshot!(decoded(
        Release::V2_0_0,
        &[
            "item --menu a --form b x y",
            "item --form b --menu a x y",
            "choose --menu= x",
            "present --form a --form b",
        ],
    ));
}

#[test]
fn the_forms_of_older_releases_are_the_same_operations() {
    insta::assert_snapshot!(decoded(
        Release::V1_0_0,
        &[
            "kernel --name linux http://h/vmlinuz quiet",
            "imgload linux",
            "imgexec",
            "chain http://h/x",
            "dhcp net0"
        ],
    ));
}
