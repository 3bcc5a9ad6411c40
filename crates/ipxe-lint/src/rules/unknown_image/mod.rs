//! Names of images that the script does not load.

mod other_way;

use ipxe_catalog::{Actions, CommandForm, Implementation, Role};
use ipxe_syntax::{Command, OperatorKind, Word};

use crate::{
    Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, suggest, text::quote,
};
use ipxe_model::{commands::positional_words, images::loads::ImageLoad};

pub(super) const META: RuleMeta = RuleMeta {
    name: "unknown-image",
    code: "IPX503",
    summary: "a command names an image that the script does not load",
    level: Level::Warning,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of loaded images that are compared with a wrong name, and of wrong names: comparisons are slow.
const CANDIDATES: usize = 100;
/// The maximum number of loaded images in the help text.
const NAMED: usize = 3;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    // An image that iPXE created in memory has a name, but no URI.
    if cx.images().loads().is_empty() || cx.invocations_of(Implementation::Imgmem).next().is_some() {
        return;
    }
    let (mut unknown, mut walks) = (0, 0..other_way::WALKS);
    for (command, invocation) in cx.invocations_where(&names_images) {
        if invocation.argument_error().is_some() {
            continue;
        }
        let Some(form) = invocation.form() else { continue };
        for (at, word) in positional_words(command, invocation).enumerate() {
            let Some(role) = form.argument(at).map(|argument| argument.role).filter(|role| role.is_image())
            else {
                continue;
            };
            let found = look_at(cx, command, word, role, unknown < CANDIDATES)
                .or_else(|| other_way::look_at(cx, command, word, &mut walks));
            unknown += usize::from(found.is_some());
            out.extend(found);
        }
    }
}

/// Whether the words are names of existing images: such a command does not download images to execute them.
fn names_images(form: &CommandForm) -> bool {
    let executes = Actions::EXECUTES.union(Actions::SELECTS_IMAGE);
    let is_boot = form.implementation == Implementation::Imgexec;
    (is_boot || !form.effects.actions.intersects(executes))
        && form.arguments.iter().any(|argument| argument.role.is_image())
}

/// Whether a command that boots its argument certainly refers to a registered image: a kernel is loaded for this boot,
/// and its file may have this name.
fn boots_another(
    cx: &Context<'_, '_>,
    command: Command<'_, '_>,
    name: &[u8],
    near: Option<&ImageLoad>,
) -> bool {
    let section = cx.sections().of(command.span());
    let loads = cx.sections().loads(section, cx.images().loads());
    let selects = |load: &ImageLoad| {
        cx.form_of(load.command).is_some_and(|form| {
            let actions = form.effects.actions;
            actions.contains(Actions::SELECTS_IMAGE) && !actions.contains(Actions::EXECUTES)
        })
    };
    let is_meant = |load: &&ImageLoad| {
        load.file.as_known() == Some(name)
            || near.is_some_and(|near| near.command == load.command)
            || selects(load)
    };
    let is_way_out = command.operator().is_some_and(|operator| operator.kind == OperatorKind::Or);
    !is_way_out && loads.iter().take_while(|load| load.command < command.id()).any(|load| is_meant(&load))
}

fn look_at<'a, 's>(
    cx: &Context<'a, 's>,
    command: Command<'a, 's>,
    word: Word<'a, 's>,
    role: Role,
    search: bool,
) -> Option<Diagnostic> {
    let text = cx.constants().resolve(word, cx);
    let name = text.as_known().filter(|name| !name.is_empty())?;
    let is_uri = role == Role::ImageOrUri && memchr::memchr2(b'/', b':', name).is_some();
    let is_boot = cx.form(command).is_some_and(|form| form.implementation == Implementation::Imgexec);
    let images = cx.images();
    let is_there = if is_boot { images.may_have_otherwise(&text) } else { images.may_have(&text) };
    if is_uri || is_there {
        return None;
    }
    let before: Vec<&ImageLoad> = cx
        .images()
        .loads()
        .iter()
        .take_while(|load| load.command < command.id())
        .filter(|load| load.name.is_known())
        .take(CANDIDATES)
        .collect();
    let candidates = before.iter().filter(|_| search).map(|load| load.name.known_bytes());
    let near = suggest::near(name, candidates);
    let near = near.and_then(|near| before.iter().find(|load| load.name.known_bytes() == near.as_bytes()));
    // Images that others loaded are freed and listed, too.
    let is_housekeeping = cx
        .form(command)
        .is_some_and(|form| matches!(form.implementation, Implementation::Imgfree | Implementation::Imgstat));
    // The value of a setting in another section may differ from the value where the image is loaded.
    let may_be_meant = |load: &&ImageLoad| {
        let text = cx.script.slice(load.place);
        !load.is_named && text.ends_with(name) && memchr::memmem::find(text, b"${").is_some()
    };
    if before.is_empty() || before.iter().any(may_be_meant) || is_housekeeping && near.is_none() {
        return None;
    }
    let of_file = before.iter().rev().find(|load| load.is_named && load.file.as_known() == Some(name));
    let stem = || name.iter().rposition(|byte| *byte == b'.').and_then(|dot| name.get(..dot));
    let of_stem =
        || before.iter().rev().find(|load| stem().is_some_and(|stem| load.name.known_bytes() == stem));
    let near = near.or(of_file).or_else(of_stem);
    if is_boot && !boots_another(cx, command, name, near.copied()) {
        return None;
    }
    let message = format!("the script loads no image called {}", quote(name));
    let label = match role {
        Role::ImageOrUri => "iPXE uses this as a URI, and tries to download it",
        _ => "this fails: there is no image with that name",
    };
    let finding = Diagnostic::new(RuleId::UnknownImage, word.span(), message, label);
    let Some(load) = near else {
        let names: Vec<_> =
            before.iter().rev().take(NAMED).rev().map(|load| quote(load.name.known_bytes())).collect();
        return Some(
            finding
                .help(format!("images loaded before it: {}; `--name` sets another name", names.join(", "))),
        );
    };
    let meant = String::from_utf8_lossy(load.name.known_bytes()).into_owned();
    // A file with this name may be in the script's directory.
    let is_fatal =
        of_file.is_none() && cx.flow.is_reachable(command.id()) && cx.flow.failure_is_fatal(command.id());
    let finding = finding
        .at_level(if is_fatal { Level::Error } else { Level::Warning })
        .and_label(load.place, format!("this loads the image as {}", quote(meant.as_bytes())));
    Some(finding.fix(Fix::unsafe_(format!("did you mean `{meant}`?"), word.span(), meant)))
}
