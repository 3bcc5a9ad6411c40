//! Names: exact look-ups, and suggestions for similar names.

use ipxe_catalog::{
    Arch, BuildSymbol, Catalog, Enumeration, Platform, Release, Role, SettingType, Target, did_you_mean,
};
use proptest::prelude::*;

fn catalog() -> Catalog {
    Catalog::new(Target::default())
}

#[test]
fn names_are_found_byte_for_byte() {
    let catalog = catalog();
    assert!(catalog.command(b"boot").is_some());
    for name in [b"Boot".as_slice(), b"boo", b"boott", b"boot ", b"", b"\xff\xfe"] {
        assert!(catalog.command(name).is_none(), "{name:?}");
    }
    assert!(catalog.setting(b"IP").is_none());
    assert!(catalog.setting_type(b"hexhyp").is_some());
}

#[test]
fn a_release_knows_only_its_own() {
    let old = Catalog::new(Target::default().with_release(Release::V1_21_1));
    assert!(old.command(b"form").is_none());
    let form = Catalog::command_in_any_release(b"form").unwrap();
    assert_eq!(form.releases().next(), Some(Release::V2_0_0));
    let chain = Catalog::command_in_any_release(b"chain").unwrap();
    assert_eq!(chain.releases_with_option(b"quiet").collect::<Vec<_>>(), [Release::Head]);
    assert_eq!(chain.releases_with_option(b"replace").next(), Some(Release::V1_20_1));
    assert!(old.uri_scheme(b"data").is_none());
    assert!(old.setting(b"cwuri").is_none());
}

#[test]
fn synonyms_share_what_runs_behind_them() {
    let catalog = catalog();
    let behind = |name: &str| catalog.command(name.as_bytes()).unwrap().form.implementation;
    assert_eq!(behind("boot"), behind("chain"));
    assert_eq!(behind("kernel"), behind("imgselect"));
    assert_eq!(behind("initrd"), behind("module"));
    assert_ne!(behind("kernel"), behind("initrd"));
}

#[test]
fn typing_mistakes_are_recognised() {
    let catalog = catalog();
    assert_eq!(catalog.suggest_command(b"kernle"), Some("kernel"));
    assert_eq!(catalog.suggest_command(b"Chain"), Some("chain"));
    assert_eq!(catalog.suggest_command(b"intird"), Some("initrd"));
    assert_eq!(catalog.suggest_command(b"wget"), None);
    assert_eq!(catalog.suggest_command(b"initrd.gz"), None);
    assert_eq!(catalog.suggest_command(b"\xff"), None);
    assert_eq!(catalog.suggest_setting(b"next_server"), Some("next-server"));
    assert_eq!(catalog.suggest_setting_type(b"hexhyph"), Some("hexhyp"));
    assert_eq!(catalog.suggest_uri_scheme(b"htttp"), Some("http"));
    let chain = catalog.command(b"chain").unwrap().form;
    assert_eq!(chain.suggest_option(b"autofre"), Some("autofree"));
    assert_eq!(chain.suggest_option(b"xyzzy"), None);
}

#[test]
fn commands_that_no_machine_in_view_has_are_not_proposed() {
    assert_eq!(catalog().suggest_command(b"pnig"), None);
    let target = Target::default().with_option("PING_CMD", true).unwrap();
    assert_eq!(Catalog::new(target).suggest_command(b"pnig"), Some("ping"));
}

#[test]
fn every_value_reads_as_it_writes() {
    assert!(Release::ALL.iter().all(|one| one.to_string().parse() == Ok(*one)));
    assert!(Platform::ALL.iter().all(|one| one.to_string().parse() == Ok(*one)));
    assert!(Arch::ALL.iter().all(|one| one.to_string().parse() == Ok(*one)));
    assert!(SettingType::ALL.iter().all(|one| one.to_string().parse() == Ok(*one)));
    assert!(BuildSymbol::all().all(|one| BuildSymbol::parse(one.name()) == Ok(one)));
    assert_eq!("head".parse(), Ok(Release::Head));
    assert_eq!("v2.0.0".parse(), Ok(Release::V2_0_0));
}

#[test]
fn unknown_names_say_what_was_probably_meant() {
    let message = |error: ipxe_catalog::UnknownName| error.to_string();
    assert_eq!(
        message("2.0.1".parse::<Release>().unwrap_err()),
        "unknown iPXE release `2.0.1`; did you mean `2.0.0`?"
    );
    assert_eq!(
        message("3".parse::<Release>().unwrap_err()),
        "unknown iPXE release `3`; expected one of 1.0.0, 1.20.1, 1.21.1, 2.0.0, HEAD"
    );
    assert_eq!(
        message("x86-64".parse::<Arch>().unwrap_err()),
        "unknown architecture `x86-64`; did you mean `x86_64`?"
    );
    assert_eq!(message(BuildSymbol::parse("NONSENSE").unwrap_err()), "unknown build option `NONSENSE`");
}

#[test]
fn short_lists_belong_to_roles() {
    let catalog = catalog();
    let list = Enumeration::of_role(Role::Configurator).unwrap();
    assert_eq!(catalog.values(list), ["dhcp", "ipv6"]);
    assert_eq!(catalog.values(Enumeration::GdbTransports), ["serial", "udp"]);
    assert!(catalog.blocks().any(|block| block.name == "netX"));
    assert!(catalog.image_types().any(|format| format.name == "script"));
}

proptest! {
    #[test]
    fn a_suggestion_is_one_of_the_names_and_does_not_depend_on_their_order(
        typo in any::<String>(),
        mut names in prop::collection::vec("[a-z-]{0,12}", 0..20),
    ) {
        let forwards = did_you_mean(&typo, names.iter().map(String::as_str)).map(str::to_owned);
        prop_assert!(forwards.as_ref().is_none_or(|name| names.contains(name)));
        names.reverse();
        prop_assert_eq!(forwards.as_deref(), did_you_mean(&typo, names.iter().map(String::as_str)));
    }

    #[test]
    fn a_swap_of_neighbours_in_a_command_is_recognised(at in 0_usize..8) {
        let mut typo = b"imgselect".to_vec();
        typo.swap(at, at + 1);
        let suggestion = catalog().suggest_command(&typo);
        prop_assert!(typo == b"imgselect" || suggestion == Some("imgselect"));
    }

    #[test]
    fn any_bytes_can_be_looked_up(name in prop::collection::vec(any::<u8>(), 0..40)) {
        let catalog = catalog();
        let known = catalog.command(&name).map(|known| known.spec.name.as_bytes().to_vec());
        prop_assert!(known.is_none_or(|known| known == name));
        let suggestion = catalog.suggest_command(&name);
        prop_assert!(suggestion.is_none_or(|suggestion| suggestion.as_bytes() != name));
    }
}
