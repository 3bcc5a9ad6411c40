//! An environment in which everything works.

use super::{
    ChooseQuestion, Environment, FetchRequest, FieldQuestion, KeyPress, MenuAnswer, PromptQuestion,
    TextAnswer,
};
use crate::settings::Settings;
use crate::simulate::Content;
use ipxe_language::status::ErrorClass;

/// An environment in which everything works: downloads return what is needed, menus return the preselected entry, forms
/// stay empty, and keys with a timeout are not pressed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Optimistic;

impl Environment for Optimistic {
    fn fetch(&mut self, _: &FetchRequest<'_>) -> Result<Content, ErrorClass> {
        Ok(Content::Assumed)
    }

    fn configure(&mut self, _: &mut Settings, _: &[u8], _: Option<&[u8]>) -> Result<(), ErrorClass> {
        Ok(())
    }

    fn choose(&mut self, question: &ChooseQuestion<'_>) -> MenuAnswer {
        MenuAnswer::Entry(question.start.to_vec())
    }

    fn read(&mut self, _: &[u8]) -> TextAnswer {
        TextAnswer::Text(Vec::new())
    }

    fn fill_in(&mut self, _: &FieldQuestion<'_>) -> TextAnswer {
        TextAnswer::Text(Vec::new())
    }

    fn press_key(&mut self, question: &PromptQuestion<'_>) -> KeyPress {
        if question.timeout == 0 { KeyPress::Wanted } else { KeyPress::Nobody }
    }
}
