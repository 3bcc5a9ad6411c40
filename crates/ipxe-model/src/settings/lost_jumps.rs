//! The `goto`s that find no label.

use ipxe_language::text::Text;

use crate::commands::jumps::Jump;
use crate::settings::SettingFacts;

impl<'a, 's> SettingFacts<'a, 's> {
    /// The `goto`s that can never find a label.
    pub fn lost_jumps(&self) -> &[Jump<'a, 's>] {
        self.lost_jumps.get_or_init(|| {
            let is_lost = |jump: &Jump<'_, '_>| {
                !self.flow.may_jump(jump.command.id()) || self.never_names_a_label(jump)
            };
            self.jumps().filter(is_lost).collect()
        })
    }

    /// Whether the target is computed, and none of its possible texts is the name of a label.
    fn never_names_a_label(&self, jump: &Jump<'_, '_>) -> bool {
        if jump.target.is_known() {
            return false;
        }
        let Some(moment) = self.analysis().before(jump.command.id()) else { return false };
        let labels = self.flow.labels();
        let texts = moment.texts(jump.word.text());
        let is_label = |text: &Text<'_>| {
            text.as_known().is_none_or(|name| labels.line(name).is_some() || labels.may_be_named(name))
        };
        !texts.is_empty() && !texts.iter().any(is_label)
    }
}
