use super::Joined;
use crate::options::OptionValue;
use crate::text::Text;

/// Beginning a menu or form, or discarding it. Menus and forms are found by one set of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Menu<'w> {
    /// Its name; if it is left out, it is the one without a name.
    pub name: Option<OptionValue<'w>>,
    /// Its title.
    pub title: Joined<'w>,
    /// Whether it is discarded, and none begun in its place.
    pub delete: bool,
}

/// Adding an entry to a menu, or a field to a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Item<'w> {
    /// The menu or form; of several options that say it, the last one.
    pub menu: Option<OptionValue<'w>>,
    /// What is stored if it is chosen, or the setting that the field is for. None: it cannot be chosen. An empty name is
    /// a name.
    pub name: Option<&'w Text<'w>>,
    /// What is shown.
    pub text: Joined<'w>,
    /// The key that chooses it.
    pub key: Option<OptionValue<'w>>,
    /// Whether the menu starts on it.
    pub default: bool,
    /// Whether what is entered is not shown.
    pub secret: bool,
    /// Whether it was made a gap, so that there is no name.
    pub gap: bool,
}

/// Showing a menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Choose<'w> {
    /// The setting that the chosen entry's name is stored in.
    pub setting: &'w Text<'w>,
    /// The menu; of several options that say it, the last one.
    pub menu: Option<OptionValue<'w>>,
    /// The name of the entry that it starts on.
    pub default: Option<OptionValue<'w>>,
    /// After how many milliseconds without a key the current entry is chosen.
    pub timeout: Option<OptionValue<'w>>,
    /// The same, once a key was pressed.
    pub retimeout: Option<OptionValue<'w>>,
    /// Whether the menu is there afterwards.
    pub keep: bool,
}

/// Showing a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Present<'w> {
    /// The form; of several options that say it, the last one.
    pub form: Option<OptionValue<'w>>,
    /// Whether the form is there afterwards.
    pub keep: bool,
}

/// Waiting for a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Prompt<'w> {
    /// What is shown.
    pub text: Joined<'w>,
    /// The only key that succeeds; any key if it is left out.
    pub key: Option<OptionValue<'w>>,
    /// For how long it waits, in milliseconds.
    pub timeout: Option<OptionValue<'w>>,
}

/// Beginning a list of request parameters, or discarding it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ParameterList<'w> {
    /// Its name; if it is left out, it is the one without a name.
    pub name: Option<OptionValue<'w>>,
    /// The HTTP method that sends it.
    pub method: Option<OptionValue<'w>>,
    /// Whether it is discarded, and none begun in its place.
    pub delete: bool,
}

/// Adding to a list of request parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parameter<'w> {
    /// The list.
    pub list: Option<OptionValue<'w>>,
    /// The parameter's name.
    pub name: &'w Text<'w>,
    /// Its value.
    pub value: Joined<'w>,
    /// Whether it is sent as a header.
    pub header: bool,
}
