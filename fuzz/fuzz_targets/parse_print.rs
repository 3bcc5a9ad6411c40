//! Any bytes parse, and the joined tokens are the input; every view of the tree works.
#![no_main]

use ipxe_syntax::{LineIndex, Unit, parse};

libfuzzer_sys::fuzz_target!(|source: &[u8]| {
    let script = parse(source);
    assert_eq!(script.print(), source);

    let lines = LineIndex::new(source);
    for word in script.words() {
        let parts: usize = word.segments().map(|segment| format!("{segment:?}").len()).sum();
        assert!(parts > 0, "a word has parts");
        let start = word.span().start();
        assert_eq!(lines.offset(lines.position(start, Unit::Byte), Unit::Byte), start);
    }
    for line in script.lines() {
        assert!(line.pieces().all(|piece| line.full_span().cover(piece) == line.full_span()));
    }
});
