"""What the server does when the client asks or tells: one function for each message of the protocol."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from lsprotocol import types

from ms_convlint.hosts.language_server.actions import FIX_ALL, code_actions
from ms_convlint.hosts.language_server.client_settings import SECTION
from ms_convlint.hosts.language_server.diagnostics import NAME
from ms_convlint.hosts.language_server.hovering import hover
from ms_convlint.hosts.language_server.reporting import report_in_one_line
from ms_convlint.hosts.language_server.server import Server


def serve(language: str | None) -> int:
    """Serve the client on standard input and output; give the exit code that the protocol asks for.

    ``language`` is the command line's, if it names one.
    """
    report_in_one_line()
    server = create_server(language)
    # pygls waits for the client's next word even then; a person who tries the server in a terminal wants it to end.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    # pygls closes the stream that it is given when the client says exit; standard output is this program's own.
    with open(os.dup(sys.stdout.fileno()), "wb") as answers:
        server.start_io(stdout=answers)
    return 0 if server.was_shut_down else 1


def create_server(language: str | None) -> Server:
    """Make a server that answers every message that it understands."""
    server = Server(language)
    for method, handler in _HANDLERS.items():
        server.feature(method)(handler)
    kinds = types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix, FIX_ALL])
    server.feature(types.TEXT_DOCUMENT_CODE_ACTION, kinds)(_code_actions)
    return server


def _initialize(server: Server, params: types.InitializeParams) -> None:
    server.meet(params)
    if server.client_pulls:
        options = types.DiagnosticOptions(inter_file_dependencies=True, workspace_diagnostics=False, identifier=NAME)
        server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, options)(_diagnose)


async def _initialized(server: Server, params: types.InitializedParams) -> None:
    await server.watch()
    given = await server.settings_of_client()
    if given is not None:  # Whoever has none to give may have sent some meanwhile.
        before = server.settings
        server.take_settings(given)
        if server.settings != before:
            server.renew()


def _shutdown(server: Server, params: None) -> None:
    server.was_shut_down = True


def _opened(server: Server, params: types.DidOpenTextDocumentParams) -> None:
    server.announce(params.text_document.uri)


def _changed(server: Server, params: types.DidChangeTextDocumentParams) -> None:
    server.checks.edited(params.text_document.uri)
    server.announce(params.text_document.uri)


def _saved(server: Server, params: types.DidSaveTextDocumentParams) -> None:
    server.renew()


def _closed(server: Server, params: types.DidCloseTextDocumentParams) -> None:
    server.forget(params.text_document.uri)


async def _settings_changed(server: Server, params: types.DidChangeConfigurationParams) -> None:
    server.tell_again()
    if isinstance(params.settings, dict) and SECTION in params.settings:
        server.take_settings(params.settings[SECTION])
    elif (given := await server.settings_of_client()) is not None:
        server.take_settings(given)
    else:
        server.take_back_settings()
    server.renew()


def _files_changed(server: Server, params: types.DidChangeWatchedFilesParams) -> None:
    if any(change.uri.endswith("pyproject.toml") for change in params.changes):
        server.tell_again()
    server.renew()


async def _diagnose(
    server: Server, params: types.DocumentDiagnosticParams
) -> types.RelatedFullDocumentDiagnosticReport:
    uri = params.text_document.uri
    await server.checks.paused(uri)
    if uri not in server.open_documents:  # It may have been closed while its client waited.
        return types.RelatedFullDocumentDiagnosticReport([])
    return types.RelatedFullDocumentDiagnosticReport(server.diagnostics(server.checks.now(uri)))


def _code_actions(server: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    uri = params.text_document.uri
    return code_actions(server.document(uri), params) if uri in server.open_documents else []


def _hover(server: Server, params: types.HoverParams) -> types.Hover | None:
    uri = params.text_document.uri
    if uri not in server.open_documents:
        return None
    return hover(server.document(uri), params.position, takes_markdown=server.client_takes_markdown)


_HANDLERS: dict[str, Callable[..., Any]] = {
    types.INITIALIZE: _initialize,
    types.INITIALIZED: _initialized,
    types.SHUTDOWN: _shutdown,
    types.TEXT_DOCUMENT_DID_OPEN: _opened,
    types.TEXT_DOCUMENT_DID_CHANGE: _changed,
    types.TEXT_DOCUMENT_DID_SAVE: _saved,
    types.TEXT_DOCUMENT_DID_CLOSE: _closed,
    types.TEXT_DOCUMENT_HOVER: _hover,
    types.WORKSPACE_DID_CHANGE_CONFIGURATION: _settings_changed,
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES: _files_changed,
}
"""The handlers by their messages; those that come with options of their own are added where they are known."""
