//! The environment that a network context describes.

use super::served::{is_below, path_below};
use super::{
    ChooseQuestion, CommandRequest, ConnectRequest, CpuidQuestion, Environment, FetchRequest, FieldQuestion,
    Files, KeyPress, MenuAnswer, NoFiles, PromptQuestion, TextAnswer, UnknownSetting,
};
use crate::context::Link;
use crate::simulate::{Content, Menu};
use crate::{
    context::{Interface, NetworkContext},
    settings::Settings,
};
use ipxe_language::operation::Operation;
use ipxe_language::{
    status::ErrorClass,
    text::Text,
    uri::{Uri, UriScheme},
};

/// The environment that a [`NetworkContext`] describes: its interfaces with their DHCP servers, its HTTP server, and
/// its [`Responses`](crate::context::Responses). There is no other user input.
///
/// Downloads need an interface that is open and has an address. TFTP servers without a description refuse every file.
#[derive(Clone, Debug)]
pub struct ContextEnvironment<F = NoFiles> {
    context: NetworkContext,
    files: F,
    /// Additional servers: the base URIs of their files, and the files.
    servers: Vec<(Vec<u8>, F)>,
    /// The number of choices made so far.
    chosen: usize,
}

impl ContextEnvironment {
    /// The environment of a context, with an HTTP server without files.
    #[must_use]
    pub fn new(context: NetworkContext) -> Self {
        Self { context, files: NoFiles, servers: Vec::new(), chosen: 0 }
    }
}

impl<F> ContextEnvironment<F> {
    /// Sets the files of the HTTP server, by their paths below its `files`. Removes other servers.
    #[must_use]
    pub fn with_files<G: Files>(self, files: G) -> ContextEnvironment<G> {
        ContextEnvironment { context: self.context, files, servers: Vec::new(), chosen: self.chosen }
    }

    /// Adds a server for URIs that begin with `base` (a slash is added if there is none). It takes precedence over the
    /// context's own, and an earlier one over a later one; if it does not have a file, the next server is used.
    #[must_use]
    pub fn serving(mut self, base: impl Into<Vec<u8>>, files: F) -> Self {
        let mut base = base.into();
        if !base.ends_with(b"/") {
            base.push(b'/');
        }
        self.servers.push((base, files));
        self
    }

    /// The context.
    #[must_use]
    pub fn context(&self) -> &NetworkContext {
        &self.context
    }

    /// The number of choices made so far.
    pub(in crate::simulate) const fn chosen(&self) -> usize {
        self.chosen
    }

    /// Goes back or forward to the point after this many choices.
    pub(in crate::simulate) fn set_chosen(&mut self, chosen: usize) {
        self.chosen = chosen;
    }

    /// The failure for a file that no server has.
    fn missing(&self) -> ErrorClass {
        let server = self.context.http.as_ref();
        let class = server.and_then(|server| server.anything_else.as_ref());
        class.and_then(|class| class.parse().ok()).unwrap_or(ErrorClass::NotFound)
    }

    /// The menu choice that a context states, if it states one.
    pub(in crate::simulate) fn known_choice(&mut self, menu: &Menu) -> Option<&str> {
        let responses = &self.context.responses;
        let titled = std::str::from_utf8(&menu.title).ok().and_then(|title| responses.menus.get(title));
        let choice = titled.or_else(|| {
            let next = responses.choices.get(self.chosen)?;
            self.chosen += 1;
            Some(next)
        });
        choice.map(String::as_str)
    }

    /// The typed text that a context states, if it states one.
    pub(in crate::simulate) fn known_text(&self, setting: &[u8]) -> Option<&str> {
        let name = std::str::from_utf8(setting).ok()?;
        self.context.responses.text.get(name).map(String::as_str)
    }

    /// The result of a command that a context states, if it states one.
    pub(in crate::simulate) fn known_command(&self, name: &str) -> Option<Result<(), ErrorClass>> {
        self.context.responses.commands.get(name).map(|response| response.result())
    }

    /// The value of a computed setting that a context states, if it states one.
    pub(in crate::simulate) fn known_setting(&self, setting: &UnknownSetting<'_>) -> Option<Vec<u8>> {
        let machine = &self.context.machine;
        let text = match setting.name {
            b"platform" => machine.platform?.to_string(),
            b"buildarch" => machine.buildarch?.to_string(),
            b"version" => machine.release?.shown(),
            _ => return None,
        };
        (setting.block == b"builtin").then(|| text.into_bytes())
    }

    /// The interface of that name, if the context knows it.
    pub(in crate::simulate) fn known_interface(&self, name: &[u8]) -> Option<&Interface> {
        let interfaces = self.context.interfaces();
        interfaces.into_iter().find(|(known, _)| known.as_bytes() == name).map(|(_, interface)| interface)
    }
}

impl<F: Files> ContextEnvironment<F> {
    /// The content of a download, as far as the context and the servers know it. None for a URI that they do not know.
    pub(in crate::simulate) fn known_fetch(
        &mut self,
        request: &FetchRequest<'_>,
    ) -> Option<Result<Content, ErrorClass>> {
        if request.configured { self.known_file(request.uri) } else { Some(Err(request.unreachable)) }
    }

    /// The file at a reachable URI.
    fn known_file(&mut self, uri: &[u8]) -> Option<Result<Content, ErrorClass>> {
        let responses = &self.context.responses.fetch;
        if let Some(response) = std::str::from_utf8(uri).ok().and_then(|uri| responses.get(uri)) {
            return Some(response.result().map(|()| Content::Assumed));
        }
        let mut served = false;
        for (base, files) in &mut self.servers {
            served |= is_below(uri, base);
            if let Some(bytes) = path_below(uri, base).and_then(|path| files.read(&path)) {
                return Some(Ok(Content::bytes(bytes)));
            }
        }
        if let Some(base) = self.context.http.as_ref().map(|server| server.base.as_bytes()) {
            served |= is_below(uri, base);
            if let Some(bytes) = path_below(uri, base).and_then(|path| self.files.read(&path)) {
                return Some(Ok(Content::bytes(bytes)));
            }
        }
        if served {
            self.note_lack(uri);
        }
        served.then(|| Err(if is_tftp(uri) { ErrorClass::NotFound } else { self.missing() }))
    }
}

impl<F: Files> ContextEnvironment<F> {
    /// Informs the servers that none of them has a file.
    fn note_lack(&mut self, uri: &[u8]) {
        let own = self.context.http.as_ref().map(|server| server.base.as_bytes()).zip(Some(&mut self.files));
        let servers = self.servers.iter_mut().map(|(base, files)| (base.as_slice(), files));
        for (base, files) in servers.chain(own).filter(|(base, _)| is_below(uri, base)) {
            files.lack(uri, path_below(uri, base).as_deref());
        }
    }
}

impl<F: Files> Environment for ContextEnvironment<F> {
    fn fetch(&mut self, request: &FetchRequest<'_>) -> Result<Content, ErrorClass> {
        self.known_fetch(request).unwrap_or_else(|| {
            Err(match request.unreachable {
                // There is no name server to resolve the server's name.
                ErrorClass::NoSuchAddress => ErrorClass::NoSuchAddress,
                _ if is_tftp(request.uri) => ErrorClass::PermissionDenied,
                _ => self.missing(),
            })
        })
    }

    fn connect(&mut self, request: &ConnectRequest<'_>) -> Result<(), ErrorClass> {
        match self.known_file(request.uri) {
            _ if !request.configured => Err(request.unreachable),
            Some(known) => known.map(|_| ()),
            // There is no name server to resolve the server's name.
            None if request.unreachable == ErrorClass::NoSuchAddress => Err(ErrorClass::NoSuchAddress),
            None => Ok(()),
        }
    }

    fn configure(
        &mut self,
        settings: &mut Settings,
        interface: &[u8],
        _: Option<&[u8]>,
    ) -> Result<(), ErrorClass> {
        let name = std::str::from_utf8(interface).map_err(|_| ErrorClass::NoDevice)?;
        if self.context.answer_dhcp(settings, name) { Ok(()) } else { Err(ErrorClass::TimedOut) }
    }

    fn has_link(&mut self, interface: &[u8]) -> bool {
        self.known_interface(interface).is_none_or(|known| known.link != Some(Link::Down))
    }

    fn choose(&mut self, question: &ChooseQuestion<'_>) -> MenuAnswer {
        let choice = self.known_choice(question.menu);
        choice.map_or(MenuAnswer::Nobody, |entry| MenuAnswer::Entry(entry.as_bytes().to_vec()))
    }

    fn read(&mut self, setting: &[u8]) -> TextAnswer {
        let text = self.known_text(setting);
        text.map_or(TextAnswer::Nobody, |text| TextAnswer::Text(text.as_bytes().to_vec()))
    }

    fn fill_in(&mut self, question: &FieldQuestion<'_>) -> TextAnswer {
        self.read(question.setting)
    }

    fn press_key(&mut self, _: &PromptQuestion<'_>) -> KeyPress {
        if self.context.responses.presses_keys { KeyPress::Wanted } else { KeyPress::Nobody }
    }

    fn cpuid(&mut self, question: &CpuidQuestion) -> bool {
        if let Some(known) = self.known_command("cpuid") {
            return known.is_ok();
        }
        // Long mode identifies a 64-bit processor; a 32-bit build can run on one, too.
        question.extended || !question.ecx
    }

    fn command(&mut self, _: &mut Settings, request: &CommandRequest<'_>) -> Result<(), ErrorClass> {
        let name = request.words.first().and_then(|name| std::str::from_utf8(name).ok());
        if let Some(known) = name.and_then(|name| self.known_command(name)) {
            return known;
        }
        if request.needs_network() && !request.configured {
            return Err(request.unreachable);
        }
        match request.operation {
            // It is unknown which certificates the build has, what is to be booted, and whether a host answers.
            Operation::Certificates { subject: Some(_) }
            | Operation::StoreCertificates { location: None, subject: Some(_), .. }
            | Operation::AutoBoot { .. } => Err(ErrorClass::NotFound),
            Operation::SetClock { .. } => Err(ErrorClass::TimedOut),
            _ => Ok(()),
        }
    }

    fn setting(&mut self, setting: &UnknownSetting<'_>) -> Option<Vec<u8>> {
        let decided = match (setting.block, setting.name) {
            (b"builtin", b"unixtime") => CLOCK,
            (b"builtin", b"dmesg") => LOG,
            (b"cpuid", b"cpuvendor") => VENDOR,
            (b"cpuid", b"cpumodel") => MODEL,
            _ => return self.known_setting(setting),
        };
        Some(decided.to_vec())
    }

    fn state(&self) -> u64 {
        u64::try_from(self.chosen).unwrap_or(u64::MAX)
    }
}

/// The value of `${unixtime}`: a run has the same result at any time.
const CLOCK: &[u8] = b"0";

/// The value of `${dmesg}`: iPXE logged something when it started.
const LOG: &[u8] = b"iPXE";

/// The processor's vendor, if it is unknown: every machine has a processor, and its name is not empty.
const VENDOR: &[u8] = b"GenuineIntel";
const MODEL: &[u8] = b"Intel(R) Xeon(R) Processor";

fn is_tftp(uri: &[u8]) -> bool {
    let text = Text::from(uri);
    let UriScheme::Known(scheme) = Uri::parse(&text).scheme else { return false };
    [&b"tftp"[..], b"tftm", b"mtftp"].iter().any(|name| scheme.bytes().eq_ignore_ascii_case(name))
}
