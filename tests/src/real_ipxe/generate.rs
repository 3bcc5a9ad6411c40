//! Random scripts from a grammar of the language.
//!
//! Their effects show only through `echo`, in lines that begin with a mark. Most jumps go forward and most loops count;
//! the simulator decides whether a script ends nevertheless, before real iPXE gets it.

use ipxe_machine::simulate::Outcome;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::word::{NAMES, word, words, written};
use super::{Build, Case, simulate};

/// The number of labels for lines and jumps.
const LABELS: usize = 6;

/// Cases from a seed: each ends according to the simulator, and prints nothing that a console does not show.
///
/// # Panics
/// Never: every strategy generates values.
pub fn cases(build: Build, seed: u64) -> impl Iterator<Item = Case> {
    let mut bytes = [0; 32];
    bytes.iter_mut().zip(seed.to_le_bytes()).for_each(|(byte, seed)| *byte = seed);
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let strategy = case();
    std::iter::repeat_with(move || strategy.new_tree(&mut runner).expect("a value").current())
        .filter(move |case| ends(build, case))
}

/// Whether a case can be run in real iPXE.
#[must_use]
pub fn ends(build: Build, case: &Case) -> bool {
    let (report, outcome) = simulate(build, 0, case);
    let shown = |line: &Vec<u8>| line.iter().all(|byte| matches!(byte, b' '..=b'~')) && line.len() < 1000;
    let differs = |line: &Vec<u8>| {
        build.differing().iter().any(|part| line.windows(part.len()).any(|other| other == *part))
    };
    matches!(outcome, Outcome::Finished) && report.lines.iter().all(|line| shown(line) && !differs(line))
}

/// A script, and those that it may chain to.
pub fn case() -> BoxedStrategy<Case> {
    (script(2, 14), script(1, 5), script(1, 3), any::<bool>())
        .prop_map(|(main, inner, below, ends)| {
            let main = main.strip_suffix('\n').filter(|_| ends).unwrap_or(&main);
            Case::of(main)
                .with("inner.ipxe", inner)
                .with("leaf.ipxe", LEAF)
                .with("sub/below.ipxe", below)
                .with("sub/leaf.ipxe", OTHER_LEAF)
                .with("blob", "no script")
        })
        .boxed()
}

/// A script that any other may chain to.
const LEAF: &str = "#!ipxe\necho @leaf [${a}] [${b}]\nset c leaf\nexit ${n}\n";

/// One with the same name in another directory.
const OTHER_LEAF: &str = "#!ipxe\necho @other leaf [${a}]\nchain ../leaf.ipxe ||\ninc n ||\n";

fn script(least: usize, most: usize) -> BoxedStrategy<String> {
    let magic = prop_oneof![30 => Just("#!ipxe\n"), 1 => Just("#!ipxe more\n"), 1 => Just("#!ipxe\r\n"), 1 => Just("#!ipxe \\\n")];
    let lines = prop::collection::vec(line(), least..=most);
    (magic, lines)
        .prop_map(|(magic, lines)| {
            let lines = lines.iter().enumerate().map(|(at, line)| {
                line.replace("<next>", &(at + 1).to_string()).replace("<here>", &at.to_string())
            });
            magic.to_owned() + &lines.collect::<String>()
        })
        .boxed()
}

fn line() -> BoxedStrategy<String> {
    let label = prop_oneof![
        5 => Just(String::new()),
        2 => (0..LABELS).prop_map(|label| format!(":l{label} ")),
        1 => Just(":l<here>\t".to_owned()),
        1 => word().prop_map(|word| format!(":{word} ")),
    ];
    let operator = prop_oneof![3 => Just(" || "), 3 => Just(" && "), 2 => Just(" ; ")];
    let rest = prop::collection::vec((operator, command()), 0..3);
    let end = prop_oneof![
        12 => Just("\n"), 6 => Just(" ||\n"), 1 => Just(" &&\n"), 1 => Just(" ;\n"), 1 => Just("\r\n"),
        1 => Just(" # rest\n"), 1 => Just(" #\\\n"), 1 => Just("\\ \n"), 1 => Just("\\\n"), 1 => Just(" ;;\n"),
    ];
    let before =
        prop_oneof![8 => Just(""), 1 => Just("  "), 1 => Just("\t"), 1 => Just("|| "), 1 => Just("# ")];
    let commands = (before, label, command(), rest, end).prop_map(|(before, label, first, rest, end)| {
        let rest: String =
            rest.into_iter().map(|(operator, command)| format!("{operator}{command}")).collect();
        format!("{before}{label}{first}{rest}{end}")
    });
    prop_oneof![12 => commands, 3 => shown(), 1 => counting_loop(), 1 => Just("\n".to_owned())].boxed()
}

/// A line that prints something.
fn shown() -> BoxedStrategy<String> {
    prop_oneof![
        4 => words(1, 3).prop_map(|words| format!("echo @{words} ||\n")),
        1 => (word(), word()).prop_map(|(a, b)| format!("iseq {a} {b} && echo @equal || echo @differ errno=${{errno}}\n")),
        1 => word().prop_map(|word| format!("isset {word} && echo @set || echo @unset\n")),
    ]
    .boxed()
}

/// A loop that counts, unless its counter is not a number.
fn counting_loop() -> BoxedStrategy<String> {
    (1..4_u8, word()).prop_map(|(most, word)| {
        format!("clear n ||\n:again<here> inc n\necho @count ${{n}} {word} ||\niseq ${{n}} {most} || goto again<here>\n")
    })
    .boxed()
}

/// A command without the operators around it.
fn command() -> BoxedStrategy<String> {
    prop_oneof![8 => language(), 7 => setting(), 3 => image(), 2 => dialogue(), 3 => refused()].boxed()
}

/// Commands of the language itself, and text that is not a command.
fn language() -> BoxedStrategy<String> {
    prop_oneof![
        4 => words(0, 3).prop_map(|words| format!("echo @{words}")),
        1 => Just("echo @ errno=${errno}".to_owned()),
        1 => words(0, 2).prop_map(|words| format!("echo{words} @")),
        1 => word().prop_map(|word| format!("echo -n @ {word} && echo .")),
        1 => words(1, 1).prop_map(|words| format!("echo --{words} @")),
        1 => word().prop_map(|word| format!("exit {word} || echo @goes on errno=${{errno}}")),
        3 => (word(), word()).prop_map(|(a, b)| format!("iseq {a} {b}")),
        1 => words(0, 3).prop_map(|words| format!("iseq{words}")),
        2 => word().prop_map(|word| format!("isset {word}")),
        1 => words(0, 2).prop_map(|words| format!("isset{words}")),
        4 => Just("goto l<next>".to_owned()),
        1 => words(0, 2).prop_map(|words| format!("goto{words}")),
        1 => words(0, 1).prop_map(|words| format!("exit{words}")),
        1 => words(1, 2).prop_map(|words| words.trim_start().to_owned()),
        1 => select(&["nosuch", "isset", "-n", "sleep 0", "sleep", "sync", "echo --help", "Echo @", "show", "set --", "", "time echo @"][..]).prop_map(str::to_owned),
    ]
    .boxed()
}

/// Commands for settings.
fn setting() -> BoxedStrategy<String> {
    prop_oneof![
        8 => (written(), words(0, 2)).prop_map(|(name, words)| format!("set {name}{words}")),
        2 => written().prop_map(|name| format!("clear {name}")),
        1 => words(0, 2).prop_map(|words| format!("clear{words}")),
        3 => (written(), words(0, 1)).prop_map(|(name, words)| format!("inc {name}{words}")),
        1 => words(0, 3).prop_map(|words| format!("inc{words}")),
        1 => words(0, 3).prop_map(|words| format!("set{words}")),
        1 => written().prop_map(|name| format!("show {name}")),
        1 => word().prop_map(|word| format!("set {word} ${{{word}}}${{{word}:hexraw}}")),
    ]
    .boxed()
}

/// Commands for images. Only scripts are executed: a PC executes all other formats, too.
fn image() -> BoxedStrategy<String> {
    let file = prop_oneof![
        4 => Just("leaf.ipxe"), 3 => Just("inner.ipxe"), 1 => Just("./leaf.ipxe"), 1 => Just("missing"),
        1 => Just("one"), 1 => Just("leaf.ipxe?q#f"), 2 => Just("sub/below.ipxe"), 1 => Just("sub/leaf.ipxe"), 1 => Just("../leaf.ipxe"),
        1 => Just("leaf%2eipxe"), 1 => Just("two"), 1 => Just("tftp:x"), 1 => Just("http:/x"), 1 => Just("nosuch://x/y"), 1 => Just("${a}"),
    ];
    let command = select(
        &[
            "imgfetch",
            "module",
            "initrd",
            "chain",
            "imgexec",
            "boot",
            "kernel",
            "imgselect",
            "imgload",
            "imgargs",
            "imgstat",
            "imgfree",
        ][..],
    );
    let options = prop_oneof![
        8 => Just(""), 1 => Just(" --name one"), 1 => Just(" -n one"), 1 => Just(" --autofree"), 1 => Just(" -a"),
        1 => Just(" --replace"), 1 => Just(" --timeout 5000"), 1 => Just(" --nosuch"), 1 => Just(" --name=two"), 1 => Just(" -an two"),
        1 => Just(" --autofree --name one"), 1 => Just(" -r -a"), 1 => Just(" --autofree=1"), 1 => Just(" --timeout=5x"), 1 => Just(" --"),
    ];
    let harmless = select(
        &[
            "imgfetch blob",
            "imgstat blob",
            "imgfree blob",
            "imgargs blob x",
            "imgfree",
            "imgstat",
            "boot",
            "imgfree leaf.ipxe",
            "imgfree leaf.ipxe one",
            "imgstat one && echo @one",
            "imgstat leaf.ipxe && echo @leaf is registered",
            "imgstat below.ipxe two && echo @two",
            "boot && echo @booted || echo @failed errno=${errno}",
            "imgselect one && boot",
            "chain --replace one",
            "goto l<next> || chain leaf.ipxe",
        ][..],
    );
    prop_oneof![
        6 => (command, options, file, words(0, 1)).prop_map(|(command, options, file, words)| format!("{command}{options} {file}{words}")),
        1 => harmless.prop_map(str::to_owned),
    ]
    .boxed()
}

/// Commands that fail immediately: because of their options and arguments, or of a URI of some scheme. Commands that
/// would affect the network get interfaces that do not exist.
fn refused() -> BoxedStrategy<String> {
    let command =
        select(&["dhcp", "ifconf", "ifopen", "ifstat", "autoboot", "sanhook", "login", "route x"][..]);
    let option = select(
        &[
            "",
            "",
            "--configurator nosuch",
            "-c dhcp",
            "--configurator=ipv6",
            "-c",
            "--timeout 5",
            "--timeout 5x",
            "-t x",
            "-t=5",
            "--timeout=",
            "--drive 0x81",
            "--drive x",
            "-d 0x",
            "--no-describe",
            "-n",
            "--keep",
            "-nd 7",
            "--nosuch",
            "-x",
            "-",
            "--help",
            "-h",
            "--help=1",
            "--",
            "-hx",
            "--name=q",
        ][..],
    );
    let argument = select(&["net9", "net9 x", "nosuch", "${nosuch} net9"][..]);
    let uri = select(
        &[
            "foo:bar",
            "a:b",
            "a/b:c",
            ":x",
            "?a:c",
            "iscsi:",
            "iscsi:x",
            "iscsi:10.0.2.9",
            "iscsi:10.0.2.9::x",
            "iscsi:10.0.2.9:::zz:x",
            "iscsi://x/y",
            "udp:x",
            "tcp:x",
            "tcp:/x",
            "tftp:x",
            "tftp:/x",
            "tftp://x",
            "tftp://10.0.2.9",
            "tftm:x",
            "mtftp://x?y",
            "http:x",
            "http:/x",
            "http:",
            "HTTP://x/y",
            "nosuch://x",
            "data:,x",
            "10.0.2.9:80/x",
            "fcp:x",
            "file:///x",
        ][..],
    );
    let opener = select(&["imgfetch", "sanhook", "sanboot", "sanhook --drive 0x81", "sanboot --keep -n"][..]);
    let said = "|| echo @ errno=${errno}";
    prop_oneof![
        3 => (command, prop::collection::vec(option, 0..3), argument).prop_map(move |(command, options, argument)| {
            format!("{command} {} {argument} {said}", options.join(" "))
        }),
        3 => (opener, uri).prop_map(move |(opener, uri)| format!("{opener} {uri} {said}")),
        1 => select(&["sanunhook", "sanunhook --drive 0x81", "sanunhook x", "sanunhook -d x", "help --nosuch", "autoboot x", "ifstat net9 x"][..])
            .prop_map(move |command| format!("{command} {said}")),
        1 => select(&["-- -1", "-- -0x2d022000", "-- -754974720", "0x80000000", "4294967295", "-- -0x05000000", "-- -0x4e000001", "-- --1"][..])
            .prop_map(|status| format!("exit {status}")),
    ]
    .boxed()
}

/// Keys, and invalid ones. (An empty one is only invalid since 2.0.0; the options of a command do not depend on the
/// release.)
const KEYS: &[&str] = &["a", "0x41", "065", "-", "ab", "0xfg", "12x", "99999999999"];

/// Menus, and commands that wait for a user, with a very short timeout.
fn dialogue() -> BoxedStrategy<String> {
    prop_oneof![
        2 => words(0, 2).prop_map(|words| format!("menu{words}")),
        1 => Just("menu --name other title".to_owned()),
        4 => words(0, 3).prop_map(|words| format!("item{words}")),
        1 => words(0, 1).prop_map(|words| format!("item --gap{words}")),
        1 => words(1, 1).prop_map(|words| format!("item --default{words} text")),
        1 => words(1, 1).prop_map(|words| format!("item --menu other{words}")),
        1 => select(KEYS).prop_map(|key| format!("item --key {key} b text")),
        1 => words(1, 2).prop_map(|words| format!("prompt --timeout 1{words} || echo")),
        1 => select(KEYS).prop_map(|key| format!("prompt --timeout 1 --key {key} text || echo")),
        1 => Just("menu ; item a A ; item b ; choose --timeout 1 c ; echo @chose ${c} errno=${errno}".to_owned()),
        1 => words(0, 1).prop_map(|words| format!("choose --timeout 1 --keep{words}")),
        1 => select(NAMES).prop_map(|name| format!("choose --timeout 1 --default b {name}")),
        1 => (select(KEYS), written()).prop_map(|(key, name)| format!("menu -n other ; item -m other --key {key} x ; item -dm other y ; choose -m other -t 1 {name}")),
        1 => words(1, 1).prop_map(|words| format!("choose -k -t1 --default{words} a")),
        1 => Just("choose -m other -t 1 b && echo @ ${b}".to_owned()),
        1 => Just("params".to_owned()),
    ]
    .boxed()
}
