//! What reads the command line of a booted system: installers and initial file systems, and what they accept.

use crate::generated::world_boot_readers::{FAMILIES, FORMS, NAMES, READERS};

/// An installer or initial file system, and the arguments that it reads.
///
/// ```
/// use ipxe_catalog::world::BootReader;
///
/// let archiso = BootReader::all().iter().find(|reader| reader.name == "archiso").unwrap();
/// assert!(archiso.is_shown_by(b"archisobasedir=arch"));
/// assert!(archiso.reads(b"archiso_http_srv"));
/// assert!(!archiso.reads(b"inst.ks"));
/// let casper = BootReader::all().iter().find(|reader| reader.name == "casper").unwrap();
/// assert!(casper.is_of_file(b"http://192.0.2.1/Casper/vmlinuz"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BootReader {
    /// Its name, for messages.
    pub name: &'static str,
    pub(crate) words: &'static [&'static str],
    pub(crate) files: &'static [&'static str],
    pub(crate) ends: &'static [&'static str],
    pub(crate) reads: &'static [&'static str],
    /// The readers that run beside it, or may, by their places in [`BootReader::all`].
    pub(crate) beside: &'static [usize],
}

/// A form that the values of an argument need to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequiredForm {
    /// The name of the argument.
    pub argument: &'static str,
    /// What its values begin with for the form to be required: `live:`.
    pub prefix: &'static str,
    /// The reader that requires it; none if all readers of the argument do.
    pub(crate) reader: Option<usize>,
    /// Whether it only counts where the kernel's file shows the reader: others build readers of the same arguments
    /// that take more.
    pub of_file: bool,
    /// The form of what follows the prefix.
    pub form: ValueForm,
    /// What becomes of another value, as the label of a finding.
    pub without: &'static str,
    /// The way out.
    pub help: &'static str,
}

/// The form of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueForm {
    /// A device of the kernel, these in this case, and options after a comma.
    Console(&'static [&'static str]),
    /// It ends in one of these.
    EndsIn(&'static [&'static str]),
    /// It does not end in any of these.
    EndsInNone(&'static [&'static str]),
    /// It does not begin with a host: a scheme is in front.
    HasScheme,
    /// If it has a scheme, then one of these.
    Schemes(&'static [&'static str]),
    /// It is one of these.
    Word(&'static [&'static str]),
}

impl BootReader {
    /// All known readers.
    #[must_use]
    pub fn all() -> &'static [Self] {
        READERS
    }

    /// Whether an argument is only there for this reader.
    #[must_use]
    pub fn is_shown_by(&self, argument: &[u8]) -> bool {
        self.words.iter().any(|start| argument.starts_with(start.as_bytes()))
    }

    /// Whether the URI of a kernel is that of a system with this reader.
    #[must_use]
    pub fn is_of_file(&self, kernel: &[u8]) -> bool {
        let begins = |window: &[u8], part: &[u8]| {
            window.first().zip(part.first()).is_some_and(|(one, other)| one.eq_ignore_ascii_case(other))
        };
        let holds = |part: &[u8]| {
            let mut windows = kernel.windows(part.len());
            windows.any(|window| begins(window, part) && window.eq_ignore_ascii_case(part))
        };
        self.files.iter().any(|part| holds(part.as_bytes()))
    }

    /// Whether an argument of that name may show its reader.
    #[must_use]
    pub fn may_be_shown_by(name: &[u8]) -> bool {
        let mut words = READERS.iter().flat_map(|reader| reader.words);
        words.any(|word| {
            let start = word.split('=').next().unwrap_or_default().as_bytes();
            start.first() == name.first() && name.starts_with(start)
        })
    }

    /// Whether an argument is the file that it is configured with.
    #[must_use]
    pub fn is_configured_by(&self, argument: &[u8]) -> bool {
        self.ends.iter().any(|end| argument.ends_with(end.as_bytes()))
    }

    /// Whether an argument of that name is read by any of all readers, and no member of a family alone.
    #[must_use]
    pub fn is_known(name: &[u8]) -> bool {
        NAMES.binary_search_by(|known| known.as_bytes().cmp(name)).is_ok()
    }

    /// The family of arguments that one of that name is in, if a reader reads such a family.
    #[must_use]
    pub fn family(name: &[u8]) -> Option<&'static str> {
        FAMILIES.iter().find(|family| name.starts_with(family.as_bytes())).copied()
    }

    /// Whether it reads an argument of that name.
    #[must_use]
    pub fn reads(&self, name: &[u8]) -> bool {
        let is_it = |known: &&str| match known.strip_suffix('*') {
            Some(family) => name.starts_with(family.as_bytes()),
            None => known.as_bytes() == name,
        };
        self.reads.iter().any(is_it)
    }

    /// The names of the arguments that it reads, without families of them.
    pub fn arguments(&self) -> impl Iterator<Item = &'static str> {
        self.reads.iter().copied().filter(|name| !name.ends_with('*'))
    }

    /// Whether a system with this reader also has the other one.
    #[must_use]
    pub fn comes_with(&self, other: &Self) -> bool {
        self == other
            || self.beside.iter().any(|place| READERS.get(*place).is_some_and(|reader| reader == other))
    }
}

impl RequiredForm {
    /// The forms that an argument of that name needs to have.
    ///
    /// ```
    /// use ipxe_catalog::world::{RequiredForm, ValueForm};
    ///
    /// let forms = RequiredForm::of(b"archiso_http_srv");
    /// assert!(forms.iter().any(|row| row.form == ValueForm::EndsIn(&["/"])));
    /// assert!(RequiredForm::of(b"other").is_empty());
    /// ```
    #[must_use]
    pub fn of(name: &[u8]) -> &'static [Self] {
        let start = FORMS.partition_point(|row| row.argument.as_bytes() < name);
        let rest = FORMS.get(start..).unwrap_or_default();
        let end = rest.partition_point(|row| row.argument.as_bytes() == name);
        rest.get(..end).unwrap_or_default()
    }

    /// The reader that requires it; none if all readers of the argument do.
    #[must_use]
    pub fn reader(&self) -> Option<&'static BootReader> {
        READERS.get(self.reader?)
    }
}
