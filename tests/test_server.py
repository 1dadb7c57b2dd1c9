"""``ms-convlint server`` as a process, with a client on its pipes: the thin path through everything."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from lsprotocol import types
from pygls.lsp.client import LanguageClient

TEXT = (
    'from mindspore import nn\nname = "h\u00e9\u03bb\U0001d4b3"; conv = nn.Conv2d(3, 8, 3, padding=1, has_bias=True)\n'
)
COLUMN = TEXT.splitlines()[1].index("nn.")
"""In characters; UTF-16 has one unit more before it, UTF-8 five bytes."""

Conversation = Callable[["Client"], Awaitable[None]]


class Client(LanguageClient):
    """A client that keeps what it is sent."""

    def __init__(self) -> None:
        super().__init__("client", "1")
        self.published: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()

        @self.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def keep(params: types.PublishDiagnosticsParams) -> None:
            self.published.put_nowait(params)

    async def open(self, uri: str, text: str) -> None:
        self.text_document_did_open(types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, "python", 1, text)))

    async def leave(self) -> int:
        """Tell the server to end, and give its exit code."""
        self.exit(None)
        process = self._server
        assert process is not None
        code: int = await process.wait()
        await self.stop()
        return code


def converse(folder: Path, conversation: Conversation, **initialization: object) -> int:
    """Start the server, talk, and give its exit code."""

    async def talk() -> int:
        client = Client()
        await client.start_io(sys.executable, "-m", "ms_convlint", "server")
        parameters = {"capabilities": types.ClientCapabilities(), "root_uri": folder.as_uri(), **initialization}
        await client.initialize_async(types.InitializeParams(**parameters))  # type: ignore[arg-type]
        client.initialized(types.InitializedParams())
        await conversation(client)
        await client.shutdown_async(None)
        return await client.leave()

    return asyncio.run(asyncio.wait_for(talk(), 60))


def test_a_finding_is_shown_and_its_fix_offered(tmp_path: Path) -> None:
    uri = (tmp_path / "net.py").as_uri()

    async def conversation(client: Client) -> None:
        await client.open(uri, TEXT)
        (diagnostic,) = (await client.published.get()).diagnostics
        assert diagnostic.code == "MSC102"
        assert diagnostic.range.start == types.Position(1, COLUMN + 1)
        context = types.CodeActionContext([diagnostic], only=[types.CodeActionKind.QuickFix])
        question = types.CodeActionParams(types.TextDocumentIdentifier(uri), diagnostic.range, context)
        offered = await client.text_document_code_action_async(question)
        assert offered is not None
        fix, silence = offered
        assert isinstance(fix, types.CodeAction)
        assert fix.is_preferred
        assert fix.title == ('Fix MSC102: nn.Conv2d(3, 8, 3, pad_mode="pad", padding=1, has_bias=True)')
        assert silence.title == "Silence MSC102 here"

    assert converse(tmp_path, conversation) == 0


def test_the_mouse_on_a_call_shows_what_torch_calls_the_same(tmp_path: Path) -> None:
    uri = (tmp_path / "net.py").as_uri()

    async def conversation(client: Client) -> None:
        await client.open(uri, TEXT.replace("padding=1", 'pad_mode="valid"'))
        question = types.HoverParams(types.TextDocumentIdentifier(uri), types.Position(1, COLUMN + 5))
        hover = await client.text_document_hover_async(question)
        assert hover is not None
        assert isinstance(hover.contents, types.MarkupContent)
        assert "torch.nn.Conv2d(3, 8, 3)" in hover.contents.value
        assert hover.range is not None
        assert hover.range.start == types.Position(1, COLUMN + 1)

    converse(tmp_path, conversation)


def test_what_changes_beside_a_document_is_told_under_its_own_address(tmp_path: Path) -> None:
    uri = (tmp_path / "\u5377 \u79ef.py").as_uri()

    async def conversation(client: Client) -> None:
        await client.open(uri, TEXT)
        assert (await client.published.get()).uri == uri
        (tmp_path / "pyproject.toml").write_text('[tool.ms-convlint]\nignore = ["MSC102"]\n')
        client.text_document_did_save(types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(uri)))
        published = await client.published.get()
        assert (published.uri, list(published.diagnostics)) == (uri, [])

    converse(tmp_path, conversation)


def test_on_an_argument_the_menu_is_that_of_its_call(tmp_path: Path) -> None:
    uri = (tmp_path / "net.py").as_uri()

    async def conversation(client: Client) -> None:
        await client.open(uri, TEXT)
        await client.published.get()
        end_of_line = types.Position(1, len(TEXT.splitlines()[1]) - 2)
        context = types.CodeActionContext([], trigger_kind=types.CodeActionTriggerKind.Automatic)
        question = types.CodeActionParams(
            types.TextDocumentIdentifier(uri), types.Range(end_of_line, end_of_line), context
        )
        offered = await client.text_document_code_action_async(question)
        assert [action.title[:15] for action in offered or ()] == ["Fix MSC102: nn.", "Silence MSC102 "]

    converse(tmp_path, conversation)


def test_settings_that_the_client_takes_back_hold_no_longer(tmp_path: Path) -> None:
    uri = (tmp_path / "net.py").as_uri()
    answers: list[object] = [{"ignore": ["MSC102"]}, None, {}]

    async def conversation(client: Client) -> None:
        @client.feature(types.WORKSPACE_CONFIGURATION)
        def configuration(params: types.ConfigurationParams) -> list[object]:
            return [answers[0]]

        async def codes_with(answer: object) -> list[object]:
            answers[0] = answer
            client.workspace_did_change_configuration(types.DidChangeConfigurationParams(None))
            return [diagnostic.code for diagnostic in (await client.published.get()).diagnostics]

        await client.open(uri, TEXT)
        await client.published.get()
        assert await codes_with({"ignore": ["MSC102"]}) == []
        assert await codes_with(None) == ["MSC102"]
        assert await codes_with({"ignore": ["MSC1"]}) == []
        assert await codes_with({}) == ["MSC102"]

    asks = types.ClientCapabilities(workspace=types.WorkspaceClientCapabilities(configuration=True))
    answers[0] = None
    converse(tmp_path, conversation, capabilities=asks)


def test_a_client_that_asks_for_diagnostics_is_told_when_to_ask_again(tmp_path: Path) -> None:
    uri = (tmp_path / "net.py").as_uri()

    async def conversation(client: Client) -> None:
        refreshed = asyncio.Event()

        @client.feature(types.WORKSPACE_DIAGNOSTIC_REFRESH)
        def refresh(params: None) -> None:
            refreshed.set()

        await client.open(uri, TEXT)
        client.text_document_did_save(types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(uri)))
        await refreshed.wait()
        question = types.DocumentDiagnosticParams(types.TextDocumentIdentifier(uri))
        report = await client.text_document_diagnostic_async(question)
        assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
        assert [diagnostic.code for diagnostic in report.items] == ["MSC102"]
        assert client.published.empty()

    workspace = types.WorkspaceClientCapabilities(
        diagnostics=types.DiagnosticWorkspaceClientCapabilities(refresh_support=True)
    )
    documents = types.TextDocumentClientCapabilities(diagnostic=types.DiagnosticClientCapabilities())
    pulls = types.ClientCapabilities(workspace=workspace, text_document=documents)
    converse(tmp_path, conversation, capabilities=pulls)


@pytest.mark.parametrize("kind", [types.MarkupKind.Markdown, types.MarkupKind.PlainText])
def test_a_hover_is_written_as_the_client_can_show_it(tmp_path: Path, kind: types.MarkupKind) -> None:
    uri = (tmp_path / "net.py").as_uri()

    async def conversation(client: Client) -> None:
        await client.open(uri, TEXT)
        question = types.HoverParams(types.TextDocumentIdentifier(uri), types.Position(1, COLUMN + 5))
        hover = await client.text_document_hover_async(question)
        assert hover is not None
        assert isinstance(hover.contents, types.MarkupContent)
        assert hover.contents.kind == kind
        assert ("```python" in hover.contents.value) == (kind is types.MarkupKind.Markdown)

    hovers = types.HoverClientCapabilities(content_format=[kind])
    shows = types.ClientCapabilities(text_document=types.TextDocumentClientCapabilities(hover=hovers))
    converse(tmp_path, conversation, capabilities=shows)


def test_settings_that_are_sent_at_once_hold(tmp_path: Path) -> None:
    uri = (tmp_path / "net.py").as_uri()

    async def conversation(client: Client) -> None:
        @client.feature(types.WORKSPACE_CONFIGURATION)
        def configuration(params: types.ConfigurationParams) -> list[object]:
            return [None]

        settings = {"msConvlint": {"ignore": ["MSC102"]}}
        client.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings))
        await client.open(uri, TEXT)
        while (await client.published.get()).diagnostics:
            pass
        await asyncio.sleep(0.3)
        assert client.published.empty()

    asks = types.ClientCapabilities(workspace=types.WorkspaceClientCapabilities(configuration=True))
    converse(tmp_path, conversation, capabilities=asks)


def test_settings_that_change_nothing_are_no_reason_to_check_again(tmp_path: Path) -> None:
    uri = (tmp_path / "net.py").as_uri()

    async def conversation(client: Client) -> None:
        await client.open(uri, TEXT)
        await client.published.get()
        answered.set()
        await asyncio.sleep(0.5)
        assert client.published.empty()

    answered = asyncio.Event()

    async def configuration(params: types.ConfigurationParams) -> list[object]:
        await answered.wait()
        return [{"torchSemantics": None}]

    async def with_answers(client: Client) -> None:
        client.feature(types.WORKSPACE_CONFIGURATION)(configuration)
        await conversation(client)

    asks = types.ClientCapabilities(workspace=types.WorkspaceClientCapabilities(configuration=True))
    converse(tmp_path, with_answers, capabilities=asks)


def test_what_is_wrong_with_settings_is_told_again_when_they_change(tmp_path: Path) -> None:
    async def conversation(client: Client) -> None:
        told: asyncio.Queue[str] = asyncio.Queue()

        @client.feature(types.WINDOW_SHOW_MESSAGE)
        def keep(params: types.ShowMessageParams) -> None:
            told.put_nowait(params.message)

        for _ in range(2):
            settings = {"msConvlint": {"torchSemantics": "maybe"}}
            client.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings))
            assert "torchSemantics" in await told.get()

    converse(tmp_path, conversation)


def test_a_project_that_gets_its_root_later_is_looked_at_again(tmp_path: Path) -> None:
    (tmp_path / "constants").mkdir()
    (tmp_path / "constants" / "sizes.py").write_text("PADDING = 1\n")
    (tmp_path / "models").mkdir()
    uri = (tmp_path / "models" / "net.py").as_uri()
    text = "from mindspore import nn\nfrom constants.sizes import PADDING\nconv = nn.Conv2d(3, 8, 3, padding=PADDING)\n"

    async def conversation(client: Client) -> None:
        await client.open(uri, text)
        first = [diagnostic.code for diagnostic in (await client.published.get()).diagnostics]
        (tmp_path / "pyproject.toml").write_text("")
        client.text_document_did_save(types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(uri)))
        later = [diagnostic.code for diagnostic in (await client.published.get()).diagnostics]
        assert "MSC102" in later
        assert "MSC102" not in first

    converse(tmp_path, conversation)


@pytest.mark.parametrize(("encoding", "more"), [("utf-8", 5), ("utf-16", 1), ("utf-32", 0)])
def test_a_client_can_say_what_its_columns_count(tmp_path: Path, encoding: str, more: int) -> None:
    uri = (tmp_path / "net.py").as_uri()

    async def conversation(client: Client) -> None:
        await client.open(uri, TEXT)
        (diagnostic,) = (await client.published.get()).diagnostics
        assert diagnostic.range.start.character == COLUMN + more

    converse(tmp_path, conversation, initialization_options={"positionEncoding": encoding})


def test_the_client_that_leaves_without_a_word_is_an_error() -> None:
    async def leave() -> int:
        client = Client()
        await client.start_io(sys.executable, "-m", "ms_convlint", "server")
        return await client.leave()

    assert asyncio.run(asyncio.wait_for(leave(), 60)) == 1


def test_ctrl_c_ends_it() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "ms_convlint", "server"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    parameters = b'{"processId": null, "rootUri": null, "capabilities": {}}'
    body = b'{"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": %s}' % parameters
    process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
    process.stdin.flush()
    assert process.stdout.readline().startswith(b"Content-Length")
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == -signal.SIGINT
    process.stdin.close()
    process.stdout.close()
