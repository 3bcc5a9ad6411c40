//! Tests of the messages between a client and the server.

mod client;

use std::{
    fs,
    path::{Path, PathBuf},
};

use client::{Client, uri};
use ipxe_lint::{config::Config, lint, syntax::parse};
use ipxe_lint_config::{Finder, Here, Lookup, ScriptOptions, has_script_name};
use serde_json::{Value, json};

const WRONG: &str = "#!ipxe\nchain http://192.0.2.1/menu.ipxe || goto retyr\nshell\n";

#[test]
fn findings_are_sent_when_a_text_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = Path::new("/nowhere/boot.ipxe");
    let related = json!({ "textDocument": { "publishDiagnostics": { "relatedInformation": true } } });
    let mut client = Client::new(&json!({ "rootUri": uri(folder.path()), "capabilities": related }));
    client.open(path, &WRONG.replace("shell", ":retry\nshell"));
    insta::assert_json_snapshot!(client.findings(path, 1));
}

#[test]
fn what_is_typed_is_checked_and_the_latest_text_wins() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("boot.ipxe");
    let mut client = Client::plain(folder.path());
    client.open(&path, WRONG);
    let range = json!({ "start": { "line": 1, "character": 36 }, "end": { "line": 1, "character": 46 } });
    for version in 2..40 {
        let word = if version == 39 { "shell     " } else { "goto retyr" };
        client.change(&path, version, &json!([{ "range": range, "text": word }]));
    }
    assert_eq!(client.rules(&path, 39), [] as [&str; 0]);
    client.change(&path, 40, &json!([{ "text": WRONG }]));
    assert_eq!(client.rules(&path, 40), ["undefined-label"]);
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri(&path) } }));
    let cleared = client.wait(|message| match message {
        lsp_server::Message::Notification(sent) if sent.params.get("version").is_none() => {
            Some(sent.params.clone())
        }
        _ => None,
    });
    assert_eq!(cleared["diagnostics"], json!([]));
}

#[test]
fn columns_are_counted_as_agreed() {
    let text = "#!ipxe\necho 𝄞ä && goto nowhere\n";
    for (encoding, column) in [("utf-8", 20), ("utf-16", 17), ("utf-32", 16)] {
        let offers = json!({ "general": { "positionEncodings": [encoding] } });
        let mut client = Client::new(&json!({ "capabilities": offers }));
        assert_eq!(client.capabilities["positionEncoding"], encoding);
        let path = Path::new("/nowhere/a.ipxe");
        client.open(path, text);
        assert_eq!(client.findings(path, 1)[0]["range"]["start"], json!({ "line": 1, "character": column }));
    }
}

#[test]
fn a_client_may_ask_for_findings() {
    let path = Path::new("/nowhere/a.ipxe");
    let mut client = Client::new(&json!({ "capabilities": { "textDocument": { "diagnostic": {} } } }));
    assert_eq!(client.capabilities["diagnosticProvider"]["interFileDependencies"], true);
    client.open(path, WRONG);
    let params =
        |previous: Value| json!({ "textDocument": { "uri": uri(path) }, "previousResultId": previous });
    let first = client.request("textDocument/diagnostic", &params(Value::Null)).unwrap();
    assert_eq!(first["kind"], "full");
    assert_eq!(first["items"][0]["code"], "undefined-label");
    let again = client.request("textDocument/diagnostic", &params(first["resultId"].clone())).unwrap();
    assert_eq!(again["kind"], "unchanged");
    client.change(path, 2, &json!([{ "text": "#!ipxe\nshell\n" }]));
    let fixed = client.request("textDocument/diagnostic", &params(first["resultId"].clone())).unwrap();
    assert_eq!((&fixed["kind"], &fixed["items"]), (&json!("full"), &json!([])));
    // No diagnostics are published to clients that request them.
    assert_eq!(client.all_so_far("textDocument/publishDiagnostics"), 0);
}

#[test]
fn configurations_are_found_and_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let (path, config) = (folder.path().join("a.ipxe"), folder.path().join("ipxe-lint.toml"));
    fs::write(&config, "ignore = ['undefined-label']\n").unwrap();
    let watches = json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    let mut client = Client::new(&json!({ "rootUri": uri(folder.path()), "capabilities": watches }));
    let registered = client.asked("client/registerCapability");
    assert_eq!(registered.params["registrations"][0]["method"], "workspace/didChangeWatchedFiles");
    client.respond(&registered, Value::Null);
    client.open(&path, WRONG);
    assert_eq!(client.rules(&path, 1), [] as [&str; 0]);
    fs::write(&config, "ignore = ['unused-label']\n").unwrap();
    let change = json!({ "changes": [{ "uri": uri(&config), "type": 2 }] });
    client.notify("workspace/didChangeWatchedFiles", change.clone());
    assert_eq!(client.rules(&path, 1), ["undefined-label"]);
    // An invalid file is shown once, and has no effect: all rules report.
    fs::write(&config, "\n\nignroe = ['undefined-label']\n").unwrap();
    client.notify("workspace/didChangeWatchedFiles", change.clone());
    let shown = client.next("window/showMessage")["message"].as_str().unwrap().to_owned();
    assert!(shown.ends_with("ipxe-lint.toml` (line 3): unknown key `ignroe`, expected one of `target`, `context`, `settings`, `profile`, `select`, `extend-select`, `ignore`, `rules`, `entry`, `suppressions`, `overrides`, `templates`, `include`, `exclude`, `follow`, `serve`, `root`, `baseline`, `format`, `fail-on`, `max-warnings`"), "{shown}");
    client.notify("workspace/didChangeWatchedFiles", change);
    client.change(&path, 2, &json!([{ "text": WRONG }]));
    assert_eq!(client.rules(&path, 2), ["undefined-label"]);
    assert_eq!(client.all_so_far("window/showMessage"), 0);
}

#[test]
fn settings_are_taken_in_each_way() {
    let path = Path::new("/nowhere/a.ipxe");
    let settings = json!({ "configuration": { "ignore": ["undefined-label"] } });
    let none = [] as [&str; 0];

    let mut first = Client::new(&json!({ "capabilities": {}, "initializationOptions": settings }));
    first.open(path, WRONG);
    assert_eq!(first.rules(path, 1), none);

    let mut changed = Client::new(&json!({ "capabilities": {} }));
    changed.open(path, WRONG);
    assert_eq!(changed.rules(path, 1), ["undefined-label"]);
    changed.notify("workspace/didChangeConfiguration", json!({ "settings": { "ipxe-lint": settings } }));
    assert_eq!(changed.rules(path, 1), none);
    // The previous settings stay in effect if the new ones are invalid.
    changed
        .notify("workspace/didChangeConfiguration", json!({ "settings": { "ipxe-lint": { "wrong": 1 } } }));
    assert!(changed.next("window/showMessage")["message"].as_str().unwrap().contains("unknown key `wrong`"));
    changed.change(path, 2, &json!([{ "text": WRONG }]));
    assert_eq!(changed.rules(path, 2), none);

    let mut asked = Client::new(&json!({ "capabilities": { "workspace": { "configuration": true } } }));
    let request = asked.asked("workspace/configuration");
    assert_eq!(request.params["items"][0]["section"], "ipxe-lint");
    asked.respond(&request, json!([settings]));
    asked.open(path, WRONG);
    assert_eq!(asked.rules(path, 1), none);
}

#[test]
fn only_so_many_findings_are_sent() {
    let path = Path::new("/nowhere/a.ipxe");
    let options = json!({ "maxFindings": 2 });
    let mut client = Client::new(&json!({ "capabilities": {}, "initializationOptions": options }));
    client.open(path, "#!ipxe\ngoto a\ngoto b\ngoto c\ngoto d\n");
    let findings = client.findings(path, 1);
    assert_eq!(findings.len(), 3);
    assert!(findings[2]["message"].as_str().unwrap().contains("more findings are not shown"), "{findings:?}");
}

#[test]
fn scripts_that_are_open_are_one_project() {
    let folder = tempfile::tempdir().unwrap();
    let [menu, child] = ["menu.ipxe", "child.ipxe"].map(|name| folder.path().join(name));
    let mut client = Client::plain(folder.path());
    client.open(&child, "#!ipxe\nchain http://192.0.2.1/${site}.ipxe || shell\n");
    assert_eq!(client.rules(&child, 1), ["unresolved-variable"]);
    client.open(&menu, "#!ipxe\nset site north\nchain child.ipxe || shell\n");
    assert_eq!(client.rules(&child, 1), [] as [&str; 0]);
}

#[test]
fn requests_that_cannot_be_answered_are_refused() {
    let mut client = Client::plain(Path::new("/nowhere"));
    assert!(client.request("textDocument/unheardOf", &json!({})).unwrap_err().contains("not supported"));
    assert!(client.request("textDocument/diagnostic", &json!({ "wrong": 1 })).is_err());
    client.notify("textDocument/didOpen", json!({ "wrong": 1 }));
    assert!(client.next("window/logMessage")["message"].as_str().unwrap().contains("textDocument/didOpen"));
    client.notify("$/unheardOf", Value::Null);
}

#[test]
fn findings_are_those_of_the_command() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ipxe-lint/src/rules").canonicalize().unwrap();
    let options = json!({ "configuration": { "follow": false } });
    let mut client = Client::new(
        &json!({ "rootUri": uri(&folder), "capabilities": {}, "initializationOptions": options }),
    );
    let finder = Finder::new(Here::new(), &Lookup::default()).unwrap();
    let (none, mut count) = (Config::default(), 0);
    for path in fixtures(&folder) {
        // An editor sends no other.
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let options = ScriptOptions::new(&finder, &none).named(&path).unwrap();
        let report = lint(&parse(text.as_bytes()), &options);
        let expected =
            report.diagnostics().iter().map(|finding| (finding.rule.meta().name, finding.message.as_str()));
        client.open(&path, &text);
        let found = client.findings(&path, 1);
        let found = found.iter().map(|finding| {
            let message = finding["message"].as_str().unwrap();
            (finding["code"].as_str().unwrap(), message.lines().next().unwrap())
        });
        assert_eq!(found.collect::<Vec<_>>(), expected.collect::<Vec<_>>(), "{}", path.display());
        client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri(&path) } }));
        count += 1;
    }
    assert!(count > 100, "{count}");
}

/// The scripts that the rules are tested with.
fn fixtures(rules: &Path) -> Vec<PathBuf> {
    let folders = fs::read_dir(rules).expect("rules").map(|entry| entry.expect("readable").path());
    let inside = folders.filter_map(|folder| fs::read_dir(folder.join("fixtures")).ok()).flatten();
    let paths = inside.map(|entry| entry.expect("readable").path());
    paths.filter(|path| has_script_name(path)).collect()
}
