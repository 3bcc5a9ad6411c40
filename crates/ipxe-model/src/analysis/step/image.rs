//! Commands that register, change or execute images.

use std::rc::Rc;

use ipxe_catalog::{
    Actions, Role,
    world::{FileClass, FileKind},
};
use ipxe_language::{
    operation::{Execute, ImageSource, Operation},
    options::OptionValue,
    text::{Certainty, Text},
    uri::Uri,
};
use smallvec::SmallVec;

use super::{Call, Machine, Next};
use crate::analysis::{
    Sources,
    lattice::{Facts, ImageFact, Images, Selected},
    names::NameId,
};

/// The image that a command is to find or download.
#[derive(Clone, Copy)]
struct Wanted<'w> {
    /// Its name, or the URI to download it from.
    location: &'w Text<'w>,
    /// The name that the command gives it.
    name: Option<OptionValue<'w>>,
}

/// Whether it is a program, as its name says: unlike a script, it changes no settings.
fn is_program(location: &Text<'_>) -> bool {
    let tail = location.tail();
    let file = tail.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
    FileKind::of(file).is_some_and(|kind| kind.class == FileClass::EfiProgram)
}

impl<'w> From<ImageSource<'w>> for Wanted<'w> {
    fn from(source: ImageSource<'w>) -> Self {
        Self { location: source.location, name: source.name }
    }
}

impl Wanted<'_> {
    fn new_name(self) -> Option<Text<'static>> {
        Some(self.name?.to_text().into_owned())
    }
}

/// The image that a command found or downloaded.
#[derive(Default)]
struct Acquired {
    /// Its possible names.
    names: SmallVec<[NameId; 2]>,
    /// Whether it may have another, unknown name.
    other: bool,
    /// Whether it certainly was registered before, so that nothing was downloaded.
    was_there: bool,
    /// Whether it may return after it is executed, as scripts do.
    returns: bool,
}

impl Machine<'_, '_> {
    pub(super) fn fetch_image(&self, call: Call<'_, '_>, source: ImageSource<'_>, facts: Facts) -> Next {
        let mut after = facts.clone();
        let name = Self::new_name(Wanted::from(source));
        self.register(&mut after, name.as_ref(), true, &call.source());
        after.change().network.downloaded = Certainty::Yes;
        Next { success: Some(after), failure: Some(facts), ..Next::default() }
    }

    pub(super) fn select_image(&self, call: Call<'_, '_>, source: ImageSource<'_>, facts: Facts) -> Next {
        let mut after = facts.clone();
        let acquired = self.acquire(call, source.into(), &mut after);
        let mut failure = facts;
        if !acquired.was_there || source.name.is_some() {
            failure.join(&after, false, &self.variables);
        }
        let Acquired { names, other, returns, .. } = acquired;
        after.change().images.selected = Selected { none: false, other, names, returns };
        Next { success: Some(after), failure: Some(failure), ..Next::default() }
    }

    pub(super) fn set_image_arguments(
        &self,
        call: Call<'_, '_>,
        source: ImageSource<'_>,
        facts: Facts,
    ) -> Next {
        let mut after = facts.clone();
        let acquired = self.acquire(call, source.into(), &mut after);
        let failure = (!acquired.was_there || call.may_misfire).then_some(facts);
        Next { success: Some(after), failure, ..Next::default() }
    }

    /// Extracts an archive into a new image. Without an explicit name, the name of the new image is unknown.
    pub(super) fn extract_image(
        &self,
        call: Call<'_, '_>,
        source: ImageSource<'_>,
        mut facts: Facts,
    ) -> Next {
        self.other(call, &mut facts);
        let mut after = facts.clone();
        Self::succeed_network(call, &mut after);
        if let Some(name) = Wanted::from(source).new_name() {
            self.register(&mut after, Some(&name), true, &call.source());
        }
        Next { success: Some(after), failure: Some(facts), ..Next::default() }
    }

    /// Executes an image: if it is a script, it may do anything before it returns.
    pub(super) fn execute_image(&self, call: Call<'_, '_>, execute: Execute<'_>, facts: Facts) -> Next {
        let selected = &facts.known().images.selected;
        let may_be_idle = execute.image.is_none() && selected.none;
        let idle = may_be_idle.then(|| facts.clone());
        let surely_idle = may_be_idle && !selected.other && selected.names.is_empty();
        if surely_idle {
            let failure = call.may_misfire.then_some(facts);
            return Next { success: idle, failure, ..Next::default() };
        }
        let mut leaves = execute.image.is_none() && selected.surely_leaves();
        let mut after = facts;
        if let Some(source) = execute.image {
            // Both with the image and without it: it is absent while it is executed, and afterwards if the command
            // frees it.
            let before = after.clone();
            leaves = !self.acquire(call, source.into(), &mut after).returns;
            after.join(&before, false, &self.variables);
        }
        if execute.image.is_some_and(|image| is_program(image.location)) {
            self.havoc_all_but_settings(&mut after);
        } else {
            self.havoc(&mut after);
        }
        let mut next = if leaves { Next::failure(after) } else { Next::both(after) };
        super::join(&mut next.success, idle, &self.variables);
        next
    }

    pub(super) fn free_images(&self, call: Call<'_, '_>, names: &[Text<'_>], facts: Facts) -> Next {
        let mut after = facts.clone();
        if names.is_empty() {
            let selected = Selected { none: true, ..Selected::default() };
            after.change().images = Images { selected, ..Images::default() };
            return Next {
                success: Some(after),
                failure: call.may_misfire.then_some(facts),
                ..Next::default()
            };
        }
        let (mut may_succeed, mut may_fail) = (true, call.may_misfire);
        for name in names {
            let there = self.has_image(&after, name);
            may_succeed &= !there.is_no();
            may_fail |= !there.is_yes();
            self.free(&mut after, name);
        }
        let mut failure = facts;
        failure.join(&after, false, &self.variables);
        Next {
            success: may_succeed.then_some(after),
            failure: may_fail.then_some(failure),
            ..Next::default()
        }
    }

    /// The possible effect on images of a command about which nothing else is known.
    pub(super) fn touch_images(&self, call: Call<'_, '_>, facts: &mut Facts) {
        let unknown = Actions::REGISTERS_IMAGE.union(Actions::FREES_IMAGES).union(Actions::SELECTS_IMAGE);
        let takes_images =
            call.form.arguments.iter().any(|argument| argument.role.is_image() || argument.role == Role::Uri);
        if !takes_images && !call.does(unknown) {
            return;
        }
        for (at, location) in call.positionals().iter().enumerate() {
            let role = call.form.argument(at).map(|argument| argument.role);
            if matches!(role, Some(Role::ImageOrUri | Role::Image | Role::Uri)) {
                let before = facts.clone();
                self.acquire(call, Wanted { location, name: None }, facts);
                self.uncertain(facts, location);
                facts.join(&before, false, &self.variables);
            }
        }
        if call.does(unknown) {
            facts.change().images.others = true;
        }
    }

    /// Whether an image of that name is registered.
    fn has_image(&self, facts: &Facts, name: &Text<'_>) -> Certainty {
        let images = &facts.known().images;
        let known = name.as_known().and_then(|name| images.known.get(self.names.find(name)?));
        match known {
            Some(image) if image.certain => Certainty::Yes,
            None if name.is_known() && !images.others => Certainty::No,
            _ => Certainty::Maybe,
        }
    }

    /// Finds an image by its name, or downloads it. Images that other scripts left, or whose names are computed, are
    /// assumed not to have names like URIs or paths.
    fn acquire(&self, call: Call<'_, '_>, wanted: Wanted<'_>, facts: &mut Facts) -> Acquired {
        let location = wanted.location;
        let there = self.has_image(facts, location);
        let is_path = is_path(location);
        let new_name = wanted.new_name();
        let known = location.as_known().and_then(|name| self.names.find(name));
        let images = &facts.known().images;
        let returns = !self.gets_kernel(call, images, known, there) || images.computed && !is_path;
        if there.is_yes() {
            let Some(new_name) = new_name else {
                let names = known.into_iter().collect();
                return Acquired { names, other: false, was_there: true, returns };
            };
            let selected = known.is_some_and(|id| facts.known().images.selected.names.contains(&id));
            self.free(facts, location);
            let id = self.register(facts, Some(&new_name), true, &call.source());
            facts.change().images.selected.other |= selected;
            let names = id.into_iter().collect();
            return Acquired { names, other: id.is_none(), was_there: true, returns };
        }
        let is_new =
            there.is_no() || is_path && known.is_none_or(|id| facts.known().images.known.get(id).is_none());
        if new_name.is_some() && !is_new {
            self.uncertain(facts, location);
        }
        let name = new_name.clone().or_else(|| Self::new_name(wanted));
        // A renamed image certainly has that name; a downloaded one only if it was not registered before.
        let id = self.register(facts, name.as_ref(), is_new || new_name.is_some(), &call.source());
        let names = id.into_iter().collect();
        let mut acquired = Acquired { names, other: id.is_none(), was_there: false, returns };
        facts.change().network.downloaded =
            if is_new { Certainty::Yes } else { raised(facts.known().network.downloaded) };
        if !is_new && new_name.is_none() {
            match location.as_known() {
                Some(name) => {
                    let id = self.names.id(name);
                    if !acquired.names.contains(&id) {
                        acquired.names.push(id);
                        acquired.names.sort_unstable();
                    }
                }
                None => acquired.other = true,
            }
        }
        acquired
    }

    /// Whether the image that a command finds or downloads is certainly a kernel: every image that may have that name,
    /// and the download if there is none.
    fn gets_kernel(
        &self,
        call: Call<'_, '_>,
        images: &Images,
        name: Option<NameId>,
        there: Certainty,
    ) -> bool {
        let kernels = &self.variables.assumptions.kernels;
        let is_kernel = |image: &ImageFact| {
            let by_script = !image.by.has_start() && !image.by.has_others() && !image.by.has_more();
            by_script && image.by.commands().all(|command| kernels.contains(command))
        };
        let known = name.and_then(|name| images.known.get(name));
        let downloads_kernel = || kernels.contains(call.id);
        match known {
            Some(image) => is_kernel(image) && (there.is_yes() || downloads_kernel()),
            None => downloads_kernel(),
        }
    }

    /// The name of a downloaded image, if anything about it is known.
    fn new_name(wanted: Wanted<'_>) -> Option<Text<'static>> {
        if let Some(name) = wanted.new_name() {
            return Some(name);
        }
        let location = wanted.location;
        let plain = |bytes: &[u8]| bytes.iter().all(|byte| matches!(byte, b'!'..=b'~'));
        let name = Uri::parse(location).image_name().filter(|_| plain(location.known_bytes()))?;
        let is_special = name.as_known().is_none_or(|name| matches!(name, b"" | b"." | b".."));
        (!is_special).then_some(name)
    }

    /// Registers an image, certainly or possibly. Returns the number of its name if the whole name is known.
    fn register(
        &self,
        facts: &mut Facts,
        name: Option<&Text<'_>>,
        surely: bool,
        by: &Sources,
    ) -> Option<NameId> {
        let images = &mut facts.change().images;
        let Some(name) = name.and_then(Text::as_known) else {
            images.others = true;
            images.computed = true;
            return None;
        };
        let id = self.names.id(name);
        let fact = match images.known.get(id) {
            Some(old) => {
                let mut by = by.clone();
                by.add(&old.by);
                ImageFact { certain: old.certain || surely, several: true, by }
            }
            None => ImageFact { certain: surely, several: images.computed, by: by.clone() },
        };
        images.known.set(id, Some(Rc::new(fact)));
        Some(id)
    }

    /// Frees an image of that name.
    fn free(&self, facts: &mut Facts, name: &Text<'_>) {
        let Some(id) = name.as_known().map(|name| self.names.id(name)) else {
            facts.change().images.each_uncertain(&self.variables);
            return;
        };
        let images = &mut facts.change().images;
        let Some(old) = images.known.get(id) else {
            images.selected.none = true;
            return;
        };
        let left = old.several.then(|| Rc::new(ImageFact { certain: false, ..ImageFact::clone(old) }));
        let gone = left.is_none() && !images.computed;
        images.known.set(id, left);
        if let Ok(at) = images.selected.names.binary_search(&id) {
            images.selected.none = true;
            if gone {
                images.selected.names.remove(at);
            }
        }
        images.selected.none |= images.selected.other;
    }

    /// An image of that name may or may not exist.
    fn uncertain(&self, facts: &mut Facts, name: &Text<'_>) {
        let before = facts.clone();
        self.free(facts, name);
        facts.join(&before, false, &self.variables);
    }

    /// Other scripts may have registered, renamed, selected and freed images.
    pub(super) fn havoc_images(&self, facts: &mut Facts) {
        let images = &mut facts.change().images;
        images.each_uncertain(&self.variables);
        (images.others, images.computed) = (true, true);
        (images.selected.other, images.selected.returns) = (true, true);
    }
}

/// Whether the name of the command's image is known, so that unknown other words do not matter.
pub(super) fn names_image(operation: &Operation<'_>) -> bool {
    let (source, downloads) = match operation {
        Operation::Fetch(source) => (*source, true),
        Operation::Select(source)
        | Operation::SetArguments(source)
        | Operation::Execute(Execute { image: Some(source), .. }) => (*source, false),
        _ => return false,
    };
    let wanted = Wanted::from(source);
    Machine::new_name(wanted).is_some_and(|name| name.is_known()) && (downloads || is_path(wanted.location))
}

/// Whether a text is a URI or a path, and not the name of an image.
fn is_path(location: &Text<'_>) -> bool {
    location.known_bytes().contains(&b'/')
}

fn raised(certainty: Certainty) -> Certainty {
    if certainty.is_yes() { Certainty::Yes } else { Certainty::Maybe }
}
