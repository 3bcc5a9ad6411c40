//! Names of settings.

use std::fmt;

use crate::integer::parse_wide_integer;

/// The parts of a setting name: `[scope/]name[:type]`.
///
/// ```
/// use ipxe_language::setting_name::SettingName;
///
/// let name = SettingName::parse(b"net0.dhcp/175.190:hex");
/// assert_eq!(name.scope, b"net0.dhcp");
/// assert_eq!(name.name, b"175.190");
/// assert_eq!(name.setting_type, Some(&b"hex"[..]));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct SettingName<'n> {
    /// The path of settings blocks before the first `/`, joined by `.`; empty means the root.
    pub scope: &'n [u8],
    /// The name itself; it can be the number of a DHCP option, see [`SettingName::tag`].
    pub name: &'n [u8],
    /// The text after the first `:` after the scope. The type need not exist.
    pub setting_type: Option<&'n [u8]>,
}

impl<'n> SettingName<'n> {
    /// Splits a name; every text is a name.
    #[must_use]
    pub fn parse(text: &'n [u8]) -> Self {
        let (scope, rest) = cut(text, b'/').unwrap_or((b"", text));
        let (name, setting_type) = match cut(rest, b':') {
            Some((name, setting_type)) => (name, Some(setting_type)),
            None => (rest, None),
        };
        Self { scope, name, setting_type }
    }

    /// The option number of the name, if it is one: see [`parse_tag`].
    #[must_use]
    pub fn tag(&self) -> Option<u32> {
        parse_tag(self.name)
    }

    /// The blocks of the scope from the root down; none for the root itself. Dots around a name are ignored.
    pub fn path(&self) -> impl Iterator<Item = &'n [u8]> + use<'n> {
        let scope = self.scope;
        scope.split(|byte| *byte == b'.').filter(|name| !name.is_empty())
    }
}

impl fmt::Debug for SettingName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { scope, name, setting_type } = self;
        write!(f, "{}/{}", scope.escape_ascii(), name.escape_ascii())?;
        setting_type.map_or(Ok(()), |setting_type| write!(f, ":{}", setting_type.escape_ascii()))
    }
}

/// The number of a numeric setting name: integers joined by dots, one byte each from the second on. `175.190` is
/// `0xafbe`. A part without digits counts as 0, as in `1.`. None for an ordinary name, and also if the result is zero
/// or needs more than 32 bits.
#[must_use]
pub fn parse_tag(name: &[u8]) -> Option<u32> {
    tag(name, u64::MAX)
}

/// Like [`parse_tag`], in a build with 32-bit machine words: it reads each part modulo 2^32.
#[must_use]
pub fn parse_narrow_tag(name: &[u8]) -> Option<u32> {
    tag(name, u64::from(u32::MAX))
}

fn tag(name: &[u8], word: u64) -> Option<u32> {
    let mut tag = 0_u64;
    for part in name.split(|byte| *byte == b'.') {
        let number = if part.is_empty() { 0 } else { parse_wide_integer(part).ok()? };
        tag = tag << 8 | (number & word);
    }
    u32::try_from(tag).ok().filter(|tag| *tag != 0)
}

/// A setting's name without its type.
///
/// ```
/// use ipxe_language::setting_name::untyped;
///
/// assert_eq!(untyped(b"net0/mac:hexhyp"), b"net0/mac");
/// ```
#[must_use]
pub fn untyped(name: &[u8]) -> &[u8] {
    let length = SettingName::parse(name).setting_type.map_or(0, |setting_type| setting_type.len() + 1);
    name.get(..name.len() - length).unwrap_or(name)
}

/// Names are short, and are split often: a loop over the bytes is faster than a search with a set-up cost.
fn cut(text: &[u8], separator: u8) -> Option<(&[u8], &[u8])> {
    let at = text.iter().position(|byte| *byte == separator)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> String {
        format!("{:?}", SettingName::parse(text.as_bytes()))
    }

    #[test]
    fn a_name_is_cut_at_the_first_slash_and_then_at_the_first_colon() {
        for (text, expected) in [
            ("a", "/a"),
            ("x/y/z", "x/y/z"),
            ("a:string:hex", "/a:string:hex"),
            ("a:b/c:d", "a:b/c:d"),
            ("/a", "/a"),
            ("a:", "/a:"),
            (":string", "/:string"),
            ("", "/"),
        ] {
            assert_eq!(parsed(text), expected, "{text}");
        }
        assert_eq!(SettingName::parse(b"a:b/c").scope, b"a:b");
    }

    #[test]
    fn a_scope_is_a_path() {
        let path = |text| SettingName::parse(text).path().collect::<Vec<_>>();
        assert_eq!(path(b"net0.dhcp/ip"), [&b"net0"[..], b"dhcp"]);
        assert!(path(b"ip").is_empty());
        assert!(path(b"/ip").is_empty());
        assert!(path(b"./ip").is_empty());
        assert_eq!(path(b".net0..dhcp./ip"), [&b"net0"[..], b"dhcp"]);
    }

    #[test]
    fn numbers_joined_by_dots_are_a_tag() {
        assert_eq!(parse_tag(b"12"), Some(12));
        assert_eq!(parse_tag(b"0x0c"), Some(12));
        assert_eq!(parse_tag(b"175.190"), Some(44990));
        assert_eq!(parse_tag(b"1.8.16"), Some(67600));
        assert_eq!(parse_tag(b"1."), Some(256));
        assert_eq!(parse_tag(b".1"), Some(1));
        assert_eq!(parse_tag(b"1..2"), Some(0x0001_0002));
        assert_eq!(parse_tag(b"4294967295"), Some(u32::MAX));
        for plain in [
            &b"a"[..],
            b"",
            b".",
            b"12a",
            b"08",
            b"1.x",
            b"0",
            b"0.0",
            b"0x",
            b"-1",
            b"4294967308",
            b"1.2.3.4.5",
        ] {
            assert_eq!(parse_tag(plain), None, "{}", plain.escape_ascii());
        }
        assert_eq!(parse_narrow_tag(b"-1"), Some(u32::MAX));
        assert_eq!(parse_narrow_tag(b"4294967308"), Some(12));
        assert_eq!(parse_narrow_tag(b"1.2.3.4.5"), None);
    }
}
