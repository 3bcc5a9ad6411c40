use std::io::{self, IsTerminal, Write};

/// The sequence that clears a terminal and moves the cursor to its corner.
const CLEAR: &[u8] = b"\x1b[2J\x1b[3J\x1b[H";

/// Clears a terminal. A pipe keeps the earlier output.
pub(super) fn screen() {
    let mut out = io::stdout();
    if out.is_terminal() {
        // If it cannot be cleared, the earlier output stays.
        let _ = out.write_all(CLEAR).and_then(|()| out.flush());
    }
}
