//! Random scripts with few names and values, so that commands affect each other.

use proptest::{prelude::*, sample::select};

/// A script of a few lines.
pub(crate) fn script() -> BoxedStrategy<String> {
    let label = prop::option::weighted(0.3, select(LABELS).prop_map(|name| format!(":{name} ")));
    let lines = prop_oneof![4 => line(), 1 => passage()];
    let lines = prop::collection::vec((label, lines), 1..14);
    lines
        .prop_map(|lines| {
            let lines: Vec<_> =
                lines.into_iter().map(|(label, line)| label.unwrap_or_default() + &line).collect();
            format!("#!ipxe\n{}\n", lines.join("\n"))
        })
        .boxed()
}

const LABELS: &[&str] = &["l0", "l1", "l2", "foo", "1"];
const OPERATORS: &[&str] = &[" && ", " || ", " ; ", " || ", " && "];
const NAMES: &[&str] = &[
    "a",
    "a",
    "a",
    "b",
    "b",
    "c",
    "d",
    "item1",
    "item2",
    "net0/a",
    "net0/ip",
    "netX/ip",
    "netX/a",
    "net1/a",
    "s/a",
    "s.t/a",
    "ip",
    "filename",
    "hostname",
    "12",
    "175.190",
    "net0.dhcp/filename",
    "platform",
    "buildarch",
    "priority",
    "errno",
    "cwuri",
    "next-server",
    "net0/filename",
    "builtin/platform",
    "mac",
    "username",
];
const TYPES: &[&str] =
    &["", "", "", "", "", ":hex", ":int8", ":uint32", ":string", ":ipv4", ":uristring", ":nosuch"];
const VALUES: &[&str] = &[
    "1", "1", "2", "10", "255", "foo", "l0", "l1", "l2", "-x", "--", "10.0.0.1", "aa:bb", "boot", "img",
    "efi", "pcbios", "arm64", "set", "$", "{a}", "}", "goto", "net0", "item",
];

fn line() -> BoxedStrategy<String> {
    let rest = prop::collection::vec((select(OPERATORS), command()), 0..4);
    (command(), rest, 0..10_u8)
        .prop_map(|(first, rest, tail)| {
            let line = rest.into_iter().fold(first, |line, (operator, command)| line + operator + &command);
            if tail < 7 { line + " ||" } else { line }
        })
        .boxed()
}

/// Lines that only have an effect together.
fn passage() -> BoxedStrategy<String> {
    let menu = (value(), value(), name(), select(LABELS)).prop_map(|(one, two, name, label)| {
        format!(
            "menu T\nitem {one} x ||\nitem {two} y ||\nchoose {name} || goto {label}\ngoto ${{{name}}} ||"
        )
    });
    let rounds = (select(NAMES), select(LABELS), 1..5_u8).prop_map(|(name, label, limit)| {
        format!("set {name}:int8 0 ||\n:{label} inc {name} ||\niseq ${{{name}}} {limit} || goto {label}")
    });
    let form = (name(), name()).prop_map(|(one, two)| {
        format!("form F\nitem {one} x ||\nitem {two} y ||\npresent && isset ${{{one}}} ||")
    });
    let given =
        (name(), value()).prop_map(|(name, value)| format!("isset ${{{name}}} || set {name} {value} ||"));
    let cases = (name(), value(), value(), select(LABELS)).prop_map(|(name, one, two, label)| {
        format!("read {name} ||\niseq ${{{name}}} {one} && goto {label} || iseq ${{{name}}} -x || iseq ${{{name}}} {two} ||")
    });
    let boot = (image(), image()).prop_map(|(kernel, initrd)| {
        format!("imgfree ||\nkernel {kernel} ||\ninitrd --name i {initrd} ||\nimgfree {kernel} ||\nboot ||")
    });
    let left = (setting(), line())
        .prop_map(|(between, after)| format!("kernel http://h/vmlinuz ||\n{between} ||\nboot\n{after}"));
    prop_oneof![menu, rounds, form, given, cases, boot, left].boxed()
}

fn name() -> BoxedStrategy<String> {
    let typed =
        (select(NAMES), select(TYPES)).prop_map(|(name, setting_type)| format!("{name}{setting_type}"));
    prop_oneof![
        12 => typed,
        1 => Just("item${a}".to_owned()),
        1 => Just("${b}".to_owned()),
        1 => Just("net${a}/a".to_owned()),
        1 => Just("${b}/a".to_owned()),
    ]
    .boxed()
}

fn expansion() -> BoxedStrategy<String> {
    prop_oneof![
        6 => name().prop_map(|name| format!("${{{name}}}")),
        1 => Just("${${b}}".to_owned()),
        1 => Just("${item${a}}".to_owned()),
        1 => Just("x${a}y".to_owned()),
        1 => Just("${a}${b}".to_owned()),
    ]
    .boxed()
}

fn value() -> BoxedStrategy<String> {
    prop_oneof![3 => select(VALUES).prop_map(str::to_owned), 2 => expansion()].boxed()
}

fn image() -> BoxedStrategy<String> {
    let names = &[
        "img",
        "foo",
        "k",
        "http://h/vmlinuz",
        "http://h/vmlinuz",
        "vmlinuz",
        "http://h/img",
        "http://h/k",
        "http://h/foo?q",
        "k/../img",
        "http://h/d/",
    ][..];
    prop_oneof![4 => select(names).prop_map(str::to_owned), 1 => value(), 1 => Just("http://h/${a}".to_owned())].boxed()
}

fn command() -> BoxedStrategy<String> {
    prop_oneof![8 => setting(), 6 => test(), 3 => jump(), 4 => images(), 4 => menus(), 2 => network(), 2 => other()].boxed()
}

fn setting() -> BoxedStrategy<String> {
    prop_oneof![
        6 => (name(), value()).prop_map(|(name, value)| format!("set {name} {value}")),
        1 => (name(), value(), value()).prop_map(|(name, one, two)| format!("set {name} {one} {two}")),
        1 => name().prop_map(|name| format!("set {name}")),
        2 => name().prop_map(|name| format!("clear {name}")),
        2 => name().prop_map(|name| format!("inc {name}")),
        1 => (name(), value()).prop_map(|(name, by)| format!("inc {name} {by}")),
        1 => name().prop_map(|name| format!("read {name}")),
        1 => name().prop_map(|name| format!("show {name}")),
        1 => (name(), image()).prop_map(|(name, image)| format!("imgset {name} {image}")),
        1 => (name(), image()).prop_map(|(name, image)| format!("sha256sum --set {name} {image}")),
    ]
    .boxed()
}

fn test() -> BoxedStrategy<String> {
    prop_oneof![
        3 => expansion().prop_map(|value| format!("isset {value}")),
        3 => (expansion(), value()).prop_map(|(left, right)| format!("iseq {left} {right}")),
        1 => (value(), expansion()).prop_map(|(left, right)| format!("iseq {left} {right}")),
        1 => value().prop_map(|value| format!("isset {value}")),
        1 => (value(), value()).prop_map(|(left, right)| format!("iseq -- {left} {right}")),
    ]
    .boxed()
}

fn jump() -> BoxedStrategy<String> {
    prop_oneof![
        4 => select(LABELS).prop_map(|label| format!("goto {label}")),
        3 => expansion().prop_map(|label| format!("goto {label}")),
        1 => Just("goto nowhere".to_owned()),
        1 => prop::option::of(value()).prop_map(|status| format!("exit {}", status.unwrap_or_default())),
    ]
    .boxed()
}

fn images() -> BoxedStrategy<String> {
    let named = || {
        prop::option::weighted(0.3, value())
            .prop_map(|name| name.map(|name| format!("--name {name} ")).unwrap_or_default())
    };
    prop_oneof![
        3 => (named(), image()).prop_map(|(name, image)| format!("imgfetch {name}{image}")),
        3 => (named(), image()).prop_map(|(name, image)| format!("kernel {name}{image} args")),
        1 => (named(), image()).prop_map(|(name, image)| format!("imgargs {name}{image} args")),
        2 => prop::option::of(image()).prop_map(|image| format!("imgfree {}", image.unwrap_or_default())),
        2 => (named(), image()).prop_map(|(name, image)| format!("chain {name}{image}")),
        1 => image().prop_map(|image| format!("chain --autofree {image}")),
        1 => Just("boot".to_owned()),
        1 => image().prop_map(|image| format!("imgstat {image}")),
        1 => image().prop_map(|image| format!("imgverify {image} {image}.sig")),
    ]
    .boxed()
}

fn menus() -> BoxedStrategy<String> {
    let of = || prop::option::weighted(0.2, prop_oneof![Just("m"), Just("${a}")]);
    let option = |option: &'static str, name: Option<&str>| {
        name.map(|name| format!("--{option} {name} ")).unwrap_or_default()
    };
    prop_oneof![
        3 => of().prop_map(move |name| format!("menu {}Title", option("name", name))),
        5 => (of(), value()).prop_map(move |(menu, item)| format!("item {}{item} Text", option("menu", menu))),
        1 => Just("item --gap Text".to_owned()),
        1 => value().prop_map(|item| format!("item --default {item}")),
        4 => (of(), name()).prop_map(move |(menu, name)| format!("choose {}{name}", option("menu", menu))),
        1 => name().prop_map(|name| format!("choose --keep --timeout 5 {name}")),
        1 => Just("form Title".to_owned()),
        1 => Just("present".to_owned()),
        1 => Just("menu --delete".to_owned()),
    ].boxed()
}

fn network() -> BoxedStrategy<String> {
    let interface = || prop::option::of(select(&["net0", "net1", "netX", "${a}"][..]));
    let with = |command: &'static str, name: Option<&str>| format!("{command} {}", name.unwrap_or_default());
    prop_oneof![
        3 => interface().prop_map(move |name| with("dhcp", name)),
        1 => interface().prop_map(move |name| with("ifopen", name)),
        1 => interface().prop_map(move |name| with("ifclose", name)),
        1 => interface().prop_map(move |name| with("ifconf", name)),
        1 => interface().prop_map(move |name| with("iflinkwait", name)),
        1 => Just("vcreate --tag 5 net0".to_owned()),
        1 => Just("vdestroy net0-5".to_owned()),
    ]
    .boxed()
}

fn other() -> BoxedStrategy<String> {
    prop_oneof![
        3 => value().prop_map(|value| format!("echo {value}")),
        1 => (value(), value()).prop_map(|(name, value)| format!("{name} {value}")),
        1 => expansion().prop_map(|name| format!("{name} l1")),
        1 => setting().prop_map(|command| format!("time {command}")),
        1 => select(LABELS).prop_map(|label| format!("time goto {label}")),
        1 => Just("prompt --timeout 5 Key".to_owned()),
        1 => Just("sleep 1".to_owned()),
        1 => Just(String::new()),
        1 => value().prop_map(|value| format!("param x {value}")),
        1 => Just("params".to_owned()),
        1 => Just("nosuch".to_owned()),
        1 => Just("cpuid --ext 29".to_owned()),
        3 => device(),
    ]
    .boxed()
}

/// Commands whose options, numbers or URIs determine their effect, and those that execute what the network names.
fn device() -> BoxedStrategy<String> {
    let uris = &[
        "http://h/x",
        "HTTP://h/x",
        "iscsi:h::::iqn.x",
        "iscsi:x",
        "aoe:e0.0",
        "tftp://h/x",
        "tftp:x",
        "udp:x",
        "tcp://h",
        "data:,x",
        "nosuch:x",
        "x",
        "${a}",
        "data:,%23!ipxe%0Aset%20a%20inner%0Aset%20next-server%2010.0.0.9",
    ][..];
    let option = select(
        &[
            "",
            "--nosuch ",
            "--drive 0x80 ",
            "--drive x ",
            "--keep ",
            "--uuid x ",
            "--set a ",
            "--set s/a:nosuch ",
        ][..],
    );
    let command = select(
        &[
            "sanhook",
            "sanboot",
            "chain",
            "imgfetch",
            "md5sum",
            "console --picture",
            "certstore",
            "certstore --keep",
        ][..],
    );
    prop_oneof![
        4 => (command, option, select(uris)).prop_map(|(command, option, uri)| format!("{command} {option}{uri}")),
        2 => (select(&["colour", "cpair", "sleep", "exit"][..]), value()).prop_map(|(command, number)| format!("{command} {number}")),
        1 => select(&["7", "8", "0x8", "-1", "x"][..]).prop_map(|number| format!("colour {number}")),
        1 => value().prop_map(|option| format!("help {option}")),
        1 => value().prop_map(|option| format!("shim {option}")),
        2 => prop::option::of(select(&["net0", "net9"][..])).prop_map(|name| format!("autoboot {}", name.unwrap_or_default())),
        1 => select(&["dhcp", "nosuch", "${b}", "ipv6"][..]).prop_map(|name| format!("ifconf -c {name} net0")),
        1 => select(&["10.0.0.9", "${a}", ""][..]).prop_map(|server| format!("set next-server {server}")),
        1 => select(&["form ; present", "certstat --subject x", "certfree", "ntp h", "ntp 10.0.0.1", "console --x 800", "sync -t 1"][..])
            .prop_map(str::to_owned),
    ]
    .boxed()
}
