//! The words that iPXE takes for URIs.

use std::{borrow::Cow, collections::HashSet, ops::Range};

use ipxe_catalog::{Actions, CommandForm, Role};
use ipxe_engine::{Invocation, Text, Uri};
use ipxe_syntax::{Command, Span, Word};

use crate::context::Context;

/// A word that is taken for a URI.
pub(crate) struct UriWord<'a, 's> {
    pub(crate) word: Word<'a, 's>,
    /// The URI as far as it is known.
    pub(crate) text: &'a Text<'a>,
    pub(crate) role: Role,
}

impl UriWord<'_, '_> {
    /// Where a range of the URI's known bytes stands, if no expansion comes before its end.
    pub(crate) fn exact_place(&self, range: Range<usize>) -> Option<Span> {
        (range.end <= self.text.head().len()).then(|| self.word.span_at(range))
    }

    /// Where a range of the URI's known bytes stands; the whole word where an expansion comes before its end.
    pub(crate) fn place(&self, range: Range<usize>) -> Span {
        self.exact_place(range).unwrap_or_else(|| self.word.span())
    }

    /// Whether nothing in it is expanded.
    pub(crate) fn is_literal(&self) -> bool {
        self.text.is_known()
    }
}

impl<'a, 's> Context<'a, 's> {
    /// The words that are taken for URIs, in order; not those that name an image which the script registers, nor
    /// those that a template has yet to fill in.
    pub(crate) fn uris(&self) -> &[UriWord<'a, 's>] {
        self.uris.get_or_init(|| self.find_uris())
    }

    fn find_uris(&self) -> Vec<UriWord<'a, 's>> {
        let names = self.registered_names();
        let words = self.invocations_where(&takes_uri).flat_map(|(command, _)| self.uris_in(command));
        let is_name = |uri: &UriWord<'_, '_>| {
            uri.role == Role::ImageOrUri && uri.text.as_known().is_some_and(|name| names.contains(name))
        };
        words.filter(|uri| !self.has_template(uri.word.text()) && !is_name(uri)).collect()
    }

    fn uris_in(&self, command: Command<'a, 's>) -> impl Iterator<Item = UriWord<'a, 's>> {
        let bound = self.flow.invocation(command.id());
        let bound = bound.and_then(|invocation| Some((invocation.form()?, invocation.arguments()?)));
        bound.into_iter().flat_map(move |(form, arguments)| {
            let words = command.arguments().skip(arguments.first_positional);
            words.zip(arguments.positionals).enumerate().filter_map(|(at, (word, text))| {
                let role = form.argument(at)?.role;
                role.is_uri().then_some(UriWord { word, text, role })
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

/// Whether a URI is among the arguments.
pub(crate) fn takes_uri(form: &CommandForm) -> bool {
    form.arguments.iter().any(|argument| argument.role.is_uri())
}

fn registered_name(invocation: &Invocation<'_>) -> Option<Vec<u8>> {
    let given = invocation.arguments()?.option("name").and_then(|name| name.value);
    if let Some(name) = given {
        return name.text.as_known().map(<[u8]>::to_vec);
    }
    // A word without a host may itself be the name of an image, and then makes none.
    let uri = Uri::parse(invocation.positional(0)?);
    uri.host?;
    uri.image_name()?.into_known().map(Cow::into_owned)
}
