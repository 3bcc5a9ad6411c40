//! Names of images that the script does not load.

use ipxe_catalog::{Actions, CommandForm, Implementation, Role};
use ipxe_syntax::{Command, Word};

use crate::{
    Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta,
    context::{Context, positional_words},
    facts::images::ImageLoad,
    sink::Sink,
    suggest,
    text::quote,
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "unknown-image",
    code: "IPX503",
    summary: "a command names an image that the script does not load",
    level: Level::Warning,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// How many loaded images a wrong name is compared with, and how many wrong ones are: comparing is slow.
const CANDIDATES: usize = 100;
/// How many loaded images are named in the help.
const NAMED: usize = 3;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    // An image made of memory has a name, too, but no URI.
    if cx.images().loads().is_empty() || cx.invocations_of(Implementation::Imgmem).next().is_some() {
        return;
    }
    let mut unknown = 0;
    for (command, invocation) in cx.invocations_where(&names_images) {
        if invocation.argument_error().is_some() || cx.is_template(command) {
            continue;
        }
        let Some(form) = invocation.form() else { continue };
        for (at, word) in positional_words(command, invocation).enumerate() {
            let Some(role) = form.argument(at).map(|argument| argument.role).filter(|role| role.is_image())
            else {
                continue;
            };
            let found = look_at(cx, command, word, role, unknown < CANDIDATES);
            unknown += usize::from(found.is_some());
            out.extend(found);
        }
    }
}

/// Whether images are named that are there already: such a command does not download in order to execute.
fn names_images(form: &CommandForm) -> bool {
    let executes = Actions::EXECUTES.union(Actions::SELECTS_IMAGE);
    !form.effects.actions.intersects(executes)
        && form.arguments.iter().any(|argument| argument.role.is_image())
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
    if is_uri || cx.images().may_have(&text) {
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
    let candidates = before.iter().filter(|_| search).map(|load| load.name.bytes());
    let near = suggest::near(name, candidates);
    let near = near.and_then(|near| before.iter().find(|load| load.name.bytes() == near.as_bytes()));
    // Images that others loaded are freed and listed, too.
    let is_housekeeping = cx
        .form(command)
        .is_some_and(|form| matches!(form.implementation, Implementation::Imgfree | Implementation::Imgstat));
    // What a setting holds in another section may not be what it holds where the image is loaded.
    let may_be_meant = |load: &&ImageLoad| {
        let text = cx.script.slice(load.place);
        text.ends_with(name) && memchr::memmem::find(text, b"${").is_some()
    };
    if before.is_empty() || before.iter().any(may_be_meant) || is_housekeeping && near.is_none() {
        return None;
    }
    let message = format!("the script loads no image called {}", quote(name));
    let label = match role {
        Role::ImageOrUri => "iPXE takes this for a URI, and tries to download it",
        _ => "this fails: there is no image of that name",
    };
    let finding = Diagnostic::new(RuleId::UnknownImage, word.span(), message, label);
    let Some(load) = near else {
        let names: Vec<_> =
            before.iter().rev().take(NAMED).rev().map(|load| quote(load.name.bytes())).collect();
        return Some(
            finding.help(format!(
                "loaded before it: {}; `--name` gives an image another name",
                names.join(", ")
            )),
        );
    };
    let meant = String::from_utf8_lossy(load.name.bytes()).into_owned();
    let finding =
        finding.and_label(load.place, format!("the image from here is called {}", quote(meant.as_bytes())));
    Some(finding.fix(Fix::unsafe_(format!("did you mean `{meant}`?"), word.span(), meant)))
}
