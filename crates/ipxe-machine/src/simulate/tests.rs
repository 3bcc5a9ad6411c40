use ipxe_catalog::{Arch, ArchSet, Catalog, Platform, PlatformSet, Release, Target};
use proptest::prelude::*;

use super::*;
use crate::context::{DhcpAnswer, Interface, NetworkContext};
use ipxe_language::status::ErrorClass;

fn catalog(platform: Platform) -> Catalog {
    let target = Target::default()
        .with_release(Release::Head)
        .with_platforms(PlatformSet::of(&[platform]))
        .with_arches(ArchSet::of(&[Arch::X86_64]));
    Catalog::new(target)
}

fn machine(platform: Platform) -> MachineState {
    let context = NetworkContext::new().platform(platform).buildarch(Arch::X86_64);
    let net0 = Interface::new().dhcp(DhcpAnswer::new().option("ip", "192.0.2.7").unwrap());
    MachineState::new(context.interface("net0", net0).unwrap().settings(&catalog(platform)))
}

/// Runs a script in an environment in which everything works.
fn run(script: &str) -> Run {
    Simulator::new(machine(Platform::Efi), Optimistic).run(format!("#!ipxe\n{script}\n").as_bytes())
}

/// Runs a script without any downloads, and without a user.
fn run_alone(script: &str) -> Run {
    let environment = ContextEnvironment::new(NetworkContext::new());
    Simulator::new(machine(Platform::Linux), environment).run(format!("#!ipxe\n{script}\n").as_bytes())
}

fn output(run: &Run) -> String {
    String::from_utf8_lossy(&run.trace.output()).into_owned()
}

fn plan(script: &str) -> BootPlan {
    match run(script).outcome {
        Outcome::Booted(plan) => plan,
        other => panic!("{other}"),
    }
}

#[test]
fn a_boot_plan_has_the_kernel_its_command_line_and_all_other_images() {
    let plan = plan(
        "set base http://192.0.2.1/linux\n\
         initrd --name one ${base}/initrd.img\n\
         kernel ${base}/vmlinuz  root=/dev/sda1   initrd=one ${nope}\n\
         initrd ${base}/extra.img /etc/extra mode=644\n\
         boot",
    );
    assert_eq!(plan.kernel.uri.as_deref(), Some(&b"http://192.0.2.1/linux/vmlinuz"[..]));
    assert_eq!(plan.kernel.command_line, b"root=/dev/sda1 initrd=one ");
    let named: Vec<_> =
        plan.initrds.iter().map(|initrd| (&*initrd.name, plan.names_initrd(initrd))).collect();
    assert_eq!(named, [(&b"one"[..], true), (b"extra.img", false)]);
    assert_eq!(plan.initrds[1].command_line, b"/etc/extra mode=644");
}

#[test]
fn a_script_that_was_chained_to_and_not_freed_is_handed_over_like_an_initrd() {
    let rest = "chain data:,%23!ipxe%0A && kernel http://192.0.2.1/k && boot";
    assert_eq!(plan(rest).initrds.len(), 1);
    assert_eq!(plan(&rest.replace("chain", "chain --autofree")).initrds.len(), 0);
}

#[test]
fn a_script_of_which_nothing_is_known_is_told_from_what_is_booted() {
    for (uri, ends) in [
        ("menu.ipxe", "hands over to menu.ipxe, a script that is not known here"),
        ("boot.php?mac=${mac}", "hands over to boot.php, a script that is not known here"),
        ("OLD.GPXE", "hands over to OLD.GPXE, a script that is not known here"),
        ("ipxe.efi", "boots ipxe.efi"),
        ("menu.ipxe.efi", "boots menu.ipxe.efi"),
        ("vmlinuz", "boots vmlinuz"),
    ] {
        let run = run(&format!("chain http://192.0.2.1/{uri}"));
        assert_eq!(run.outcome.to_string(), ends);
        assert!(run.outcome.is_success());
    }
    let named = run("chain --name menu http://192.0.2.1/menu.ipxe").outcome;
    assert_eq!(named.kind(), OutcomeKind::EnteredScript);
}

#[test]
fn what_the_processor_is_called_is_known_where_the_build_asks_it() {
    let shown = |target: Target, context: &NetworkContext| {
        let settings = context.settings(&Catalog::new(target));
        let environment = ContextEnvironment::new(context.clone());
        let mut simulator = Simulator::new(MachineState::new(settings), environment);
        output(&simulator.run(b"#!ipxe\necho [${cpuvendor}] [${cpuid/cpumodel}] [${memsize}]\n"))
    };
    let target = |platform, arch, release| {
        let target = Target::default().with_platforms(PlatformSet::of(&[platform]));
        target.with_arches(ArchSet::of(&[arch])).with_release(release)
    };
    let (unknown, head) = (NetworkContext::new(), Release::Head);
    let efi = target(Platform::Efi, Arch::X86_64, head);
    assert_eq!(shown(efi.clone(), &unknown), "[GenuineIntel] [Intel(R) Xeon(R) Processor] []\n");
    for without in [
        target(Platform::Efi, Arch::Arm64, head),
        target(Platform::Pcbios, Arch::X86_64, head),
        target(Platform::Efi, Arch::X86_64, Release::V1_21_1),
    ] {
        assert_eq!(shown(without, &unknown), "[] [] []\n");
    }
    let built = target(Platform::Pcbios, Arch::X86_64, head);
    let built = built.with_option("CPUID_SETTINGS", true).unwrap();
    assert!(shown(built, &unknown).starts_with("[GenuineIntel]"));
    let mut known = NetworkContext::new();
    known.set("cpuid/cpuvendor", "AuthenticAMD").unwrap();
    known.set("cpuid/cpumodel", "AMD EPYC").unwrap();
    assert_eq!(shown(efi, &known), "[AuthenticAMD] [AMD EPYC] []\n");
}

#[test]
fn imgargs_always_resets_the_command_line_and_other_commands_only_replace_it() {
    assert_eq!(plan("kernel http://192.0.2.1/k a b\nimgargs k\nboot").kernel.command_line, b"");
    assert_eq!(plan("kernel http://192.0.2.1/k a b\nboot k").kernel.command_line, b"a b");
    assert_eq!(plan("kernel http://192.0.2.1/k a b\nboot k c").kernel.command_line, b"c");
}

#[test]
fn a_second_image_of_the_same_name_does_not_replace_the_first() {
    let plan = plan(
        "initrd --name i http://192.0.2.1/1\ninitrd --name i http://192.0.2.1/2\nimgargs i x\nboot http://192.0.2.1/k",
    );
    let lines: Vec<_> = plan.initrds.iter().map(|initrd| initrd.command_line.as_slice()).collect();
    assert_eq!(lines, [&b"x"[..], b""]);
}

#[test]
fn every_way_to_end_is_told_apart() {
    let ends = |script: &str| run_alone(script).outcome;
    assert_eq!(ends("echo a"), Outcome::Finished);
    assert_eq!(ends("exit 7"), Outcome::Exited { status: Some(7) });
    assert_eq!(ends("iseq a b"), Outcome::Failed(Failure::from(ErrorClass::OutOfRange).or_detail(0x0220)));
    assert_eq!(ends("shell"), Outcome::Shell);
    assert_eq!(ends("prompt"), Outcome::Waits(Waiting::Key));
    assert_eq!(ends("read x"), Outcome::Waits(Waiting::Text));
    assert_eq!(ends("menu\nitem a A\nchoose x"), Outcome::Waits(Waiting::Choice));
    assert_eq!(ends("form\nitem a A\npresent"), Outcome::Waits(Waiting::Form));
    assert_eq!(ends("config"), Outcome::Waits(Waiting::Dialogue));
    assert_eq!(run("reboot").outcome, Outcome::Rebooted);
    assert!(matches!(run("sanboot iscsi:192.0.2.1::::iqn.x:y").outcome, Outcome::BootedSan(_)));
    assert!(matches!(run("autoboot").outcome, Outcome::HandedOver { .. }));
    assert!(matches!(run("autoboot net0").outcome, Outcome::HandedOver { .. }));
}

#[test]
fn a_loop_that_changes_nothing_is_proven_to_be_one() {
    for script in [
        ":a\ngoto a",
        ":a\nset x 1\nset y 2\nclear y\nsleep 5\ngoto a",
        ":a\nimgfetch --name x data:,x\nimgfree x\niseq a b || goto a",
        "chain --replace --autofree data:,%23!ipxe%0Achain%20--replace%20--name%20x%20%24%7Bcwuri%7D",
    ] {
        assert_eq!(run_alone(script).outcome, Outcome::Loops, "{script}");
    }
}

#[test]
fn a_loop_that_changes_something_comes_up_against_a_limit() {
    let stopped = |script: &str| {
        let limits = RunLimits { steps: 5000, images: 50, memory: 1 << 20, ..RunLimits::default() };
        let environment = ContextEnvironment::new(NetworkContext::new());
        let mut simulator = Simulator::new(machine(Platform::Linux), environment).with_limits(limits);
        match simulator.run(format!("#!ipxe\n{script}\n").as_bytes()).outcome {
            Outcome::Stopped(limit) => limit,
            other => panic!("{other}"),
        }
    };
    assert_eq!(stopped(":a\ninc n\ngoto a"), LimitReached::Steps);
    assert_eq!(stopped(":a\nimgfetch data:,x\ngoto a"), LimitReached::Images);
    assert_eq!(stopped("set x y\n:a\nset x ${x}${x}\ngoto a"), LimitReached::Memory);
    let text = "x".repeat(300);
    let script = format!("menu\n:a\nitem a {text}\ngoto a");
    assert_eq!(stopped(&script), LimitReached::Memory);
}

#[test]
fn a_script_that_executes_itself_is_stopped_before_the_stack_is() {
    let outcome = run_alone("imgfetch --name a data:,%23!ipxe%0Achain%20%24%7Bcwuri%7D\nchain a").outcome;
    assert_eq!(outcome, Outcome::Stopped(LimitReached::Nesting));
}

#[test]
fn an_expansion_that_contains_itself_is_reported() {
    let run = run_alone("set d $\nset x ${d}{x}\nset h:hexraw 247b787d\nset x ${h:string}\necho ${x}");
    assert!(matches!(run.outcome, Outcome::EndlessExpansion { .. } | Outcome::Finished), "{}", run.outcome);
    let run = run_alone("set h:hexraw 247b683a737472696e677d\necho ${h:string}");
    assert_eq!(run.outcome, Outcome::EndlessExpansion { name: b"h:string".to_vec() });
}

#[test]
fn relative_uris_follow_the_image_that_is_executed() {
    let run = run_alone(
        "set next-server 192.0.2.1\necho ${cwuri} ${cwduri}\nclear next-server\necho [${cwuri}]\nchain x || echo no",
    );
    assert_eq!(output(&run), "tftp://192.0.2.1/ tftp://192.0.2.1/\n[]\nno\n");
}

/// An environment that records downloads.
struct Recording<F>(ContextEnvironment<F>, Vec<String>);

impl<F: Files> Environment for Recording<F> {
    fn fetch(&mut self, request: &FetchRequest<'_>) -> Result<Content, ErrorClass> {
        self.1.push(String::from_utf8_lossy(request.uri).into_owned());
        self.0.fetch(request)
    }
}

/// The targets of relative URIs after a script from an HTTP server named another TFTP server, after that script ended,
/// and after the server was removed.
fn relative_uris(release: Release) -> Vec<String> {
    let served = |path: &[u8]| {
        (path == b"inner").then(|| b"#!ipxe\nset next-server 192.0.2.2\nimgfetch --name 1 one ||\n".to_vec())
    };
    let script =
        b"#!ipxe\nset next-server 192.0.2.1\nchain --autofree http://192.0.2.9/inner\nimgfetch two ||\n\
        clear next-server\nimgfetch three ||\n";
    let target = Target::default().with_release(release).with_platforms(PlatformSet::of(&[Platform::Efi]));
    let net0 = Interface::new().dhcp(DhcpAnswer::new().option("ip", "192.0.2.7").unwrap());
    let context = NetworkContext::new().interface("net0", net0).unwrap();
    let settings = context.settings(&Catalog::new(target));
    let environment =
        ContextEnvironment::new(context).with_files(served).serving("http://192.0.2.9/", served);
    let mut simulator = Simulator::new(MachineState::new(settings), Recording(environment, Vec::new()));
    simulator.run(script);
    simulator.environment().1.iter().skip(1).cloned().collect()
}

#[test]
fn relative_uris_follow_the_tftp_server_outside_of_images_with_a_uri() {
    let newest = ["http://192.0.2.9/one", "tftp://192.0.2.2/two"];
    assert_eq!(relative_uris(Release::Head), newest);
    // In these releases, it is followed whatever is executed, and never forgotten.
    let old = ["tftp://192.0.2.2/one", "tftp://192.0.2.1/two", "tftp://192.0.2.1/three"];
    assert_eq!(relative_uris(Release::V1_20_1), old);
}

#[test]
fn a_number_is_shown_as_it_was_asked_for() {
    let run =
        run_alone("set 175.200 x\nshow 45000\nshow 0xafc8:hex\nset 014 host\nshow 12\nset 1. y\necho ${256}");
    assert_eq!(output(&run), "45000:string = x\n0xafc8:hex = 78\nhostname:string = host\ny\n");
}

#[test]
fn commands_that_write_make_the_block_that_they_write_to() {
    let statuses = |command: &str| run_alone(command).outcome.to_string();
    assert_eq!(run_alone("read nosuch/a").outcome, Outcome::Waits(Waiting::Text));
    assert_eq!(run_alone("clear nosuch/a").outcome, Outcome::Finished);
    assert_ne!(statuses("show nosuch/a"), Outcome::Finished.to_string());
    assert_ne!(statuses("inc nosuch/a"), Outcome::Finished.to_string());
}

#[test]
fn a_search_for_a_label_ends_in_a_line_that_does_not() {
    let run = run_alone("goto there || echo ${errno}\n:there echo x\\");
    assert_eq!(output(&run), "0x1c028016\n");
}

#[test]
fn a_failed_selection_leaves_the_script_and_errno_behind() {
    let run = run_alone(
        "echo ${errno}\nkernel data:,x ||\necho ${errno}\nchain data:,%23!ipxe%0Aexit%209 ||\necho ${errno}",
    );
    assert_eq!(output(&run), "0x0\n0x2e008008\n0x9\n");
}

#[test]
fn a_context_can_say_how_the_world_responds() {
    let mut context = NetworkContext::new();
    let responses = &mut context.responses;
    responses.choices = vec!["one".into(), "two".into()];
    responses.menus.insert("Named".into(), "x".into());
    responses.text.insert("user".into(), "admin".into());
    responses.presses_keys = true;
    responses.fetch.insert("http://192.0.2.1/k".into(), "ok".parse().unwrap());
    responses.commands.insert("ntp".into(), "ETIMEDOUT".parse().unwrap());
    let menu = "\nitem one 1\nitem two 2\nitem x 3\nchoose s && echo ${s}";
    let script = format!(
        "#!ipxe\nmenu{menu}\nmenu Named{menu}\nmenu{menu}\nread user && echo ${{user}}\nprompt && echo key\n\
         ntp x || echo no time\nimgfetch http://192.0.2.1/nope || imgexec http://192.0.2.1/k"
    );
    let environment = ContextEnvironment::new(context);
    let run = Simulator::new(machine(Platform::Efi), environment).run(script.as_bytes());
    assert_eq!(output(&run), "one\nx\ntwo\nadmin\nkey\nno time\n");
    assert!(matches!(run.outcome, Outcome::Booted(_)), "{}", run.outcome);
}

#[test]
fn a_choice_that_is_no_entry_ends_the_run() {
    let mut context = NetworkContext::new();
    context.responses.choices = vec!["tow".into()];
    let script = b"#!ipxe\nmenu Boot\nitem one 1\nitem two 2\nchoose --timeout 100 s || shell\nboot ${s}\n";
    let run = Simulator::new(machine(Platform::Efi), ContextEnvironment::new(context)).run(script);
    let said = r#"cannot go on: `tow` is to be picked from the menu "Boot", which has `one`, `two`"#;
    assert_eq!((run.outcome.to_string().as_str(), run.outcome.is_success()), (said, false));
}

#[test]
fn more_servers_come_before_the_one_of_the_context() {
    let served =
        |answer: &'static str| move |path: &[u8]| (path == b"a/b.ipxe").then(|| answer.as_bytes().to_vec());
    let own = served("");
    let more = served("#!ipxe\necho served");
    let environment =
        ContextEnvironment::new(NetworkContext::new()).with_files(own).serving("http://192.0.2.1/x", more);
    let script =
        b"#!ipxe\nchain http://192.0.2.1/x/a/b.ipxe\nchain http://192.0.2.1/x/a/../b.ipxe || echo no\n\
        chain http://192.0.2.1/xa/b.ipxe || echo no\n";
    let run = Simulator::new(machine(Platform::Efi), environment).run(script);
    assert_eq!(output(&run), "served\nno\nno\n");
}

#[test]
fn parameters_are_submitted_once() {
    struct Server(Vec<Option<usize>>);
    impl Environment for Server {
        fn fetch(&mut self, request: &FetchRequest<'_>) -> Result<Content, ErrorClass> {
            assert!(!request.uri.contains(&b'#'));
            self.0.push(request.parameters.map(|list| list.all.len()));
            Ok(Content::Assumed)
        }
    }
    let mut server = Server(Vec::new());
    let script = b"#!ipxe\nparams\nparam a 1\nparam b 2\nimgfetch http://192.0.2.1/x##params\nimgfetch http://192.0.2.1/x##params\nparam c 3 || echo gone";
    let mut machine = machine(Platform::Efi);
    machine.load(script, None).unwrap();
    let (mut trace, mut budget) = (Trace::default(), Budget::default());
    while machine.step(&mut server, &mut trace, &mut budget) == Progress::On {}
    assert_eq!(server.0, [Some(2), None]);
    assert_eq!(trace.output(), b"gone\n");
}

#[test]
fn commands_without_a_world_parse_their_arguments_for_real() {
    let script = "console --nosuch || echo 1\ncpuid x || echo 2\nvcreate net7 || echo 3\nimgset a:b x || echo 4\nsync 1 || echo 5\nimgstat x || echo 6\nsha256sum || echo 7";
    assert_eq!(output(&run_alone(script)), "1\n2\n3\n4\n5\n6\n7\n");
    let statuses: Vec<_> = run_alone(script)
        .trace
        .all()
        .filter_map(|step| step.status()?.err())
        .map(|failure| failure.to_string())
        .collect();
    assert_eq!(statuses, ["EINVAL", "EINVAL", "ENODEV", "ENOTSUP", "ERANGE", "ENOENT", "ERANGE"]);
}

#[test]
fn an_image_can_become_a_setting() {
    let run =
        run_alone("imgfetch --name i data:;base64,aGVsbG8=\nimgset x i\necho ${x}\nimgstat i || echo freed");
    assert_eq!(output(&run), "hello\nfreed\n");
}

#[test]
fn copies_of_a_machine_go_their_own_ways() {
    let mut machine = machine(Platform::Linux);
    machine.load(b"#!ipxe\nset a 1\nset b 2\n", None).unwrap();
    let mut copy = machine.clone();
    let step = |machine: &mut MachineState| {
        machine.step(&mut Optimistic, &mut Unobserved, &mut Budget::default());
    };
    step(&mut machine);
    assert_ne!(machine, copy);
    step(&mut copy);
    assert_eq!(machine, copy);
}

fn small() -> RunLimits {
    RunLimits { steps: 2000, nesting: 4, images: 20, memory: 1 << 20, work: 1 << 18, ..RunLimits::default() }
}

/// Random scripts made of meaningful words.
fn scripts() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "#!ipxe",
        "\n",
        "\n",
        "\n",
        ":a",
        ":b",
        "goto",
        "a",
        "b",
        "${a}",
        "${b",
        "}",
        "||",
        "&&",
        ";",
        "set",
        "clear",
        "inc",
        "echo",
        "isset",
        "iseq",
        "chain",
        "--replace",
        "--autofree",
        "data:,%23!ipxe%0Aset%20a%20${b}",
        "imgfetch",
        "kernel",
        "boot",
        "imgfree",
        "imgargs",
        "--name",
        "menu",
        "item",
        "choose",
        "--timeout",
        "1",
        "exit",
        "dhcp",
        "ifopen",
        "net0",
        "params",
        "param",
        "#x",
        "\\\n",
        "data:,x",
        "${cwuri}",
        "${errno}",
        "imgset",
        "form",
        "present",
        "sanboot",
        "vcreate",
        "show",
        "read",
        "prompt",
        "sleep",
        "md5sum",
        "${a${b}}",
        "--",
        "-x",
    ]);
    prop::collection::vec(words, 0..60)
        .prop_map(|words| format!("#!ipxe\n{}", words.join(" ").replace(" \n ", "\n")))
}

proptest! {
    #[test]
    fn any_script_ends_within_the_limits(script in scripts()) {
        for platform in [Platform::Linux, Platform::Pcbios] {
            let run = || Simulator::new(machine(platform), Optimistic).with_limits(small()).run(script.as_bytes());
            let (first, second) = (run(), run());
            prop_assert_eq!(first.outcome, second.outcome);
            prop_assert_eq!(first.trace, second.trace);
        }
    }

    #[test]
    fn any_bytes_end_within_the_limits(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let script = [b"#!ipxe\n", &*bytes].concat();
        let environment = ContextEnvironment::new(NetworkContext::new());
        let _ = Simulator::new(machine(Platform::Linux), environment).with_limits(small()).run(&script);
    }
}

#[test]
fn autoboot_boots_what_the_network_says() {
    let boot = |dhcp: DhcpAnswer, script: &str| {
        let context = NetworkContext::new().platform(Platform::Efi);
        let context = context.interface("net0", Interface::new().dhcp(dhcp)).unwrap();
        let settings = context.settings(&catalog(Platform::Efi));
        let served = |path: &[u8]| (path == b"a.ipxe").then(|| b"#!ipxe\necho booted".to_vec());
        let environment =
            ContextEnvironment::new(context).with_files(served).serving("http://192.0.2.1/", served);
        Simulator::new(MachineState::new(settings), environment).run(format!("#!ipxe\n{script}\n").as_bytes())
    };
    let lease = || DhcpAnswer::new().option("ip", "192.0.2.7").unwrap();
    let failure = |run: Run| match run.outcome {
        Outcome::Failed(failure) => failure.class(),
        other => panic!("{other}"),
    };
    let script = boot(
        lease().option("filename", "http://192.0.2.1/a.ipxe").unwrap(),
        "autoboot\nimgstat a.ipxe || echo freed",
    );
    assert_eq!(output(&script), "booted\nfreed\n");
    assert_eq!(failure(boot(lease(), "autoboot")), Some(ErrorClass::NotFound));
    assert_eq!(failure(boot(lease(), "autoboot net7")), Some(ErrorClass::NoDevice));
    let drive = boot(lease().option("root-path", "iscsi:192.0.2.1::::iqn.x:y").unwrap(), "autoboot");
    assert!(matches!(drive.outcome, Outcome::BootedSan(_)), "{}", drive.outcome);
}

#[test]
fn drives_are_where_their_uris_can_be_opened() {
    let class = |script: &str| match run_alone(script).outcome {
        Outcome::Failed(failure) => failure.class().unwrap().name(),
        other => panic!("{other}"),
    };
    for (uri, expected) in [
        ("nosuch", "ENOTSUP"),
        ("foo:bar", "ENOTSUP"),
        ("data:,abc", "EOPNOTSUPP"),
        ("tftp://h/x", "EOPNOTSUPP"),
        ("tftp://h", "EINVAL"),
        ("http://192.0.2.9/x", "ENETUNREACH"),
        ("http://h/x", "ENXIO"),
        ("http:x", "EINVAL"),
        ("tcp://h", "ENXIO"),
        ("udp:x", "EINVAL"),
        ("aoe:e0.0", "ENODEV"),
        ("iscsi:192.0.2.9", "EINVAL"),
        ("iscsi:192.0.2.9::::iqn.x", "ENETUNREACH"),
        ("iscsi:h::::iqn.x", "ENXIO"),
    ] {
        assert_eq!(class(&format!("ifclose\nsanboot {uri}")), expected, "{uri}");
        assert_eq!(class(&format!("ifclose\nsanhook {uri}")), expected, "{uri}");
    }
    assert_eq!(class("ifclose\nsanboot"), "EOPNOTSUPP");
    assert_eq!(class("ifclose\nset dns 192.0.2.9\nsanboot http://h/x"), "ETIMEDOUT");
    assert_eq!(class("ifclose\nset dns:hex 01\nsanboot http://h/x"), "ENXIO");
}

#[test]
fn a_trace_has_a_limit_and_the_run_goes_on_behind_it() {
    let limits = RunLimits { trace: 1000, ..RunLimits::default() };
    let mut simulator = Simulator::new(machine(Platform::Efi), Optimistic).with_limits(limits);
    let run = simulator.run(b"#!ipxe\nset i:int32 0\n:l\ninc i\niseq ${i} 100 || goto l\nexit 7\n");
    assert_eq!(run.outcome.to_string(), "exits with status 7");
    let recorded = run.trace.all().len();
    assert!((2..20).contains(&recorded), "{recorded}");
    // `set`, a hundred times `inc` and `iseq`, a `goto` less, and `exit`.
    assert_eq!(recorded + run.trace.left(), 1 + 100 + 100 + 99 + 1);
}
