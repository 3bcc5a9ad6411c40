use proptest::prelude::*;

use super::*;

fn scheme(text: &str) -> Option<String> {
    match Uri::parse(&Text::from(text)).scheme {
        UriScheme::Known(scheme) => Some(String::from_utf8(scheme.bytes().to_vec()).unwrap()),
        UriScheme::Unknown => Some("?".to_owned()),
        UriScheme::Absent => None,
    }
}

fn resolved(base: &str, uri: &str) -> String {
    let (base, uri) = (Text::from(base), Text::from(uri));
    let resolved = Uri::parse(&uri).resolve(&Uri::parse(&base)).unwrap();
    String::from_utf8(resolved.as_known().unwrap().to_vec()).unwrap()
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

#[test]
fn a_scheme_is_letters_and_hyphens_before_the_first_colon() {
    assert_eq!(scheme("http://x").as_deref(), Some("http"));
    assert_eq!(scheme("server:8080/x").as_deref(), Some("server"));
    assert_eq!(scheme("x-y_z:").as_deref(), Some("x-y_z"));
    assert_eq!(scheme(":x").as_deref(), Some(""));
    for relative in ["10.0.0.1:8080/x", "boot.example:80/x", "/a:b", "a/b:c", "", "x", "b2:c"] {
        assert_eq!(scheme(relative), None, "{relative}");
    }
}

#[test]
fn an_unknown_piece_can_hide_a_scheme() {
    for (spec, expected) in [
        ("*/vmlinuz", UriScheme::Unknown),
        ("ht*://x", UriScheme::Unknown),
        ("*:8080/x", UriScheme::Unknown),
        ("a.*:x", UriScheme::Absent),
        ("/*", UriScheme::Absent),
    ] {
        assert_eq!(Uri::parse(&text(spec)).scheme, expected, "{spec}");
    }
}

#[test]
fn every_part_has_its_place() {
    let text = Text::from("http://u:p@[::1]:80/a/b?q=1#f");
    insta::assert_debug_snapshot!(Uri::parse(&text));
}

#[test]
fn unknown_pieces_belong_to_the_part_they_stand_in() {
    insta::assert_debug_snapshot!(Uri::parse(&text("*://*:*/a*/*.img?*#*")));
}

#[test]
fn what_is_no_path_is_opaque() {
    let text = Text::from("data:,%23!ipxe?x#y");
    let uri = Uri::parse(&text);
    assert_eq!(uri.opaque.unwrap().bytes(), b",%23!ipxe?x");
    assert_eq!(uri.path, None);
    assert_eq!(uri.image_name(), Some(Text::from(",%23!ipxe?x")));
    assert_eq!(Uri::parse(&Text::from("data:text/plain,a")).image_name(), Some(Text::from("plain,a")));
}

#[test]
fn an_image_is_named_after_the_last_component() {
    for (spec, name) in [
        ("http://x/a/b.img?c/d#e/f", Some("b.img")),
        ("b.img", Some("b.img")),
        ("http://x/", Some("")),
        ("http://x", None),
        ("http://x/a%20b", Some("a b")),
        ("*/vmlinuz", Some("vmlinuz")),
        ("http://x/*-a", Some("*-a")),
    ] {
        assert_eq!(Uri::parse(&text(spec)).image_name(), name.map(text), "{spec}");
    }
}

#[test]
fn a_second_hash_submits_parameters() {
    let named = |uri| match Uri::parse(&text(uri)).params().unwrap() {
        ParameterList::Unnamed => None,
        ParameterList::Named(name) => Some(name.bytes().to_vec()),
    };
    assert_eq!(named("http://x/##params"), None);
    assert_eq!(named("http://x/##params="), Some(b"".to_vec()));
    assert_eq!(named("http://x/##params=p"), Some(b"p".to_vec()));
    assert_eq!(Uri::parse(&text("http://x/#params")).params(), None);
}

#[test]
fn relative_references_climb_only_at_the_front() {
    let base = "http://h:1/sub/deep/a.ipxe?q#f";
    assert_eq!(resolved(base, "./b.ipxe"), "http://h:1/sub/deep/b.ipxe");
    assert_eq!(resolved(base, "../../hello.ipxe"), "http://h:1/hello.ipxe");
    assert_eq!(resolved(base, "../../../../hello.ipxe"), "http://h:1/hello.ipxe");
    assert_eq!(resolved(base, "/hello.ipxe?x"), "http://h:1/hello.ipxe?x");
    assert_eq!(resolved(base, "c/../d"), "http://h:1/sub/deep/c/../d");
    assert_eq!(resolved(base, "tftp://other/x"), "tftp://other/x");
    assert_eq!(resolved("tftp://h/", "x"), "tftp://h/x");
    assert_eq!(resolved("tftp://h", "x"), "tftp://h/x");
}

#[test]
fn nothing_is_relative_to_a_relative_base_and_what_is_to_an_opaque_one_is_that() {
    assert_eq!(Uri::parse(&text("z")).resolve(&Uri::parse(&text("x/y"))), None);
    assert_eq!(resolved("data:,x", "../z"), "data:,x");
}

#[test]
fn the_directory_ends_with_the_last_slash() {
    assert_eq!(Uri::parse(&text("http://h/a/b?q")).directory(), text("http://h/a/"));
    assert_eq!(Uri::parse(&text("tftp://h/")).directory(), text("tftp://h/"));
}

proptest! {
    #[test]
    fn known_text_is_put_together_as_it_was(bytes in prop_oneof![
        prop::collection::vec(any::<u8>(), 0..40),
        "[a.1]{0,3}:?/{0,2}[a@:\\[\\]?#/.]{0,20}".prop_map(String::into_bytes),
    ]) {
        let text = Text::from(bytes);
        prop_assert_eq!(Uri::parse(&text).to_text(), text);
    }

    #[test]
    fn nothing_makes_it_panic(spec in "[a:/*.?#@\\[\\]]{0,20}", base in "[a:/*.?#@]{0,20}") {
        let (uri, base) = (text(&spec), text(&base));
        let (uri, base) = (Uri::parse(&uri), Uri::parse(&base));
        let _ = (uri.resolve(&base), uri.image_name(), uri.params(), uri.directory());
    }
}
