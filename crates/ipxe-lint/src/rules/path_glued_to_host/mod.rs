//! A path that follows a host without a slash, at the ends of settings' values.

use std::cell::OnceCell;

use foldhash::HashSet;
use ipxe_catalog::world::{FileClass, FileKind, NameMatch};
use ipxe_language::text::Text;
use ipxe_syntax::Expansion;

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::{
    commands::{
        hosts::is_address,
        uris::{WrittenUri, scheme_length},
    },
    settings::uri_settings::{HostEnd, host_end},
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "path-glued-to-host",
    code: "IPX805",
    summary: "there is no slash between a host, or a directory, and the path after it",
    level: Level::Error,
    fix: FixKind::Always,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let (directories, hosts) = (OnceCell::new(), OnceCell::new());
    let directories = || directories.get_or_init(|| directories_in(cx));
    for uri in cx.written_uris() {
        out.extend(joints(&uri).find_map(|joint| {
            let is_directory = || joint.left.is_some_and(|left| directories().contains(left.text()));
            let begins_name = joint.begins_name(&uri, &is_directory);
            let looked_at =
                joint.may_lack_slash(cx, &uri, begins_name).then(|| joint.look_at(cx, &uri, begins_name));
            looked_at.flatten().or_else(|| joint.unlike_others(cx, &uri, hosts.get_or_init(|| hosts_in(cx))))
        }));
    }
}

/// The expansions that a slash and a path follow in URIs: they contain directories.
fn directories_in<'a>(cx: &Context<'a, '_>) -> HashSet<&'a [u8]> {
    let expansions = cx.written_uris().flat_map(|uri| {
        uri.expansions().filter(move |(range, _)| {
            let rest = uri.text().get(range.end..).unwrap_or_default();
            matches!(rest, [b'/', next, ..] if next.is_ascii_alphanumeric() || *next == b'$')
        })
    });
    expansions.map(|(_, expansion)| expansion.text()).collect()
}

/// The expansions that are the host of a URI, or its end, and that a path with a slash follows.
fn hosts_in<'a>(cx: &Context<'a, '_>) -> HashSet<&'a [u8]> {
    let expansions = cx.written_uris().flat_map(|uri| {
        uri.expansions().filter(move |(range, expansion)| {
            let (before, after) = uri.text().split_at(range.end);
            ends_authority(before, *expansion).is_some() && after.starts_with(b"/")
        })
    });
    expansions.map(|(_, expansion)| expansion.text()).collect()
}

/// The part of a URI's authority in which the expansion at the end of a text is.
fn ends_authority(text: &[u8], expansion: Expansion<'_, '_>) -> Option<Place> {
    let written = text.strip_suffix(expansion.text())?;
    let at = memchr::memmem::find(written, b"://")? + b"://".len();
    match written.get(at..)? {
        b"" => Some(Place::Host),
        [.., b'.'] if !written.get(at..)?.contains(&b'/') => Some(Place::Host),
        // Slashes in expansions belong to scopes.
        [.., b':'] if !without_expansions(written.get(at..)?).contains(&b'/') => Some(Place::Port),
        _ => None,
    }
}

/// A text up to its first expansion, and after its last one.
fn without_expansions(text: &[u8]) -> Vec<u8> {
    let first = memchr::memmem::find(text, b"${").unwrap_or(text.len());
    let last = memchr::memrchr(b'}', text).map_or(text.len(), |at| at + 1);
    [text.get(..first).unwrap_or_default(), text.get(last..).unwrap_or_default()].concat()
}

/// A position in the authority of a URI.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Host,
    Port,
}

/// A position between the value of a setting and the text next to it.
struct Joint<'a, 's> {
    /// The offset in the URI's text.
    at: usize,
    left: Option<Expansion<'a, 's>>,
    right: Option<Expansion<'a, 's>>,
}

/// The maximum number of positions in one URI that are checked: each check takes time linear in the URI's length.
const JOINTS: usize = 64;

fn joints<'a, 's>(uri: &WrittenUri<'a, 's>) -> impl Iterator<Item = Joint<'a, 's>> {
    let length = uri.text().len();
    let expansions: Vec<_> = uri.expansions().take(JOINTS).collect();
    let before =
        |at: usize| expansions.iter().find(|(range, _)| range.end == at).map(|(_, expansion)| *expansion);
    let after =
        |at: usize| expansions.iter().find(|(range, _)| range.start == at).map(|(_, expansion)| *expansion);
    let mut places: Vec<_> = expansions.iter().flat_map(|(range, _)| [range.start, range.end]).collect();
    places.dedup();
    places.retain(|at| (1..length).contains(at));
    let joints: Vec<_> =
        places.into_iter().map(|at| Joint { at, left: before(at), right: after(at) }).collect();
    joints.into_iter()
}

impl<'a, 's> Joint<'a, 's> {
    /// Whether a file name begins here, and not the end of one: it is a typical file name, or has a file extension if
    /// the setting contains a directory elsewhere.
    fn begins_name(&self, uri: &WrittenUri<'a, 's>, is_directory: &dyn Fn() -> bool) -> bool {
        let after = uri.text().get(self.at..).unwrap_or_default();
        let is_name = || after.first().is_some_and(u8::is_ascii_lowercase) && after.contains(&b'.');
        begins_with_file(after) || is_name() && is_directory()
    }

    /// Whether the values are worth a query: a quick check of the written text.
    fn may_lack_slash(&self, cx: &Context<'a, 's>, uri: &WrittenUri<'a, 's>, begins_name: bool) -> bool {
        let (before, after) = uri.text().split_at(self.at);
        let begins_path = self.right.is_some() || after.first().is_some_and(u8::is_ascii_alphabetic);
        // A slash in an expansion belongs to its name.
        let written = self.left.and_then(|left| before.strip_suffix(left.text())).unwrap_or(before);
        let has_authority =
            memchr::memmem::find(written, b"://").is_some_and(|at| !written[at + 3..].contains(&b'/'));
        let ends_path = self.left.is_some_and(|left| !cx.uri_settings().of(left).is_empty()) && begins_name;
        let ends_host = match self.left {
            Some(left) => {
                let is_own = left.inside().as_literal().is_some_and(|name| cx.written().names().has(name));
                let is_host = || is_address(cx, left) || is_own && written.ends_with(b"://");
                !cx.uri_settings().of(left).is_empty() || has_authority && is_host()
            }
            None => {
                has_authority
                    && before.last().is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b']')
            }
        };
        let is_set = |right: Expansion<'_, '_>| {
            right.inside().as_literal().is_some_and(|name| cx.written().names().has(name))
        };
        begins_path && (ends_host || ends_path) && self.right.is_none_or(is_set)
    }

    fn look_at(
        &self,
        cx: &Context<'a, 's>,
        uri: &WrittenUri<'a, 's>,
        begins_name: bool,
    ) -> Option<Diagnostic> {
        let (before, after) = uri.text().split_at(self.at);
        let moment = cx.analysis().before(uri.command.id())?;
        let (lefts, rights) = (moment.texts(before), moment.texts(after));
        let last = self.left.map(|left| (uri.command.id(), left));
        let ends: Vec<_> = lefts.iter().map(|left| host_end(cx, left, last)).collect();
        // A setting may complete the name before it.
        let is_begun = |end: HostEnd| end == HostEnd::Name && self.left.is_none();
        let glued = |end: &Option<HostEnd>| {
            end.is_some_and(|end| !is_begun(end) && rights.iter().all(|right| is_glued(end, right, uri)))
        };
        let count = ends.iter().filter(|end| glued(end)).count();
        if count == 0 && self.right.is_none() && self.left.is_some() && begins_name {
            let ends_in_word = |left: &Text<'_>| {
                scheme_length(left.head()).is_some()
                    && left.tail().contains(&b'/')
                    && left.tail().last().is_some_and(u8::is_ascii_alphanumeric)
            };
            let is_certain = !lefts.is_empty() && lefts.iter().all(ends_in_word);
            return is_certain.then(|| self.report_path(uri));
        }
        // It is unknown which of the values occur together.
        if count == 0 || rights.is_empty() || (self.right.is_some() && count < ends.len()) {
            return None;
        }
        // Unknown text may end in a slash.
        let is_open = |left: &Text<'_>| left.holes().last() == Some(&left.known_bytes().len());
        let is_certain =
            count == ends.len() && !ends.contains(&Some(HostEnd::Name)) && !lefts.iter().any(is_open);
        Some(self.report(uri, if is_certain { Level::Error } else { Level::Warning }))
    }

    /// A path after a setting that is only the port; or after one that is the whole host if other uses in the script
    /// have a slash after it.
    fn unlike_others(
        &self,
        cx: &Context<'a, 's>,
        uri: &WrittenUri<'a, 's>,
        hosts: &HashSet<&[u8]>,
    ) -> Option<Diagnostic> {
        let (before, after) = uri.text().split_at(self.at);
        let left = self.left?;
        let place = ends_authority(before, left)?;
        if !after.first().is_some_and(u8::is_ascii_alphabetic)
            || place == Place::Host && !hosts.contains(left.text())
        {
            return None;
        }
        let values = cx.analysis().before(uri.command.id())?.texts(left.text());
        // A slash in the value makes another one unnecessary.
        let has_path = values.iter().any(|value| memchr::memchr(b'/', value.known_bytes()).is_some());
        (!has_path).then(|| self.report(uri, Level::Warning))
    }

    /// A file name that completes the last component of a path.
    fn report_path(&self, uri: &WrittenUri<'a, 's>) -> Diagnostic {
        let (before, after) = uri.text().split_at(self.at);
        let what = self.left.map_or(before, Expansion::text);
        let message =
            format!("there is no slash between the path at the end of {} and {}", quote(what), quote(after));
        let label = "this becomes part of the last name in that path";
        let fix = Fix::unsafe_("write a slash between them", uri.span_at(self.at..self.at), "/");
        let span = uri.span_at(self.at..self.at + after.len());
        Diagnostic::new(RuleId::PathGluedToHost, span, message, label).at_level(Level::Warning).fix(fix)
    }

    fn report(&self, uri: &WrittenUri<'a, 's>, level: Level) -> Diagnostic {
        let (before, after) = uri.text().split_at(self.at);
        let rest = match self.right {
            Some(right) => right.text(),
            None => after.split(|byte| *byte == b'/').next().unwrap_or_default(),
        };
        let what = self.left.map_or(before, Expansion::text);
        let message =
            format!("there is no slash between the host at the end of {} and {}", quote(what), quote(rest));
        let label = "this becomes part of the host name";
        let fix = Fix::unsafe_("write a slash between them", uri.span_at(self.at..self.at), "/");
        let span = uri.span_at(self.at..self.at + rest.len());
        Diagnostic::new(RuleId::PathGluedToHost, span, message, label).at_level(level).fix(fix)
    }
}

/// Whether a text after a host is certainly a path, and completes neither the host's name nor its port.
fn is_glued(end: HostEnd, right: &Text<'_>, uri: &WrittenUri<'_, '_>) -> bool {
    let head = right.head();
    let slash = memchr::memchr(b'/', head);
    let first = slash.and_then(|at| head.get(..at));
    // `.` continues a name, and `:` ends it.
    let is_component =
        first.is_some_and(|first| !first.iter().any(|byte| matches!(byte, b'.' | b':' | b'@')));
    let is_file = right.is_known() && slash.is_none() && uri.role.is_uri();
    // Another rule reports a whole URL after another one.
    head.first().is_some_and(u8::is_ascii_alphabetic)
        && scheme_length(head).is_none()
        && match end {
            HostEnd::Address => true,
            HostEnd::Domain => is_component || is_file,
            HostEnd::Name => is_component,
        }
}

/// Whether a text begins with a typical file name, and not with part of one: `linux` may complete a word.
fn begins_with_file(text: &[u8]) -> bool {
    let end = text.iter().position(|byte| b"/?#&$ ".contains(byte)).unwrap_or(text.len());
    let name = text.get(..end).unwrap_or_default();
    FileKind::of(name).is_some_and(|kind| {
        let is_name = match kind.matched {
            NameMatch::Exact => name.contains(&b'.') || kind.class == FileClass::Memdisk,
            NameMatch::Prefix => true,
            _ => false,
        };
        kind.certain && is_name
    })
}
