//! Images that are downloaded again after their signature was verified.

use ipxe_language::text::Text;
use ipxe_model::{commands::positional_words, images::loads::ImageLoad};
use ipxe_syntax::{CommandId, Word};

use super::Verification;
use crate::{Diagnostic, RuleId, context::Context, sink::Sink, text::quote};

/// The maximum number of verifications that are checked: the cost of each is linear in the length of the script.
const WALKS: usize = 32;

pub(super) fn check(cx: &Context<'_, '_>, verifications: &[Verification], out: &mut Sink<'_>) {
    let loads = cx.images().loads();
    let mut reported = Vec::new();
    for verification in verifications.iter().take(WALKS) {
        let Some(name) = verification.image.as_known() else { continue };
        let of_name = |load: &&ImageLoad| load.name.as_known() == Some(name);
        let Some(first) =
            loads.iter().filter(of_name).take_while(|load| load.command < verification.command).last()
        else {
            continue;
        };
        let again = loads.iter().filter(|load| load.command > verification.command);
        let mut again = again.filter(|load| is_same(cx, first, load)).peekable();
        if again.peek().is_none() {
            continue;
        }
        let after = cx.flow.reachable_from([verification.command]);
        let is_verified = |load: &ImageLoad| {
            let later =
                |check: &Verification| check.command > load.command && check.may_be_of(load.name.as_known());
            verifications.iter().any(later)
        };
        let unverified = again.filter(|load| after.contains(load.command) && !is_verified(load));
        for load in unverified {
            if !reported.contains(&load.command) {
                reported.push(load.command);
                out.push(report(load, verification));
            }
        }
    }
}

/// Whether the second command downloads the same as the first: the URI is the same and is not the name of an image.
fn is_same(cx: &Context<'_, '_>, first: &ImageLoad, again: &ImageLoad) -> bool {
    let uri = |command: CommandId| {
        let word: Word<'_, '_> =
            positional_words(cx.script.command(command)?, cx.flow.invocation(command)?).next()?;
        Some((word.text(), cx.constants().resolve(word, cx)))
    };
    let is_name = |text: &Text<'_>| cx.images().names_one_before(text, again.command);
    let pair = uri(first.command).zip(uri(again.command));
    pair.is_some_and(|((written, first), (again_written, again))| {
        let is_equal =
            written == again_written || first.as_known().is_some() && first.as_known() == again.as_known();
        is_equal && memchr::memchr(b'/', again_written).is_some() && !is_name(&again)
    })
}

fn report(load: &ImageLoad, verification: &Verification) -> Diagnostic {
    let name = load.name.as_known().unwrap_or_default();
    let message = format!("{} is downloaded again after it was verified", quote(name));
    let label = "a URI is not the name of an image: this downloads another copy, which nothing verifies";
    let finding = Diagnostic::new(RuleId::UnverifiedImage, load.place, message, label);
    let finding = finding.and_label(verification.place, "the first copy is verified here");
    finding.help(format!("use the verified copy by its name: {}", quote(verification.image.known_bytes())))
}
