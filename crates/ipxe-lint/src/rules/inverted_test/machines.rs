//! Tests for the kind of machine: `cpuid --ext 29 && set arch i386 || set arch x86_64`.

use ipxe_catalog::{
    Arch, Platform,
    world::{AliasOf, FileKind, words_of_name},
};
use ipxe_language::{integer::parse_integer, operation::Operation};
use ipxe_model::commands::comparison::Comparison;
use ipxe_syntax::Command;

use super::{
    swap,
    ways::{Kind, Way, Ways},
};
use crate::{Diagnostic, RuleId, context::Context, text::quote};

/// The extended feature of x86 processors that run 64-bit code.
const LONG_MODE: u32 = 29;

/// The meaning of a successful test for the machine.
#[derive(Clone, Copy)]
enum Fact<'a> {
    /// Its processor runs 64-bit code.
    LongMode,
    /// The architecture is this one, in iPXE or according to this setting.
    Arch(Arch, Option<&'a [u8]>),
    Platform(Platform),
}

pub(super) fn look_at<'a, 's>(
    cx: &Context<'a, 's>,
    test: Command<'a, 's>,
    operation: Operation<'a>,
    ways: &Ways<'a, 's>,
) -> Option<Diagnostic> {
    let fact = Fact::of(cx, test, operation)?;
    let (yes, no) = ways.both()?;
    let is_inverted = fact.is_named_by(yes.name) == Some(false) && fact.is_named_by(no.name) == Some(true);
    if !is_inverted || fact.is_toggled(cx, &yes, &no) {
        return None;
    }
    let what = match yes.kind {
        Kind::Value(_) => "sets",
        _ => "jumps to",
    };
    let message = format!("this {what} {} {}", quote(yes.name), fact.in_words());
    let label = "this is for the other result of the test";
    let finding = Diagnostic::new(RuleId::InvertedTest, yes.place, message, label)
        .and_label(test.span(), format!("this succeeds {}", fact.in_words()))
        .and_label(no.place, "this is for the success of the test");
    let fix = swap(&yes, &no).filter(|_| ways.are_on_line);
    Some(match fix {
        Some(fix) => finding.fix(fix),
        None => finding.help("swap the two"),
    })
}

impl<'a> Fact<'a> {
    fn of<'s>(cx: &Context<'a, 's>, test: Command<'a, 's>, operation: Operation<'a>) -> Option<Self> {
        if let Operation::TestProcessor { bit, extended: true, ecx: false } = operation {
            return (parse_integer(bit.as_known()?) == Ok(LONG_MODE)).then_some(Self::LongMode);
        }
        let comparison = Comparison::of(cx, test)?;
        if comparison.is_builtin(b"platform") {
            return Some(Self::Platform(std::str::from_utf8(comparison.text).ok()?.parse().ok()?));
        }
        let own = (!comparison.is_builtin(b"buildarch")).then_some(comparison.setting.name);
        arch(comparison.text).map(|arch| Self::Arch(arch, own))
    }

    /// Whether a name is one of machines for which the fact is true, or of the others.
    fn is_named_by(self, name: &[u8]) -> Option<bool> {
        match self {
            Self::LongMode => is_wide(name),
            Self::Arch(tested, _) => arch(name).map(|arch| arch == tested),
            Self::Platform(tested) => {
                let file = name.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
                if let Some(home) = FileKind::of(file).and_then(FileKind::home) {
                    return Some(home == tested);
                }
                let mut named = words_of_name(name).filter_map(platform);
                let first = named.next()?;
                named.all(|other| other == first).then_some(first == tested)
            }
        }
    }

    /// Whether the script intentionally changes the architecture to the other one.
    fn is_toggled(self, cx: &Context<'_, '_>, yes: &Way<'_, '_>, no: &Way<'_, '_>) -> bool {
        let Kind::Value(setting) = yes.kind else { return matches!(self, Self::Arch(_, Some(_))) };
        let is_other = |write: &ipxe_model::settings::written_settings::SettingWrite<'_>| {
            ![yes.command.id(), no.command.id()].contains(&write.command)
                && write
                    .name
                    .as_known()
                    .is_none_or(|name| ipxe_language::setting_name::untyped(name) == setting)
        };
        matches!(self, Self::Arch(_, Some(tested)) if tested == setting)
            || cx.written().writes().iter().any(is_other)
    }

    fn in_words(self) -> String {
        match self {
            Self::LongMode => "on 64-bit processors".to_owned(),
            Self::Arch(arch, None) => format!("if iPXE is built for `{arch}`"),
            Self::Arch(arch, Some(_)) => format!("if the architecture is `{arch}`"),
            Self::Platform(Platform::Efi) => "on UEFI machines".to_owned(),
            Self::Platform(Platform::Pcbios) => "on BIOS machines".to_owned(),
            Self::Platform(platform) => format!("if the platform is `{platform}`"),
        }
    }
}

fn arch(name: &[u8]) -> Option<Arch> {
    let own = AliasOf::Architecture.own_name(name).or_else(|| std::str::from_utf8(name).ok())?;
    own.parse().ok()
}

fn platform(name: &[u8]) -> Option<Platform> {
    let name = name.to_ascii_lowercase();
    let own = AliasOf::Platform.own_name(&name).or_else(|| std::str::from_utf8(&name).ok())?;
    own.parse().ok().filter(|platform| matches!(platform, Platform::Efi | Platform::Pcbios))
}

/// Whether a name is that of a 64-bit architecture, and not of a 32-bit one.
fn is_wide(name: &[u8]) -> Option<bool> {
    if let Some(arch) = arch(name) {
        return Some(!matches!(arch, Arch::I386 | Arch::Arm32 | Arch::Riscv32));
    }
    let digits = name.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    match name.get(name.len() - digits..)? {
        b"64" => Some(true),
        b"32" | b"86" | b"386" | b"486" | b"586" | b"686" => Some(false),
        _ => None,
    }
}
