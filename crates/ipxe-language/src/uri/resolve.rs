//! Relative references.

use super::{Uri, UriScheme};
use crate::text::Slice;
use crate::text::Text;

impl Uri<'_> {
    /// The absolute URI of this one relative to `base` (the value of `${cwuri}`).
    ///
    /// An absolute path replaces the base's path; a relative one replaces the part after the last slash, with `./` and
    /// `../` resolved only at the beginning. Relative to an opaque URI, the result is that URI. `None` if the base is
    /// relative itself.
    ///
    /// ```
    /// use ipxe_language::{text::Text, uri::Uri};
    ///
    /// let base = Text::from("http://boot.example/a/b/menu.ipxe?x");
    /// let uri = Text::from("../c/vmlinuz");
    /// let resolved = Uri::parse(&uri).resolve(&Uri::parse(&base)).unwrap();
    /// assert_eq!(resolved, Text::from("http://boot.example/a/c/vmlinuz"));
    /// ```
    #[must_use]
    pub fn resolve(&self, base: &Uri<'_>) -> Option<Text<'static>> {
        if self.scheme != UriScheme::Absent {
            return Some(self.to_text());
        }
        if base.scheme == UriScheme::Absent {
            return None;
        }
        let mut text = Text::default();
        base.push_scheme(&mut text);
        if let Some(opaque) = base.opaque {
            text.push(&opaque.to_text());
            return Some(text);
        }
        base.push_authority(&mut text);
        match self.path {
            Some(path) if path.starts_with(b"/") => text.push(&path.to_text()),
            Some(path) => push_relative(base.path, path, &mut text),
            None => text.push(&base.path.map(|path| path.to_text()).unwrap_or_default()),
        }
        self.push_end(&mut text);
        Some(text)
    }

    /// The directory of the URI: everything up to the last slash of its path, as `${cwduri}` shows it.
    #[must_use]
    pub fn directory(&self) -> Text<'static> {
        let mut text = Text::default();
        self.push_scheme(&mut text);
        self.push_authority(&mut text);
        if let Some(path) = self.path {
            text.push(&directory(path).to_text());
        }
        text
    }

    /// The URI as a text; a known text is returned unchanged.
    #[must_use]
    pub fn to_text(&self) -> Text<'static> {
        let mut text = Text::default();
        self.push_scheme(&mut text);
        self.push_authority(&mut text);
        for part in [self.opaque, self.path].into_iter().flatten() {
            text.push(&part.to_text());
        }
        self.push_end(&mut text);
        text
    }

    fn push_scheme(&self, text: &mut Text<'_>) {
        match self.scheme {
            UriScheme::Known(scheme) => {
                text.push(&scheme.to_text());
                text.push_bytes(b":");
            }
            UriScheme::Unknown if self.host.is_some() => {
                text.push_unknown();
                text.push_bytes(b":");
            }
            UriScheme::Unknown | UriScheme::Absent => {}
        }
    }

    fn push_authority(&self, text: &mut Text<'_>) {
        let Some(host) = self.host else { return };
        text.push_bytes(b"//");
        if let Some(user) = self.user {
            text.push(&user.to_text());
            push_part(b":", self.password, text);
            text.push_bytes(b"@");
        }
        text.push(&host.to_text());
        push_part(b":", self.port, text);
    }

    fn push_end(&self, text: &mut Text<'_>) {
        push_part(b"?", self.query, text);
        push_part(b"#", self.fragment, text);
    }
}

fn push_part(separator: &[u8], part: Option<Slice<'_>>, text: &mut Text<'_>) {
    if let Some(part) = part {
        text.push_bytes(separator);
        text.push(&part.to_text());
    }
}

/// The path up to and including its last slash.
fn directory(path: Slice<'_>) -> Slice<'_> {
    match path.find_last(b'/') {
        Some(slash) => path.cut_before(slash + 1).0,
        None => path.cut_before(path.range().start).0,
    }
}

/// Appends a relative path below the base's directory; `../` at its start goes up, but never above the root.
fn push_relative(base: Option<Slice<'_>>, mut path: Slice<'_>, text: &mut Text<'_>) {
    let mut parent = base.map(directory);
    loop {
        let skip = if path.starts_with(b"./") {
            2
        } else if path.starts_with(b"../") {
            3
        } else {
            break;
        };
        path = path.cut(path.range().start + skip - 1).1;
        if skip == 3
            && let Some(current) = parent
            && let Some(last) = current.range().end.checked_sub(1)
        {
            let without_slash = current.cut_before(last).0;
            parent = Some(if without_slash.is_empty() { current } else { directory(without_slash) });
        }
    }
    match parent.filter(|parent| !parent.is_empty()) {
        Some(parent) => text.push(&parent.to_text()),
        None => text.push_bytes(b"/"),
    }
    text.push(&path.to_text());
}
