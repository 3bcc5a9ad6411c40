//! Measures the parser. It uses divan, which prints bytes per second and builds quickly.

use divan::{Bencher, counter::BytesCount};

fn main() {
    divan::main();
}

/// A megabyte of tests, jumps and labels: many short words.
fn dense() -> Vec<u8> {
    let lines = (0..20_000).map(|i| {
        let v = i % 50;
        format!("isset ${{v{v}}} && echo value ${{v{v}}} || goto l{i}\n:l{i}\n")
    });
    std::iter::once("#!ipxe\n".to_owned()).chain(lines).collect::<String>().into_bytes()
}

/// A megabyte of typical boot scripts: long URIs, kernel arguments, comments.
fn plain() -> Vec<u8> {
    let entry = "\n# Install the system on the first disk\n:install\nset base http://mirror.example.com/linux/releases/42/x86_64/os\n\
        kernel ${base}/images/pxeboot/vmlinuz initrd=initrd.img inst.repo=${base} net.ifnames=0 \\\n  console=tty0 console=ttyS0,115200n8 || goto failed\n\
        initrd ${base}/images/pxeboot/initrd.img || goto failed\nboot || goto failed\n";
    format!("#!ipxe\n{}", entry.repeat(1_000_000 / entry.len())).into_bytes()
}

#[divan::bench(args = ["dense", "plain"])]
fn parse(bencher: Bencher<'_, '_>, kind: &str) {
    let source = if kind == "dense" { dense() } else { plain() };
    bencher.counter(BytesCount::of_slice(&source)).bench(|| ipxe_syntax::parse(divan::black_box(&source)));
}

#[divan::bench]
fn tokens(bencher: Bencher<'_, '_>) {
    let source = plain();
    let script = ipxe_syntax::parse(&source);
    bencher.counter(BytesCount::of_slice(&source)).bench(|| script.tokens().count());
}
