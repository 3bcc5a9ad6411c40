use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::text::Text;

type Values = BTreeMap<Vec<u8>, Vec<u8>>;

fn values(pairs: &[(&str, &str)]) -> Values {
    pairs.iter().map(|(name, value)| (name.as_bytes().to_vec(), value.as_bytes().to_vec())).collect()
}

fn run(word: &str, pairs: &[(&str, &str)], limits: Limits) -> Result<Text<'static>, ExpandError> {
    expand(Text::from(word.as_bytes().to_vec()), lookup(&values(pairs)), limits)
}

fn lookup(values: &Values) -> impl FnMut(&Reference<'_>) -> Text<'static> {
    let values = values.clone();
    move |reference| match reference.name.as_known() {
        Some(name) => Text::from(values.get(name).cloned().unwrap_or_default()),
        None => Text::unknown(),
    }
}

/// The reference implementation: the loop as the description of the language states it, with restarts. `None` if it has
/// not ended after `rounds` replacements.
fn by_the_book(word: &[u8], values: &Values, mut rounds: usize) -> Option<Vec<u8>> {
    let mut text = word.to_vec();
    'restart: loop {
        let mut open = None;
        for at in 0..text.len() {
            if text[at..].starts_with(b"${") {
                open = Some(at);
            }
            if let (b'}', Some(start)) = (text[at], open) {
                rounds = rounds.checked_sub(1)?;
                let value = values.get(&text[start + 2..at]).cloned().unwrap_or_default();
                let value = value.split(|byte| *byte == 0).next().unwrap_or_default();
                text.splice(start..=at, value.iter().copied());
                continue 'restart;
            }
        }
        return Some(text);
    }
}

fn expanded(word: &str, pairs: &[(&str, &str)]) -> String {
    format!("{:?}", run(word, pairs, Limits::default()).unwrap())
}

#[test]
fn innermost_expansions_come_first() {
    assert_eq!(expanded("${${a}}", &[("a", "b"), ("b", "c")]), r#""c""#);
    assert_eq!(expanded("${a${b}", &[("b", "2")]), r#""${a2""#);
    assert_eq!(expanded("${${${b}", &[("b", "2")]), r#""${${2""#);
}

#[test]
fn a_value_can_complete_an_expansion_with_its_surroundings() {
    assert_eq!(expanded("${d}{b}", &[("d", "$"), ("b", "7")]), r#""7""#);
    assert_eq!(expanded("$${d}", &[("d", "{b}"), ("b", "7")]), r#""7""#);
    assert_eq!(expanded("$${d}{b}", &[("b", "7")]), r#""7""#, "an empty value brings neighbours together");
    assert_eq!(expanded("${b${d}", &[("d", "}"), ("b", "7")]), r#""7""#);
}

#[test]
fn what_is_no_expansion_stays() {
    for word in ["$a", "$ {a}", "{a}", "}{", "${a", "$$", "$}"] {
        assert_eq!(run(word, &[("a", "1")], Limits::default()).unwrap(), Text::from(word));
    }
    assert_eq!(expanded("x${}y", &[]), r#""xy""#);
}

#[test]
fn a_value_ends_at_its_first_nul() {
    assert_eq!(expanded("<${a}>", &[("a", "RT\0V")]), r#""<RT>""#);
}

#[test]
fn a_value_that_contains_itself_is_endless() {
    for (word, pairs) in [
        ("${a}", &[("a", "x${a}")][..]),
        ("${a}", &[("a", "${b}"), ("b", "<${a}>")]),
        ("${b${a}", &[("a", "}${a}")]),
        ("${a}", &[("a", "${${b}}"), ("b", "a")]),
    ] {
        let error = run(word, pairs, Limits::default()).unwrap_err();
        assert_eq!(error.kind, ExpandErrorKind::Endless, "{word}");
        assert_eq!(by_the_book(word.as_bytes(), &values(pairs), 1000), None);
    }
}

#[test]
fn a_name_that_returns_without_being_inside_its_own_value_is_no_cycle() {
    assert_eq!(expanded("${a}${a}", &[("a", "1")]), r#""11""#);
    assert_eq!(expanded("$${a}", &[("a", "{a}")]), r#""{a}""#, "the second time no `$` stands before it");
    assert_eq!(expanded("${d${a}", &[("d", "$"), ("a", "}{a}")]), r#""}{a}""#);
    assert_eq!(expanded("${a${a}}", &[("a", "")]), r#""""#);
}

#[test]
fn limits_end_what_only_grows() {
    let doubling: Vec<_> =
        (0..40).map(|n| (format!("a{n}"), format!("${{a{}}}${{a{}}}", n + 1, n + 1))).collect();
    let mut pairs: Vec<_> = doubling.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let error = run("${a0}", &pairs, Limits::default()).unwrap_err();
    assert_eq!(error.kind, ExpandErrorKind::TooMuchWork { limit: 16 << 20 }, "empty at the bottom");
    pairs.push(("a40", "0123456789"));
    let error = run("x${a0}", &pairs, Limits::with_size(1000)).unwrap_err();
    assert_eq!(error.kind, ExpandErrorKind::TooLong { limit: 1000 });
    assert_eq!(error.place, 1..6);
}

#[test]
fn every_reference_knows_its_place_in_the_word() {
    let mut seen = Vec::new();
    let values = values(&[("a", "${b}"), ("b", "c")]);
    let mut answer = lookup(&values);
    let spy = |reference: &Reference<'_>| {
        seen.push(format!("{:?} {:?} {}", reference.name, reference.place, reference.in_word));
        answer(reference)
    };
    expand(Text::from("x${${a}}y${b}"), spy, Limits::default()).unwrap();
    assert_eq!(seen, [r#""a" 3..7 true"#, r#""b" 3..7 false"#, r#""c" 1..8 true"#, r#""b" 9..13 true"#]);
}

#[test]
fn unknown_pieces_stay_where_they_are() {
    let mut word = Text::from("a$");
    word.push_unknown();
    word.push_bytes(b"{b}${c");
    word.push_unknown();
    word.push_bytes(b"}d");
    let expanded = expand(word, lookup(&values(&[("b", "no")])), Limits::default()).unwrap();
    assert_eq!(format!("{expanded:?}"), r#""a$…{b}…d""#);
}

#[test]
fn a_long_word_and_a_deep_nesting_take_linear_time() {
    let deep = "${".repeat(200_000) + &"}".repeat(200_000);
    assert_eq!(run(&deep, &[], Limits::default()).unwrap(), Text::default());
    let open = "${a".repeat(300_000);
    assert_eq!(run(&open, &[], Limits::default()).unwrap(), Text::from(&*open));
    let chain: Vec<_> = (0..3000).map(|n| (format!("a{n}"), format!("${{a{}}}", n + 1))).collect();
    let pairs: Vec<_> = chain.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(run("${a0}", &pairs, Limits::default()).unwrap(), Text::default());
}

/// Short texts made of special bytes and names.
const SCRAPS: &str = "[$ab{}]{0,8}|\\$\\{[ab]\\}|[ab]?\\$\\{[ab]\\}[ab{}$]?|\\}?\\{[ab]\\}";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]
    #[test]
    fn the_result_is_that_of_scanning_again_and_again(
        word in "[$ab{}]{0,14}|(\\$\\{[ab$]?){1,3}[ab}]{1,4}",
        a in SCRAPS, b in SCRAPS, ab in SCRAPS, none in SCRAPS,
    ) {
        let values = values(&[("a", &a), ("b", &b), ("ab", &ab), ("", &none)]);
        let limits = Limits { size: 4000, work: 100_000 };
        let ours = expand(Text::from(&*word), lookup(&values), limits);
        let theirs = by_the_book(word.as_bytes(), &values, 300);
        match (ours, theirs) {
            (Ok(ours), Some(theirs)) => prop_assert_eq!(ours.as_known(), Some(&theirs[..])),
            (_, None) => {}
            (Err(error), Some(theirs)) => {
                prop_assert!(error.kind != ExpandErrorKind::Endless, "{:?} but {:?}", error, theirs.escape_ascii().to_string());
            }
        }
    }

    #[test]
    fn no_bytes_make_it_panic(word in prop::collection::vec(any::<u8>(), 0..60), value in prop::collection::vec(any::<u8>(), 0..20)) {
        let lookup = |_: &Reference<'_>| Text::from(&*value);
        let _ = expand(Text::from(&*word), lookup, Limits::with_size(1000));
    }
}
