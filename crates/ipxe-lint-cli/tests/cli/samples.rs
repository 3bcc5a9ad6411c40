//! The scripts on the project's front page.

use crate::support::Folder;

const FLATCAR: &str = include_str!("../../../../examples/scripts/flatcar.ipxe");
const CLEAN: &str = include_str!("../../../../examples/scripts/clean.ipxe");
const MENU: &str = include_str!("../../../../examples/scripts/menu.ipxe");
const REGISTER: &str = include_str!("../../../../examples/scripts/register.ipxe");

#[test]
fn the_samples_contain_mistakes() {
    let samples =
        [("clean.ipxe", CLEAN), ("flatcar.ipxe", FLATCAR), ("menu.ipxe", MENU), ("register.ipxe", REGISTER)];
    insta::assert_snapshot!(Folder::with(&samples).run(&["."]));
}

#[test]
fn a_custom_script_is_clean_on_the_platform_that_supplies_its_variables() {
    let folder = Folder::with(&[("flatcar.ipxe", FLATCAR)]);
    let args = ["flatcar.ipxe", "--format=concise"];
    insta::assert_snapshot!(folder.run(&args), @r"
    exit code 1
    --- stdout
    flatcar.ipxe:7:130: advice[unresolved-variable] `IPXE_BOOT_LINUX_IP_CONFIG` is never set in this script
    flatcar.ipxe:7:209: warning[unresolved-variable] `IPXE_BOOT_HOSTNAME` is never set in this script
    flatcar.ipxe:1:1: note: assumed to be an entry point, since no other script is known to start it; set `entry = false` if other scripts start it
    Found 1 warning and 1 piece of advice in 1 script.
    --- stderr
    ");
    insta::assert_snapshot!(folder.run(&[args[0], args[1], "--profile=flexmetal"]), @r"
    exit code 0
    --- stdout
    Nothing to report in 1 script.
    --- stderr
    ");
}

/// The platform uses the interface names eth0 and eth1; a kernel that does not finds no network.
#[test]
fn the_platform_expects_plain_interface_names() {
    let without = FLATCAR.replace(" net.ifnames=0", "");
    let folder = Folder::with(&[("flatcar.ipxe", &without)]);
    insta::assert_snapshot!(folder.run(&["flatcar.ipxe", "--profile=flexmetal", "--format=concise"]));
}
