//! The fields of `ip=`.

use ipxe_language::{
    setting_name::SettingName,
    text::{Piece, Text},
};
use ipxe_syntax::{Segment, Word};

use crate::context::Context;

/// The text between two colons.
#[derive(Clone, Debug, Default)]
pub(super) struct Field<'a> {
    /// As far as it is known.
    pub(super) text: Text<'static>,
    /// The setting, `[scope/]name[:type]`, if the field consists only of its value.
    pub(super) setting: Option<&'a [u8]>,
    /// The number of its pieces.
    pieces: usize,
}

/// The kind of one of iPXE's settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Address,
    Netmask,
    Gateway,
    Server,
    /// An address with colons.
    Mac,
}

impl Field<'_> {
    /// The kind of the setting whose value this is, if every interface has it.
    pub(super) fn kind(&self) -> Option<Kind> {
        let SettingName { name, setting_type, .. } = SettingName::parse(self.setting?);
        Some(match name {
            b"ip" => Kind::Address,
            b"netmask" => Kind::Netmask,
            b"gateway" => Kind::Gateway,
            b"dhcp-server" | b"dns" | b"next-server" => Kind::Server,
            b"mac" if matches!(setting_type, None | Some(b"hex")) => Kind::Mac,
            _ => return None,
        })
    }

    /// The text, if it is fully known and not empty.
    pub(super) fn known(&self) -> Option<&[u8]> {
        self.text.as_known().filter(|text| !text.is_empty())
    }

    fn push(&mut self, bytes: &[u8]) {
        self.text.push_bytes(bytes);
        self.pieces += 1;
        self.setting = None;
    }
}

/// The fields between colons; those in brackets are IPv6 addresses. `skipped`: the length of the text before.
pub(super) fn fields<'a, 's>(cx: &Context<'a, 's>, word: Word<'a, 's>, skipped: usize) -> Vec<Field<'a>> {
    let mut fields = Fields { fields: vec![Field::default()], in_brackets: false };
    let mut skipped = skipped;
    for segment in word.segments() {
        match segment {
            Segment::Literal { text, .. } => {
                fields.push_bytes(text.get(std::mem::take(&mut skipped)..).unwrap_or_default());
            }
            Segment::Expansion(expansion) => {
                fields.push_text(&cx.constants().expand(expansion, cx), expansion.inside().as_literal());
            }
            _ => fields.push_text(&Text::unknown(), None),
        }
    }
    fields.fields
}

struct Fields<'a> {
    fields: Vec<Field<'a>>,
    in_brackets: bool,
}

impl<'a> Fields<'a> {
    fn push_bytes(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.in_brackets = (self.in_brackets || *byte == b'[') && *byte != b']';
            if *byte == b':' && !self.in_brackets {
                self.fields.push(Field::default());
            } else if let Some(field) = self.fields.last_mut() {
                field.push(&[*byte]);
            }
        }
    }

    fn push_text(&mut self, text: &Text<'_>, setting: Option<&'a [u8]>) {
        if let Some(known) = text.as_known() {
            return self.push_bytes(known);
        }
        let Some(field) = self.fields.last_mut() else { return };
        field.setting = setting.filter(|_| field.pieces == 0);
        field.pieces += 1;
        for piece in text.pieces() {
            match piece {
                Piece::Unknown => {
                    self.fields.last_mut().into_iter().for_each(|field| field.text.push_unknown());
                }
                Piece::Known(bytes) => self.push_bytes(bytes),
            }
        }
    }
}

#[cfg(test)]
impl Field<'_> {
    /// The fields of an argument without expansions.
    pub(super) fn all_of(argument: &str) -> Vec<Self> {
        let mut fields = Fields { fields: vec![Field::default()], in_brackets: false };
        fields.push_bytes(argument.as_bytes());
        fields.fields
    }
}
