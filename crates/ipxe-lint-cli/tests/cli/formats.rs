use serde_json::{Value, json};

use crate::support::{CLEAN, FAULTY, Folder, RULES};

const SARIF_SCHEMA: &str = include_str!("../data/sarif-2.1.0.schema.json");
const REPORT_SCHEMA: &str = include_str!("../../../ipxe-lint/schemas/report.schema.json");
const LINE_SCHEMA: &str = include_str!("../../../ipxe-lint/schemas/finding.schema.json");

/// All forms of a report.
const FORMATS: [&str; 10] =
    ["full", "concise", "json", "ndjson", "sarif", "github", "gitlab", "junit", "checkstyle", "html"];

/// A path that is difficult for every format.
const NASTY_PATH: &str = "na\u{1b}[31m\u{202e}&<i>,'%\".ipxe";

/// Text that is difficult for every format: markup, control sequences of terminals and of workflows, the ends of texts
/// and comments, characters that are invalid in XML, and bytes that are not text.
const NASTY: &[u8] = b"#!ipxe\r
goto <script>alert(1)</script>&amp;]]>--> || goto {{7*7}}${x}\r
goto \x1b[31m\x1b]0;x\x07\x7f || goto \xff\xc3\xa4\x00\xc2\x9b\t\\
\t`\xe2\x80\xae\xef\xbf\xbe\xef\xbb\xbf`\r
::error::%0A,x,\"'\r
goto ::error::%0A,x,\"' # ipxe-lint: ignore[undefined-label] <b>\x1b[0m]]>&\r
";

/// A fixable finding, one with a second place, one on a line with wide characters, a suppressed one, a clean file, and
/// a malicious script.
fn folder() -> Folder {
    let wide = "#!ipxe\n:a\n:a\necho ä𝄞 ; goto b\nchain tftp://192.0.2.1/x || goto aa\n";
    let quiet = "#!ipxe\ngoto a # ipxe-lint: ignore[undefined-label] <b>ä\n";
    let files =
        [("boot.ipxe", FAULTY), ("clean.ipxe", CLEAN), ("quiet.ipxe", quiet), ("sub folder/wide.ipxe", wide)];
    let folder = Folder::with(&files);
    folder.write(NASTY_PATH, NASTY);
    folder
}

fn report(format: &str) -> String {
    let rules = "--select=undefined-label,unknown-command,duplicate-label";
    folder().stdout(&[".", rules, "--format", format])
}

#[test]
fn full_shows_the_lines() {
    insta::assert_snapshot!(report("full"));
}

#[test]
fn what_is_assumed_is_said_wherever_there_is_a_place_for_it() {
    let folder = Folder::with(&[("a.ipxe", "#!ipxe\nchain http://boot.example/${role}.ipxe || shell\n")]);
    for format in ["full", "concise", "json", "sarif", "github", "junit", "html"] {
        let report = folder.stdout(&["a.ipxe", "--format", format]);
        assert_eq!(
            report.matches("assumed to be an entry point").count(),
            usize::from(format != "json"),
            "{report}"
        );
        if format == "sarif" {
            assert_valid(SARIF_SCHEMA, &report);
        }
        assert!(format != "json" || report.contains("\"assumptions\": [\n    {"), "{report}");
    }
    insta::assert_snapshot!(folder.run(&["a.ipxe", "--format=github"]));
}

#[test]
fn concise_is_a_line_per_finding() {
    insta::assert_snapshot!(report("concise"));
}

#[test]
fn github_gets_annotations() {
    insta::assert_snapshot!(report("github"));
}

#[test]
fn json_is_for_programs() {
    insta::assert_snapshot!(report("json"));
}

#[test]
fn ndjson_is_the_findings_of_json_line_by_line() {
    let json: Value = serde_json::from_str(&report("json")).unwrap();
    let lines = report("ndjson");
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(lines.iter().all(|line| line["version"] == json["version"]));
    let findings = lines.into_iter().map(|mut line| {
        line.as_object_mut().unwrap().remove("version");
        line
    });
    assert_eq!(Value::Array(findings.collect()), json["diagnostics"]);
}

#[test]
fn gitlab_gets_code_quality() {
    insta::assert_snapshot!(report("gitlab"));
}

#[test]
fn gitlab_knows_findings_again_when_they_move() {
    let fingerprints = |folder: &Folder| -> Vec<String> {
        let report: Value = serde_json::from_str(&folder.stdout(&[".", RULES, "--format=gitlab"])).unwrap();
        let all = report.as_array().unwrap().iter();
        all.map(|finding| finding["fingerprint"].as_str().unwrap().to_owned()).collect()
    };
    let folder = Folder::with(&[("a.ipxe", FAULTY), ("b.ipxe", FAULTY)]);
    let before = fingerprints(&folder);
    let names: std::collections::BTreeSet<_> = before.iter().collect();
    assert_eq!((before.len(), names.len()), (4, 4), "{before:?}");
    folder.write("a.ipxe", FAULTY.replace("dhcp", "echo more\n  dhcp ").as_bytes());
    assert_eq!(fingerprints(&folder), before);
}

#[test]
fn junit_is_for_ci_systems() {
    insta::assert_snapshot!(report("junit"));
}

#[test]
fn a_reader_of_junit_finds_what_there_is() {
    let report = report("junit");
    let suites = junit_parser::from_reader(report.as_bytes()).unwrap();
    let of = |name: &str| suites.suites.iter().find(|suite| suite.name == name).unwrap();
    let counts = |suite: &junit_parser::TestSuite| (suite.tests, suite.failures, suite.skipped);
    assert_eq!((suites.suites.len(), suites.errors), (5, 0));
    assert_eq!(counts(of("boot.ipxe")), (2, 2, 0));
    assert_eq!(counts(of("clean.ipxe")), (1, 0, 0));
    assert_eq!(counts(of("quiet.ipxe")), (1, 0, 1));
    let failure = &of("boot.ipxe").cases[0];
    assert_eq!(failure.name, "boot.ipxe::undefined-label at 2:14");
    assert_eq!(failure.status.failure_as_ref().message, "label `retyr` is not defined in this script");
}

#[test]
fn checkstyle_is_for_review_tools() {
    insta::assert_snapshot!(report("checkstyle"));
}

#[test]
fn xml_is_xml() {
    let (junit, checkstyle) = (report("junit"), report("checkstyle"));
    let junit = roxmltree::Document::parse(&junit).unwrap();
    let checkstyle = roxmltree::Document::parse(&checkstyle).unwrap();
    let texts = |document: &roxmltree::Document<'_>, element: &str, attribute: &str| -> Vec<String> {
        let all = document.descendants().filter(|node| node.has_tag_name(element));
        all.map(|node| node.attribute(attribute).unwrap().to_owned()).collect()
    };
    assert_eq!(texts(&junit, "testsuite", "name"), texts(&checkstyle, "file", "name"));
    let messages = texts(&checkstyle, "error", "message");
    assert!(
        texts(&junit, "failure", "message").iter().all(|one| messages.iter().any(|all| all.starts_with(one)))
    );
}

#[test]
fn html_is_a_page() {
    let page = report("html");
    let (head, body) = page.split_once("</head>").unwrap();
    assert!(head.contains("default-src 'none'"));
    // The rules' documentation has tests of its own.
    let (body, _) = body.split_once("<h2>What the rules say</h2>").unwrap();
    insta::assert_snapshot!(body);
}

#[test]
fn links_on_the_page_lead_somewhere() {
    let page = report("html");
    let all = |attribute: &str| {
        let start = format!(" {attribute}=\"");
        let values = page.split(&start).skip(1);
        values.map(|value| value.split('"').next().unwrap()).collect::<Vec<_>>()
    };
    let ids: std::collections::BTreeSet<_> = all("id").into_iter().collect();
    assert_eq!(ids.len(), all("id").len(), "no two places have one name");
    let links: Vec<_> = all("href").into_iter().filter_map(|link| link.strip_prefix('#')).collect();
    assert!(links.len() > 20 && links.iter().all(|link| ids.contains(link)));
}

#[test]
fn nothing_of_a_script_reaches_a_report_raw() {
    for format in FORMATS {
        let output = folder().command(&[".", "--format", format]).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let harmful = text.chars().find(|char| ipxe_lint::is_harmful(*char) && !"\n\t".contains(*char));
        assert_eq!(harmful, None, "{format}");
        let is_markup = ["junit", "checkstyle", "html"].contains(&format);
        assert!(!is_markup || !(text.contains("<script") || text.contains("<i>")), "{format}");
        assert!(text.lines().all(|line| !line.starts_with("::") || format == "github"), "{format}");
    }
}

#[test]
fn several_reports_come_of_one_run() {
    let folder = folder();
    let told = folder.run(&[
        ".",
        "--quiet",
        "--format=concise",
        "--report=sarif=a",
        "--report",
        "html=b",
        "--report=full=c",
    ]);
    assert!(told.starts_with("exit code 1\n"));
    for (format, file) in [("sarif", "a"), ("html", "b"), ("full", "c")] {
        let written = std::fs::read_to_string(folder.path().join(file)).unwrap();
        assert_eq!(written, folder.stdout(&[".", "--quiet", "--format", format]));
    }
}

#[test]
fn a_further_report_needs_a_form_and_a_file() {
    let folder = Folder::with(&[("clean.ipxe", CLEAN)]);
    insta::assert_snapshot!(folder.run(&["clean.ipxe", "--report", "xml=a"]), @r"
    exit code 2
    --- stdout
    --- stderr
    error: invalid value 'xml=a' for '--report <FORMAT=FILE>': `xml` is no format; expected one of `full`, `concise`, `json`, `ndjson`, `sarif`, `github`, `gitlab`, `junit`, `checkstyle`, `html`

    For more information, try '--help'.
    ");
    insta::assert_snapshot!(folder.run(&["clean.ipxe", "--report", "html="]), @r"
    exit code 2
    --- stdout
    --- stderr
    error: invalid value 'html=' for '--report <FORMAT=FILE>': the file is missing after `html=`

    For more information, try '--help'.
    ");
    insta::assert_snapshot!(folder.run(&["clean.ipxe", "--report", "html"]), @r"
    exit code 2
    --- stdout
    --- stderr
    error: invalid value 'html' for '--report <FORMAT=FILE>': expected FORMAT=FILE, such as `sarif=report.sarif`

    For more information, try '--help'.
    ");
    let told = folder.run(&["clean.ipxe", "--quiet", "--report", "html=no/where"]);
    insta::assert_snapshot!(told, @r"
    exit code 2
    --- stdout
    --- stderr
    error: cannot write `no/where`: no such file or directory
    ");
}

#[test]
fn sarif_is_for_code_scanning() {
    let mut sarif: Value = serde_json::from_str(&report("sarif")).unwrap();
    for rule in sarif["runs"][0]["tool"]["driver"]["rules"].as_array_mut().unwrap() {
        // The rules' documentation has tests of its own.
        rule["help"] = Value::Null;
    }
    insta::assert_snapshot!(serde_json::to_string_pretty(&sarif).unwrap());
}

#[test]
fn sarif_is_what_its_schema_says() {
    assert_valid(SARIF_SCHEMA, &report("sarif"));
    let clean = Folder::with(&[("clean.ipxe", CLEAN)]);
    assert_valid(SARIF_SCHEMA, &clean.stdout(&[".", "--format=sarif"]));
}

#[test]
fn json_is_what_its_schema_says() {
    assert_valid(REPORT_SCHEMA, &report("json"));
    assert_valid(REPORT_SCHEMA, &folder().stdout(&[".", "--format=json", "--statistics"]));
    report("ndjson").lines().for_each(|line| assert_valid(LINE_SCHEMA, line));
}

/// The schema of that name.
fn schema(name: &str) -> &'static str {
    let mut all = ipxe_lint::schemas::ALL.iter().chain(ipxe_machine::schemas::ALL);
    all.find(|(known, _)| *known == name).map_or("", |(_, text)| text)
}

#[test]
fn every_command_writes_the_one_structure() {
    let folder = Folder::with(&[
        ("a.ipxe", "#!ipxe\nset x 1\necho ${x}\nisset ${y}\n"),
        ("b.ipxe", "#!ipxe\n  echo   x\n"),
        ("t.toml", "[[test]]\nname = 'x'\nscript = 'b.ipxe'\n"),
        ("c/a.ipxe", "#!ipxe\n# ipxe-lint: ignore-file[unused-setting] kept for others\nset x 1\n"),
        (
            "c/ipxe-lint.toml",
            "ignore = [\"flow\"]\n[[overrides]]\npaths = [\"*\"]\nentry = true\n[settings]\nx = \"1\"\n",
        ),
    ]);
    for (name, args) in [
        ("report", &["check", ".", "--plan"][..]),
        ("report", &["check", ".", "--statistics"]),
        ("files-report", &["check", ".", "--show-files"]),
        ("plan-report", &["plan", "a.ipxe"]),
        ("plan-report", &["plan", "a.ipxe", "--all"]),
        ("deps-report", &["deps", "a.ipxe"]),
        ("plan-report", &["run", "a.ipxe"]),
        ("resolve-report", &["resolve", "a.ipxe"]),
        ("test-report", &["test", "t.toml"]),
        ("rules-report", &["rules"]),
        ("rules-report", &["explain", "undefined-label"]),
        ("profile-report", &["profile", "flexmetal"]),
        ("format-report", &["fmt", "--check", "."]),
        ("files-report", &["init", "."]),
        ("config-report", &["config", "a.ipxe"]),
        ("config-report", &["config", "."]),
        ("config-report", &["config", "c/a.ipxe", "--release=1.21.1", "--profile=flexmetal"]),
        ("suppressions-report", &["check", ".", "--list-suppressions"]),
    ] {
        let told = folder.stdout(&[args, &["--format=json"]].concat());
        let report: Value = serde_json::from_str(&told).expect("JSON");
        assert_eq!(report["version"], ipxe_lint::reports::Json::VERSION, "{args:?}: {told}");
        assert_eq!(report["tool"]["name"], "ipxe-lint", "{args:?}: {told}");
        assert_valid(&folder.stdout(&["schema", name]), &told);
    }
    let plan: Value =
        serde_json::from_str(&folder.stdout(&["plan", "a.ipxe", "--format=json"])).expect("JSON");
    let failed = &plan["outcomes"][0];
    let (line, column) = (&failed["line"], &failed["column"]);
    assert_eq!((&plan["path"], line, column), (&json!("a.ipxe"), &json!(4), &json!(1)), "{plan}");
    let resolved: Value =
        serde_json::from_str(&folder.stdout(&["resolve", "a.ipxe", "--format=json"])).expect("JSON");
    let word = &resolved["commands"][1]["words"][1];
    assert_eq!((&word["text"], &word["column"], &word["end_offset"]), (&json!("1"), &json!(6), &json!(24)));
}

#[test]
fn the_schemas_are_up_to_date() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../ipxe-lint/schemas");
    for (name, schema, committed) in [
        ("report", schemars::schema_for!(ipxe_lint::reports::Json<'_>), REPORT_SCHEMA),
        ("finding", schemars::schema_for!(ipxe_lint::reports::JsonLine<'_>), LINE_SCHEMA),
        ("files-report", schemars::schema_for!(ipxe_lint::reports::FilesReport), schema("files-report")),
        ("format-report", schemars::schema_for!(ipxe_lint::reports::FormatReport), schema("format-report")),
        ("rules-report", schemars::schema_for!(ipxe_lint::reports::RulesReport), schema("rules-report")),
        (
            "suppressions-report",
            schemars::schema_for!(ipxe_lint::reports::Suppressions<'_>),
            schema("suppressions-report"),
        ),
    ] {
        let schema = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        if std::env::var_os("UPDATE_SCHEMAS").is_some() {
            std::fs::write(format!("{folder}/{name}.schema.json"), schema).unwrap();
        } else {
            assert_eq!(schema, committed, "run this test again with UPDATE_SCHEMAS=1");
        }
    }
}

#[test]
fn fixes_are_edits_at_their_places() {
    let folder = Folder::with(&[("boot.ipxe", FAULTY)]);
    let report: Value = serde_json::from_str(&folder.stdout(&[".", RULES, "--format=json"])).unwrap();
    let edit = &report["diagnostics"][0]["fix"]["edits"][0];
    let place = |key: &str| usize::try_from(edit[key].as_u64().unwrap()).unwrap();
    assert_eq!(&FAULTY[place("offset")..place("end_offset")], "retyr");
    assert_eq!(edit["replacement"], "retry");
}

#[test]
fn a_report_in_a_file_is_the_one_on_standard_output() {
    let folder = folder();
    for format in FORMATS {
        let told = folder.run(&[".", "--format", format, "--output", "report"]);
        assert_eq!(told, "exit code 1\n--- stdout\n--- stderr\n");
        let written = std::fs::read_to_string(folder.path().join("report")).unwrap();
        assert_eq!(written, folder.stdout(&[".", "--format", format]));
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 6, "no draft is left behind");
}

#[test]
fn a_report_that_cannot_be_written_leaves_the_old_one() {
    let folder = Folder::with(&[("boot.ipxe", FAULTY), ("folder/x", "")]);
    let told = folder.run(&["boot.ipxe", "--output", "nowhere/report"]);
    insta::assert_snapshot!(told, @r"
    exit code 2
    --- stdout
    --- stderr
    error: cannot write `nowhere/report`: no such file or directory
    ");
    assert!(folder.run(&["boot.ipxe", "--output", "folder"]).starts_with("exit code 2"));
}

fn assert_valid(schema: &str, text: &str) {
    let mut schema: Value = serde_json::from_str(schema).expect("the schema is JSON");
    // SARIF's pattern for languages has an extra bracket, which most regular expression engines reject.
    for holder in ["run", "toolComponent"] {
        if let Some(language) = schema.pointer_mut(&format!("/definitions/{holder}/properties/language")) {
            language.as_object_mut().expect("an object").remove("pattern");
        }
    }
    let report = serde_json::from_str(text).expect("the report is JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let problems: Vec<String> = validator.iter_errors(&report).map(|problem| problem.to_string()).collect();
    assert_eq!(problems, Vec::<String>::new());
}

#[test]
fn every_format_of_configurations_is_written() {
    let folder = Folder::with(&[("a.ipxe", FAULTY)]);
    for format in ipxe_lint::config::ReportFormat::ALL {
        let config = format!("format = '{}'\n", format.as_str());
        folder.write("ipxe-lint.toml", config.as_bytes());
        let configured = folder.run(&["a.ipxe"]);
        assert!(
            configured.starts_with("exit code 1\n") && configured.ends_with("--- stderr\n"),
            "{configured}"
        );
        assert_eq!(folder.run(&["a.ipxe", "--isolated", "--format", format.as_str()]), configured);
    }
}

#[test]
fn services_are_told_paths_from_here_on() {
    let folder = Folder::with(&[("sub/a.ipxe", FAULTY)]);
    let absolute = folder.path().canonicalize().unwrap().join("sub");
    let absolute = absolute.to_str().unwrap();
    for format in ["sarif", "github", "gitlab"] {
        let args = [RULES, "--format", format];
        let told = folder.stdout(&[&["sub"], &args[..]].concat());
        assert!(told.contains("sub/a.ipxe"), "{told}");
        for path in [absolute, "sub/../sub", "./sub/a.ipxe"] {
            assert_eq!(folder.stdout(&[&[path], &args[..]].concat()), told, "{path}");
            let report = format!("{format}=report");
            folder.run(&[path, RULES, "--report", &report]);
            assert_eq!(std::fs::read_to_string(folder.path().join("report")).unwrap(), told);
        }
    }
    assert!(
        folder.stdout(&[absolute, RULES, "--format=concise"]).starts_with(absolute),
        "people wrote it so"
    );
}

#[test]
fn colours_help_to_find_the_level_and_say_nothing_else() {
    let folder = Folder::with(&[("boot.ipxe", FAULTY)]);
    let args = ["check", "boot.ipxe", RULES, "--format=concise"];
    let plain = folder.stdout(&args);
    let colored = folder.stdout(&[&args[..], &["--color=always"]].concat());
    assert!(colored.contains("\u{1b}[1m\u{1b}[31merror[undefined-label]\u{1b}[0m"), "{colored:?}");
    let without =
        regex::Regex::new("\u{1b}\\[[0-9;]*m").expect("a pattern").replace_all(&colored, "").into_owned();
    assert_eq!(without, plain);
    assert_eq!(folder.stdout(&[&args[..], &["--color=never"]].concat()), plain);
}
