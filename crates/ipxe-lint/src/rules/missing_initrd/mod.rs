//! Kernels that are booted without the initrd for which their arguments are.

use ipxe_catalog::world::KernelArgument;
use ipxe_model::{
    analysis::State, commands::booting::executes_selected, images::command_lines::CommandLine,
    reach::standing::Role,
};
use ipxe_syntax::Word;

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};

pub(super) const META: RuleMeta = RuleMeta {
    name: "missing-initrd",
    code: "IPX519",
    summary: "a kernel boots without an initrd, and has arguments for one",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of commands that boot earlier images that are checked.
const BOOTS: usize = 64;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let asking = cx.command_lines().linux().iter().filter_map(|line| Some((line, asks(line)?)));
    let mut asking = asking.peekable();
    if asking.peek().is_none() {
        return;
    }
    let boots = cx.script.commands().filter(|command| executes_selected(cx, *command));
    let boots: Vec<_> = boots.filter_map(|boot| cx.analysis().before(boot.id())).take(BOOTS).collect();
    for (line, word) in asking.filter(|(line, _)| is_alone(cx, line, &boots)) {
        let message = "this kernel boots without an initrd";
        let label = "the script loads no other image before the kernel boots";
        let finding = Diagnostic::new(RuleId::MissingInitrd, line.image.span(), message, label);
        let argument = format!("only an initrd reads {}", quote(word.text()));
        out.push(finding.and_label(word.span(), argument).help("load it with `initrd`, before `boot`"));
    }
}

/// The first argument that is for an initrd, if the command line names none.
fn asks<'a, 's>(line: &CommandLine<'a, 's>) -> Option<Word<'a, 's>> {
    let names_one =
        |word: &Word<'_, '_>| word.text().starts_with(b"initrd=") && word.text() != b"initrd=initrd.magic";
    let is_program = line.file.known_bytes().ends_with(b".efi");
    let word = line.words.iter().find(|word| KernelArgument::is_for_initramfs(word.text()))?;
    (!is_program && !line.words.iter().any(names_one)).then_some(*word)
}

/// Whether it is certainly the only image when it is booted, at every such place.
fn is_alone(cx: &Context<'_, '_>, line: &CommandLine<'_, '_>, boots: &[State<'_, '_, '_>]) -> bool {
    let Some(load) = cx.images().load_by(line.command.id()) else { return false };
    let Some(name) = load.name.as_known() else { return false };
    let own = |moment: &&State<'_, '_, '_>| {
        let image = moment.image_named(name);
        image.is_some_and(|image| image.by.commands().any(|by| by == line.command.id()))
    };
    // A script that loads an initrd does not leave the kernel to another script.
    let may_inherit =
        cx.standing().role == Role::Started || cx.images().loads().iter().any(|load| !load.name.is_known());
    let is_alone = |moment: &State<'_, '_, '_>| {
        !(may_inherit && moment.may_have_other_images())
            && moment.images().iter().all(|image| image.name == name)
    };
    let mut boots = boots.iter().filter(own).peekable();
    boots.peek().is_some() && boots.all(is_alone)
}
