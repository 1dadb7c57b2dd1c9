"""A client of the language server on pytest-lsp, with the capabilities of an editor, that keeps what it is told."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.protocol import default_converter

from .installed import library

pytest_lsp = library("pytest_lsp")

PROFILES = ("emacs", "neovim@v0.7", "neovim@v0.10", "neovim@v0.11", "visual_studio_code")
"""Those of pytest-lsp's profiles that differ in what concerns the server."""
SERVER = (sys.executable, "-m", "ms_convlint", "server")
PATIENCE = 20.0
"""Seconds for an answer that has to come."""
REST = 0.4
"""Seconds in which what should not come would come: four times the pause that the server waits for."""


class Client(pytest_lsp.LanguageClient):  # type: ignore[misc, name-defined]  # imported by name
    """A client that keeps what it is told, with the time at which it heard it."""

    def __init__(self) -> None:
        super().__init__(converter_factory=default_converter)
        self.published: list[tuple[float, types.PublishDiagnosticsParams]] = []
        self.registered: list[types.Registration] = []
        self.refreshed = 0

        @self.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def publish(params: types.PublishDiagnosticsParams) -> None:
            self.published.append((time.perf_counter(), params))

        @self.feature(types.CLIENT_REGISTER_CAPABILITY)
        def register(params: types.RegistrationParams) -> None:
            self.registered.extend(params.registrations)

        @self.feature(types.WORKSPACE_CONFIGURATION)
        def configure(params: types.ConfigurationParams) -> list[Any]:
            return [self.get_configuration(section=item.section) for item in params.items]

        @self.feature(types.WORKSPACE_DIAGNOSTIC_REFRESH)
        def refresh(params: None) -> None:
            self.refreshed += 1

        @self.feature(types.WINDOW_SHOW_MESSAGE)
        def show(params: types.ShowMessageParams) -> None:
            self.messages.append(params)

        @self.feature(types.WINDOW_LOG_MESSAGE)
        def log(params: types.LogMessageParams) -> None:
            self.log_messages.append(params)


@dataclass
class Session:
    """A server that runs, its client, and what they agreed on."""

    client: Client
    offered: types.ServerCapabilities
    root: Path

    @property
    def units(self) -> str:
        """What columns count."""
        return str(self.offered.position_encoding or types.PositionEncodingKind.Utf16)

    @property
    def pulls(self) -> bool:
        """Whether the client asks for diagnostics."""
        documents = self.client.capabilities.text_document
        return documents is not None and documents.diagnostic is not None

    def open(self, text: str, name: str = "net.py", uri: str | None = None) -> Document:
        """Open a document with this text, whether a file has it or not."""
        document = Document(self, uri or (self.root / name).as_uri(), text)
        item = types.TextDocumentItem(document.uri, "python", document.version, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return document

    def set(self, settings: object) -> None:
        """Change the settings of the client, and tell the server."""
        self.client.set_configuration(settings, section="msConvlint")
        told = types.DidChangeConfigurationParams({"msConvlint": settings})
        self.client.workspace_did_change_configuration(told)


@dataclass
class Document:
    """An open document, and what its user does with it."""

    session: Session
    uri: str
    text: str
    version: int = 1
    _identifier: types.TextDocumentIdentifier = field(init=False)
    _published_before: int = field(init=False)

    def __post_init__(self) -> None:
        self._identifier = types.TextDocumentIdentifier(self.uri)
        self._published_before = len(self.session.client.published)

    def change(self, text: str) -> None:
        """Give it another text, which is not saved."""
        self.text = text
        self.version += 1
        identifier = types.VersionedTextDocumentIdentifier(uri=self.uri, version=self.version)
        changes = [types.TextDocumentContentChangeWholeDocument(text)]
        self.session.client.text_document_did_change(types.DidChangeTextDocumentParams(identifier, changes))

    def save(self) -> None:
        """Tell the server that it was saved."""
        self.session.client.text_document_did_save(types.DidSaveTextDocumentParams(self._identifier))

    def close(self) -> None:
        """Close it."""
        self.session.client.text_document_did_close(types.DidCloseTextDocumentParams(self._identifier))

    @property
    def published(self) -> list[types.PublishDiagnosticsParams]:
        """What was published of it since it was opened, first to last."""
        since = self.session.client.published[self._published_before :]
        return [params for _, params in since if params.uri == self.uri]

    async def diagnostics(self) -> Sequence[types.Diagnostic]:
        """The diagnostics of the text as it is now, as the client gets them."""
        if self.session.pulls:
            question = types.DocumentDiagnosticParams(self._identifier)
            return (await self.session.client.text_document_diagnostic_async(question)).items
        return await self.published_for_version()

    async def published_for_version(self) -> Sequence[types.Diagnostic]:
        """What is published of this version of the text."""
        found: list[types.PublishDiagnosticsParams] = []

        def has_come() -> bool:
            found[:] = [params for params in self.published if params.version == self.version]
            return bool(found)

        await until(has_come)
        return found[-1].diagnostics

    async def codes(self) -> list[str]:
        """The codes of its diagnostics, in their order."""
        return [str(diagnostic.code) for diagnostic in await self.diagnostics()]

    async def until_codes(self, *expected: str) -> None:
        """Wait until its diagnostics have these codes, after something else than its text has changed."""
        end = time.perf_counter() + PATIENCE
        while (codes := await self._latest_codes()) != list(expected):
            assert time.perf_counter() < end, f"waited in vain for {expected}, there is {codes}"
            await asyncio.sleep(0.02)

    async def _latest_codes(self) -> list[str]:
        if self.session.pulls:
            return await self.codes()
        return [str(each.code) for each in self.published[-1].diagnostics] if self.published else []

    async def actions(
        self, at: types.Range, diagnostics: Sequence[types.Diagnostic] = (), only: Sequence[str] | None = None
    ) -> Sequence[types.CodeAction]:
        """The menu of actions for a range."""
        context = types.CodeActionContext(diagnostics=list(diagnostics), only=only)
        question = types.CodeActionParams(self._identifier, at, context)
        return await self.session.client.text_document_code_action_async(question) or []

    async def hover(self, at: types.Position) -> types.Hover | None:
        """What is shown where the mouse rests."""
        question = types.HoverParams(self._identifier, at)
        answer: types.Hover | None = await self.session.client.text_document_hover_async(question)
        return answer


async def until(condition: Callable[[], bool]) -> None:
    """Let the server speak until something holds."""
    end = time.perf_counter() + PATIENCE
    while not condition():
        assert time.perf_counter() < end, "waited in vain"
        await asyncio.sleep(0.002)


@asynccontextmanager
async def session(root: Path, capabilities: types.ClientCapabilities | str, **more: object) -> AsyncIterator[Session]:
    """Start the server for a workspace and a client, given by its profile or by what it can do; end it in order."""
    client = Client()
    await client.start_io(*SERVER)
    if isinstance(capabilities, str):
        capabilities = pytest_lsp.client_capabilities(capabilities)
    folders = [types.WorkspaceFolder(uri=root.as_uri(), name=root.name)]
    parameters: dict[str, Any] = {"root_uri": root.as_uri(), "workspace_folders": folders, "locale": "en", **more}
    answer = await client.initialize_session(types.InitializeParams(capabilities=capabilities, **parameters))
    yield Session(client, answer.capabilities, root)
    await client.shutdown_session()
    await client.stop()
