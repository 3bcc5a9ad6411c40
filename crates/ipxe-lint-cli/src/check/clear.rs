use std::io::{self, IsTerminal, Write};

/// What empties a terminal and puts the cursor into its corner.
const CLEAR: &[u8] = b"\x1b[2J\x1b[3J\x1b[H";

/// Clears a terminal. A pipe keeps all that was told.
pub(super) fn screen() {
    let mut out = io::stdout();
    if out.is_terminal() {
        // What cannot be cleared is read with what stood there before.
        let _ = out.write_all(CLEAR).and_then(|()| out.flush());
    }
}
