//! The values that `run`, `plan`, `resolve` and `test` use from configuration files.

use crate::support::Folder;

const CONFIG: &str = "context = 'contexts/rack7.toml'\nprofile = 'provider.toml'\n\
    [serve]\n'http://boot.example' = 'public'\n[settings]\nrole = 'web'\n\
    [target]\nplatforms = ['pcbios', 'efi']\nrelease = '1.21.1'\nbuild-options = { PING_CMD = false }\n";
const CONTEXT: &str = "[machine]\nplatform = 'pcbios'\n[settings]\nrack = '7'\nrole = 'db'\n\
    [http]\nbase = 'http://files.example/'\nfiles = 'files'\n[interfaces.net0]\nopen = true\nip = '192.0.2.2'\n\
    netmask = '255.255.255.0'\n";
const PROFILE: &str =
    "name = 'mine'\ndescription = 'A provider'\n[settings]\nPROVIDED = 'What it provides'\n";
const SCRIPT: &str = "#!ipxe\necho ${platform} ${version} rack=${rack} role=${role}\nping --count 1 192.0.2.1 || echo no ping\n\
    chain --autofree http://boot.example/inner.ipxe\nimgfetch http://files.example/small || echo no file\n";

/// A folder of scripts with a configuration above them.
fn folder() -> Folder {
    Folder::with(&[
        ("ipxe-lint.toml", CONFIG),
        ("provider.toml", PROFILE),
        ("contexts/rack7.toml", CONTEXT),
        ("contexts/files/small", "x"),
        ("public/inner.ipxe", "#!ipxe\necho inside\n"),
        ("scripts/a.ipxe", SCRIPT),
        ("other.toml", "[settings]\nrole = 'other'\n[target]\nplatforms = ['linux']\n"),
        ("other-context.toml", "[machine]\nplatform = 'sbi'\nbuildarch = 'riscv64'\n"),
    ])
}

#[test]
fn a_run_happens_in_the_world_of_the_nearest_file() {
    insta::assert_snapshot!(folder().run(&["run", "scripts/a.ipxe"]), @r"
    exit code 0
    --- stdout
    > echo pcbios 1.21.1 rack=7 role=web
      pcbios 1.21.1 rack=7 role=web
    > ping --count 1 192.0.2.1
      failed: ENOEXEC
    > echo no ping
      no ping
    > chain --autofree http://boot.example/inner.ipxe
      > echo inside
        inside
    > imgfetch http://files.example/small
    The script ends.
    --- stderr
    ");
}

#[test]
fn the_command_line_wins_and_isolated_runs_know_nothing() {
    let folder = folder();
    let first = |args: &[&str]| {
        let told = folder.stdout(&[&["run", "scripts/a.ipxe"], args].concat());
        told.lines().nth(1).unwrap_or_default().trim().to_owned()
    };
    assert_eq!(first(&[]), "pcbios 1.21.1 rack=7 role=web");
    assert_eq!(first(&["--platform=efi", "--set=rack=8", "--release=2.0.0"]), "efi 2.0.0 rack=8 role=web");
    assert_eq!(first(&["--isolated"]), "efi 2.0.0+ rack= role=");
    assert_eq!(first(&["--config=other.toml"]), "linux 2.0.0+ rack= role=other");
    // A requested context takes precedence over the target of the file, and the file's settings over the context.
    assert_eq!(first(&["--context=other-context.toml"]), "sbi 1.21.1 rack= role=web");
    let mut stdin = folder.command(&["run", "-"]);
    let told = stdin.write_stdin("#!ipxe\necho ${rack}\n").output().expect("the command runs").stdout;
    assert!(String::from_utf8_lossy(&told).contains("\n  7\n"), "standard input is here: {told:?}");
    let served = folder.run(&["run", "scripts/a.ipxe", "--serve=http://boot.example=contexts"]);
    assert!(
        served.contains("> chain --autofree http://boot.example/inner.ipxe\n  failed: ENOENT"),
        "{served}"
    );
}

#[test]
fn plans_are_made_for_the_platforms_in_view() {
    let script = "#!ipxe\niseq ${platform} efi && exit 3 ||\niseq ${platform} pcbios && exit 4 ||\n\
        iseq ${platform} linux && exit 5 ||\n";
    let folder = Folder::with(&[
        ("a.ipxe", script),
        ("ipxe-lint.toml", "[target]\nplatforms = ['linux', 'pcbios']\n"),
        ("c.toml", "[machine]\nplatform = 'pcbios'\n"),
        ("sole/ipxe-lint.toml", "[target]\nplatforms = ['linux']\n"),
        ("sole/a.ipxe", script),
    ]);
    let all = |args: &[&str]| {
        let told = folder.stdout(&[&["plan", "--all"], args].concat());
        let ends = told.lines().filter(|line| line.starts_with("The script"));
        ends.map(str::to_owned).collect::<Vec<_>>()
    };
    let status = |number: u8| format!("The script exits with status {number}.");
    assert_eq!(all(&["a.ipxe"]), [status(4), status(5)]);
    assert_eq!(all(&["a.ipxe", "--context=c.toml"]), [status(4)]);
    assert_eq!(all(&["a.ipxe", "--platform=efi"]), [status(3)]);
    assert_eq!(all(&["sole/a.ipxe"]), [status(5)]);
    assert_eq!(all(&["a.ipxe", "--isolated"]).len(), 2, "the stock platforms");
}

#[test]
fn scripts_are_resolved_with_what_is_configured() {
    insta::assert_snapshot!(folder().run(&["resolve", "scripts/a.ipxe"]), @r"
    exit code 0
    --- stdout
    1 │ #!ipxe
    2 │ echo pcbios … rack=7 role=web
      ·     ${platform} = pcbios  (builtin/platform, from the context)
      ·     ${version} = …  (builtin/version, computed by iPXE)
      ·     ${rack} = 7  (from the context)
      ·     ${role} = web  (from the context)
    3 │ ping --count 1 192.0.2.1 || echo no ping
    4 │ chain --autofree http://boot.example/inner.ipxe
    5 │ imgfetch http://files.example/small || echo no file
    --- stderr
    ");
    let isolated = folder().stdout(&["resolve", "scripts/a.ipxe", "--isolated"]);
    assert!(isolated.contains("${rack} is empty"), "{isolated}");
}

#[test]
fn what_tests_leave_open_is_as_configured() {
    let folder = folder();
    let tests = "[[test]]\nname = 'as configured'\nscript = 'a.ipxe'\nexpect = { output = { contains = 'pcbios 1.21.1 rack=7 role=web' } }\n\
        [[test]]\nname = 'of its own'\nscript = 'a.ipxe'\nplatform = 'efi'\nset = { role = 'own' }\n\
        expect = { output = { contains = 'efi 1.21.1 rack=7 role=own' } }\n\
        [[test]]\nname = 'with a context of its own'\nscript = 'a.ipxe'\ncontext = { machine = { platform = 'linux' } }\n\
        expect = { output = { contains = \"linux 1.21.1 rack= role=\\n\" } }\n";
    folder.write("scripts/tests.toml", tests.as_bytes());
    insta::assert_snapshot!(folder.run(&["test", "scripts/tests.toml"]), @r"
    exit code 0
    --- stdout
    scripts/tests.toml
      ok      as configured
      ok      of its own
      ok      with a context of its own
    3 tests: 3 passed, 0 failed.
    --- stderr
    ");
    insta::assert_snapshot!(folder.run(&["test", "scripts/tests.toml", "--isolated", "--filter=as configured"]), @r"
    exit code 1
    --- stdout
    scripts/tests.toml
      FAILED  as configured
              outcome is a failure
              output does not contain `pcbios 1.21.1 rack=7 role=web`
                + efi 2.0.0+ rack= role=
                + no ping
              The script, a.ipxe, fails with ENXIO, at `chain --autofree http://boot.example/inner.ipxe`.
    1 test: 0 passed, 1 failed.
    --- stderr
    ");
}

#[test]
fn what_is_wrong_in_the_file_is_shown_there() {
    let folder = Folder::with(&[
        ("a.ipxe", "#!ipxe\n"),
        ("a.toml", "[[test]]\nsource = '#!ipxe'\n"),
        ("ipxe-lint.toml", "[serve]\n'http://boot.example/' = 'missing'\n"),
        ("profile.toml", "profile = 'nobody'\n"),
    ]);
    insta::assert_snapshot!(folder.run(&["run", "a.ipxe"]), @r"
    exit code 2
    --- stdout
    --- stderr
    error: cannot use `ipxe-lint.toml`
      × cannot read `missing`: no such file or directory
       ╭─[ipxe-lint.toml:2:26]
     2 │ 'http://boot.example/' = 'missing'
       ·                          ─────────
       ╰────
    ");
    insta::assert_snapshot!(folder.run(&["test", "a.toml", "--config=profile.toml"]), @r"
    exit code 2
    --- stdout
    a.toml
      ERROR   test 1
              cannot use `profile.toml`
    1 test: 0 passed, 0 failed, 1 could not be run.
    --- stderr
    error: cannot use `profile.toml`
      × unknown profile `nobody`; `ipxe-lint profile` lists those that are built in; a file's name ends in .toml, .json or .yaml
       ╭─[profile.toml:1:11]
     1 │ profile = 'nobody'
       ·           ────────
       ╰────
    ");
}
