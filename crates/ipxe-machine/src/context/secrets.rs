//! Secret values, which must not appear in output.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use memchr::memmem;

use super::table::{Table, Values};
use super::{Interface, NetworkContext};
use crate::settings::{Raw, Value};
use ipxe_catalog::SettingType;
use ipxe_language::value::{format_value, percent_escape};

/// A secret shorter than this is masked as written, but not in other forms: its few digits would match everywhere.
const SHORTEST_IN_OTHER_FORMS: usize = 4;

/// The secret values of a [`NetworkContext`], which must not appear in transcripts, traces and boot plans.
///
/// A secret is masked wherever its text appears, also inside a longer text such as a URI, and in the other forms that a
/// script can give it (`${token:uristring}`, `:hex`, `:base64` and so on). Text that is derived in other ways, such as
/// a part of a secret, is not masked.
///
/// ```
/// use ipxe_machine::context::{NetworkContext, Secrets};
///
/// let secrets = Secrets::of(&NetworkContext::new().secret("token", "hunter2")?);
/// assert_eq!(&*secrets.mask(b"http://192.0.2.1/?token=hunter2&x"), b"http://192.0.2.1/?token=[secret]&x");
/// assert_eq!(&*secrets.mask(b"68:75:6e:74:65:72:32"), b"[secret]");
/// # Ok::<(), ipxe_machine::context::ContextError>(())
/// ```
///
/// `Debug` shows only the number of texts.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secrets {
    /// The texts to mask; none of them is empty.
    texts: Vec<Vec<u8>>,
}

impl Secrets {
    /// The replacement for a secret.
    pub const MASK: &'static str = "[secret]";

    /// All secrets of a context. Empty values are not secrets.
    #[must_use]
    pub fn of(context: &NetworkContext) -> Self {
        let mut secrets = Self::default();
        for values in [&context.settings, &context.secrets] {
            secrets.add(Table::Settings, values);
        }
        secrets.add(Table::Smbios, &context.smbios);
        for Interface { settings, dhcp, .. } in context.interfaces.values() {
            secrets.add(Table::Settings, settings);
            if let Some(answer) = dhcp {
                secrets.add(Table::Dhcp, &answer.values);
            }
        }
        secrets.texts.retain(|text| !text.is_empty());
        secrets.texts.sort_unstable();
        secrets.texts.dedup();
        secrets
    }

    /// Whether there are none, so nothing is masked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// Replaces every secret in a text with [`Secrets::MASK`]. Takes time linear in the text, per secret.
    #[must_use]
    pub fn mask<'t>(&self, text: &'t [u8]) -> Cow<'t, [u8]> {
        let found = self.found(text);
        if found.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut masked = Vec::with_capacity(text.len());
        let mut end = 0;
        for secret in found {
            masked.extend_from_slice(text.get(end..secret.start).unwrap_or_default());
            masked.extend_from_slice(Self::MASK.as_bytes());
            end = secret.end;
        }
        masked.extend_from_slice(text.get(end..).unwrap_or_default());
        Cow::Owned(masked)
    }

    /// The same for a string.
    #[must_use]
    pub fn mask_str<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.mask(text.as_bytes()) {
            Cow::Borrowed(_) => Cow::Borrowed(text),
            Cow::Owned(masked) => Cow::Owned(String::from_utf8_lossy(&masked).into_owned()),
        }
    }

    /// The positions of secrets in a text, in order and without overlap.
    fn found(&self, text: &[u8]) -> Vec<Range<usize>> {
        let of_secret = |secret: &Vec<u8>| {
            memmem::find_iter(text, secret).map(|at| (at, secret.len())).collect::<Vec<_>>()
        };
        let mut places: Vec<_> = self.texts.iter().flat_map(of_secret).collect();
        places.sort_unstable();
        let mut found: Vec<Range<usize>> = Vec::new();
        for (start, length) in places {
            match found.last_mut() {
                Some(last) if start < last.end => last.end = last.end.max(start + length),
                _ => found.push(start..start + length),
            }
        }
        found
    }

    fn add(&mut self, table: Table, values: &Values) {
        for (name, value) in values.iter().filter(|(_, value)| value.is_secret()) {
            self.texts.extend(value.text().map(|text| text.as_bytes().to_vec()));
            if let Ok(value) = table.value(name, value) {
                self.add_forms(&value);
            }
        }
    }

    /// The texts that expansions of a value show, with any type.
    fn add_forms(&mut self, value: &Value) {
        let Raw::Known(raw) = value.raw() else { return };
        let short = raw.len() < SHORTEST_IN_OTHER_FORMS;
        let shown = SettingType::ALL.iter().filter(|shown| !short || **shown == value.setting_type());
        let shown = shown.filter_map(|shown| format_value(*shown, raw).ok());
        self.texts.extend(shown.map(|text| until_nul(&text).to_vec()));
        self.texts.push(in_uri(until_nul(raw)));
    }
}

fn until_nul(text: &[u8]) -> &[u8] {
    text.split(|byte| *byte == 0).next().unwrap_or_default()
}

/// A text as it appears in the URI of a download.
fn in_uri(text: &[u8]) -> Vec<u8> {
    let mut encoded = Vec::with_capacity(text.len());
    for byte in text {
        match byte {
            b'!'..=b'~' => encoded.push(*byte),
            _ => percent_escape(*byte, &mut encoded),
        }
    }
    encoded
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secrets({})", self.texts.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::{ContextValue, DhcpAnswer};

    fn masked(context: &NetworkContext, text: &str) -> String {
        Secrets::of(context).mask_str(text).into_owned()
    }

    #[test]
    fn a_secret_is_masked_wherever_it_shows() {
        let context = NetworkContext::new().secret("token", "open sesame/1").unwrap();
        for (text, shown) in [
            ("", ""),
            ("open sesame", "open sesame"),
            ("open sesame/1", "[secret]"),
            ("<open sesame/1open sesame/1>", "<[secret][secret]>"),
            ("http://a/open%20sesame/1?x", "http://a/[secret]?x"),
            ("t=open%20sesame%2F1&", "t=[secret]&"),
            ("b3BlbiBzZXNhbWUvMQ==", "[secret]"),
        ] {
            assert_eq!(masked(&context, text), shown, "{text}");
        }
    }

    #[test]
    fn secrets_that_overlap_are_masked_as_one() {
        let context = NetworkContext::new().secret("a", "abcd").unwrap().secret("b", "cdef").unwrap();
        assert_eq!(masked(&context, "xabcdefx abcd cdef"), "x[secret]x [secret] [secret]");
        let context = NetworkContext::new().secret("a", "abcd").unwrap().secret("b", "abcdef").unwrap();
        assert_eq!(masked(&context, "abcdef abcde"), "[secret] [secret]e");
    }

    #[test]
    fn secrets_are_found_in_every_part_of_a_context() {
        let secret = |text: &str| ContextValue::from(text).secret();
        let answer = DhcpAnswer::new().option("filename", secret("in-dhcp")).unwrap();
        let interface = Interface::new().setting("key", secret("in-interface")).unwrap().dhcp(answer);
        let context = NetworkContext::new()
            .setting("password", secret("in-settings"))
            .unwrap()
            .setting("plain", "plain")
            .unwrap()
            .smbios("serial", secret("in-smbios"))
            .unwrap()
            .interface("net0", interface)
            .unwrap();
        let text = "in-dhcp in-interface in-settings in-smbios plain";
        assert_eq!(masked(&context, text), "[secret] [secret] [secret] [secret] plain");
        assert!(Secrets::of(&NetworkContext::new().setting("plain", "plain").unwrap()).is_empty());
    }

    #[test]
    fn a_short_secret_is_masked_only_as_it_is() {
        let context = NetworkContext::new().secret("pin", "42").unwrap();
        assert_eq!(masked(&context, "42 34:32 NDI= 34"), "[secret] 34:32 NDI= 34");
    }

    #[test]
    fn a_secret_without_a_value_hides_nothing() {
        let context = NetworkContext::new().secret("a", "").unwrap().secret("b", ContextValue::unknown());
        assert_eq!(masked(&context.unwrap(), "a b"), "a b");
    }
}
