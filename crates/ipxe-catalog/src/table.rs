//! Lookup in the generated tables, which are sorted by the bytes of the name.

/// A row that is found by its name.
pub(crate) trait Named {
    /// The name by which the table is sorted.
    fn name(&self) -> &'static str;
}

/// A table, and where in it each first byte begins: scripts ask for a name with every word, and the rows with the
/// same first byte are few.
pub(crate) struct Table<T: 'static> {
    pub(crate) rows: &'static [T],
    /// How many rows have names that begin with a smaller byte.
    pub(crate) before: [u16; 257],
}

impl<T: Named> Table<T> {
    /// The row of that name. Costs a look at each row with the same first byte.
    pub(crate) fn find(&self, name: &[u8]) -> Option<&'static T> {
        let first = usize::from(*name.first()?);
        let range = usize::from(self.before[first])..usize::from(self.before[first + 1]);
        self.rows.get(range)?.iter().find(|row| row.name().as_bytes() == name)
    }
}

/// The table of such rows.
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
