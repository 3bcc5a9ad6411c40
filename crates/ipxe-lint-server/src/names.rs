//! The names in a script and their uses.

use ipxe_language::{setting_name::SettingName, words::text_of};
use ipxe_lint::{
    catalog::{Catalog, Role},
    syntax::{Command, Expansion, Script, Span, Word},
};

use crate::spot::{self, Meaning};

/// The kind of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Kind {
    Label,
    Setting,
    /// An entry of a menu, or a field of a form.
    Item,
    Image,
}

/// How an occurrence uses the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    /// It creates what is named, or assigns a new value.
    Defined,
    /// It reads it.
    Read,
}

/// An occurrence of a name in a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Occurrence {
    pub(crate) kind: Kind,
    /// The name. For a setting, with its scope and without its type.
    pub(crate) name: Vec<u8>,
    pub(crate) span: Span,
    pub(crate) what: Use,
}

/// The names in a script, in source order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    pub(crate) all: Vec<Occurrence>,
    /// Names that are only computed at run time.
    pub(crate) computed: Vec<(Kind, Span)>,
    /// Words that are compared or stored: they may contain names.
    pub(crate) values: Vec<(Vec<u8>, Span)>,
}

impl Names {
    pub(crate) fn of(script: &Script<'_>, catalog: &Catalog) -> Self {
        let mut names = Self::default();
        for label in script.labels() {
            names.add(Kind::Label, label.name(), label.name_span(), Use::Defined);
        }
        script.commands().for_each(|command| names.command(command, catalog));
        names.all.sort_by_key(|one| one.span);
        names
    }

    /// The name at a position.
    pub(crate) fn at(&self, offset: u32) -> Option<&Occurrence> {
        let around = self.all.iter().filter(|one| one.span.start() <= offset && offset <= one.span.end());
        around.min_by_key(|one| one.span.len())
    }

    /// All occurrences of the same name.
    pub(crate) fn same<'n>(&'n self, one: &'n Occurrence) -> impl Iterator<Item = &'n Occurrence> {
        self.all.iter().filter(move |other| other.kind == one.kind && other.name == one.name)
    }

    fn add(&mut self, kind: Kind, name: &[u8], span: Span, what: Use) {
        self.all.push(Occurrence { kind, name: name.to_vec(), span, what });
    }

    fn command(&mut self, command: Command<'_, '_>, catalog: &Catalog) {
        let Some(known) = command.name().and_then(|name| catalog.command(name.text())) else {
            command.expansions().for_each(|expansion| self.expansion(expansion));
            return;
        };
        let words: Vec<_> = command.words().collect();
        for (word, meaning) in words.iter().zip(spot::meanings(known.form, &words)) {
            if let Some(role) = meaning.role() {
                self.word(*word, meaning, role);
            }
        }
        command.expansions().for_each(|expansion| self.expansion(expansion));
    }

    fn word(&mut self, word: Word<'_, '_>, meaning: Meaning, role: Role) {
        let start = spot::value_start(word, meaning);
        let text = &word.text()[start..];
        let is_default = role == Role::ItemName && !matches!(meaning, Meaning::Argument { .. });
        let used = if is_default { Some((Kind::Item, Use::Read)) } else { used(role) };
        let Some((kind, what)) = used else {
            if matches!(role, Role::Value | Role::SettingValue) && !word.has_expansion() {
                self.values.push((text.to_vec(), word.span()));
            }
            if role == Role::CommandLine {
                self.initrd_arguments(word);
            }
            return;
        };
        if word.has_expansion() || word.has_hole() {
            self.computed.push((kind, word.span()));
            return;
        }
        if role == Role::ImageOrUri && text.contains(&b'/') {
            return;
        }
        let (name, range) = match kind {
            Kind::Setting => {
                let end = text.iter().position(|byte| *byte == b':').unwrap_or(text.len());
                (&text[..end], start..start + end)
            }
            _ => (text, start..word.text().len()),
        };
        // `item --gap` has no name.
        if !name.is_empty() {
            self.add(kind, name, word.span_at(range), what);
        }
    }

    /// `initrd=NAME` names an image.
    fn initrd_arguments(&mut self, word: Word<'_, '_>) {
        if let Some(name) = word.text().strip_prefix(b"initrd=").filter(|_| !word.has_expansion()) {
            let start = word.text().len() - name.len();
            self.add(Kind::Image, name, word.span_at(start..word.text().len()), Use::Read);
        }
    }

    fn expansion(&mut self, expansion: Expansion<'_, '_>) {
        if expansion.has_nested() {
            self.computed.push((Kind::Setting, expansion.span()));
            return;
        }
        let inside = expansion.inside();
        let name = SettingName::parse(inside.text());
        let scope = if name.scope.is_empty() { 0 } else { name.scope.len() + 1 };
        let end = u32::try_from(scope + name.name.len()).unwrap_or(u32::MAX);
        let span = inside.span();
        // The span of a name that continues on the next line contains bytes that are not part of the name.
        let span = if span.len() as usize == inside.text().len() {
            Span::new(span.start(), span.start() + end)
        } else {
            span
        };
        self.add(Kind::Setting, &inside.text()[..end as usize], span, Use::Read);
    }
}

/// The kind of name in a word of this role, and how it is used.
const fn used(role: Role) -> Option<(Kind, Use)> {
    Some(match role {
        Role::Label => (Kind::Label, Use::Read),
        Role::SettingWritten | Role::SettingUpdated => (Kind::Setting, Use::Defined),
        Role::SettingRead => (Kind::Setting, Use::Read),
        Role::ItemName => (Kind::Item, Use::Defined),
        Role::NewImageName => (Kind::Image, Use::Defined),
        Role::Image | Role::ImageOrUri => (Kind::Image, Use::Read),
        _ => return None,
    })
}

/// Whether a text may be the result of a name that is computed at run time.
pub(crate) fn may_be(word: Word<'_, '_>, name: &[u8]) -> bool {
    text_of(word).may_equal(name)
}
