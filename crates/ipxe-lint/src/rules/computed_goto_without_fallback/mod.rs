//! `goto` to a label that depends on the machine, without a handler for unexpected machines.

mod runs_on;

use std::cell::OnceCell;

use foldhash::HashSet;
use ipxe_catalog::{
    Implementation, Platform, PlatformSet,
    world::{AliasOf, Meaning},
};
use ipxe_syntax::Expansion;

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_language::setting_name::untyped;
use ipxe_model::commands::jumps::Jump;

pub(super) const META: RuleMeta = RuleMeta {
    name: "computed-goto-without-fallback",
    code: "IPX441",
    summary: "`goto` uses a value from the machine or the network, and nothing handles unknown values",
    level: Level::Warning,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of commands before a jump on its line that are checked.
const LOOKED_AT: usize = 64;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    out.extend(runs_on::check(cx));
    let open = cx.jumps().filter(|jump| {
        !jump.target.is_known()
            && cx.flow.is_reachable(jump.command.id())
            && cx.flow.failure_is_fatal(jump.command.id())
    });
    let (mut typed, called_otherwise) = (None, OnceCell::new());
    for jump in open.filter(|jump| !is_tested(cx, jump)) {
        let typed: &HashSet<&[u8]> = typed.get_or_insert_with(|| typed_in(cx));
        let found = report(cx, &jump, typed).or_else(|| {
            let platforms = called_otherwise.get_or_init(|| called_otherwise_in(cx));
            misnamed_platform(cx, &jump, *platforms)
        });
        out.extend(found.or_else(|| forgotten_value(cx, &jump)));
    }
}

/// The target platforms for which a label has another name than iPXE's.
fn called_otherwise_in(cx: &Context<'_, '_>) -> PlatformSet {
    let has_label_for = |alias: &str| {
        let holds = |name: &[u8], part: &str| memchr::memmem::find(name, part.as_bytes()).is_some();
        cx.script
            .labels()
            .any(|label| holds(label.name(), alias) || holds(label.name(), &alias.to_ascii_uppercase()))
    };
    let is_called = |platform: &Platform| AliasOf::Platform.others(platform.name()).any(has_label_for);
    cx.catalog.target().platforms().iter().filter(is_called).collect()
}

/// A jump by the name of the platform, if the label for one platform has another name than iPXE's.
fn misnamed_platform<'a, 's>(
    cx: &Context<'a, 's>,
    jump: &Jump<'a, 's>,
    called_otherwise: PlatformSet,
) -> Option<Diagnostic> {
    let target = |platform: Platform| {
        let moment = cx.analysis_on(platform).before(jump.command.id())?;
        let target = moment.text(jump.word.text()).as_known()?.to_vec();
        cx.label(&target).is_none().then_some((platform, target))
    };
    let (platform, name) = called_otherwise.iter().find_map(target)?;
    let at = memchr::memmem::find(&name, platform.name().as_bytes())?;
    let (before, after) = (name.get(..at)?, name.get(at + platform.name().len()..)?);
    let label_for = |alias: &str| cx.label(&[before, alias.as_bytes(), after].concat());
    let mut others = AliasOf::Platform.others(platform.name());
    let label =
        others.find_map(|alias| label_for(alias).or_else(|| label_for(&alias.to_ascii_uppercase())))?;
    let message = format!("there is no label {} for machines of this platform", quote(&name));
    let consequence = "`goto` fails there, and the script ends";
    let finding =
        Diagnostic::new(RuleId::ComputedGotoWithoutFallback, jump.word.span(), message, consequence);
    let name = crate::printable(&String::from_utf8_lossy(&name));
    Some(
        finding
            .and_label(label.name_span(), format!("iPXE calls the platform `{}`", platform.name()))
            .help(format!("call the section `:{name}`")),
    )
}

/// A jump by settings that the script itself sets, if one value has no label, but others have.
fn forgotten_value<'a, 's>(cx: &Context<'a, 's>, jump: &Jump<'a, 's>) -> Option<Diagnostic> {
    let names = || jump.word.expansions().filter_map(|expansion| expansion.inside().as_literal());
    let is_chosen = |name: &[u8]| cx.menus().uses(untyped(name)).is_some();
    // It is unknown which values of several settings occur together.
    let own = names().filter(|name| cx.written().names().has(untyped(name))).count();
    if own > 1 || names().any(is_chosen) {
        return None;
    }
    let targets = cx.catalog.target().platforms().iter().filter_map(|platform| {
        let moment = cx.analysis_on(platform).before(jump.command.id())?;
        Some(moment.texts(jump.word.text()))
    });
    let targets: Vec<Vec<u8>> =
        targets.flatten().filter_map(|text| text.into_known().map(std::borrow::Cow::into_owned)).collect();
    let has_label = |target: &&Vec<u8>| cx.label(target).is_some();
    let label = targets.iter().find(has_label).and_then(|target| cx.label(target))?;
    let lost = targets.iter().find(|target| !target.is_empty() && !has_label(target))?;
    let message =
        format!("{} leads to {}, too, and there is no such label", quote(jump.word.text()), quote(lost));
    let consequence = "`goto` fails then, and the script ends here";
    let finding =
        Diagnostic::new(RuleId::ComputedGotoWithoutFallback, jump.word.span(), message, consequence);
    Some(
        finding
            .and_label(label.name_span(), "another value jumps here")
            .help("define the label, or add `|| goto LABEL` for all other values"),
    )
}

/// Whether a command on the line before the jump may have tested the value.
fn is_tested(cx: &Context<'_, '_>, jump: &Jump<'_, '_>) -> bool {
    jump.command
        .before_on_line()
        .rev()
        .take(LOOKED_AT)
        .any(|command| cx.form(command).is_some_and(|form| form.effects.tested != ipxe_catalog::Tested::No))
}

/// The settings whose values only come from the user's input.
fn typed_in<'c>(cx: &'c Context<'_, '_>) -> HashSet<&'c [u8]> {
    let writes =
        || cx.written().writes().iter().filter_map(|write| Some((write, untyped(write.name.as_known()?))));
    let mut typed: HashSet<&[u8]> = writes()
        .filter(|(write, _)| write.implementation == Implementation::Read)
        .map(|(_, name)| name)
        .collect();
    for (write, name) in writes() {
        if !matches!(write.implementation, Implementation::Read | Implementation::Clear) {
            typed.remove(name);
        }
    }
    typed
}

fn report(cx: &Context<'_, '_>, jump: &Jump<'_, '_>, typed: &HashSet<&[u8]>) -> Option<Diagnostic> {
    let is_typed = |name: &[u8]| typed.contains(untyped(name));
    let outside = jump.word.expansions().find(|expansion| {
        is_from_outside(cx, *expansion) || expansion.inside().as_literal().is_some_and(is_typed)
    })?;
    let name = quote(outside.text());
    let message = format!("{name} can have values that no label matches");
    let label = "`goto` fails then, and the script ends here";
    let finding = Diagnostic::new(RuleId::ComputedGotoWithoutFallback, jump.word.span(), message, label);
    let fallback = Meaning::WayOutLabel.words().find_map(|name| cx.label(name.as_bytes()));
    Some(match fallback {
        Some(fallback) => {
            let name = String::from_utf8_lossy(fallback.name());
            let after = ipxe_syntax::Span::empty(jump.command.span().end());
            finding.and_label(fallback.span(), "this label can handle other values").fix(Fix::unsafe_(
                format!("add `|| goto {name}`"),
                after,
                format!(" || goto {name}"),
            ))
        }
        None => finding.help("add `|| goto LABEL` for all other values"),
    })
}

/// Whether the setting's value comes from the machine or the network, and can be anything.
fn is_from_outside(cx: &Context<'_, '_>, expansion: Expansion<'_, '_>) -> bool {
    let name = expansion.inside().as_literal();
    let has_few =
        expansion.name().as_literal().is_some_and(|name| matches!(name, b"platform" | b"buildarch"));
    !has_few && name.is_some_and(|name| !cx.written().names().has(name) && cx.known().may_have_value(name))
}
