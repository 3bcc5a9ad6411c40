//! The images that a script loads.

use foldhash::{HashMap, HashSet};
use ipxe_catalog::{Actions, CommandForm, Implementation, Role};
use ipxe_language::{operation::Operation, text::Text, uri::Uri};
use ipxe_syntax::{Command, CommandId, Span};

use crate::{commands::positional_words, images::ImageFacts};

/// All commands of a script that register images.
#[derive(Debug, Default)]
pub struct Images {
    loads: Vec<ImageLoad>,
    names: HashSet<Vec<u8>>,
    /// The first command that registers an image of each name.
    first: HashMap<Vec<u8>, CommandId>,
    /// The first load of each name that selects the image, and does not execute it.
    selected: HashMap<Vec<u8>, usize>,
    /// The names of images that are loaded by a command other than those that boot them under this very name.
    otherwise: HashSet<Vec<u8>>,
    /// The names of images that are loaded for later use, not executed or selected at once.
    fetched: HashSet<Vec<u8>>,
    /// Names with unknown pieces, each once.
    computed: Vec<Text<'static>>,
}

/// A command that registers an image.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "truths that do not exclude each other")]
pub struct ImageLoad {
    /// By which command.
    pub command: CommandId,
    /// The name of the image.
    pub name: Text<'static>,
    /// The last component of its URI.
    pub file: Text<'static>,
    /// Whether an option sets the name, instead of the URI.
    pub is_named: bool,
    /// The span of its URI.
    pub place: Span,
    /// Whether it is loaded for a kernel as an initrd, and not executed.
    pub is_initrd: bool,
    /// Whether it has arguments of its own.
    pub has_arguments: bool,
    /// Whether the command's name says that it is for a boot: `initrd` and `module` do the same as `imgfetch`, which may
    /// have another purpose.
    pub is_for_boot: bool,
}

/// The maximum number of distinguished computed names; a script with more of them may load any image.
const COMPUTED: usize = 64;

impl Images {
    pub(crate) fn new(cx: &ImageFacts<'_, '_>) -> Self {
        let mut images = Self::default();
        let registers = |form: &CommandForm| form.effects.actions.contains(Actions::REGISTERS_IMAGE);
        for (command, invocation) in cx.invocations_where(&registers) {
            let is_whole =
                !invocation.is_mistaken() || positional_words(command, invocation).next().is_some();
            if !is_whole {
                images.add_name(&Text::unknown());
            } else if let Some(load) = load(cx, command) {
                images.add_name(&load.name);
                let runs = Actions::SELECTS_IMAGE.union(Actions::EXECUTES);
                let is_kept = invocation.form().is_some_and(|form| !form.effects.actions.intersects(runs));
                images.fetched.extend(load.name.as_known().filter(|_| is_kept).map(<[u8]>::to_vec));
                if let Some(name) = load.name.as_known() {
                    images.first.entry(name.to_vec()).or_insert(load.command);
                    let selects = |form: &CommandForm| {
                        let actions = form.effects.actions;
                        actions.contains(Actions::SELECTS_IMAGE) && !actions.contains(Actions::EXECUTES)
                    };
                    if invocation.form().is_some_and(selects) {
                        images.selected.entry(name.to_vec()).or_insert(images.loads.len());
                    }
                    let boots =
                        invocation.form().is_some_and(|form| form.implementation == Implementation::Imgexec);
                    if !boots || cx.script.slice(load.place) != name {
                        images.otherwise.insert(name.to_vec());
                    }
                }
                images.loads.push(load);
            }
        }
        // A misspelt command registers nothing, but should hardly be ignored.
        for (command, invocation) in cx.unknown() {
            let Some((form, _)) = invocation.meant().filter(|(form, _)| registers(form)) else { continue };
            match load(cx, command) {
                Some(load) => images.add_name(&load.name),
                None if form.min_args > 0 => images.add_name(&Text::unknown()),
                None => {}
            }
        }
        images
    }

    /// The places, in the order of the script.
    #[must_use]
    pub fn loads(&self) -> &[ImageLoad] {
        &self.loads
    }

    /// Whether an image of that name is or may be loaded.
    #[must_use]
    pub fn may_have(&self, name: &Text<'_>) -> bool {
        let spelt_out = match name.as_known() {
            Some(name) => self.names.contains(name),
            None => self.names.len() > COMPUTED || self.names.iter().any(|known| name.may_equal(known)),
        };
        spelt_out
            || self.computed.len() > COMPUTED
            || self.computed.iter().any(|computed| !computed.equals(name).is_no())
    }

    /// Whether an image of that name may be loaded by a command other than those that boot it under this very name.
    #[must_use]
    pub fn may_have_otherwise(&self, name: &Text<'_>) -> bool {
        self.computed.len() > COMPUTED
            || self.computed.iter().any(|computed| !computed.equals(name).is_no())
            || name.as_known().is_some_and(|name| self.otherwise.contains(name))
    }

    /// The first command that loads an image of that name to be booted later. None if there is none.
    #[must_use]
    pub fn first_selected(&self, name: &[u8]) -> Option<&ImageLoad> {
        self.loads.get(*self.selected.get(name)?)
    }

    /// Whether an image of that name is certainly loaded somewhere in the script.
    #[must_use]
    pub fn has(&self, name: &[u8]) -> bool {
        self.names.contains(name)
    }

    /// Whether an image of that name is loaded for later use.
    #[must_use]
    pub fn fetches(&self, name: &Text<'_>) -> bool {
        name.as_known().is_some_and(|name| self.fetched.contains(name))
    }

    /// Whether an earlier command registers an image of that name.
    #[must_use]
    pub fn has_before(&self, name: &Text<'_>, command: CommandId) -> bool {
        name.as_known().and_then(|name| self.first.get(name)).is_some_and(|first| *first < command)
    }

    /// Whether a text is not a URI, but the name of an image that an earlier command registers.
    #[must_use]
    pub fn names_one_before(&self, name: &Text<'_>, command: CommandId) -> bool {
        let is_name = |name: &[u8]| memchr::memchr2(b'/', b':', name).is_none();
        match name.as_known() {
            Some(known) => is_name(known) && self.has_before(name, command),
            None => false,
        }
    }

    /// The first command that loads an image of that name. None if there is none.
    #[must_use]
    pub fn first_of(&self, name: &Text<'_>) -> Option<&ImageLoad> {
        let first = name.as_known().and_then(|name| self.first.get(name))?;
        self.load_by(*first)
    }

    /// The image that a command registers. None if it registers none.
    #[must_use]
    pub fn load_by(&self, command: CommandId) -> Option<&ImageLoad> {
        let at = self.loads.binary_search_by_key(&command, |load| load.command).ok()?;
        self.loads.get(at)
    }

    /// Whether another, earlier command registers an image of the same name.
    #[must_use]
    pub fn is_loaded_twice(&self, load: &ImageLoad) -> bool {
        self.has_before(&load.name, load.command)
    }

    fn add_name(&mut self, name: &Text<'static>) {
        match name.as_known() {
            Some(name) => _ = self.names.insert(name.to_vec()),
            None if self.computed.len() > COMPUTED || self.computed.contains(name) => {}
            None => self.computed.push(name.clone()),
        }
    }
}

/// The image that a command registers.
fn load<'a, 's>(cx: &ImageFacts<'a, 's>, command: Command<'a, 's>) -> Option<ImageLoad> {
    let invocation = cx.flow.invocation(command.id())?;
    let (form, operation) = (invocation.meant()?.0, invocation.meant_operation()?);
    let word = positional_words(command, invocation).next()?;
    let role = form.argument(0).map(|argument| argument.role).filter(|role| role.is_uri())?;
    let location = cx.constants().resolve(word, cx);
    let selects = form.effects.actions.intersects(Actions::SELECTS_IMAGE.union(Actions::EXECUTES));
    let is_name = |text: &[u8]| memchr::memchr2(b'/', b':', text).is_none();
    let is_new = matches!(operation, Operation::ExtractImage(_));
    if role == Role::ImageOrUri && !selects && !is_new && location.as_known().is_some_and(is_name) {
        // `imgargs vmlinuz` refers to an existing image.
        return None;
    }
    let file = file_name(&location);
    let source = operation.source();
    let is_named = source.is_some_and(|source| source.name.is_some());
    let name = match source.and_then(|source| source.name) {
        // The value of an option is only resolved as a whole if it is a word of its own.
        Some(value) if value.text.as_known().is_some() => value.text.to_text().into_owned(),
        Some(value) => {
            let whole = command.arguments().nth(value.argument).filter(|_| value.range().start == 0);
            whole.map_or_else(|| value.text.to_text().into_owned(), |word| cx.constants().resolve(word, cx))
        }
        // An extracted image does not have the archive's name.
        None if is_new => Text::unknown(),
        None => file.clone(),
    };
    let is_initrd = matches!(operation, Operation::Fetch(_) | Operation::ExtractImage(_));
    let has_arguments = source.is_some_and(|source| !source.arguments.is_empty());
    let place = word.span();
    let called = invocation.command().map(|command| command.spec.name);
    let is_for_boot = matches!(called, Some("initrd" | "kernel" | "module"));
    Some(ImageLoad {
        command: command.id(),
        name,
        file,
        is_named,
        place,
        is_initrd,
        has_arguments,
        is_for_boot,
    })
}

/// The image name that iPXE derives from a URI; the name of an image stays as it is.
#[must_use]
pub fn file_name(location: &Text<'_>) -> Text<'static> {
    Uri::parse(location).image_name().unwrap_or_else(|| location.clone().into_owned())
}
