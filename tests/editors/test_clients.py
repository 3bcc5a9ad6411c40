"""The language server with real clients of pytest-lsp, with the abilities of three editors."""

import asyncio
import os
import pathlib

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

SERVER = os.environ["IPXE_LINT"]
TEXT = """#!ipxe
set base http://192.0.2.1
:menu
menu Boot
item linux Linux
choose sel && goto ${sel} || shell
:linux
chain ${base}/linux.ipxe || goto retyr
"""
URI = "file:///nowhere/boot.ipxe"


@pytest_lsp.fixture(
    config=ClientServerConfig(server_command=[SERVER, "server"]),
    params=["neovim", "emacs", "visual_studio_code"],
)
async def client(request, lsp_client: LanguageClient):
    # What a client may be asked for.
    lsp_client.feature("client/registerCapability")(lambda params: None)
    lsp_client.feature("workspace/codeLens/refresh")(lambda params: None)
    await lsp_client.initialize_session(
        types.InitializeParams(
            capabilities=client_capabilities(request.param),
            root_uri="file:///nowhere",
            workspace_folders=[types.WorkspaceFolder(uri="file:///nowhere", name="nowhere")],
        )
    )
    yield
    await lsp_client.shutdown_session()


async def opened(client: LanguageClient):
    client.text_document_did_open(
        types.DidOpenTextDocumentParams(
            text_document=types.TextDocumentItem(uri=URI, language_id="ipxe", version=1, text=TEXT)
        )
    )
    pulls = client.capabilities.text_document.diagnostic is not None
    if pulls:
        report = await client.text_document_diagnostic_async(
            types.DocumentDiagnosticParams(text_document=types.TextDocumentIdentifier(uri=URI))
        )
        return report.items
    await client.wait_for_notification("textDocument/publishDiagnostics")
    return client.diagnostics[URI]


def at(line, character):
    return {
        "text_document": types.TextDocumentIdentifier(uri=URI),
        "position": types.Position(line=line, character=character),
    }


@pytest.mark.asyncio
async def test_findings(client: LanguageClient):
    assert [finding.code for finding in await opened(client)] == ["undefined-label"]


@pytest.mark.asyncio
async def test_answers(client: LanguageClient):
    await opened(client)
    hover = await client.text_document_hover_async(types.HoverParams(**at(7, 9)))
    assert "http://192.0.2.1" in hover.contents.value
    found = await client.text_document_definition_async(types.DefinitionParams(**at(7, 9)))
    assert found[0].range.start.line == 1
    items = await client.text_document_completion_async(types.CompletionParams(**at(7, 36)))
    assert {"menu", "linux"} <= {item.label for item in items}
    edit = await client.text_document_rename_async(types.RenameParams(new_name="debian", **at(6, 2)))
    assert len(edit.changes[URI]) == 2
    symbols = await client.text_document_document_symbol_async(
        types.DocumentSymbolParams(text_document=types.TextDocumentIdentifier(uri=URI))
    )
    assert [symbol.name for symbol in symbols] == ["base", "menu", "linux"]
    tokens = await client.text_document_semantic_tokens_full_async(
        types.SemanticTokensParams(text_document=types.TextDocumentIdentifier(uri=URI))
    )
    assert len(tokens.data) % 5 == 0 and tokens.data


@pytest.mark.asyncio
async def test_actions(client: LanguageClient):
    await opened(client)
    place = types.Position(line=7, character=34)
    actions = await client.text_document_code_action_async(
        types.CodeActionParams(
            text_document=types.TextDocumentIdentifier(uri=URI),
            range=types.Range(start=place, end=place),
            context=types.CodeActionContext(diagnostics=[]),
        )
    )
    assert any(action.title.startswith("Suppress `undefined-label`") for action in actions)
    formatted = await client.text_document_formatting_async(
        types.DocumentFormattingParams(
            text_document=types.TextDocumentIdentifier(uri=URI),
            options=types.FormattingOptions(tab_size=4, insert_spaces=True),
        )
    )
    assert not formatted
