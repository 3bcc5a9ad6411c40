use ipxe_catalog::{Catalog, CommandForm, Target};
use proptest::prelude::*;

use super::*;
use crate::{status::ErrorClass, text::Text};

fn catalog() -> Catalog {
    Catalog::new(Target::default())
}

fn form(name: &str) -> &'static CommandForm {
    catalog().command(name.as_bytes()).unwrap().form
}

/// `*` is an unknown piece.
fn text(spec: &str) -> Text<'static> {
    let mut text = Text::default();
    for (index, part) in spec.split('*').enumerate() {
        if index > 0 {
            text.push_unknown();
        }
        text.push_bytes(part.as_bytes());
    }
    text
}

/// The result for a command line, in short: options, positionals, doubts; or the error with its position.
fn outcome(line: &str) -> String {
    let mut words = line.split(' ');
    let form = form(words.next().unwrap());
    let arguments: Vec<_> = words.map(text).collect();
    match parse_arguments(&catalog(), form, &arguments) {
        Ok(parsed) => {
            let options = parsed.options.iter().map(|option| match option.value {
                Some(value) => format!("--{}={:?}", option.spec.long, value.text),
                None => format!("--{}", option.spec.long),
            });
            let doubts = parsed.doubts().map(|doubt| format!("{:?}@{}", doubt.kind, doubt.argument));
            options.chain([format!("{:?}", parsed.positionals)]).chain(doubts).collect::<Vec<_>>().join(" ")
        }
        Err(error) => format!("{}: {error} ({}, {:?})", error.kind.class(), error.argument, error.range),
    }
}

#[test]
fn help_takes_no_value() {
    assert_eq!(outcome("echo --help=1"), "EINVAL: option `--help` takes no value (0, 0..6)");
    assert_eq!(outcome("echo --help 1"), "ECANCELED: `--help` prints the usage and fails (0, 0..6)");
}

#[test]
fn every_form_of_an_option_is_read() {
    insta::assert_snapshot!(
        [
            "prompt --timeout=1 x",
            "prompt --timeout 1 x",
            "prompt -t 1 x",
            "prompt -t1 x",
            "prompt --timeout 5000 --timeout 1",
            "prompt --key 0x02 --timeout 1 a b",
            "prompt --key a",
            "item -gd -- x",
            "item -gk a y",
            "item --default=",
            "echo -nn d",
            "echo --n a",
            "echo text --n",
            "set a -- b",
            "set -- a b",
        ]
        .map(|line| format!("{line}\n    {}", outcome(line)))
        .join("\n")
    );
}

#[test]
fn every_mistake_has_its_place() {
    insta::assert_snapshot!(
        [
            "echo --- title ---",
            "echo - a",
            "echo -x",
            "echo -nx",
            "prompt --time 1 x",
            "prompt --timeout",
            "prompt --timeout -k x",
            "prompt -t",
            "prompt --timeout=1s x",
            "prompt -tabc x",
            "prompt --timeout  x",
            "prompt --key ab x",
            "menu --delete=1",
            "iseq -1 -1",
            "iseq a",
            "iseq a b c",
            "set",
            "set --help",
            "echo -h",
            "sleep 1 2",
        ]
        .map(|line| format!("{line}\n    {}", outcome(line)))
        .join("\n")
    );
}

#[test]
fn a_value_is_checked_before_what_follows_it() {
    insta::assert_snapshot!(
        [
            "dhcp --configurator nosuch --name=q",
            "dhcp --name=q --configurator nosuch",
            "dhcp --configurator dhcp --timeout x -c nosuch",
            "dhcp --configurator *such net0",
            "md5sum --set g::1",
            "md5sum --set=a/b:hex --set c:nosuch x",
            "sanboot --uuid x --nosuch",
            "sanboot --drive x --uuid x",
            "sanboot --uuid 00000000-0000-0000-0000-000000000000 --drive 0x80 x",
            "help --nosuch -x",
        ]
        .map(|line| format!("{line}\n    {}", outcome(line)))
        .join("\n")
    );
}

#[test]
fn unknown_pieces_leave_doubts() {
    insta::assert_snapshot!(
        [
            "echo *",
            "echo a *",
            "echo -n *",
            "echo -* a",
            "echo -n* a",
            "prompt --timeout * x",
            "prompt --timeout=* x",
            "prompt --timeout=*s x",
            "prompt -t* x",
            "prompt --t* x",
            "prompt --timeout -* x",
            "iseq * b",
            "iseq * b c",
            "iseq --* b c d e",
        ]
        .map(|line| format!("{line}\n    {}", outcome(line)))
        .join("\n")
    );
}

#[test]
fn more_than_255_arguments_are_too_many_for_any_command() {
    let arguments = vec![Text::from("a"); 256];
    assert!(parse_arguments(&catalog(), form("echo"), &arguments[..255]).is_ok());
    let error = parse_arguments(&catalog(), form("echo"), &arguments).unwrap_err();
    assert_eq!((error.kind.class(), error.argument), (ErrorClass::OutOfRange, 255));
}

proptest! {
    #[test]
    fn nothing_makes_it_panic(
        command in prop::sample::select(vec!["echo", "prompt", "item", "imgfetch", "set"]),
        words in prop::collection::vec("-{0,3}[a-z*]{0,3}=?[0-9*]{0,2}", 0..5),
    ) {
        let arguments: Vec<_> = words.iter().map(|word| text(word)).collect();
        match parse_arguments(&catalog(), form(command), &arguments) {
            Ok(parsed) => prop_assert_eq!(parsed.first_positional + parsed.positionals.len(), arguments.len()),
            Err(error) => {
                let bytes = arguments.get(error.argument).map_or(0, |argument| argument.known_bytes().len());
                prop_assert!(error.argument <= arguments.len() && error.range.end <= bytes);
            }
        }
    }
}
