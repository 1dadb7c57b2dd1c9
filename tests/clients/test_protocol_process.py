"""The server as a process: how it ends, and what it does with messages that mean nothing to it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from .editors.texts import CARELESS, CODES
from .session import SERVER

pytestmark = pytest.mark.clients

SECONDS = 20
INITIALIZE = {"id": 1, "method": "initialize", "params": {"processId": None, "rootUri": None, "capabilities": {}}}
INITIALIZED = {"method": "initialized", "params": {}}
SHUTDOWN = {"id": 99, "method": "shutdown"}
EXIT = {"method": "exit"}
OPEN = {
    "method": "textDocument/didOpen",
    "params": {"textDocument": {"uri": "untitled:x", "languageId": "python", "version": 1, "text": CARELESS}},
}
METHOD_NOT_FOUND = -32601
GARBAGE = (
    b'{"jsonrpc": "2.0", "method"',
    b"[1, 2",
    b"\xff\xfe\x00",
    b'{"jsonrpc": "2.0"}',
    b'{"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": 1}}',
    b'{"jsonrpc": "2.0", "id": 3, "method": "textDocument/hover", "params": {"position": "here"}}',
)
"""What is framed as a message and is none."""

Message = Mapping[str, Any]


def framed(message: Message | bytes) -> bytes:
    """A message as it goes over the pipe."""
    body = message if isinstance(message, bytes) else json.dumps({"jsonrpc": "2.0", **message}).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


class Pipe:
    """A server without a library in between."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self.process = process
        self._in = process.stdin
        self._out = process.stdout

    def send(self, *messages: Message | bytes) -> None:
        """Send messages, or bytes that claim to be one."""
        self._in.write(b"".join(map(framed, messages)))
        self._in.flush()

    def send_raw(self, data: bytes) -> None:
        """Send bytes that do not even claim to be a message."""
        self._in.write(data)
        self._in.flush()

    def receive(self) -> dict[str, Any]:
        """The next message of the server's."""
        length = 0
        while line := self._out.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        message: dict[str, Any] = json.loads(self._out.read(length))
        return message

    def answer(self, identifier: int) -> dict[str, Any]:
        """The answer to a request; what the server says in between is not asked for."""
        while (message := self.receive()).get("id") != identifier:
            pass
        return message

    def end(self) -> tuple[int, str]:
        """Hang up; the exit code, and what was written to standard error."""
        self._in.close()
        assert self.process.stderr is not None
        complaints = self.process.stderr.read().decode()
        return self.process.wait(SECONDS), complaints


@contextmanager
def started(folder: Path) -> Iterator[Pipe]:
    """A server that is ended whatever happens."""
    process = subprocess.Popen(
        SERVER, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    with process:
        try:
            yield Pipe(process)
        finally:
            process.kill()


def test_shutdown_and_exit_end_it_without_a_word(tmp_path: Path) -> None:
    with started(tmp_path) as server:
        server.send(INITIALIZE, INITIALIZED, SHUTDOWN)
        assert server.answer(99)["result"] is None
        server.send(EXIT)
        assert server.process.wait(SECONDS) == 0
        assert server.end() == (0, "")


def test_exit_without_shutdown_is_an_error(tmp_path: Path) -> None:
    with started(tmp_path) as server:
        server.send(INITIALIZE, INITIALIZED, EXIT)
        assert server.process.wait(SECONDS) == 1
        assert server.end() == (1, "")


def test_a_client_that_hangs_up_takes_the_server_with_it(tmp_path: Path) -> None:
    with started(tmp_path) as server:
        server.send(INITIALIZE, INITIALIZED, OPEN)
        server.answer(1)
        assert server.end() == (1, "")


def test_an_unknown_request_is_refused_and_an_unknown_notification_passed_over(tmp_path: Path) -> None:
    with started(tmp_path) as server:
        server.send(INITIALIZE, INITIALIZED, {"method": "$/whatever", "params": {}}, {"method": "mind/reading"})
        server.send({"id": 2, "method": "textDocument/foldingRange", "params": {"textDocument": {"uri": "untitled:x"}}})
        assert server.answer(2)["error"]["code"] == METHOD_NOT_FOUND
        server.send(OPEN)
        assert _codes(server) == CODES


def test_messages_that_mean_nothing_cost_only_themselves(tmp_path: Path) -> None:
    with started(tmp_path) as server:
        server.send(INITIALIZE, INITIALIZED)
        server.answer(1)
        for garbage in GARBAGE:
            server.send(garbage)
        server.send(OPEN)
        assert _codes(server) == CODES
        server.send(SHUTDOWN, EXIT)
        assert server.process.wait(SECONDS) == 0
        _, complaints = server.end()
        assert "Traceback" not in complaints


def test_what_is_no_message_at_all_floods_nobody(tmp_path: Path) -> None:
    with started(tmp_path) as server:
        server.send_raw(b"GET / HTTP/1.1\r\n\r\n" + b"garbage\n" * 1000)
        _, complaints = server.end()
        assert complaints.count("Traceback") <= 1
        assert len(complaints) < 5000


def test_a_document_that_was_not_opened_has_an_answer_too(tmp_path: Path) -> None:
    (tmp_path / "net.py").write_text(CARELESS, encoding="utf-8")
    place = {"line": 4, "character": 8}
    about: dict[str, Any] = {"range": {"start": place, "end": place}, "context": {"diagnostics": []}}
    with started(tmp_path) as server:
        server.send(INITIALIZE, INITIALIZED)
        for identifier, name in ((2, "net.py"), (3, "gone.py")):
            about["textDocument"] = {"uri": (tmp_path / name).as_uri()}
            server.send({"id": identifier, "method": "textDocument/codeAction", "params": about})
            answer = server.answer(identifier)
            assert answer["result"] == [], "what is not open has no fixes"


def _codes(server: Pipe) -> list[str]:
    """The codes of the diagnostics that are published next."""
    while (message := server.receive()).get("method") != "textDocument/publishDiagnostics":
        pass
    return [diagnostic["code"] for diagnostic in message["params"]["diagnostics"]]
