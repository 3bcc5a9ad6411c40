//! VLAN interfaces under another name than the one that `vcreate` assigns.

use ipxe_catalog::{Actions, CommandForm};
use ipxe_language::operation::Operation;
use ipxe_model::commands::positional_words;
use ipxe_syntax::{Command, Word};

use super::{named, names_interfaces};
use crate::{Diagnostic, Fix, Level, RuleId, context::Context, sink::Sink, text::quote};

/// A VLAN interface that the script creates.
struct Vlan<'a, 's> {
    by: Command<'a, 's>,
    trunk: Vec<u8>,
    tag: Vec<u8>,
}

impl Vlan<'_, '_> {
    fn name(&self) -> Vec<u8> {
        [&self.trunk[..], b"-", &self.tag].concat()
    }
}

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let creates = |form: &CommandForm| form.effects.actions.contains(Actions::CREATES_INTERFACE);
    if cx.invocations_where(&creates).next().is_none() {
        return;
    }
    let Some(vlans) = vlans(cx) else { return };
    for (command, invocation) in cx.invocations_where(&names_interfaces) {
        out.extend(named(command, invocation).filter_map(|word| misnamed(cx, command, word, &vlans)));
    }
}

/// All VLANs that the script creates. None if the name of one is unknown.
fn vlans<'a, 's>(cx: &Context<'a, 's>) -> Option<Vec<Vlan<'a, 's>>> {
    let creates = |form: &CommandForm| form.effects.actions.contains(Actions::CREATES_INTERFACE);
    let made = cx.invocations_that_may(&creates).map(|(by, invocation)| {
        let Operation::CreateVlan(vlan) = invocation.operation()? else { return None };
        let words: Vec<_> = by.arguments().collect();
        let tag = vlan.tag?;
        let tag = match tag.text.as_known() {
            Some(tag) => tag.to_vec(),
            None if tag.argument != tag.option => known(cx, *words.get(tag.argument)?)?,
            None => return None,
        };
        let trunk = known(cx, positional_words(by, invocation).next()?)?;
        Some(Vlan { by, trunk, tag })
    });
    made.collect()
}

fn known<'a>(cx: &Context<'a, '_>, word: Word<'a, '_>) -> Option<Vec<u8>> {
    cx.constants().resolve(word, cx).as_known().map(<[u8]>::to_vec)
}

/// A name that consists of the trunk's name and a number, and that no VLAN has.
fn misnamed<'a, 's>(
    cx: &Context<'a, 's>,
    command: Command<'a, 's>,
    word: Word<'a, 's>,
    vlans: &[Vlan<'a, 's>],
) -> Option<Diagnostic> {
    let name = known(cx, word)?;
    let of_trunk = |vlan: &&Vlan<'_, '_>| {
        let rest = name.strip_prefix(&vlan.trunk[..]).and_then(<[u8]>::split_first);
        rest.is_some_and(|(separator, number)| {
            b"-.:".contains(separator) && !number.is_empty() && number.iter().all(u8::is_ascii_digit)
        })
    };
    let mut others = vlans.iter().filter(of_trunk);
    let vlan = others.next()?;
    if vlans.iter().any(|vlan| vlan.name() == name) {
        return None;
    }
    let form = cx.form(command)?;
    let is_written_otherwise = name.get(vlan.trunk.len()) != Some(&b'-');
    // An interface that is destroyed may have existed before.
    if !is_written_otherwise && form.effects.actions.contains(Actions::DESTROYS_INTERFACE) {
        return None;
    }
    let right = vlan.name();
    let message = format!("the VLAN interface is called {}, not {}", quote(&right), quote(&name));
    let label = cx.failure_of(command, &String::from_utf8_lossy(command.name().map(Word::text)?));
    let level = if is_written_otherwise { Level::Error } else { Level::Warning };
    let finding = Diagnostic::new(RuleId::UnknownInterface, word.span(), message, label).at_level(level);
    let finding = finding.and_label(vlan.by.span(), "it is created here");
    let right = String::from_utf8(right).ok().filter(|_| others.next().is_none());
    Some(match right {
        Some(right) => finding.fix(Fix::unsafe_(format!("did you mean `{right}`?"), word.span(), right)),
        None => finding.help("the name of a VLAN interface is that of the trunk, `-`, and the tag"),
    })
}
