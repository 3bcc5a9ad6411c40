use ipxe_catalog::{Catalog, Target};

use super::*;
use crate::{
    context::{ContextValue, DhcpAnswer, Interface, NetworkContext},
    profile::Profile,
};
use ipxe_language::{expand::Limits, text::Text};

fn resolver() -> Resolver<'static> {
    let answer = DhcpAnswer::new().option("ip", "10.0.2.15").unwrap();
    let context = NetworkContext::new()
        .interface("net0", Interface::new().mac([0x52, 0x54, 0, 0x12, 0x34, 0x56]).dhcp(answer))
        .unwrap()
        .setting("base", "http://${server}")
        .unwrap()
        .setting("server", "boot.example")
        .unwrap()
        .setting("loop", "x${loop}")
        .unwrap()
        .setting("rack", ContextValue::unknown())
        .unwrap()
        .secret("token", "hunter2")
        .unwrap();
    Resolver::new(context.settings(&Catalog::new(Target::default())))
}

#[test]
fn every_expansion_says_where_its_value_came_from() {
    let resolver = resolver().with_profile(Profile::flexmetal());
    let words = [
        "${base}/x",
        "${ip:hexraw}",
        "${mac}${platform}",
        "<${nope}${net7/ip}${ip:nosuch}${server:uuid}>",
        "a${loop}",
        "${token}",
        "${rack}-${item${rack}}",
        "${IPXE_BOOT_HOSTNAME}${IPXE_BOOT_X}",
        "plain",
    ];
    let shown = words.map(|word| format!("{word}: {:?}", resolver.word(Text::from(word))));
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn a_result_beyond_the_limit_is_given_up() {
    let resolver = resolver().with_limits(Limits::with_size(4));
    let word = resolver.word(Text::from("${server}"));
    assert_eq!(word.text, Text::unknown());
    assert_eq!(word.expansions.last().unwrap().source, ExpansionSource::LimitExceeded);
}

fn lines(script: &str) -> String {
    let script = ipxe_syntax::parse(script.as_bytes());
    let resolved = resolver().script(&script);
    let shown = resolved.commands.iter().map(|command| {
        let words: Vec<_> = command.words.iter().map(|word| format!("{:?}", word.text)).collect();
        words.join(" ")
    });
    shown.collect::<Vec<_>>().join("\n")
}

#[test]
fn values_that_the_script_sets_count_from_there_on() {
    insta::assert_snapshot!(lines(
        "#!ipxe\necho ${server}\nset server other\necho ${server} ${base}\nclear server\necho ${server}\n\
         inc n\ninc n 2\necho ${n}\nset n:int8 x\necho ${n}\nset item${n} y\necho ${item${n}}\n"
    ));
}

#[test]
fn values_that_depend_on_the_way_are_unknown() {
    insta::assert_snapshot!(lines(
        "#!ipxe\nset once a\nset twice b\nisset ${x} && set x 1\nisset ${y} || set y 2 ; set z 3\nread answer\n\
         echo ${once} ${twice} ${x} ${y} ${z} ${answer}\n\
         :again\necho ${once} ${twice} ${z} ${late}\nset twice c\nset late d\necho ${twice} ${late}\n\
         :more\necho ${once} ${twice} ${late}\n"
    ));
}

#[test]
fn a_value_set_in_the_script_says_so() {
    let script = ipxe_syntax::parse(b"#!ipxe\nset server other\necho ${server}\n");
    let resolved = resolver().script(&script);
    insta::assert_snapshot!(format!("{:?}", resolved.commands[1].words[1]), @r#"
    "other"
      0..9 server:string = "other" (Script { command: Span { start: 7, end: 23 } })
    "#);
}

#[test]
fn a_whole_script_has_a_budget() {
    let grow = "set a 0123456789abcdef\n".to_owned() + &"set a ${a}${a}\n".repeat(15);
    let source = format!("#!ipxe\n{grow}{}", "echo ${a}\n".repeat(2000));
    let script = ipxe_syntax::parse(source.as_bytes());
    let resolved = resolver().script(&script);
    let bytes: usize = resolved
        .commands
        .iter()
        .flat_map(|command| &command.words)
        .map(|word| word.text.known_bytes().len())
        .sum();
    assert!(bytes < 32 << 20, "{bytes}");
    let last = resolved.commands.last().unwrap().words.last().unwrap();
    assert_eq!(last.expansions.last().unwrap().source, ExpansionSource::LimitExceeded);
}

#[test]
fn secrets_do_not_show_in_debug_output() {
    let shown = format!("{:?} {:?}", resolver(), resolver().word(Text::from("x${token}")));
    assert!(!shown.contains("hunter2"), "{shown}");
}

#[test]
fn what_a_script_makes_of_a_secret_is_one() {
    let script = ipxe_syntax::parse(b"#!ipxe\nset header Bearer ${token}\necho ${header} ${header:hexraw}\n");
    let resolved = resolver().script(&script);
    assert_eq!(resolved.commands[1].words[1].text, Text::from("Bearer hunter2"));
    let shown = format!("{resolved:?}");
    assert!(!shown.contains("hunter2") && !shown.contains("68756e74657232"), "{shown}");
}
