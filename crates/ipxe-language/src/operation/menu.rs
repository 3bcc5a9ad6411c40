use super::Joined;
use crate::options::OptionValue;
use crate::text::Text;

/// Creating a menu or form, or discarding it. Menus and forms share their names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Menu<'w> {
    /// Its name. None for the unnamed one.
    pub name: Option<OptionValue<'w>>,
    /// Its title.
    pub title: Joined<'w>,
    /// Whether it is discarded, and no new one created.
    pub delete: bool,
}

/// Adding an entry to a menu, or a field to a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Item<'w> {
    /// The menu or form; of several options for it, the last one.
    pub menu: Option<OptionValue<'w>>,
    /// The name that is stored if it is chosen, or the setting of the field. None: it cannot be chosen. An empty name
    /// is a name.
    pub name: Option<&'w Text<'w>>,
    /// The text that is shown.
    pub text: Joined<'w>,
    /// The key that chooses it.
    pub key: Option<OptionValue<'w>>,
    /// Whether the menu preselects it.
    pub default: bool,
    /// Whether the input is hidden.
    pub secret: bool,
    /// Whether it is a gap, so there is no name.
    pub gap: bool,
}

/// Showing a menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Choose<'w> {
    /// The setting that stores the chosen entry's name.
    pub setting: &'w Text<'w>,
    /// The menu; of several options for it, the last one.
    pub menu: Option<OptionValue<'w>>,
    /// The name of the preselected entry.
    pub default: Option<OptionValue<'w>>,
    /// The time in milliseconds without a key after which the current entry is chosen.
    pub timeout: Option<OptionValue<'w>>,
    /// The same, after a key was pressed.
    pub retimeout: Option<OptionValue<'w>>,
    /// Whether the menu is kept.
    pub keep: bool,
}

/// Showing a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Present<'w> {
    /// The form; of several options for it, the last one.
    pub form: Option<OptionValue<'w>>,
    /// Whether the form is kept.
    pub keep: bool,
}

/// Waiting for a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Prompt<'w> {
    /// The text that is shown.
    pub text: Joined<'w>,
    /// The only key that succeeds; without one, any key.
    pub key: Option<OptionValue<'w>>,
    /// The timeout in milliseconds.
    pub timeout: Option<OptionValue<'w>>,
}

/// Creating a list of request parameters, or discarding it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ParameterList<'w> {
    /// Its name. None for the unnamed one.
    pub name: Option<OptionValue<'w>>,
    /// The HTTP method that sends it.
    pub method: Option<OptionValue<'w>>,
    /// Whether it is discarded, and no new one created.
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
