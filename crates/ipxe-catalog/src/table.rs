//! Lookup in the generated tables: sorted by the bytes of the name, searched by halving.

/// A row that is found by its name.
pub(crate) trait Named {
    /// The name by which the table is sorted.
    fn name(&self) -> &'static str;
}

/// The row of that name. Costs some seven comparisons, whatever `name` is.
pub(crate) fn find<T: Named>(table: &'static [T], name: &[u8]) -> Option<&'static T> {
    let at = table.binary_search_by(|row| row.name().as_bytes().cmp(name)).ok()?;
    table.get(at)
}
