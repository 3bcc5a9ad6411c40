//! The world that a network context describes.

use ipxe_catalog::Actions;

use super::{
    ChooseQuestion, CommandRequest, CpuidQuestion, Environment, FetchRequest, FieldQuestion, Files, KeyPress,
    MenuAnswer, NoFiles, PromptQuestion, TextAnswer, UnknownSetting,
};
use crate::context::Link;
use crate::simulate::Content;
use crate::value::percent_decode;
use crate::{ErrorClass, NetworkContext, Settings, Text, Uri, UriScheme};

/// The world that a [`NetworkContext`] describes: its interfaces with their DHCP servers, its HTTP server, and its
/// [`Responses`](crate::Responses). Nobody is at the keyboard but for these.
///
/// Downloads need an interface that is open and has an address. TFTP servers of which nothing says what they serve
/// refuse every file.
#[derive(Clone, Debug)]
pub struct ContextEnvironment<F = NoFiles> {
    context: NetworkContext,
    files: F,
    /// More servers: the URIs below which their files are, and the files.
    servers: Vec<(Vec<u8>, F)>,
    /// How many of the choices were made.
    chosen: usize,
}

impl ContextEnvironment {
    /// The world of a context, in which the HTTP server has no files.
    #[must_use]
    pub fn new(context: NetworkContext) -> Self {
        Self { context, files: NoFiles, servers: Vec::new(), chosen: 0 }
    }
}

impl<F> ContextEnvironment<F> {
    /// The same world with the files of the HTTP server, by their paths below its `files`. Forgets other servers.
    #[must_use]
    pub fn with_files<G: Files>(self, files: G) -> ContextEnvironment<G> {
        ContextEnvironment { context: self.context, files, servers: Vec::new(), chosen: self.chosen }
    }

    /// The same world with one more server, for URIs that begin with `base` (a slash is added if it ends in none).
    /// It goes before the context's own, and an earlier one before a later one; a file that it lacks may be another
    /// server's.
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
}

impl<F: Files> Environment for ContextEnvironment<F> {
    fn fetch(&mut self, request: &FetchRequest<'_>) -> Result<Content, ErrorClass> {
        if !request.configured {
            return Err(ErrorClass::NetworkUnreachable);
        }
        let responses = &self.context.responses.fetch;
        if let Some(response) = std::str::from_utf8(request.uri).ok().and_then(|uri| responses.get(uri)) {
            return response.result().map(|()| Content::Assumed);
        }
        let mut is_served = false;
        for (base, files) in &mut self.servers {
            let Some(rest) = request.uri.strip_prefix(base.as_slice()) else { continue };
            is_served = true;
            if let Some(bytes) = served_path(rest).and_then(|path| files.read(&path)) {
                return Ok(Content::bytes(bytes));
            }
        }
        let text = Text::from(request.uri);
        if let UriScheme::Known(scheme) = Uri::parse(&text).scheme
            && scheme.bytes() == b"tftp"
        {
            if is_served {
                return Err(ErrorClass::NotFound);
            }
            return Err(ErrorClass::PermissionDenied);
        }
        let server = self.context.http.as_ref();
        let path = server.and_then(|server| request.uri.strip_prefix(server.base.as_bytes()));
        let bytes = path.and_then(served_path).and_then(|path| self.files.read(&path));
        let otherwise = || {
            let class = server.and_then(|server| server.anything_else.as_ref());
            class.and_then(|class| class.parse().ok()).unwrap_or(ErrorClass::NotFound)
        };
        bytes.map(Content::bytes).ok_or_else(otherwise)
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
        let interfaces = self.context.interfaces();
        let known = interfaces.iter().find(|(name, _)| name.as_bytes() == interface);
        known.is_none_or(|(_, known)| known.link != Some(Link::Down))
    }

    fn choose(&mut self, question: &ChooseQuestion<'_>) -> MenuAnswer {
        let responses = &self.context.responses;
        let titled =
            std::str::from_utf8(&question.menu.title).ok().and_then(|title| responses.menus.get(title));
        let choice = titled.or_else(|| {
            let next = responses.choices.get(self.chosen)?;
            self.chosen += 1;
            Some(next)
        });
        choice.map_or(MenuAnswer::Nobody, |entry| MenuAnswer::Entry(entry.as_bytes().to_vec()))
    }

    fn read(&mut self, setting: &[u8]) -> TextAnswer {
        let text = std::str::from_utf8(setting).ok().and_then(|name| self.context.responses.text.get(name));
        text.map_or(TextAnswer::Nobody, |text| TextAnswer::Text(text.as_bytes().to_vec()))
    }

    fn fill_in(&mut self, question: &FieldQuestion<'_>) -> TextAnswer {
        self.read(question.setting)
    }

    fn press_key(&mut self, _: &PromptQuestion<'_>) -> KeyPress {
        if self.context.responses.presses_keys { KeyPress::Wanted } else { KeyPress::Nobody }
    }

    fn cpuid(&mut self, question: &CpuidQuestion) -> bool {
        if let Some(response) = self.context.responses.commands.get("cpuid") {
            return response.result().is_ok();
        }
        // Long mode is what tells a 64-bit processor; a 32-bit build can run on one, too.
        question.extended || !question.ecx
    }

    fn command(&mut self, _: &mut Settings, request: &CommandRequest<'_>) -> Result<(), ErrorClass> {
        let name = request.words.first().and_then(|name| std::str::from_utf8(name).ok());
        if let Some(response) = name.and_then(|name| self.context.responses.commands.get(name)) {
            return response.result();
        }
        let network = request.form.effects.actions.contains(Actions::USES_NETWORK);
        if network && !request.configured { Err(ErrorClass::NetworkUnreachable) } else { Ok(()) }
    }

    fn setting(&mut self, setting: &UnknownSetting<'_>) -> Option<Vec<u8>> {
        let machine = &self.context.machine;
        let text = match setting.name {
            b"platform" => machine.platform?.to_string(),
            b"buildarch" => machine.buildarch?.to_string(),
            b"version" => machine.release?.to_string(),
            _ => return None,
        };
        (setting.block == b"builtin").then(|| text.into_bytes())
    }

    fn state(&self) -> u64 {
        u64::try_from(self.chosen).unwrap_or(u64::MAX)
    }
}

/// The path of a file that a server has, from what follows its base in a URI.
fn served_path(rest: &[u8]) -> Option<Vec<u8>> {
    let end = rest.iter().position(|byte| matches!(byte, b'?' | b'#')).unwrap_or(rest.len());
    let path = percent_decode(rest.get(..end)?);
    let plain = path.split(|byte| *byte == b'/').all(|part| !matches!(part, b"" | b"." | b".."));
    Some(path).filter(|_| plain)
}
