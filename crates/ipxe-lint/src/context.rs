use std::cell::OnceCell;
use std::ops::Deref;

use ipxe_model::reach::Model;

use crate::{LintOptions, facts::unknown_names::UnknownNames, suppression::Suppressions};

/// The input of rules: the model of a script, and the options.
pub(crate) struct Context<'a, 's> {
    model: Model<'a, 's>,
    pub(crate) options: &'a LintOptions,
    suppressions: OnceCell<Suppressions>,
    unknown_names: OnceCell<UnknownNames<'a, 's>>,
}

impl<'a, 's> Deref for Context<'a, 's> {
    type Target = Model<'a, 's>;

    fn deref(&self) -> &Self::Target {
        &self.model
    }
}

impl<'a, 's> Context<'a, 's> {
    pub(crate) fn new(model: Model<'a, 's>, options: &'a LintOptions) -> Self {
        Self { model, options, suppressions: OnceCell::new(), unknown_names: OnceCell::new() }
    }

    /// The names that are not commands in any release of iPXE.
    pub(crate) fn unknown_names(&self) -> &UnknownNames<'a, 's> {
        self.unknown_names.get_or_init(|| UnknownNames::new(&self.model))
    }

    /// The comments that suppress findings.
    pub(crate) fn suppressions(&self) -> &Suppressions {
        let find = || {
            if self.options.suppressions { Suppressions::new(self.script) } else { Suppressions::default() }
        };
        self.suppressions.get_or_init(find)
    }
}
