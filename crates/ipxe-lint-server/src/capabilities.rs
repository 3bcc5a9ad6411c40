//! The capabilities of the server.

use gen_lsp_types::{self as lsp, Registration, RegistrationParams};
use ipxe_lint_config::FILE_NAME;
use serde_json::{Value, json};

use crate::{
    actions::{self, KINDS},
    calls,
    client::Client,
    completion, folding, formatting, hints, hover, lenses, links, navigation, pull, rename,
    requests::Routes,
    signature, symbols, tokens,
};

/// The capabilities that the server reports to the client.
pub(crate) fn capabilities(client: &Client) -> Value {
    let mut all = json!({
        "positionEncoding": client.encoding(),
        "textDocumentSync": { "openClose": true, "change": 2, "save": true },
        "codeActionProvider": { "codeActionKinds": KINDS },
        "documentFormattingProvider": true,
        "hoverProvider": true,
        "completionProvider": { "triggerCharacters": ["{", ":", "/", "-", " "] },
        "definitionProvider": true,
        "referencesProvider": true,
        "documentHighlightProvider": true,
        "renameProvider": { "prepareProvider": true },
        "documentSymbolProvider": true,
        "workspaceSymbolProvider": true,
        "foldingRangeProvider": true,
        "selectionRangeProvider": true,
        "documentLinkProvider": {},
        "codeLensProvider": {},
        "inlayHintProvider": true,
        "callHierarchyProvider": true,
        "semanticTokensProvider": {
            "legend": { "tokenTypes": tokens::KINDS, "tokenModifiers": [] },
            "full": true,
            "range": true,
        },
        "signatureHelpProvider": { "triggerCharacters": [" "] },
        "documentRangeFormattingProvider": true,
    });
    if client.pulls {
        all["diagnosticProvider"] = json!({ "identifier": "ipxe-lint", "interFileDependencies": true, "workspaceDiagnostics": false });
    }
    all
}

/// The handlers of these requests.
pub(crate) fn routes() -> Routes {
    Routes::default()
        .on::<lsp::DocumentDiagnosticRequest>(pull::diagnostic)
        .on::<lsp::HoverRequest>(hover::hover)
        .on::<lsp::SignatureHelpRequest>(signature::signature)
        .on::<lsp::CompletionRequest>(completion::completion)
        .on::<lsp::DefinitionRequest>(navigation::definition)
        .on::<lsp::ReferencesRequest>(navigation::references)
        .on::<lsp::DocumentHighlightRequest>(navigation::highlight)
        .on_refusable::<lsp::PrepareRenameRequest>(rename::prepare)
        .on_refusable::<lsp::RenameRequest>(rename::rename)
        .on_always::<lsp::DocumentSymbolRequest, _>(symbols::symbols)
        .on_always::<lsp::WorkspaceSymbolRequest, _>(symbols::search)
        .on_always::<lsp::FoldingRangeRequest, _>(folding::folding)
        .on::<lsp::SelectionRangeRequest>(folding::selection)
        .on_always::<lsp::DocumentLinkRequest, _>(links::links)
        .on::<lsp::SemanticTokensRequest>(tokens::tokens)
        .on::<lsp::SemanticTokensRangeRequest>(tokens::tokens_in)
        .on::<lsp::CodeLensRequest>(lenses::lenses)
        .on_always::<lsp::InlayHintRequest, _>(hints::hints)
        .on::<lsp::CallHierarchyPrepareRequest>(calls::prepare)
        .on_always::<lsp::CallHierarchyIncomingCallsRequest, _>(calls::incoming)
        .on::<lsp::CallHierarchyOutgoingCallsRequest>(calls::outgoing)
        .on::<lsp::CodeActionRequest>(actions::actions)
        .on::<lsp::DocumentFormattingRequest>(formatting::format)
        .on::<lsp::DocumentRangeFormattingRequest>(formatting::format_range)
}

/// The files that the client is asked to watch.
pub(crate) fn watchers() -> RegistrationParams {
    let watchers = json!({ "watchers": [{ "globPattern": format!("**/{FILE_NAME}") }] });
    RegistrationParams {
        registrations: vec![Registration {
            id: "watchers".to_owned(),
            method: "workspace/didChangeWatchedFiles".to_owned(),
            register_options: Some(watchers),
        }],
    }
}
