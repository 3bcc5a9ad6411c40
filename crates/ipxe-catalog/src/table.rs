//! Lookup in the generated tables, which are sorted by the bytes of the name.

/// A row of a table with names.
pub(crate) trait Named {
    /// The name by which the table is sorted.
    fn name(&self) -> &'static str;
}

/// A table, and the start of each first byte in it: scripts need a look-up for every word, and few rows have the same
/// first byte.
pub(crate) struct Table<T: 'static> {
    pub(crate) rows: &'static [T],
    /// The number of rows whose names begin with a smaller byte.
    pub(crate) before: [u16; 257],
}

impl<T: Named> Table<T> {
    /// The row with that name. Compares it with each row with the same first byte.
    pub(crate) fn find(&self, name: &[u8]) -> Option<&'static T> {
        let first = usize::from(*name.first()?);
        let range = usize::from(self.before[first])..usize::from(self.before[first + 1]);
        self.rows.get(range)?.iter().find(|row| row.name().as_bytes() == name)
    }
}

/// A table of such rows.
macro_rules! table {
    ($rows:expr) => {
        $crate::table::Table {
            rows: $rows,
            before: {
                let mut before = [0; 257];
                let (mut first, mut at) = (0, 0);
                while first < before.len() {
                    while at < $rows.len() && ($rows[at].name.as_bytes()[0] as usize) < first {
                        at += 1;
                    }
                    assert!(at <= u16::MAX as usize);
                    let [low, high, ..] = at.to_le_bytes();
                    before[first] = u16::from_le_bytes([low, high]);
                    first += 1;
                }
                before
            },
        }
    };
}
pub(crate) use table;
