//! Positions of values in a TOML file.

use std::ops::Range;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// The position of the value at a path of keys and array indices. None if it does not exist.
pub(super) fn place(text: &str, path: &[&str]) -> Option<Range<usize>> {
    let document = DeTable::parse(text).ok()?;
    let (first, others) = path.split_first()?;
    let start = document.get_ref().get(*first)?;
    let value = others.iter().try_fold(start, |value, key| step(value, key))?;
    Some(value.span())
}

/// The value of a key, or the element with that index.
fn step<'v, 'i>(value: &'v Spanned<DeValue<'i>>, key: &str) -> Option<&'v Spanned<DeValue<'i>>> {
    match value.get_ref() {
        DeValue::Table(table) => table.get(key),
        DeValue::Array(array) => array.get(key.parse::<usize>().ok()?),
        _ => None,
    }
}

/// The line of a position, from 1.
pub(super) fn line(text: &str, place: &Range<usize>) -> usize {
    1 + text.as_bytes().iter().take(place.start).filter(|byte| **byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_in_tables_and_arrays_of_any_form() {
        let text = "a = 1\n[b]\n\"c.d\" = [10, 20]\n[[e]]\nf.g = 'x'\n[[e]]\nf = { g = 'y' }\n";
        let at = |path: &[&str]| place(text, path).map(|place| (&text[place.clone()], line(text, &place)));
        assert_eq!(at(&["a"]), Some(("1", 1)));
        assert_eq!(at(&["b", "c.d", "1"]), Some(("20", 3)));
        assert_eq!(at(&["e", "0", "f", "g"]), Some(("'x'", 5)));
        assert_eq!(at(&["e", "1", "f", "g"]), Some(("'y'", 7)));
        assert_eq!(at(&["e", "2"]), None);
        assert_eq!(at(&["a", "b"]), None);
    }
}
