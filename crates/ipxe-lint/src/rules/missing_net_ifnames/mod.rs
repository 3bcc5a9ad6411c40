//! Linux kernels that name interfaces after their slots.

mod held;

use ipxe_catalog::world::keeps_eth0;
use ipxe_language::text::{Piece, Text};
use ipxe_machine::profile::Expectation;
use ipxe_syntax::{Span, Word};

use self::held::Holders;
use crate::{
    Diagnostic, FixKind, Level, RuleId, RuleMeta,
    context::Context,
    occurrences::{fix_all, label_all},
    sink::Sink,
    text::quote,
};
use ipxe_model::{commands::linux, images::command_lines::CommandLine};

pub(super) const META: RuleMeta = RuleMeta {
    name: "missing-net-ifnames",
    code: "IPX601",
    summary: "a Linux kernel is booted without `net.ifnames=0`",
    level: Level::Advice,
    fix: FixKind::Always,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The argument with any value: `net.ifnames=1` is an explicit decision.
const ARGUMENT: &[u8] = b"net.ifnames";

/// A kernel without the argument.
struct Kernel {
    /// Which one.
    image: Span,
    /// The end of its command line.
    end: Span,
    /// The name like `eth0` on which its command line relies.
    evidence: Option<Vec<u8>>,
}

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let lines = cx.command_lines().linux();
    if lines.is_empty() {
        return;
    }
    let holders = Holders::new(cx);
    let lacking = lines.iter().filter(|line| !holders.may_complete(cx, line) && !is_old(cx, line));
    let kernels: Vec<Kernel> = lacking.filter_map(|line| kernel(cx, line)).collect();
    let worst = kernels.iter().find(|kernel| kernel.evidence.is_some()).or(kernels.first());
    let Some(worst) = worst else { return };
    let expected =
        cx.options.profile.as_ref().filter(|profile| profile.net_ifnames_0 == Expectation::Expected);
    let message = match kernels.len() {
        1 => "a Linux kernel is booted without `net.ifnames=0`".to_owned(),
        count => format!("{count} Linux kernels are booted without `net.ifnames=0`"),
    };
    let label = match (&worst.evidence, expected) {
        (Some(name), _) => {
            format!("its command line uses {}, and there may be no interface with that name", quote(name))
        }
        (None, Some(profile)) => {
            format!("profile `{}` expects interfaces to be called `eth0`, `eth1`", profile.name)
        }
        (None, None) => "the names of network interfaces then differ between machines".to_owned(),
    };
    let finding = Diagnostic::new(RuleId::MissingNetIfnames, worst.image, message, label);
    let deserved =
        if worst.evidence.is_some() || expected.is_some() { Level::Warning } else { Level::Advice };
    // Advice is short: the message counts them.
    let others = kernels.iter().filter(|_| deserved > Level::Advice).map(|kernel| kernel.image);
    let others: Vec<Span> = others.filter(|image| *image != worst.image).collect();
    let finding = label_all(finding, others, "also here");
    let title = "add `net.ifnames=0` to the command line";
    let edits = kernels.iter().map(|kernel| (kernel.end, " net.ifnames=0".to_owned()));
    let finding =
        finding.at_level(deserved).help("add `net.ifnames=0` to get `eth0`, `eth1` on every machine");
    out.push(match fix_all(title, edits) {
        Some(fix) => finding.fix(fix),
        None => finding,
    });
}

/// Whether the kernel belongs to a release that uses interface names like `eth0` by default.
fn is_old<'a, 's>(cx: &Context<'a, 's>, line: &CommandLine<'a, 's>) -> bool {
    let says_so = |text: &Text<'_>| keeps_eth0(text.known_bytes());
    says_so(&cx.constants().resolve(line.image, cx))
        || line.arguments().iter().any(says_so)
        || cx.headings().say(line.command.span(), keeps_eth0)
}

/// The kernel of a command line that lacks the argument and does not rely on its absence.
fn kernel<'a, 's>(cx: &Context<'a, 's>, line: &CommandLine<'a, 's>) -> Option<Kernel> {
    let arguments = line.arguments();
    let lacks = |argument: &Text<'_>| {
        !argument.known_bytes().starts_with(ARGUMENT) && !has_predictable_name(argument.known_bytes())
    };
    if !arguments.iter().all(lacks) {
        return None;
    }
    Some(Kernel {
        image: line.image.span(),
        end: Span::empty(line.end(cx.script.source())),
        evidence: arguments.iter().find_map(kernel_name).filter(|name| counts_on(cx, line, name)),
    })
}

/// Whether the command line contains a name on all paths: not only if a setting that contains it was set.
fn counts_on<'a, 's>(cx: &Context<'a, 's>, line: &CommandLine<'a, 's>, name: &[u8]) -> bool {
    let has = |text: &[u8]| memchr::memmem::find(text, name).is_some();
    if line.words.iter().any(|word| has(word.text())) {
        return true;
    }
    let Some(moment) = cx.analysis().before(line.command.id()) else { return true };
    let is_sure = |word: &Word<'_, '_>| {
        let texts = moment.texts(word.text());
        !texts.is_empty() && texts.iter().all(|text| has(text.known_bytes()) || !text.is_known())
    };
    line.words.iter().filter(|word| word.has_expansion()).any(is_sure)
}

/// Whether an argument contains a name like `enp1s0`, which does not exist with `net.ifnames=0`.
fn has_predictable_name(argument: &[u8]) -> bool {
    linux::words_of_value(argument).any(linux::is_predictable_name)
}

/// The name like `eth0` in an argument.
fn kernel_name(argument: &Text<'_>) -> Option<Vec<u8>> {
    // Unknown text may continue a name next to it: then it is another name.
    let pieces = argument.pieces().map(|piece| match piece {
        Piece::Known(bytes) => bytes,
        Piece::Unknown => b"?",
    });
    let text: Vec<u8> = pieces.collect::<Vec<_>>().concat();
    linux::words_of_value(&text).find(|name| linux::is_kernel_name(name)).map(<[u8]>::to_vec)
}
