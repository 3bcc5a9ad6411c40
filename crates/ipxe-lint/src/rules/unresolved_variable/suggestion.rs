//! Finds the setting that was probably intended.

use ipxe_language::setting_name::SettingName;

use crate::{context::Context, suggest};
use ipxe_model::{
    commands::name_set::is_interface,
    settings::misspellings::{is_misspelling, near_predefined},
};

/// The maximum numbers of names that are compared with each other: comparisons are slow.
const CANDIDATES: usize = 300;
const QUESTIONS: usize = 100;

pub(super) struct Suggestions<'c, 'a, 's> {
    cx: &'c Context<'a, 's>,
    own: Option<Vec<&'c [u8]>>,
    questions: usize,
}

impl<'c, 'a, 's> Suggestions<'c, 'a, 's> {
    pub(super) fn new(cx: &'c Context<'a, 's>) -> Self {
        Self { cx, own: None, questions: 0 }
    }

    /// The name of which `[scope/]name` is a misspelling.
    pub(super) fn near(&mut self, full: &[u8]) -> Option<Vec<u8>> {
        self.questions += 1;
        if self.questions > QUESTIONS {
            return None;
        }
        if let Some(documented) = self.cx.known().misspelt(full) {
            return Some(documented.name.as_bytes().to_vec());
        }
        let SettingName { scope, name, .. } = SettingName::parse(full);
        let found = self.interface(scope, name).or_else(|| self.without_scope(scope, name));
        let found = found.or_else(|| self.with_type(full)).or_else(|| within_marks(full));
        found.or_else(|| self.with_path(scope, name)).or_else(|| {
            let near =
                self.own(name).or_else(|| near_predefined(self.cx.catalog, name, is_interface(scope)))?;
            let full = if scope.is_empty() { near.to_vec() } else { [scope, b"/", near].concat() };
            self.cx.is_setting(&full).then_some(full)
        })
    }

    /// `eth0` for `net0`.
    fn interface(&self, scope: &[u8], name: &[u8]) -> Option<Vec<u8>> {
        let number = scope.strip_prefix(b"eth")?;
        let full = [b"net", number, b"/", name].concat();
        (is_interface(&[b"net", number].concat()) && self.cx.is_setting(&full)).then_some(full)
    }

    /// A setting of the root that is written with a block.
    fn without_scope(&self, scope: &[u8], name: &[u8]) -> Option<Vec<u8>> {
        let root = !scope.is_empty()
            && self.cx.written().writes().iter().any(|write| {
                write
                    .name
                    .as_known()
                    .map(SettingName::parse)
                    .is_some_and(|write| write.scope.is_empty() && write.name == name)
            });
        root.then(|| name.to_vec())
    }

    /// `net0.dhcp/ip` for `net0/dhcp/ip` and `net0/dhcp.ip`: the blocks of a path are joined by dots.
    fn with_path(&self, scope: &[u8], name: &[u8]) -> Option<Vec<u8>> {
        let end = memchr::memrchr2(b'/', b'.', name).filter(|_| !scope.is_empty())?;
        let (blocks, name) = (name.get(..end)?, name.get(end + 1..)?);
        let path: Vec<u8> = [scope, b".", blocks]
            .concat()
            .iter()
            .map(|byte| if *byte == b'/' { b'.' } else { *byte })
            .collect();
        let full = [&path, b"/".as_slice(), name].concat();
        self.cx.is_setting(&full).then_some(full)
    }

    /// `mac:hexhyp` for `mac-hexhyp` and `machexhyp`: the name of a setting followed by that of a type.
    fn with_type(&self, full: &[u8]) -> Option<Vec<u8>> {
        let types = self.cx.catalog.setting_types().map(|spec| spec.name.as_bytes());
        let mut parts = types.filter_map(|name| Some((full.strip_suffix(name)?, name)));
        parts.find_map(|(before, of_type)| {
            let trimmed = before.strip_suffix(b"-").or_else(|| before.strip_suffix(b"_"));
            let trimmed = trimmed.or_else(|| before.strip_suffix(b".")).or_else(|| before.strip_suffix(b";"));
            let name = [trimmed, Some(before)].into_iter().flatten();
            let name = name.into_iter().find(|name| !name.is_empty() && self.cx.is_setting(name))?;
            Some([name, b":", of_type].concat())
        })
    }

    fn own(&mut self, name: &[u8]) -> Option<&'c [u8]> {
        let cx = self.cx;
        let own = self.own.get_or_insert_with(|| candidates(cx));
        suggest::near(name, own.iter().copied().filter(|own| is_misspelling(name, own))).map(str::as_bytes)
    }
}

/// `arch` for `arch]` and `'arch'`: no name of a setting has such characters at its ends.
fn within_marks(full: &[u8]) -> Option<Vec<u8>> {
    let is_mark = |byte: &u8| b"[](){}<>'\"`,;!?%$#@&*=+\\|^~".contains(byte);
    let start = full.iter().position(|byte| !is_mark(byte))?;
    let end = full.iter().rposition(|byte| !is_mark(byte))? + 1;
    let name = full.get(start..end).filter(|name| name.len() < full.len())?;
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_./".contains(byte);
    name.iter().all(is_name).then(|| name.to_vec())
}

/// The names that the script, the context and the profile set.
fn candidates<'c>(cx: &'c Context<'_, '_>) -> Vec<&'c [u8]> {
    let written = cx.written().writes().iter().filter_map(|write| write.name.as_known());
    let context = cx.options.context.root_settings().map(|(name, _)| name.as_bytes());
    let profile = cx.options.profile.iter().flat_map(|profile| profile.settings.iter());
    let provided = context.chain(profile.map(|supplied| supplied.name.as_bytes()));
    let mut own: Vec<&[u8]> =
        written.chain(provided).map(|name| SettingName::parse(name).name).take(CANDIDATES).collect();
    own.sort_unstable();
    own.dedup();
    own
}
