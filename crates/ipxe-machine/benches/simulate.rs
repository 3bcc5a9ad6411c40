//! Measures the execution of a script.

use divan::{Bencher, counter::ItemsCount};
use ipxe_catalog::{Catalog, Target};
use ipxe_machine::{
    context::NetworkContext,
    simulate::{MachineState, Optimistic, Simulator},
};

fn main() {
    divan::main();
}

const LINES: usize = 20_000;

fn script(line: impl Fn(usize) -> String) -> Vec<u8> {
    let lines = (0..LINES).map(line);
    std::iter::once("#!ipxe\nset name value\n".to_owned()).chain(lines).collect::<String>().into_bytes()
}

/// Parsing, execution and a full trace.
fn run(bencher: Bencher<'_, '_>, source: &[u8]) {
    let settings = NetworkContext::new().settings(&Catalog::new(Target::default()));
    let machine = MachineState::new(settings);
    bencher
        .counter(ItemsCount::new(LINES))
        .with_inputs(|| Simulator::new(machine.clone(), Optimistic))
        .bench_values(|mut simulator| simulator.run(divan::black_box(source)));
}

#[divan::bench]
fn isset_and_echo(bencher: Bencher<'_, '_>) {
    run(bencher, &script(|line| format!("isset ${{name}} && echo line {line} ${{name}} || echo unset\n")));
}

#[divan::bench]
fn isset_or_echo(bencher: Bencher<'_, '_>) {
    run(bencher, &script(|line| format!("{} ${{name}}\n", if line % 2 == 0 { "isset" } else { "echo" })));
}

#[divan::bench]
fn literal_echo(bencher: Bencher<'_, '_>) {
    run(bencher, &script(|line| format!("echo line {line}\n")));
}

#[divan::bench]
fn jumps(bencher: Bencher<'_, '_>) {
    run(bencher, &script(|line| format!("goto l{line}\n:l{line}\n")));
}
