//! The state of a run.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ipxe_catalog::{Availability, Platform, Release, SettingScope, SettingType};

use super::frame::Frame;
use super::image::Image;
use super::images::Images;
use super::{Content, ImageBytes, Menu, Parameters, Status};
use crate::settings::{BlockId, BlockKind, Origin, Raw, Settings, Value};
use ipxe_language::{status::ErrorClass, uri::Uri};

/// Everything that a script can change or depend on: the state of a run.
///
/// A copy is a snapshot. Two are equal (and have equal hashes) if they continue in the same way, given the same answers
/// from their environments.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MachineState {
    /// The scripts that are being executed, the outermost first. Compared first, because states usually differ in them.
    pub(super) frames: Vec<Frame>,
    pub(super) settings: Settings,
    pub(super) images: Images,
    pub(super) menus: BTreeMap<Option<Vec<u8>>, Menu>,
    pub(super) parameters: BTreeMap<Option<Vec<u8>>, Parameters>,
    /// The number of bytes of menus and parameters.
    pub(super) held: usize,
    /// Commands that the build lacks.
    unavailable: Arc<BTreeSet<&'static str>>,
    builtin: BlockId,
    /// The value of `${errno}`.
    errno: u32,
    /// The base of relative URIs, and the value of `${cwuri}`.
    working_uri: Option<Arc<[u8]>>,
    /// The numbers of attached SAN drives.
    pub(super) drives: BTreeSet<u32>,
    /// The TFTP server in `${next-server}`; before 2.0, the last one that was there.
    server: Option<[u8; 4]>,
}

impl MachineState {
    /// A machine with these settings and no script. Its build follows from their catalog: a command that no target
    /// machine has is unknown.
    #[must_use]
    pub fn new(mut settings: Settings) -> Self {
        let builtin = settings.add(Settings::ROOT, b"builtin", BlockKind::Builtin).unwrap_or(Settings::ROOT);
        let catalog = settings.catalog();
        let lacks = |build| matches!(catalog.availability(build), Availability::Nowhere { .. });
        let unavailable = catalog.commands().filter(|known| lacks(known.form.build));
        let unavailable = Arc::new(unavailable.map(|known| known.spec.name).collect());
        for name in [&b"cwuri"[..], b"cwduri"] {
            settings.undefine(builtin, name);
        }
        without_missing_hardware(&mut settings);
        let mut machine = Self {
            settings,
            images: Images::default(),
            menus: BTreeMap::new(),
            parameters: BTreeMap::new(),
            frames: Vec::new(),
            held: 0,
            unavailable,
            builtin,
            errno: 0,
            working_uri: None,
            drives: BTreeSet::new(),
            server: None,
        };
        machine.define_errno();
        machine.follow_server();
        machine
    }

    /// Starts a script without a URI, or with one. It is not registered as an image.
    ///
    /// # Errors
    /// If it is not a script.
    pub fn load(&mut self, script: &[u8], uri: Option<&[u8]>) -> Status {
        let bytes = ImageBytes::new(script.to_vec());
        if !is_script(script) {
            return Err(ErrorClass::NotExecutable.into());
        }
        let program = bytes.program();
        let image = Image::new(Vec::new(), uri.map(Arc::from), Content::Bytes(bytes));
        self.enter(Frame::new(image, program));
        Ok(())
    }

    /// Stops all running scripts.
    pub fn abandon(&mut self) {
        while self.exit().is_some() {}
    }

    /// The settings.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The registered images, the oldest first, without those that are being executed.
    #[must_use]
    pub fn images(&self) -> &Images {
        &self.images
    }

    /// Number of nested running scripts.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.frames.len()
    }

    /// The approximate number of bytes that it uses.
    pub(super) fn memory(&self) -> usize {
        self.settings.written_bytes() + self.images.size() + self.held
    }

    /// Whether the build lacks a command of that name.
    pub(super) fn lacks(&self, command: &str) -> bool {
        self.unavailable.contains(command)
    }

    /// Whether the build may be one for that platform.
    pub(super) fn may_be(&self, platform: Platform) -> bool {
        self.settings.catalog().target().platforms().contains(platform)
    }

    /// Whether the build is certainly for that platform.
    pub(super) fn is_only(&self, platform: Platform) -> bool {
        self.only_platform() == Some(platform)
    }

    /// The platform of the build, if it is known.
    fn only_platform(&self) -> Option<Platform> {
        let mut platforms = self.settings.catalog().target().platforms().iter();
        platforms.next().filter(|_| platforms.next().is_none())
    }

    /// Records the failure of a command.
    pub(super) fn note(&mut self, status: Status) {
        let Err(failure) = status else { return };
        let number = failure.number(self.only_platform());
        if number != self.errno {
            self.errno = number;
            self.define_errno();
        }
    }

    /// Forgets the last failure.
    pub(super) fn forget_errno(&mut self) {
        if self.errno != 0 {
            self.errno = 0;
            self.define_errno();
        }
    }

    fn define_errno(&mut self) {
        let raw = Raw::Known(self.errno.to_be_bytes().to_vec());
        self.settings.define(self.builtin, b"errno", Value::new(raw, SettingType::Uint32, Origin::Computed));
    }

    /// Begins to execute a script inside the others. Its URI becomes the base of relative URIs.
    pub(super) fn enter(&mut self, mut frame: Frame) {
        frame.outer_uri.clone_from(&self.working_uri);
        if let Some(uri) = &frame.image.uri {
            self.move_to(Some(Arc::clone(uri)));
        }
        self.frames.push(frame);
    }

    /// Ends the innermost script, and returns it. The base of relative URIs is restored, or becomes the current TFTP
    /// server.
    pub(super) fn exit(&mut self) -> Option<Frame> {
        let frame = self.frames.pop()?;
        let uri = if self.server_is_base() { self.server_uri() } else { frame.outer_uri.clone() };
        self.move_to(uri);
        Some(frame)
    }

    /// The base of relative URIs.
    pub(super) fn working_uri(&self) -> Option<&[u8]> {
        self.working_uri.as_deref()
    }

    /// Records the TFTP server in `${next-server}`. It is the base of relative URIs while no image with a URI of its
    /// own is executed.
    pub(super) fn follow_server(&mut self) {
        let server = self.next_server().filter(|server| *server != [0; 4]);
        let changed = server != self.server;
        if self.is_before_2_0() {
            // In these releases, another server becomes the base whatever is executed, until that ends; and it is never
            // forgotten.
            if changed && server.is_some() {
                self.server = server;
                self.move_to(self.server_uri());
            }
        } else if changed {
            self.server = server;
            if self.server_is_base() {
                self.move_to(self.server_uri());
            }
        }
    }

    /// The address in `${next-server}`, of any length.
    fn next_server(&self) -> Option<[u8; 4]> {
        // As `ipv4`, only four bytes can be formatted.
        let found = self.settings.read(b"next-server:hex").ok()?;
        let Raw::Known(raw) = found.value().raw() else { return None };
        let mut address = [0; 4];
        address.iter_mut().zip(raw).for_each(|(to, byte)| *to = *byte);
        Some(address)
    }

    /// Whether relative URIs are relative to the TFTP server.
    fn server_is_base(&self) -> bool {
        !self.is_before_2_0() && self.frames.iter().all(|frame| frame.image.uri.is_none())
    }

    /// The TFTP server in `${next-server}`, as a URI.
    pub(super) fn server_uri(&self) -> Option<Arc<[u8]>> {
        let [a, b, c, d] = self.server?;
        Some(format!("tftp://{a}.{b}.{c}.{d}/").into_bytes().into())
    }

    /// Whether the build is older than the release that came after 1.21.1.
    fn is_before_2_0(&self) -> bool {
        self.settings.catalog().target().release() <= Release::V1_21_1
    }

    fn move_to(&mut self, uri: Option<Arc<[u8]>>) {
        if uri == self.working_uri {
            return;
        }
        let directory = uri.as_ref().map(|uri| {
            let text = ipxe_language::text::Text::from(&**uri);
            Uri::parse(&text).directory().into_known().unwrap_or_default().into_owned()
        });
        for (name, text) in [(&b"cwuri"[..], uri.as_ref().map(|uri| uri.to_vec())), (b"cwduri", directory)] {
            match text {
                Some(text) => {
                    let value = Value::new(Raw::Known(text), SettingType::String, Origin::Computed);
                    self.settings.define(self.builtin, name, value);
                }
                None => self.settings.undefine(self.builtin, name),
            }
        }
        self.working_uri = uri;
    }
}

/// Whether iPXE recognizes these bytes as a script.
pub(super) fn is_script(bytes: &[u8]) -> bool {
    // Only the header matters, so nothing else is parsed.
    ipxe_syntax::parse(bytes.get(..bytes.len().min(16)).unwrap_or_default()).header().is_valid()
}

/// Removes the facts about the processor and the memory that only other builds have.
fn without_missing_hardware(settings: &mut Settings) {
    let catalog = settings.catalog().clone();
    for (block, scope) in [(&b"cpuid"[..], SettingScope::Cpuid), (b"memmap", SettingScope::Memmap)] {
        let Some(block) = settings.find(block) else { continue };
        let lacks = |build| matches!(catalog.availability(build), Availability::Nowhere { .. });
        for known in catalog.settings() {
            let own = known.definitions.iter().filter(|definition| definition.scope == scope);
            if own.clone().next().is_some() && own.into_iter().all(|definition| lacks(definition.build)) {
                settings.undefine(block, known.spec.name.as_bytes());
            }
        }
    }
}
