//! URIs with schemes that the build of the machines' iPXE lacks.

mod bases;

use std::collections::BTreeMap;

use ipxe_catalog::{Build, Role, SchemeForm};
use ipxe_language::{
    text::Text,
    uri::{Uri, UriScheme},
};

use self::bases::Bases;
use crate::{
    FixKind, Level, RuleId, RuleMeta,
    absence::{Part, Use, report},
    context::Context,
    sink::Sink,
};
use ipxe_model::commands::uris::takes_uri;

pub(super) const META: RuleMeta = RuleMeta {
    name: "scheme-not-in-build",
    code: "IPX902",
    summary: "the iPXE build of some target machines does not have a URI's scheme",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let bases = Bases::new(cx);
    let mut parts: BTreeMap<(&str, bool), Part<'_, '_>> = BTreeMap::new();
    for (command, invocation) in cx.invocations_where(&takes_uri) {
        let (Some(form), Some(arguments)) = (invocation.form(), invocation.arguments()) else { continue };
        for (at, (text, word)) in
            arguments.positionals.iter().zip(command.arguments().skip(arguments.first_positional)).enumerate()
        {
            let Some(role) = form.argument(at).map(|argument| argument.role).filter(|role| role.is_uri())
            else {
                break; // the words after a URI are for the image
            };
            let Some(scheme) = scheme_of(text).or_else(|| bases.scheme_of(word)) else { continue };
            let Some((spec, scheme_form)) = cx.catalog.uri_scheme(&scheme) else { continue };
            let Some(build) = build_of(scheme_form, role) else { continue };
            if cx.catalog.availability(build).is_everywhere() {
                continue;
            }
            let part = parts.entry((spec.name, role == Role::SanUri)).or_insert_with(|| Part {
                failure: "builds without it fail here with \"Operation not supported\"",
                build,
                uses: Vec::new(),
            });
            part.uses.push(Use { what: format!("`{}:`", spec.name), command, span: word.span() });
        }
    }
    let runs_on = |command, platform| cx.runs_on(command, platform);
    let parts: Vec<_> = parts.values().collect();
    out.extend(report(&parts, RuleId::SchemeNotInBuild, cx, &runs_on));
}

/// The scheme that a URI certainly has, in lower case.
fn scheme_of(text: &Text<'_>) -> Option<Vec<u8>> {
    match Uri::parse(text).scheme {
        UriScheme::Known(scheme) => Some(scheme.bytes().to_ascii_lowercase()),
        _ => None,
    }
}

/// The build conditions of the scheme for a word of that role.
fn build_of(form: &SchemeForm, role: Role) -> Option<&'static Build> {
    match role {
        Role::SanUri => Some(form.san_build.unwrap_or(form.build)),
        _ => (!form.sanboot_only).then_some(form.build),
    }
}
