//! The world that a network context describes.

use ipxe_catalog::Actions;

use super::{CommandRequest, CpuidQuestion, Environment, FetchRequest, Files, NoFiles, UnknownSetting};
use crate::context::Link;
use crate::simulate::Content;
use crate::value::percent_decode;
use crate::{ErrorClass, NetworkContext, Settings, Text, Uri, UriScheme};

/// The world that a [`NetworkContext`] describes: its interfaces with their DHCP servers, and its HTTP server. Nobody is
/// at the keyboard.
///
/// Downloads need an interface that is open and has an address. TFTP servers refuse every file, as nothing says
/// what they serve.
#[derive(Clone, Debug)]
pub struct ContextEnvironment<F = NoFiles> {
    context: NetworkContext,
    files: F,
}

impl ContextEnvironment {
    /// The world of a context, in which the HTTP server has no files.
    #[must_use]
    pub fn new(context: NetworkContext) -> Self {
        Self { context, files: NoFiles }
    }
}

impl<F> ContextEnvironment<F> {
    /// The same world with the files of the HTTP server, by their paths below its `files`.
    #[must_use]
    pub fn with_files<G: Files>(self, files: G) -> ContextEnvironment<G> {
        ContextEnvironment { context: self.context, files }
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
        let text = Text::from(request.uri);
        if let UriScheme::Known(scheme) = Uri::parse(&text).scheme
            && scheme.bytes() == b"tftp"
        {
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

    fn cpuid(&mut self, question: &CpuidQuestion) -> bool {
        // Long mode is what tells a 64-bit processor; a 32-bit build can run on one, too.
        question.extended || !question.ecx
    }

    fn command(&mut self, _: &mut Settings, request: &CommandRequest<'_>) -> Result<(), ErrorClass> {
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
}

/// The path of a file that a server has, from what follows its base in a URI.
fn served_path(rest: &[u8]) -> Option<Vec<u8>> {
    let end = rest.iter().position(|byte| matches!(byte, b'?' | b'#')).unwrap_or(rest.len());
    let path = percent_decode(rest.get(..end)?);
    let plain = path.split(|byte| *byte == b'/').all(|part| !matches!(part, b"" | b"." | b".."));
    Some(path).filter(|_| plain)
}
