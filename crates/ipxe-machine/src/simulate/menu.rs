//! Menus and forms.

/// A menu or a form: iPXE has one structure for both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Menu {
    /// Its title; may be empty.
    pub title: Vec<u8>,
    /// Its entries, separators included.
    pub items: Vec<MenuItem>,
}

/// An entry of a menu, a field of a form, or a separator.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct MenuItem {
    /// The name that `choose` stores, or the setting of a field. None for a separator.
    pub name: Option<Vec<u8>>,
    /// The text that is shown.
    pub text: Vec<u8>,
    /// The key that chooses it.
    pub key: Option<u32>,
    /// Whether the menu preselects it.
    pub default: bool,
    /// Whether a field hides its input.
    pub secret: bool,
}

impl Menu {
    /// The entries that can be chosen, in order.
    pub fn entries(&self) -> impl Iterator<Item = (&[u8], &MenuItem)> {
        self.items.iter().filter_map(|item| Some((item.name.as_deref()?, item)))
    }

    /// The preselected entry: the one named `default` if it exists; without that option, the last one marked as
    /// default; otherwise the first.
    #[must_use]
    pub fn start(&self, default: Option<&[u8]>) -> Option<&[u8]> {
        let named = |name| self.entries().find(|(entry, _)| *entry == name);
        let chosen = match default {
            Some(name) => named(name),
            None => self.entries().filter(|(_, item)| item.default).last(),
        };
        chosen.or_else(|| self.entries().next()).map(|(name, _)| name)
    }

    /// The number of bytes that it uses.
    pub(super) fn size(&self) -> usize {
        size_of::<Self>() + self.title.len() + self.items.iter().map(MenuItem::size).sum::<usize>()
    }
}

impl MenuItem {
    /// The number of bytes that it uses.
    pub(super) fn size(&self) -> usize {
        size_of::<Self>() + self.text.len() + self.name.as_ref().map_or(0, Vec::len)
    }
}
