//! How fast a script is linted, all rules on.

use divan::{Bencher, counter::BytesCount};
use ipxe_lint::{LintOptions, lint};

fn main() {
    divan::main();
}

/// Tests, jumps and labels: many short commands, each with a way out.
fn dense(lines: usize) -> Vec<u8> {
    let lines = (0..lines).map(|i| {
        let v = i % 50;
        format!("isset ${{v{v}}} && echo value ${{v{v}}} || goto l{i}\n:l{i}\n")
    });
    std::iter::once("#!ipxe\n".to_owned()).chain(lines).collect::<String>().into_bytes()
}

/// A megabyte and four: the second must take four times as long.
#[divan::bench(args = [20_000, 80_000])]
fn all_rules(bencher: Bencher<'_, '_>, lines: usize) {
    let source = dense(lines);
    let options = LintOptions::default();
    bencher
        .counter(BytesCount::of_slice(&source))
        .bench(|| lint(&ipxe_syntax::parse(divan::black_box(&source)), &options));
}
