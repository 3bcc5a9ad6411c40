//! A world in which everything works.

use super::{
    ChooseQuestion, Environment, FetchRequest, FieldQuestion, KeyPress, MenuAnswer, PromptQuestion,
    TextAnswer,
};
use crate::settings::Settings;
use crate::simulate::Content;
use ipxe_language::status::ErrorClass;

/// A world in which everything works: downloads give what is needed, menus are answered with the entry that they
/// start on, forms are left empty, keys that are asked for in time are not pressed.
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
