//! Images that are executed before their signature is verified.

mod anew;

use ipxe_language::invocation::Invocation;
use ipxe_language::operation::Operation;
use std::collections::BTreeMap;

use ipxe_catalog::Implementation;
use ipxe_language::text::Text;
use ipxe_model::graph::Edge;
use ipxe_syntax::{CommandId, Span};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::{
    commands::{
        booting::{booting, executes_selected},
        positional_words,
    },
    images::{
        executed::{executed, next_on_success},
        loads::file_name,
    },
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "unverified-image",
    code: "IPX512",
    summary: "an image is executed before it is verified, although the script verifies images",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of image names that are checked.
const NAMES: usize = 32;

/// The spans of the commands that execute an image.
type Places = Vec<(CommandId, Span)>;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let allows = |invocation: &Invocation<'_>| {
        !matches!(invocation.operation(), Some(Operation::Trust { allow: false, .. }))
    };
    let (allowing, demanding): (Vec<_>, Vec<_>) =
        cx.invocations_of(Implementation::Imgtrust).partition(|(_, invocation)| allows(invocation));
    let verifications = verifications(cx);
    if demanding.is_empty() && verifications.is_empty() {
        return;
    }
    anew::check(cx, &verifications, out);
    let executions = executions(cx, !demanding.is_empty());
    let Some((trust, _)) = demanding.first() else {
        out.extend(verifications.iter().take(NAMES).filter_map(|late| verified_late(cx, late, &executions)));
        return;
    };
    let is_allowed = |id: CommandId| allowing.binary_search_by_key(&id, |(command, _)| command.id()).is_ok();
    let starts: Vec<_> =
        demanding.iter().flat_map(|(command, _)| next_on_success(cx, command.id())).collect();
    for (name, places) in executions.iter().take(NAMES) {
        let verifies = |id: CommandId| {
            let check = verifications.binary_search_by_key(&id, |check| check.command).ok();
            check.and_then(|at| verifications.get(at)).is_some_and(|check| check.may_be_of(name.as_deref()))
        };
        let unverified = cx.analysis().reachable_from_along(starts.iter().copied(), |id, edge| {
            !verifies(id) && (edge != Edge::Success || !is_allowed(id))
        });
        let reached = places.iter().filter(|(command, _)| unverified.contains(*command));
        out.extend(reached.map(|(_, place)| untrusted(name.as_deref(), *place, trust.span())));
    }
}

/// A command that verifies an image.
struct Verification {
    command: CommandId,
    place: Span,
    image: Text<'static>,
    /// The last component of the image's URI.
    file: Text<'static>,
}

impl Verification {
    fn may_be_of(&self, name: Option<&[u8]>) -> bool {
        name.is_none_or(|name| self.image.may_equal(name) || self.file.may_equal(name))
    }
}

fn verifications(cx: &Context<'_, '_>) -> Vec<Verification> {
    let verify = cx.invocations_of(Implementation::Imgverify).filter_map(|(command, invocation)| {
        let word = positional_words(command, invocation).next()?;
        let location = cx.constants().resolve(word, cx);
        let image = file_name(&location);
        let file = cx.images().first_of(&location).map_or_else(|| image.clone(), |load| load.file.clone());
        Some(Verification { command: command.id(), place: word.span(), image, file })
    });
    verify.collect()
}

/// The commands that execute images, by the images' names; `with_boot`: including those that execute the selected one.
fn executions(cx: &Context<'_, '_>, with_boot: bool) -> BTreeMap<Option<Vec<u8>>, Places> {
    let mut found: BTreeMap<_, Places> = BTreeMap::new();
    for image in executed(cx) {
        let name = image.file.as_known().map(<[u8]>::to_vec);
        found.entry(name).or_default().push((image.command.id(), image.image.span()));
    }
    for command in booting(cx).filter(|command| with_boot && executes_selected(cx, *command)) {
        let selected = cx.analysis().before(command.id()).map(|moment| moment.selected());
        let Some(mut selected) = selected.filter(|selected| selected.others || !selected.names.is_empty())
        else {
            continue;
        };
        let name = if selected.others || selected.names.len() > 1 { None } else { selected.names.pop() };
        found.entry(name).or_default().push((command.id(), command.span()));
    }
    found
}

fn untrusted(name: Option<&[u8]>, place: Span, trust: Span) -> Diagnostic {
    let what = name.map_or("the image".to_owned(), quote);
    let message = format!("{what} is executed, but not verified");
    let label = "iPXE refuses to execute it, because its signature was not verified";
    Diagnostic::new(RuleId::UnverifiedImage, place, message, label)
        .and_label(trust, "from here on, iPXE executes only trusted images")
        .help("verify it first: `imgverify NAME URI-OF-ITS-SIGNATURE || goto LABEL`")
}

/// The finding for a verification after the image was executed, if it is the first of that image.
fn verified_late(
    cx: &Context<'_, '_>,
    late: &Verification,
    executions: &BTreeMap<Option<Vec<u8>>, Places>,
) -> Option<Diagnostic> {
    let name = late.image.as_known()?;
    let (command, place) = *executions.get(&Some(name.to_vec()))?.first()?;
    let is_loaded_anew = || {
        cx.images()
            .loads()
            .iter()
            .any(|load| load.command > command && load.command < late.command && load.name.may_equal(name))
    };
    let is_checked_before =
        || verifications(cx).iter().any(|check| check.command < command && check.may_be_of(Some(name)));
    if command > late.command || is_loaded_anew() || is_checked_before() {
        return None;
    }
    let after =
        cx.analysis().reachable_from_along([command], |id, edge| id != command || edge == Edge::Success);
    let message = format!("{} is verified after it was executed", quote(name));
    let finding = Diagnostic::new(RuleId::UnverifiedImage, late.place, message, "this is too late");
    after.contains(late.command).then(|| {
        finding
            .and_label(place, "executed here, unverified")
            .help("verify it first, and execute it after `&&` or on a later line")
    })
}
