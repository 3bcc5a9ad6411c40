//! Real iPXE decides: Debian's build, in QEMU, does what the simulator does.
//!
//! `IPXE_LINT_REAL_IPXE` names another `ipxe.lkrn`, that of Debian's package of 2.0.0: with it, more and stranger
//! scripts are run, and the cases of `oracle/pc` are run again.
//!
//! The packages `ipxe`, `qemu-system-x86` and `seabios` are needed; without them nothing is compared, and the tests say
//! so. `IPXE_LINT_REAL_SEED` and `IPXE_LINT_REAL_BOOTS` select other and more generated scripts.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use ipxe_lint_tests::real_ipxe::{
    Build, Case, Difference, LinuxKernel, RealIpxe, Report, Session, Wild, boot, cases, execute, judge, plan,
    shrink, shrink_wild, simulate_all, simulate_wild,
};
use ipxe_lint_tests::{Case as RecordedCase, known_to_differ, oracle};

/// The seed of generated scripts; `IPXE_LINT_REAL_SEED` overrides it.
const SEED: u64 = 1;
/// The number of boots for generated scripts; `IPXE_LINT_REAL_BOOTS` overrides it.
const BOOTS: u64 = 2;
/// The maximum number of differing scripts that are reduced.
const SHRUNK: u64 = 3;
/// The number of generated scripts per boot.
const CASES: usize = 150;

/// Recorded cases that cannot be run on Debian's build, and the reason.
const NOT_ASKED: &[(&str, &str)] = &[
    ("magic_bom", EXECUTED),
    ("magic_leading_blank_line", EXECUTED),
    ("magic_leading_space", EXECUTED),
    ("magic_missing", EXECUTED),
    ("magic_no_newline_at_all", EXECUTED),
    ("magic_path", EXECUTED),
    ("magic_suffix", EXECUTED),
    ("magic_upper", EXECUTED),
    ("autoboot_without_devices", NETWORK),
    ("certificates_without_network", NETWORK),
    ("console_without_network", NETWORK),
    ("commands_without_a_network", NETWORK),
    ("echo_n", "a message is in the same line as what `echo -n` printed"),
    ("errno_values", NETWORK),
    ("expand_string_types", "`uristring` leaves `+` as it is; 2.0.0 does not"),
    ("latin1_everywhere", SHOWN),
    ("latin1_text", SHOWN),
    ("nbsp_is_not_space", SHOWN),
    ("netx_without_open_interface", "takes away the address that the next case is downloaded with"),
    ("next_server_odd_length", YOUNGER),
    ("next_server_sets_cwuri", YOUNGER),
    ("option_bad_integer", "an empty `--timeout` is 0, so that `prompt` waits for ever; 2.0.0 refuses it"),
    ("option_long_forms", PROMPTED),
    ("option_repeated", PROMPTED),
    ("prompt_forms", PROMPTED),
    ("prompt_timeout_fails", PROMPTED),
    ("sync_times_out", "there, something else is going on that is not done in time"),
    ("type_uristring_plus", "`uristring` leaves `+` as it is; 2.0.0 does not"),
    ("san_errors", NETWORK),
    ("sync_times_out", "what goes on in the background of a machine with a network is not known"),
    ("utf8_text", SHOWN),
    ("working_uri", YOUNGER),
];
const NETWORK: &str = "there is a network";
const YOUNGER: &str = "`cwuri` is younger";
const SHOWN: &str = "a PC's console shows other characters";
const PROMPTED: &str = "the text of a prompt is in the same line as what is printed next";
const EXECUTED: &str = "no script, and a PC executes what is none as a boot program";

/// The number in an environment variable.
fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().map(|text| text.parse().expect("a number"))
}

/// Prints a line that no test harness hides.
fn say(text: &str) {
    writeln!(io::stderr(), "{text}").expect("standard error is open");
}

/// Real iPXE. None if it is not available.
fn real_ipxe() -> Option<RealIpxe> {
    RealIpxe::find().map_err(|why| say(&format!("skipped: no real iPXE to compare with: {why}"))).ok()
}

/// Texts at the start, inside or at the end of the messages that iPXE itself prints.
fn is_message(line: &[u8]) -> bool {
    let line = String::from_utf8_lossy(line);
    let starts =
        ["Usage:", "See http", "Could not", "No image selected", "Unrecognised option", "No default menu"];
    let ends = [
        ": command not found",
        "... ok",
        "requires an argument",
        "invalid integer value",
        "invalid setting",
        "takes no argument",
    ];
    starts.iter().any(|start| line.starts_with(start))
        || ends.iter().any(|end| line.ends_with(end))
        || line.contains("(http://ipxe.org/")
        || line.starts_with("  ")
        || line.ends_with(": no such image")
        || line.ends_with(": no such menu")
        || line.ends_with(": no such network device")
        || line.ends_with(": no such scope")
        || line.ends_with(": no such configurator")
}

/// Whether a console shows the printed text, and otherwise only messages.
fn shows(real: &Report, simulated: &Report) -> bool {
    let mut printed = simulated.lines.iter().peekable();
    let unexpected = real.lines.iter().any(|line| printed.next_if_eq(&line).is_none() && !is_message(line));
    !unexpected && printed.next().is_none() && real.complete == simulated.complete
}

/// Runs the cases of a folder in real iPXE and in the simulator, and prints the differing ones.
fn compare(ipxe: &RealIpxe, folder: &str) {
    let differing = known_to_differ(folder);
    let asked = |name: &str| !differing.contains(name) && NOT_ASKED.iter().all(|(other, _)| *other != name);
    let recorded: Vec<_> = oracle(folder).into_iter().filter(|case| asked(&case.name)).collect();
    let cases: Vec<_> = recorded.iter().map(|case| Case::of(case.script.clone())).collect();
    let real = execute(ipxe, &cases).expect("iPXE boots");
    let simulated = simulate_all(ipxe.build(), &cases);
    assert_eq!(real.len(), cases.len());
    if let Some(last) = recorded.get(simulated.len()) {
        panic!("the simulated batch ends before {}", last.name);
    }
    let pairs = real.into_iter().zip(simulated);
    let differing = |((recorded, case), (real, simulated)): ((&RecordedCase, Case), _)| {
        let difference = Difference { case, real, simulated };
        let differs = !shows(&difference.real, &difference.simulated);
        differs.then(|| format!("{}\n{difference}", recorded.name))
    };
    let differences: Vec<_> = recorded.iter().zip(cases).zip(pairs).filter_map(differing).collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn recorded_cases_do_what_the_simulator_says_of_the_older_build() {
    let Some(ipxe) = real_ipxe() else { return };
    compare(&ipxe, "cases");
}

#[test]
fn our_cases_do_what_the_simulator_says_of_the_older_build() {
    let Some(ipxe) = real_ipxe() else { return };
    compare(&ipxe, "ours");
}

#[test]
fn generated_scripts_do_what_the_simulator_says() {
    let Some(ipxe) = real_ipxe() else { return };
    let seed = number("IPXE_LINT_REAL_SEED").unwrap_or(SEED);
    let seeds = seed..seed + number("IPXE_LINT_REAL_BOOTS").unwrap_or(BOOTS);
    let mut differing = 0;
    for seed in seeds.clone() {
        let batch: Vec<_> = cases(ipxe.build(), seed).take(CASES).collect();
        let differences = judge(&ipxe, &batch).expect("iPXE boots");
        // Other cases may have caused some differences.
        let mut alone = differences.iter().filter_map(|case| shrink(&ipxe, case).expect("iPXE boots"));
        if let Some(difference) = alone.next() {
            differing += 1;
            say(&format!("seed {seed} gives scripts that turn out differently, such as:\n{difference}"));
        }
    }
    assert_eq!(differing, 0, "seeds that give scripts that turn out differently");
    say(&format!("real iPXE agrees on {CASES} generated scripts for each of the seeds {seeds:?}"));
}

/// A script that passes to a kernel everything that scripts can: variables, quotes, a name for an initrd.
const LINUX: &str = "#!ipxe
set net0/ip 10.0.2.15
set net0/netmask 255.255.255.0
ifopen net0
set next-server 10.0.2.2
set host web1
set console console=ttyS0 earlyprintk=ttyS0
kernel 0/vmlinuz ${console}   host=${host}.example ip=${net0/ip} quoted=\"a  b\" hw=${net0/mac:hexhyp} none=${nothing}
initrd 0/one.img
initrd --name second 0/two.img unused
imgargs vmlinuz initrd=one.img ${console} host=${host}.example ip=${net0/ip} 'quoted  word' hw=${mac:hexhyp} none=${nothing} end
boot
";

#[test]
fn a_linux_kernel_gets_the_planned_command_line() {
    let Some(ipxe) = real_ipxe() else { return };
    let cache = Path::new(env!("CARGO_TARGET_TMPDIR")).join("linux");
    let kernel = match LinuxKernel::get(&cache) {
        Ok(kernel) => kernel.read().expect("a kernel"),
        Err(why) => return say(&format!("skipped: no Linux kernel to boot: {why}")),
    };
    let initrds = [vec![1; 3000], vec![2; 5000]];
    let case = Case::of(LINUX)
        .with("vmlinuz", kernel)
        .with("one.img", initrds[0].clone())
        .with("two.img", initrds[1].clone());
    let plan = plan(ipxe.build(), &case).expect("it boots");
    assert_eq!(plan.kernel.name, b"vmlinuz");
    let names: Vec<_> = plan.initrds.iter().map(|initrd| initrd.name.as_slice()).collect();
    assert_eq!(names, [&b"one.img"[..], b"second"]);
    let report = boot(&ipxe, &case).expect("QEMU runs").expect("the kernel speaks");
    assert_eq!(
        String::from_utf8_lossy(&report.command_line),
        String::from_utf8_lossy(&plan.kernel.command_line)
    );
    assert!(report.initrds >= 8000, "both initrds are there: {report:?}");
}

#[test]
fn wild_scripts_do_what_the_simulator_says() {
    let Some(ipxe) = real_ipxe().filter(|ipxe| ipxe.build() == Build::New) else { return };
    let seed = number("IPXE_LINT_REAL_SEED").unwrap_or(SEED);
    let count = number("IPXE_LINT_REAL_CASES").unwrap_or(300);
    let mut wild = Wild::new(ipxe.build(), seed);
    let mut session = Session::new(&ipxe).expect("the port is free");
    let (mut differing, mut done) = (0_u64, 0);
    while done < count {
        let batch: Vec<_> = std::iter::repeat_with(|| wild.next_case()).take(100).collect();
        done += 100;
        let differences = session.judge(&batch).expect("iPXE boots");
        for difference in &differences {
            // Other cases may have caused it.
            let alone = Session::new(&ipxe).expect("the port").compare(&difference.case).expect("iPXE boots");
            if alone.real != alone.simulated {
                differing += 1;
                let smallest = if differing > number("IPXE_LINT_REAL_SHRUNK").unwrap_or(SHRUNK) {
                    alone
                } else {
                    shrink_wild(&ipxe, &alone).expect("iPXE boots").unwrap_or(alone)
                };
                say(&format!("### {done}\n{smallest}"));
            }
        }
        session = Session::new(&ipxe).expect("the port");
        say(&format!("{done} scripts of seed {seed}, {differing} differ"));
    }
    assert_eq!(differing, 0, "scripts that turn out differently");
}

/// The scripts of a PC with the new build, and their final states.
fn pc_cases() -> Vec<(PathBuf, Case)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("oracle/pc");
    let entries =
        std::fs::read_dir(folder).expect("the folder is there").map(|entry| entry.expect("readable").path());
    let mut scripts: Vec<_> =
        entries.filter(|path| path.extension().is_some_and(|end| end == "ipxe")).collect();
    scripts.sort();
    let case = |path: PathBuf| {
        let case = Case::of(std::fs::read(&path).expect("a script")).with("leaf.ipxe", "#!ipxe\n");
        (path.with_extension("results"), case)
    };
    scripts.into_iter().map(case).collect()
}

#[test]
fn pc_cases_are_simulated_as_recorded() {
    for (results, case) in pc_cases() {
        let recorded = std::fs::read_to_string(&results).unwrap_or_default();
        let simulated = simulate_wild(Build::New, &case).0.to_string();
        assert_eq!(simulated, recorded, "{}", results.display());
    }
}

#[test]
fn pc_cases_turn_out_as_recorded() {
    let Some(ipxe) = real_ipxe().filter(|ipxe| ipxe.build() == Build::New) else { return };
    for (results, case) in pc_cases() {
        let real = Session::new(&ipxe)
            .and_then(|mut session| session.compare(&case))
            .expect("iPXE boots")
            .real
            .to_string();
        if std::env::var_os("IPXE_LINT_REAL_RECORD").is_some() {
            std::fs::write(&results, &real).expect("a results file");
        }
        assert_eq!(std::fs::read_to_string(&results).unwrap_or_default(), real, "{}", results.display());
    }
}

#[test]
fn given_scripts_do_what_the_simulator_says() {
    let Some(ipxe) = real_ipxe() else { return };
    let Some(paths) = std::env::var_os("IPXE_LINT_REAL_SCRIPTS") else { return };
    let mut session = Session::new(&ipxe).expect("the port is free");
    for path in std::env::split_paths(&paths) {
        let case = Case::of(std::fs::read(path).expect("a script")).with("leaf.ipxe", "#!ipxe\n");
        let difference = session.compare(&case).expect("iPXE boots");
        say(&difference.to_string());
    }
}
