"""The server: what it knows of its client and of the open documents."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.workspace import PositionCodec

from ms_convlint.hosts.language_server.actions import Document
from ms_convlint.hosts.language_server.checked import Checked, check_text
from ms_convlint.hosts.language_server.checks import Checks
from ms_convlint.hosts.language_server.client_settings import SECTION, ClientSettings, client_settings
from ms_convlint.hosts.language_server.diagnostics import NAME, diagnostics
from ms_convlint.hosts.language_server.places import Places
from ms_convlint.hosts.language_server.reporting import in_one_line
from ms_convlint.languages import in_language, language_of, language_of_locale
from ms_convlint.settings import Settings
from ms_convlint.source import Source
from ms_convlint.version import __version__
from ms_convlint.wording import said

_WATCHED = ("**/pyproject.toml", "**/*.py")
"""What a finding may depend on besides the text of its own document."""
_ENCODINGS = [encoding.value for encoding in types.PositionEncodingKind]
"""What columns may count, for a client that counts otherwise than it agrees to: Vim's ALE takes all for bytes."""


class Server(LanguageServer):
    """The language server, and what it knows of its client."""

    def __init__(self, language: str | None) -> None:
        """Take the language that the command line asks for, if it does."""
        # pygls applies changes of a part to lines that end where Python's str.splitlines sees an end, at a form feed
        # too; whole texts cannot go wrong.
        super().__init__(NAME, __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full)
        self.settings = ClientSettings()
        self.was_shut_down = False
        self._asked_language = language
        self._language = language or language_of_locale()
        self._told: set[str] = set()
        self._codec: PositionCodec | None = None
        self._settings_at_start: object = None
        self.checks = Checks(self._check, lambda uri: self.workspace.get_text_document(uri).source)

    @property
    def language(self) -> str:
        """The language of messages: the client's setting, else the command line's, else the client's locale."""
        return self.settings.language or self._language

    @property
    def capabilities_of_workspace(self) -> types.WorkspaceClientCapabilities:
        """What the client can do beyond single documents."""
        return self.client_capabilities.workspace or types.WorkspaceClientCapabilities()

    @property
    def client_pulls(self) -> bool:
        """Whether the client asks for diagnostics; then none are sent unasked, or it would show them twice."""
        documents = self.client_capabilities.text_document
        return documents is not None and documents.diagnostic is not None

    @property
    def client_takes_markdown(self) -> bool:
        """Whether the client shows Markdown where the mouse rests."""
        documents = self.client_capabilities.text_document
        formats = documents.hover.content_format if documents and documents.hover else None
        return types.MarkupKind.Markdown in (formats or ())

    def meet(self, params: types.InitializeParams) -> None:
        """Take what the client says of itself when it starts the server."""
        if self._asked_language is None and params.locale:
            self._language = language_of(params.locale)
        options = params.initialization_options if isinstance(params.initialization_options, dict) else {}
        if options.get("positionEncoding") in _ENCODINGS:
            self._codec = PositionCodec(options["positionEncoding"])
        self._settings_at_start = options.get("settings")
        self.take_settings(self._settings_at_start)

    def take_settings(self, given: object) -> None:
        """Let the client's settings hold from now on."""
        self.settings = client_settings(given)
        for problem in self.settings.problems:
            self.tell(problem)

    def tell(self, problem: str) -> None:
        """Show the user what is wrong with a setting, once."""
        if problem not in self._told:
            self._told.add(problem)
            text = f"{NAME}: {in_language(problem, self.language)}"
            self.window_show_message(types.ShowMessageParams(types.MessageType.Error, text))

    def log(self, problem: str) -> None:
        """Write a line to the client's log."""
        self.window_log_message(types.LogMessageParams(types.MessageType.Error, problem))

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log what went wrong with a message: pygls would show it to the user, who can do nothing about it."""
        self.log(in_one_line(error))

    def tell_again(self) -> None:
        """Show what is wrong with the settings anew, after they were changed."""
        self._told.clear()

    async def settings_of_client(self) -> object:
        """Ask the client for its settings; None where it cannot be asked, or has none."""
        if not self.capabilities_of_workspace.configuration:
            return None
        asked = types.ConfigurationParams([types.ConfigurationItem(section=SECTION)])
        answers: Sequence[Any] = await self.workspace_configuration_async(asked)
        return answers[0] if answers else None

    def take_back_settings(self) -> None:
        """Let those settings hold again that the client gave when it started the server."""
        self.take_settings(self._settings_at_start)

    async def watch(self) -> None:
        """Ask the client to tell of changed files and settings."""
        workspace = self.capabilities_of_workspace
        registrations = []
        if workspace.did_change_watched_files and workspace.did_change_watched_files.dynamic_registration:
            watchers = [types.FileSystemWatcher(pattern) for pattern in _WATCHED]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            registrations.append(_registration(types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options))
        if workspace.did_change_configuration and workspace.did_change_configuration.dynamic_registration:
            options_of_settings = types.DidChangeConfigurationRegistrationOptions(SECTION)
            registrations.append(_registration(types.WORKSPACE_DID_CHANGE_CONFIGURATION, options_of_settings))
        if registrations:
            await self.client_register_capability_async(types.RegistrationParams(registrations))

    @property
    def open_documents(self) -> list[str]:
        """The addresses of the open documents as the client spells them; pygls's keys are spelled otherwise."""
        return [document.uri for document in self.workspace.text_documents.values()]

    def document(self, uri: str) -> Document:
        """Give a document as it is now, with what is found in it."""
        checked = self.checks.now(uri)
        edits = self.capabilities_of_workspace.workspace_edit
        return Document(
            uri,
            self.workspace.get_text_document(uri).version,
            checked,
            self.places(checked),
            self.language,
            takes_versions=bool(edits and edits.document_changes),
        )

    def places(self, checked: Checked) -> Places:
        """Give the way to the client's units in a checked text."""
        codec = self._codec or self.workspace.position_codec
        return Places(checked.source.lines, codec, is_marked=checked.is_marked)

    def diagnostics(self, checked: Checked) -> list[types.Diagnostic]:
        """Give a document's diagnostics; what is wrong with its pyproject.toml is shown to the user besides."""
        error = checked.settings_error
        if error is not None and error.line is None:
            self.tell(error.message)
        return diagnostics(checked, self.places(checked), self.language)

    def renew(self) -> None:
        """Check all open documents again, after something that they depend on has changed."""
        self.checks.forget()
        refresh = self.capabilities_of_workspace.diagnostics
        if not self.client_pulls:
            for uri in self.open_documents:
                self.announce(uri)
        elif refresh is not None and refresh.refresh_support:
            self.workspace_diagnostic_refresh(None)

    def announce(self, uri: str) -> None:
        """Send a document's diagnostics once its edits have paused, unless the client asks for them itself."""
        if not self.client_pulls:
            self.checks.then(uri, self._publish)

    def forget(self, uri: str) -> None:
        """Let go of a document that was closed; its diagnostics go with it."""
        self.checks.close(uri)
        if not self.client_pulls:
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    def _publish(self, uri: str, checked: Checked) -> None:
        """Send a document's diagnostics, of the text that was checked."""
        version = self.workspace.get_text_document(uri).version
        found = self.diagnostics(checked)
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, found, version))

    def _check(self, uri: str) -> Checked:
        document = self.workspace.get_text_document(uri)
        folder = self.workspace.root_path or os.curdir
        # A document that was never saved has a name alone: it is taken for one of the workspace's folder.
        path = document.path if os.path.isabs(document.path) else os.path.join(folder, document.path)
        try:
            return check_text(path, document.source, self.settings, self.language)
        except Exception as error:
            # A fault of this program must cost the user the findings of one text, not the server.
            reason = in_one_line(error)
            problem = said("{path}: internal error, the file was not checked: {reason}", path=path, reason=reason)
            self.log(in_language(problem, self.language))
            return Checked(Source(path, document.source), Settings())


def _registration(method: str, options: Any) -> types.Registration:
    return types.Registration(f"{NAME} {method}", method, options)
