/// A sentence with script text in backquotes.
pub(super) struct Prose<'a>(&'a str);

/// A part of a sentence.
pub(super) struct Part<'a> {
    pub(super) text: &'a str,
    pub(super) is_code: bool,
}

impl<'a> Prose<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self(text)
    }

    /// The parts, in order. A sentence with an unpaired backquote is one part.
    pub(super) fn parts(&self) -> impl Iterator<Item = Part<'a>> {
        let pairs = self.0.matches('`').count().is_multiple_of(2);
        let (quoted, whole) = if pairs { (self.0, None) } else { ("", Some(self.0)) };
        let parts = quoted.split('`').enumerate().map(|(at, text)| Part { text, is_code: at % 2 == 1 });
        parts.chain(whole.map(|text| Part { text, is_code: false })).filter(|part| !part.text.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<(&str, bool)> {
        Prose::new(text).parts().map(|part| (part.text, part.is_code)).collect()
    }

    #[test]
    fn what_stands_between_backquotes_is_code() {
        assert_eq!(parts("write `goto a`"), [("write ", false), ("goto a", true)]);
        assert_eq!(parts("`"), [("`", false)]);
        assert_eq!(parts("it's ` odd"), [("it's ` odd", false)]);
    }
}
