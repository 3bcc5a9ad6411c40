//! Signature help for commands.

use gen_lsp_types::{
    ActiveParameter, ParameterInformation, ParameterInformationLabel, SignatureHelp, SignatureHelpParams,
    SignatureInformation,
};
use ipxe_lint::catalog::{Argument, Catalog, KnownCommand, OptionSpec, Repeat, Takes};

use crate::{
    spot::{Meaning, Spot},
    world::World,
};

/// The parts of a command, in the order in which they are written: options, then arguments.
pub(crate) fn parts(known: KnownCommand) -> Vec<String> {
    let options = known.form.options.iter().map(option);
    let arguments = known.form.arguments.iter().map(argument);
    options.chain(arguments).collect()
}

/// An option in the form in which it is written.
pub(crate) fn option(spec: &OptionSpec) -> String {
    let short = spec.short.map(|letter| format!("-{}|", char::from(letter))).unwrap_or_default();
    let value = match spec.takes {
        Takes::Nothing => String::new(),
        Takes::Required => format!(" <{}>", spec.long),
        _ => format!("[=<{}>]", spec.long),
    };
    format!("[{short}--{}{value}]", spec.long)
}

fn argument(argument: &Argument) -> String {
    let name = argument.name.trim_matches(|letter| "<>[].".contains(letter));
    let dots = if argument.repeat == Repeat::Once { "" } else { "..." };
    if argument.optional { format!("[<{name}>{dots}]") } else { format!("<{name}>{dots}") }
}

/// The signature of the command at a position, and the part at that position.
pub(crate) fn signature(world: &World, params: &SignatureHelpParams) -> Option<SignatureHelp> {
    let place = &params.text_document_position_params;
    let text = world.script_at(place)?;
    let text = &*text;
    let script = text.script()?;
    let catalog = Catalog::new(text.options.world().target());
    let spot = Spot::at(&script, &catalog, text.places().offset(place.position))?;
    let known = spot.known.filter(|_| spot.meaning != Meaning::Name)?;
    let parts = parts(known);
    let mut label = known.spec.name.to_owned();
    let parameters = parts.iter().map(|part| {
        label.push(' ');
        let start = label.encode_utf16().count();
        label.push_str(part);
        let end = label.encode_utf16().count();
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        ParameterInformation {
            label: ParameterInformationLabel::Tuple((offset(start), offset(end))),
            documentation: None,
        }
    });
    let parameters: Vec<_> = parameters.collect();
    let signature = SignatureInformation {
        parameters: Some(parameters),
        documentation: Some(known.spec.summary.to_owned().into()),
        label,
        active_parameter: None,
    };
    Some(SignatureHelp {
        signatures: vec![signature],
        active_signature: Some(0),
        active_parameter: active(known, spot.meaning).map(ActiveParameter::Int),
    })
}

/// The index of the part that a word belongs to.
fn active(known: KnownCommand, meaning: Meaning) -> Option<u32> {
    let options = known.form.options;
    let of = |spec: &OptionSpec| options.iter().position(|other| std::ptr::eq(other, spec));
    let number = match meaning {
        Meaning::Value(spec) | Meaning::Option { spec: Some(spec), .. } => of(spec),
        Meaning::Argument { at, argument: Some(_) } => {
            Some(options.len() + at.min(known.form.arguments.len().saturating_sub(1)))
        }
        _ => None,
    };
    number.and_then(|number| u32::try_from(number).ok())
}

#[cfg(test)]
mod tests {
    use serde_json::from_value;

    use super::*;
    use crate::testing::{at, world};

    /// The signature, with markers around the part at the cursor.
    fn shown(text: &str) -> String {
        let found = signature(&world(&[("a.ipxe", text)]), &from_value(at("a.ipxe", text)).unwrap());
        let Some(help) = found else { return "-".to_owned() };
        let signature = &help.signatures[0];
        let Some(ActiveParameter::Int(active)) = help.active_parameter else {
            return signature.label.clone();
        };
        let parameter = &signature.parameters.as_ref().unwrap()[active as usize];
        let ParameterInformationLabel::Tuple((start, end)) = parameter.label else { panic!("a text") };
        let (start, end) = (start as usize, end as usize);
        format!("{}»{}«{}", &signature.label[..start], &signature.label[start..end], &signature.label[end..])
    }

    #[test]
    fn the_part_at_the_cursor_is_shown() {
        let texts = [
            "chain --name ‸",
            "chain -‸",
            "chain x y ‸",
            "item --key a ‸",
            "set ‸",
            "set a b c‸",
            "cha‸in",
            "unheard ‸",
        ];
        insta::assert_snapshot!(
            texts.map(|text| format!("{text:16} {}", shown(&format!("#!ipxe\n{text}\n")))).join("\n")
        );
    }
}
