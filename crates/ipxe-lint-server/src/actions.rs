//! Code actions for findings.

use std::collections::HashMap;

use gen_lsp_types::{
    CodeAction, CodeActionKind, CodeActionParams, CodeActionResponse, Range, TextEdit, WorkspaceEdit,
};
use ipxe_lint::{Applicability, Diagnostic, Fix, RuleId, fix_some, syntax::Span};

use crate::{
    diagnostics::diagnostic,
    edits::edits,
    positions::Places,
    snapshot::{Content, Snapshot},
    world::World,
};

/// The kinds of code actions that the server offers.
pub(crate) const KINDS: [CodeActionKind; 2] = [CodeActionKind::QuickFix, CodeActionKind::SourceFixAll];

/// The placeholder for the reason of a suppression.
const REASON: &str = "say why";

/// The code actions for the findings in a range. The findings are computed again: the ones that clients send may differ
/// from what the server sent.
pub(crate) fn actions(world: &World, params: &CodeActionParams) -> Option<Vec<CodeActionResponse>> {
    let text = world.text(&params.text_document.uri)?;
    let wants = |kind: &CodeActionKind| {
        let only = params.context.only.as_ref().filter(|only| !only.is_empty());
        only.is_none_or(|only| only.iter().any(|wanted| includes(wanted, kind)))
    };
    let mut actions = Vec::new();
    if wants(&CodeActionKind::QuickFix) {
        let of = Actions { world, text, places: text.places() };
        actions.extend(of.quick(params.range));
    }
    // Only on request: this action is not useful in the list for a place.
    if params.context.only.is_some() && wants(&CodeActionKind::SourceFixAll) {
        actions.extend(fix_all(world, text));
    }
    Some(actions.into_iter().map(CodeActionResponse::CodeAction).collect())
}

/// Whether a kind equals another one or is below it.
fn includes(wanted: &CodeActionKind, kind: &CodeActionKind) -> bool {
    let (wanted, kind) = (wanted.to_string(), kind.to_string());
    kind.strip_prefix(wanted.as_str())
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || wanted.is_empty())
}

struct Actions<'a> {
    world: &'a World,
    text: &'a Snapshot,
    places: Places<'a>,
}

impl Actions<'_> {
    fn quick(&self, range: Range) -> Vec<CodeAction> {
        let wanted = self.places.span(range);
        let report = self.world.report(self.text);
        let touches = |span: Span| span.start() <= wanted.end() && wanted.start() <= span.end();
        let findings: Vec<&Diagnostic> =
            report.diagnostics().iter().filter(|finding| touches(finding.span)).collect();
        let fixes = findings.iter().filter_map(|finding| self.fix(finding));
        let suppressions = findings.iter().flat_map(|finding| self.suppressions(finding));
        fixes.chain(suppressions).collect()
    }

    fn fix(&self, finding: &Diagnostic) -> Option<CodeAction> {
        let fix = finding.fix.as_ref()?;
        let title = match fix.applicability {
            Applicability::Safe => fix.title.clone(),
            Applicability::Unsafe => format!("{} (unsafe)", fix.title),
            // The user has to fill something in, as the help describes.
            Applicability::DisplayOnly => return None,
        };
        let edits = fix.edits.iter().map(|edit| self.replace(edit.span, edit.replacement.clone())).collect();
        let is_safe = fix.applicability == Applicability::Safe;
        Some(CodeAction { is_preferred: is_safe.then_some(true), ..self.action(title, finding, edits) })
    }

    /// Comments that suppress a finding, if suppressions are enabled.
    fn suppressions(&self, finding: &Diagnostic) -> Vec<CodeAction> {
        let Content::Script(script) = self.text.content() else { return Vec::new() };
        if !self.text.options.suppressions || finding.rule == RuleId::InvalidHeader {
            return Vec::new();
        }
        let rule = finding.rule.meta().name;
        let header = self.places.lines().line_span(1).start();
        // A comment in the middle of a continued line would become part of the line.
        let line = script.lines().find(|line| line.full_span().end() > finding.span.start());
        let line = line.map_or(header, |line| line.full_span().start());
        let places = [("ignore", "on this line", line.max(header)), ("ignore-file", "in this file", header)];
        let action = |(verb, place, at): (&str, &str, u32)| {
            let comment = format!("# ipxe-lint: {verb}[{rule}] {REASON}\n");
            let edits = vec![self.replace(Span::empty(at), comment)];
            self.action(format!("Suppress `{rule}` {place}"), finding, edits)
        };
        places.into_iter().map(action).collect()
    }

    fn replace(&self, span: Span, new_text: String) -> TextEdit {
        TextEdit { range: self.places.range(span), new_text }
    }

    fn action(&self, title: String, finding: &Diagnostic, edits: Vec<TextEdit>) -> CodeAction {
        CodeAction {
            title,
            kind: Some(CodeActionKind::QuickFix),
            diagnostics: Some(vec![diagnostic(self.text, &self.places, finding, &self.world.client)]),
            edit: Some(edit(self.text, edits)),
            ..CodeAction::default()
        }
    }
}

/// Whether a span contains a whole word.
fn has_whole_word(text: &[u8], span: Span) -> bool {
    let is_blank = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_whitespace);
    let inside = text.get(span.range()).unwrap_or_default();
    let begins = span.start().checked_sub(1).map(|before| text.get(before as usize));
    let begins = is_blank(inside.first()) || is_blank(begins.flatten());
    let ends = is_blank(inside.last()) || is_blank(text.get(span.end() as usize));
    begins && ends && !inside.trim_ascii().is_empty()
}

/// All safe fixes at once, for clients that fix when they save. Fixes that only delete something are left out: the
/// deleted text may be unfinished.
fn fix_all(world: &World, text: &Snapshot) -> Option<CodeAction> {
    let options = world.options(text);
    let deletes = |text: &[u8], fix: &Fix| {
        fix.edits.iter().any(|edit| edit.replacement.is_empty() && has_whole_word(text, edit.span))
    };
    let select = |text: &[u8], report: &mut ipxe_lint::Report| {
        report.retain(|finding| !finding.fix.as_ref().is_some_and(|fix| deletes(text, fix)));
    };
    let fixed = match text.content() {
        Content::Script(_) => fix_some(text.bytes(), &options, Applicability::Safe, select),
        Content::Document(document) => document.fix_some(&options, Applicability::Safe, select),
        Content::Other => return None,
    };
    let edits = edits(&text.text, &String::from_utf8(fixed.text).ok()?, &text.places());
    (!edits.is_empty()).then(|| CodeAction {
        title: "Apply all safe fixes of ipxe-lint".to_owned(),
        kind: Some(CodeActionKind::SourceFixAll),
        edit: Some(edit(text, edits)),
        ..CodeAction::default()
    })
}

fn edit(text: &Snapshot, edits: Vec<TextEdit>) -> WorkspaceEdit {
    let changes = HashMap::from([(text.uri.clone(), edits)]);
    WorkspaceEdit { changes: Some(changes), document_changes: None, change_annotations: None }
}

#[cfg(test)]
mod tests {
    use ipxe_lint::LintOptions;
    use serde_json::{Value, from_value, json};

    use super::*;
    use crate::testing::{applied, at, world_of};

    /// The actions at the cursor: title, whether it is preferred, and the resulting text.
    fn done(text: &str, only: &Value) -> Vec<(String, bool, String)> {
        let world = world_of(&[("a.ipxe", text)], LintOptions::default().with_suppressions(true));
        let mut params = at("a.ipxe", text);
        params["range"] = json!({ "start": params["position"], "end": params["position"] });
        params["context"] = json!({ "diagnostics": [], "only": only });
        let found = actions(&world, &from_value(params).unwrap()).unwrap();
        let done = found.into_iter().map(|action| {
            let CodeActionResponse::CodeAction(action) = action else { panic!("a command") };
            let edits = action.edit.unwrap().changes.unwrap().into_values().next().unwrap();
            (action.title, action.is_preferred == Some(true), applied(&world, "a.ipxe", &edits))
        });
        done.collect()
    }

    #[test]
    fn a_finding_is_fixed_or_suppressed() {
        insta::assert_debug_snapshot!(done(
            "#!ipxe\nchain http://192.0.2.1/x || \\\n  goto ret‸yr\n:retry\nshell\n",
            &Value::Null
        ));
    }

    #[test]
    fn unsafe_fixes_say_so() {
        let done = done("#!ipxe\ndhcp ||‸\nif‸open net0\nshell\n", &Value::Null);
        assert!(
            done.iter().all(|(title, preferred, _)| !title.ends_with("(unsafe)") || !preferred),
            "{done:?}"
        );
    }

    #[test]
    fn all_is_fixed_when_a_client_asks_for_it() {
        let text = "#!ipxe\nchain http://192.0.2.1/x || goto :ret‸ry\n:retry\nchain http://192.0.2.1/y || goto :retry\n";
        let done = done(text, &json!(["source.fixAll"]));
        assert_eq!(done.len(), 1, "{done:?}");
        assert_eq!(done[0].2, text.replace('‸', "").replace("goto :retry", "goto retry"));
        assert_eq!(self::done(text, &json!(["refactor"])), []);
    }
}
