//! Measures the analysis of a script: the state before every command.

use divan::{Bencher, counter::ItemsCount};
use ipxe_catalog::{Catalog, Target};
use ipxe_language::words::Words;
use ipxe_machine::context::NetworkContext;
use ipxe_model::{
    analysis::{Analysis, Assumptions},
    graph::Flow,
};

fn main() {
    divan::main();
}

/// A menu with a section for each entry, all of which return to the menu: the usual structure of a script.
fn menu(entries: usize) -> String {
    let items: String =
        (0..entries).map(|entry| format!("item os{entry} Install version {entry}\n")).collect();
    let section = |entry| {
        format!(
            ":os{entry}\nset version {entry}\nkernel ${{mirror}}/${{version}}/${{arch}}/vmlinuz net.ifnames=0 || goto failed\n\
             initrd ${{mirror}}/${{version}}/${{arch}}/initrd || goto failed\nboot || goto failed\n"
        )
    };
    let sections: String = (0..entries).map(section).collect();
    format!(
        "#!ipxe\nset mirror http://192.0.2.1\niseq ${{buildarch}} arm64 && set arch arm64 || set arch x86_64\n\
         :start\nmenu Choose\n{items}choose --default os0 chosen && goto ${{chosen}} || shell\n{sections}\
         :failed\necho Version ${{version}} does not start\nprompt Any key && goto start || goto start\n"
    )
}

/// Tests of many settings, one after the other, each with a jump out.
fn tests(lines: usize) -> String {
    let line = |at| format!("isset ${{v{0}}} && set w{0} ${{v{0}}} || goto l{at}\n:l{at}\n", at % 50);
    std::iter::once("#!ipxe\n".to_owned()).chain((0..lines).map(line)).collect()
}

/// Each size also with four times the script: the analysis must then take four times as long.
#[divan::bench(args = [("menu", 25), ("menu", 100), ("tests", 5_000), ("tests", 20_000)])]
fn analyse(bencher: Bencher<'_, '_>, (kind, size): (&str, usize)) {
    let source = if kind == "menu" { menu(size) } else { tests(size) };
    let script = ipxe_syntax::parse(source.as_bytes());
    let catalog = Catalog::new(Target::default());
    let words = Words::new(&script);
    let flow = Flow::new(&script, &words, &catalog);
    bencher.counter(ItemsCount::new(script.commands().len())).bench(|| {
        let assumptions = Assumptions::new(NetworkContext::new().settings(&catalog));
        let analysis = Analysis::new(divan::black_box(&script), &flow, &catalog, assumptions);
        assert!(analysis.is_complete());
    });
}
