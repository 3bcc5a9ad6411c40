//! Words that iPXE reads as URIs, and words that contain URIs for later use.

use std::{borrow::Cow, ops::Range};

use foldhash::HashSet;
use ipxe_catalog::{Actions, CommandForm, Role, world::Meaning};
use ipxe_language::{invocation::Invocation, text::Text, uri::Uri};
use ipxe_syntax::{Command, Expansion, Segment, Span, Word};

use crate::commands::{Commands, positional_words};

/// The length of a scheme with a host and its `://` at the start of a text, in bytes. None if the text starts with
/// something else.
#[must_use]
pub fn scheme_length(text: &[u8]) -> Option<usize> {
    let is_scheme =
        |name: &&str| text.strip_prefix(name.as_bytes()).is_some_and(|rest| rest.starts_with(b"://"));
    Meaning::HostScheme.words().find(is_scheme).map(|name| name.len() + b"://".len())
}

/// A word that a command reads as a URI.
pub struct UriWord<'a, 's> {
    /// The command.
    pub command: Command<'a, 's>,
    /// The word.
    pub word: Word<'a, 's>,
    /// The URI, as far as it is known.
    pub text: &'a Text<'a>,
    /// How the command uses it.
    pub role: Role,
}

impl UriWord<'_, '_> {
    /// The span of a byte range of the URI's known bytes. None if an expansion comes before the end of the range.
    #[must_use]
    pub fn exact_place(&self, range: Range<usize>) -> Option<Span> {
        (range.end <= self.text.head().len()).then(|| self.word.span_at(range))
    }

    /// The span of a byte range of the URI's known bytes, or of the whole word if an expansion comes before the end of
    /// the range.
    #[must_use]
    pub fn place(&self, range: Range<usize>) -> Span {
        self.exact_place(range).unwrap_or_else(|| self.word.span())
    }

    /// Whether it contains no expansion.
    #[must_use]
    pub fn is_literal(&self) -> bool {
        self.text.is_known()
    }
}

/// A URI as written: in a word that iPXE reads as a URI, stores in a setting, or passes to the image that it boots.
#[derive(Clone, Copy, Debug)]
pub struct WrittenUri<'a, 's> {
    /// The command.
    pub command: Command<'a, 's>,
    /// The word.
    pub word: Word<'a, 's>,
    /// The offset in the word's text at which it begins, in bytes.
    pub start: usize,
    /// How the command uses the word. The word is more than a URI unless [`Role::is_uri`].
    pub role: Role,
}

impl<'a, 's> WrittenUri<'a, 's> {
    /// Its bytes before expansion.
    #[must_use]
    pub fn text(&self) -> &'a [u8] {
        self.word.text().get(self.start..).unwrap_or_default()
    }

    /// The span of a byte range of its [`text`](Self::text).
    #[must_use]
    pub fn span_at(&self, range: Range<usize>) -> Span {
        self.word.span_at(self.start + range.start..self.start + range.end)
    }

    /// Its outermost expansions, each with its byte range in its [`text`](Self::text).
    pub fn expansions(&self) -> impl Iterator<Item = (Range<usize>, Expansion<'a, 's>)> + use<'a, 's> {
        let mut at = 0;
        let start = self.start;
        self.word.segments().filter_map(move |segment| {
            let from = at;
            at += match segment {
                Segment::Literal { text, .. } => text.len(),
                Segment::Expansion(expansion) => expansion.text().len(),
                _ => b"${".len(),
            };
            let Segment::Expansion(expansion) = segment else { return None };
            Some((from.checked_sub(start)?..at - start, expansion))
        })
    }
}

impl<'a, 's> Commands<'a, 's> {
    /// All URIs as written, including those in the values of settings and in command lines of images.
    pub fn written_uris(&self) -> impl Iterator<Item = WrittenUri<'a, 's>> {
        let uris = self.uris().iter();
        let uris =
            uris.map(|&UriWord { command, word, role, .. }| WrittenUri { command, word, start: 0, role });
        uris.chain(self.carried_uris().iter().copied())
    }

    /// The possible URIs in words that are not URIs to iPXE: the values of settings, and the text after `KEY=` on the
    /// command line of an image. Words with template markup are not included.
    pub fn carried_uris(&self) -> &[WrittenUri<'a, 's>] {
        self.carried_uris.get_or_init(|| {
            let commands = self.invocations_where(&carries_text);
            let words = commands.flat_map(|(command, invocation)| carried(command, invocation));
            words.collect()
        })
    }

    /// The words that commands read as URIs, in order. Names of images that the script registers, and words with
    /// template markup, are not included.
    pub fn uris(&self) -> &[UriWord<'a, 's>] {
        self.uris.get_or_init(|| self.find_uris())
    }

    fn find_uris(&self) -> Vec<UriWord<'a, 's>> {
        let names = self.registered_names();
        let words = self.invocations_where(&takes_uri).flat_map(|(command, _)| self.uris_in(command));
        let is_name = |uri: &UriWord<'_, '_>| {
            uri.role == Role::ImageOrUri && uri.text.as_known().is_some_and(|name| names.contains(name))
        };
        words.filter(|uri| !is_name(uri)).collect()
    }

    fn uris_in(&self, command: Command<'a, 's>) -> impl Iterator<Item = UriWord<'a, 's>> {
        let bound = self.flow.invocation(command.id());
        let bound = bound.and_then(|invocation| Some((invocation.form()?, invocation.meant()?.1)));
        bound.into_iter().flat_map(move |(form, arguments)| {
            let words = command.arguments().skip(arguments.first_positional);
            words.zip(arguments.positionals).enumerate().filter_map(move |(at, (word, text))| {
                let role = form.argument(at)?.role;
                role.is_uri().then_some(UriWord { command, word, text, role })
            })
        })
    }

    /// The names of the images that the script registers, as far as they are known.
    fn registered_names(&self) -> HashSet<Vec<u8>> {
        let registering =
            self.invocations_where(&|form| form.effects.actions.contains(Actions::REGISTERS_IMAGE));
        registering.filter_map(|(_, invocation)| registered_name(invocation)).collect()
    }
}

/// Whether words of the command are passed on, and may be URIs there.
fn carries_text(form: &CommandForm) -> bool {
    form.arguments.iter().any(|argument| carries(argument.role))
}

fn carries(role: Role) -> bool {
    matches!(role, Role::CommandLine | Role::SettingValue)
}

fn carried<'a, 's>(
    command: Command<'a, 's>,
    invocation: &Invocation<'_>,
) -> impl Iterator<Item = WrittenUri<'a, 's>> + use<'a, 's> {
    let form = invocation.form();
    positional_words(command, invocation).enumerate().filter_map(move |(at, word)| {
        let role = form?.argument(at)?.role;
        let start = match role {
            Role::CommandLine => start_of_value(word.text())?,
            _ => 0,
        };
        let uri = WrittenUri { command, word, start, role };
        let is_text = |text: &[u8]| text.starts_with(b"${") || memchr::memchr2(b'/', b':', text).is_some();
        (carries(role) && is_text(uri.text())).then_some(uri)
    })
}

/// The offset of the value in an argument, or of the URI in it: `ds=nocloud;s=http://…`, `root=live:http://…`.
fn start_of_value(argument: &[u8]) -> Option<usize> {
    let value = memchr::memchr(b'=', argument)? + 1;
    let inside = memchr::memmem::find(argument.get(value..)?, b"://").map(|at| value + at);
    let scheme = inside.map(|end| {
        let before = argument.get(value..end).unwrap_or_default();
        end - before.iter().rev().take_while(|byte| byte.is_ascii_alphanumeric()).count()
    });
    let is_uri = |start: &usize| argument.get(*start..).is_some_and(|uri| scheme_length(uri).is_some());
    Some(scheme.filter(is_uri).unwrap_or(value))
}

/// Whether a URI is among the arguments.
#[must_use]
pub fn takes_uri(form: &CommandForm) -> bool {
    form.arguments.iter().any(|argument| argument.role.is_uri())
}

fn registered_name(invocation: &Invocation<'_>) -> Option<Vec<u8>> {
    let source = invocation.meant_operation()?.source()?;
    if let Some(name) = source.name {
        return name.text.as_known().map(<[u8]>::to_vec);
    }
    // A word without a host may itself be the name of an image, and then does not register one.
    let uri = Uri::parse(source.location);
    uri.host?;
    uri.image_name()?.into_known().map(Cow::into_owned)
}
