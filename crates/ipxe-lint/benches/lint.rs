//! Measures linting a script with all rules.

use divan::{
    Bencher,
    counter::{BytesCount, ItemsCount},
};
use ipxe_lint::{LintOptions, lint};

fn main() {
    divan::main();
}

/// Tests, jumps and labels: many short commands, each with a jump out.
fn dense(lines: usize) -> Vec<u8> {
    let lines = (0..lines).map(|i| {
        let v = i % 50;
        format!("isset ${{v{v}}} && echo value ${{v{v}}} || goto l{i}\n:l{i}\n")
    });
    std::iter::once("#!ipxe\n".to_owned()).chain(lines).collect::<String>().into_bytes()
}

/// One and four megabytes: the second must take four times as long.
#[divan::bench(args = [20_000, 80_000])]
fn all_rules(bencher: Bencher<'_, '_>, lines: usize) {
    let source = dense(lines);
    let options = LintOptions::default();
    bencher
        .counter(BytesCount::of_slice(&source))
        .bench(|| lint(&ipxe_syntax::parse(divan::black_box(&source)), &options));
}

/// Many small scripts, as in a repository: settings, a menu, a section per entry, occasional mistakes.
fn repository(scripts: usize) -> Vec<String> {
    let script = |number: usize| {
        let entries = number % 7;
        let items: String = (0..entries).map(|entry| format!("item os{entry} Version {entry}\n")).collect();
        let section = |entry: usize| {
            let arguments = if (number + entry).is_multiple_of(3) { "net.ifnames=0" } else { "quiet" };
            format!(
                ":os{entry}\nset version {entry}.{number}\n\
                 kernel ${{mirror}}/${{version}}/vmlinuz initrd=initrd.img {arguments} || goto failed\n\
                 initrd ${{mirror}}/${{version}}/initrd.img || goto failed\nboot || goto failed\n"
            )
        };
        let sections: String = (0..entries).map(section).collect();
        format!(
            "#!ipxe\nisset ${{mirror}} || set mirror http://mirror{number}.example.com/linux\n\
             dhcp || goto failed\n:start\nmenu Choose for ${{net0/mac:hexhyp}}\n{items}\
             choose --timeout {number}000 chosen && goto ${{chosen}}\nchain ${{mirrror}}/next.ipxe\n{sections}\
             :failed\nprompt Failed: ${{errno}}\ngoto start\n"
        )
    };
    (0..scripts).map(script).collect()
}

#[divan::bench]
fn two_hundred_scripts(bencher: Bencher<'_, '_>) {
    let scripts = repository(200);
    let options = LintOptions::default();
    bencher.counter(ItemsCount::new(scripts.len())).bench(|| {
        let reports = scripts.iter().map(|script| lint(&ipxe_syntax::parse(script.as_bytes()), &options));
        reports.map(|report| report.diagnostics().len()).sum::<usize>()
    });
}
