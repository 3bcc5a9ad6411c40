//! URIs of scripts that the document roots do not contain.

use foldhash::HashSet;
use ipxe_catalog::{Actions, Effects, Returns, Role};
use ipxe_language::{
    invocation::Invocation, operation::Operation, setting_name::untyped, text::Text, uri::Uri,
};
use ipxe_syntax::{CommandId, Segment, Word};

use crate::given::{Absent, Stored};
use crate::{
    commands::{
        failures::is_failure_name,
        files::{is_script, may_be_script},
        uris::UriWord,
    },
    graph::{Edge, Ending, Node},
    menus::entries::{Item, Menu},
    reach::Model,
};

/// The maximum number of commands that only print or wait, when the path after a failure is followed.
const FOLLOWED: usize = 32;

/// A URI of a missing script.
pub struct AbsentUri<'m, 'a, 's> {
    /// The URI.
    pub uri: &'m UriWord<'a, 's>,
    /// The text of the URI.
    pub text: Text<'static>,
    /// The result of the look-up in the document root.
    pub absent: Absent,
    /// Whether the URI has only this value, on all paths.
    pub is_sure: bool,
}

/// The URIs of missing scripts in reachable commands, without URIs that contain a menu choice.
pub fn absent_uris<'m, 'a, 's>(cx: &'m Model<'a, 's>) -> Vec<AbsentUri<'m, 'a, 's>> {
    absent_files(cx, absent_script)
}

/// The URIs of images that are not there, though others are in the same folder; where control comes, and not those that are made
/// of what was chosen from a menu.
pub fn absent_images<'m, 'a, 's>(cx: &'m Model<'a, 's>) -> Vec<AbsentUri<'m, 'a, 's>> {
    absent_files(cx, absent_image)
}

/// What says of a URI that the file is absent.
type IsAbsent = fn(&Model<'_, '_>, &Text<'_>) -> Option<Absent>;

fn absent_files<'m, 'a, 's>(cx: &'m Model<'a, 's>, is_absent: IsAbsent) -> Vec<AbsentUri<'m, 'a, 's>> {
    if !cx.given.surroundings.has_roots() {
        return Vec::new();
    }
    let chosen = chosen_settings(cx);
    starting(cx)
        .filter(|uri| chosen_part(uri.word, &chosen).is_none())
        .flat_map(|uri| absent(cx, uri, is_absent))
        .collect()
}

fn absent<'m, 'a, 's>(
    cx: &Model<'a, 's>,
    uri: &'m UriWord<'a, 's>,
    is_absent: IsAbsent,
) -> Vec<AbsentUri<'m, 'a, 's>> {
    let Some(moment) = cx.analysis().before(uri.command.id()) else { return Vec::new() };
    let mut found: Vec<AbsentUri<'m, 'a, 's>> = Vec::new();
    let mut is_sure = true;
    for text in moment.texts(uri.word.text()) {
        let Some(absent) = is_absent(cx, &text) else {
            is_sure = false;
            continue;
        };
        if found.iter().all(|known| known.absent.path != absent.path) {
            found.push(AbsentUri { uri, text, absent, is_sure: true });
        }
    }
    is_sure &= found.len() == 1;
    for found in &mut found {
        found.is_sure = is_sure;
    }
    found
}

/// A menu entry for which a script is missing.
pub struct EntryOfAbsent<'m, 'a, 's> {
    /// The menu.
    pub menu: &'m Menu<'a, 's>,
    /// The entry.
    pub item: &'m Item<'a, 's>,
    /// The URI that contains the name of the entry.
    pub uri: &'m UriWord<'a, 's>,
    /// The result of the look-up in the document root.
    pub absent: Absent,
}

/// The menu entries whose names are part of the URI of a missing script.
pub fn entries_of_absent<'m, 'a, 's>(cx: &'m Model<'a, 's>) -> Vec<EntryOfAbsent<'m, 'a, 's>> {
    if !cx.given.surroundings.has_roots() {
        return Vec::new();
    }
    let chosen = chosen_settings(cx);
    let mut found = Vec::new();
    for uri in starting(cx) {
        let Some(setting) = chosen_part(uri.word, &chosen).filter(|name| !asks_again(cx, uri, name)) else {
            continue;
        };
        let Some(known) = cx.analysis().before(uri.command.id()).map(|moment| moment.setting(setting)) else {
            continue;
        };
        let menus = cx.menus().menus().iter();
        for menu in menus.filter(|menu| menu.choices.iter().any(|choice| choice.setting == Some(setting))) {
            let Some(choice) = cx.chosen(menu) else { continue };
            let has_label = |label: &Text<'_>| label.as_known().is_none_or(|label| cx.label(label).is_some());
            for item in &menu.items {
                // An entry that an earlier jump or comparison handles is not downloaded.
                let is_left = |name: &&[u8]| known.may_show(name) && choice.loses(name, has_label);
                let Some(name) = item.name.as_known().filter(is_left) else { continue };
                let text = with_choice(cx, uri.word, setting, name);
                let absent = absent_script(cx, &text);
                found.extend(absent.map(|absent| EntryOfAbsent { menu, item, uri, absent }));
            }
        }
    }
    found
}

/// The script that a URI leads to, if it is known to be missing.
fn absent_script(cx: &Model<'_, '_>, uri: &Text<'_>) -> Option<Absent> {
    let names_script = || Uri::parse(uri).image_name().is_some_and(|name| is_script(&name));
    match cx.given.surroundings.stored(uri) {
        Stored::Absent(absent) if absent.is_called_like_scripts && names_script() => Some(absent),
        _ => None,
    }
}

/// The image that a URI leads to, if it is known not to be there.
fn absent_image(cx: &Model<'_, '_>, uri: &Text<'_>) -> Option<Absent> {
    let parsed = Uri::parse(uri);
    let is_image = || parsed.image_name().is_some_and(|name| !may_be_script(&name));
    match cx.given.surroundings.stored(uri) {
        Stored::Absent(absent) if parsed.query.is_none() && absent.image_beside.is_some() && is_image() => {
            Some(absent)
        }
        _ => None,
    }
}

fn starting<'m, 'a, 's>(cx: &'m Model<'a, 's>) -> impl Iterator<Item = &'m UriWord<'a, 's>> {
    cx.uris().iter().filter(|uri| matches!(uri.role, Role::Uri | Role::ImageOrUri))
}

/// The settings that store menu choices.
fn chosen_settings<'a>(cx: &Model<'a, '_>) -> HashSet<&'a [u8]> {
    let choices = cx.menus().menus().iter().flat_map(|menu| &menu.choices);
    choices.filter_map(|choice| choice.setting).collect()
}

/// The setting with a menu choice in a word.
fn chosen_part<'a>(word: Word<'a, '_>, chosen: &HashSet<&'a [u8]>) -> Option<&'a [u8]> {
    let mut names = word.expansions().filter_map(|expansion| Some(untyped(expansion.inside().as_literal()?)));
    names.find(|name| chosen.contains(name))
}

/// A word after an entry was chosen.
fn with_choice<'a>(cx: &Model<'a, '_>, word: Word<'a, '_>, setting: &[u8], value: &[u8]) -> Text<'static> {
    let mut text = Text::default();
    for segment in word.segments() {
        match segment {
            Segment::Literal { text: literal, .. } => text.push_bytes(literal),
            Segment::Expansion(expansion) => match expansion.inside().as_literal() {
                Some(name) if untyped(name) == setting => text.push_bytes(value),
                _ => text.push(&cx.constants().expand(expansion, cx)),
            },
            _ => text.push_unknown(),
        }
    }
    text
}

/// Whether the command that runs if the script is missing uses the choice itself: `chain ${menu}.ipxe || goto ${menu}`.
fn asks_again(cx: &Model<'_, '_>, uri: &UriWord<'_, '_>, setting: &[u8]) -> bool {
    let Some(Node::Command(next)) = after(cx, uri.command.id(), Edge::Failure) else { return false };
    let mut words = cx.script.command(next).into_iter().flat_map(ipxe_syntax::Command::words);
    words.any(|word| chosen_part(word, &HashSet::from_iter([setting])).is_some())
}

/// The handling of a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterFailure {
    /// The script ends, and fails.
    Ends,
    /// The script gives up: it opens a shell, reboots, or ends with a failure of its own.
    GivesUp,
    /// The script reports the failure first: it waits for a key, or jumps to a label for failures.
    SaysSo,
    /// The script continues with something else.
    GoesOn,
}

/// How the script handles a command's failure.
#[must_use]
pub fn after_failure(cx: &Model<'_, '_>, command: CommandId) -> AfterFailure {
    if cx.flow.failure_is_fatal(command) {
        return AfterFailure::Ends;
    }
    let mut node = after(cx, command, Edge::Failure);
    let mut goes_on = AfterFailure::GoesOn;
    for _ in 0..FOLLOWED {
        let next = match node {
            Some(Node::Command(next)) => next,
            Some(Node::End(Ending::Failed)) => return AfterFailure::GivesUp,
            _ => return goes_on,
        };
        match cx.flow.invocation(next).and_then(Invocation::operation) {
            Some(Operation::Shell | Operation::Reboot | Operation::PowerOff) => return AfterFailure::GivesUp,
            Some(Operation::Prompt(_)) => goes_on = AfterFailure::SaysSo,
            Some(Operation::Goto { label }) if label.as_known().is_some_and(is_failure_name) => {
                goes_on = AfterFailure::SaysSo;
            }
            Some(Operation::Exit { status: Some(status) }) if status.as_known() != Some(b"0") => {
                return AfterFailure::GivesUp;
            }
            _ if is_remark(cx, next) => {}
            _ => return goes_on,
        }
        node = after(cx, next, Edge::Jump).or(after(cx, next, Edge::Success));
    }
    goes_on
}

/// Whether a command only prints, or leads to one that may.
fn is_remark(cx: &Model<'_, '_>, command: CommandId) -> bool {
    if cx.script.command(command).is_some_and(ipxe_syntax::Command::is_empty) {
        return true;
    }
    let others = Actions::USES_NETWORK.union(Actions::FETCHES).union(Actions::USES_MENU);
    let form = cx.form_of(command);
    form.is_some_and(|form| {
        let Effects { actions, returns, .. } = form.effects;
        let remarks =
            actions.intersects(Actions::PRINTS.union(Actions::WAITS)) && !actions.intersects(others);
        *returns == Returns::Jumps || remarks
    })
}

fn after(cx: &Model<'_, '_>, command: CommandId, along: Edge) -> Option<Node> {
    let mut next = cx.flow.successors(Node::Command(command));
    next.find(|(edge, _)| *edge == along).map(|(_, node)| node)
}
