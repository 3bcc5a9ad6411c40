//! Measures the time for formatting, per byte of a script.

use divan::{Bencher, black_box, counter::BytesCount};
use ipxe_syntax::parse;

fn main() {
    divan::main();
}

/// A badly formatted menu with `sections` sections.
fn menu(sections: usize) -> Vec<u8> {
    let section = |at: usize| {
        format!(
            ":section{at}\n  item --key {at}   entry{at}  Boot\tsystem {at}\n  item entry-{at} Something else\n\
             #comment\n  kernel http://boot.example/{at}/vmlinuz \\\n  quiet   ||  goto failed\n\n\n\n"
        )
    };
    let sections: String = (0..sections).map(section).collect();
    format!("#!ipxe\n{sections}").into_bytes()
}

#[divan::bench(args = [10, 1000, 100_000])]
fn format(bencher: Bencher<'_, '_>, sections: usize) {
    let source = menu(sections);
    let script = parse(&source);
    bencher.counter(BytesCount::new(source.len())).bench(|| ipxe_format::format(black_box(&script)).len());
}
