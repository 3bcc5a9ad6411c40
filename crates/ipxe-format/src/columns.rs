//! Alignment of text in one column over several lines.

/// A wider line does not move the column of the others.
const WIDEST: usize = 48;

/// The contents of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    /// The texts of menu items.
    ItemText,
    /// Comments after commands.
    Comment,
}

/// A position in a line that belongs to a column.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cell {
    pub(crate) column: Column,
    /// Its offset in the output, where there is one space before it so far.
    pub(crate) at: usize,
    /// The columns before it in its line.
    pub(crate) width: usize,
}

/// The cells of the last lines, as long as they belong to the same column.
#[derive(Debug, Default)]
pub(crate) struct Cells(Vec<Cell>);

impl Cells {
    /// Adds a cell of the last line.
    pub(crate) fn add(&mut self, cell: Cell, out: &mut Vec<u8>) {
        if self.0.last().is_some_and(|last| last.column != cell.column) {
            // The new cell's line is part of the output, and moves with the text before it.
            let moved = self.align(out);
            self.0.push(Cell { at: cell.at + moved, ..cell });
        } else {
            self.0.push(cell);
        }
    }

    /// Aligns the cells, and clears them. Returns the number of bytes by which the output has grown.
    pub(crate) fn align(&mut self, out: &mut Vec<u8>) -> usize {
        let cells = std::mem::take(&mut self.0);
        let narrow = cells.iter().map(|cell| cell.width).filter(|width| *width <= WIDEST);
        let column = narrow.max().unwrap_or_default();
        if cells.iter().all(|cell| cell.width >= column) {
            return 0;
        }
        let (start, before) = (cells[0].at, out.len());
        let tail = out.split_off(start);
        let ends = cells[1..].iter().map(|cell| cell.at).chain([before]);
        for (cell, end) in cells.iter().zip(ends) {
            out.resize(out.len() + column.saturating_sub(cell.width), b' ');
            out.extend_from_slice(&tail[cell.at - start..end - start]);
        }
        out.len() - before
    }
}
