"""Places and edits in texts that clients and Python cut into lines differently, in each unit that columns may count."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from lsprotocol import types
from marks import FIXTURES

from .editors.texts import CODES, WIDE, fixed, with_crlf
from .session import Document, Session, session
from .text_edits import applied, edits_of, piece

pytestmark = [pytest.mark.clients, pytest.mark.asyncio(loop_scope="module")]

WHOLE = types.Range(types.Position(0, 0), types.Position(0, 0))
LINES = {
    "line feeds": WIDE,
    "carriage returns and line feeds": WIDE.replace("\n", "\r\n"),
    "both": WIDE.replace("\n", "\r\n", 3),
    "no line end at the end": WIDE.rstrip("\n"),
    "a form feed between classes": WIDE.replace("\n\n", "\n\f\n"),
    "form feeds at the beginning of lines": WIDE.replace("\nhé", "\n\fhé"),
    "separators of lines and paragraphs in a string": f'TEXT = "a\u2028b\u2029c"; {WIDE}',
    "vertical tabs and separators of files in a comment": WIDE.replace("\n\n", "\n# \v \x1c \x1d \x1e \x85 end\n", 1),
    "a mark of the byte order": f"\ufeff{WIDE}",
    "tabs": WIDE.replace(" = 1; ", "\t=\t1;\t"),
    "combining characters and a family": WIDE.replace(
        " = 1;", ' = "e\u0301\U0001f469\u200d\U0001f469\u200d\U0001f467";'
    ),
}
"""Texts with the same findings, by what is peculiar about their lines."""


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["utf-8", "utf-16", "utf-32"])
async def editor(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Session]:
    capabilities = types.ClientCapabilities(
        general=types.GeneralClientCapabilities(position_encodings=[request.param]),
    )
    async with session(tmp_path_factory.mktemp("project"), capabilities) as started:
        assert started.units == request.param
        yield started


async def all_safe_fixes(document: Document) -> types.CodeAction:
    """The action that applies all safe fixes."""
    (action,) = await document.actions(WHOLE, only=["source.fixAll"])
    return action


async def test_the_server_asks_for_whole_texts_since_changes_of_lines_would_need_one_idea_of_a_line(
    editor: Session,
) -> None:
    synchronization = editor.offered.text_document_sync
    assert isinstance(synchronization, types.TextDocumentSyncOptions)
    assert synchronization.change == types.TextDocumentSyncKind.Full


@pytest.mark.parametrize("lines", LINES)
async def test_marks_and_edits_are_right_however_lines_end(editor: Session, lines: str) -> None:
    text = LINES[lines]
    document = editor.open(text)
    found = await document.diagnostics()
    assert [str(each.code) for each in found] == CODES
    assert {piece(text, each.range, editor.units) for each in found} == {"nn.Conv2d"}
    menu = await document.actions(found[0].range, found[:1], only=["quickfix"])
    assert applied(text, edits_of(menu[0], document.uri), editor.units) == fixed(text)
    assert applied(text, edits_of(await all_safe_fixes(document), document.uri), editor.units) == fixed(text)
    last = found[-1]
    *_, silence = await document.actions(last.range, [last], only=["quickfix"])
    document.close()
    silent = editor.open(applied(text, edits_of(silence, document.uri), editor.units))
    assert await silent.codes() == CODES[:-1]
    silent.close()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
async def test_a_fix_that_adds_lines_ends_them_as_the_text_does(editor: Session, end: str) -> None:
    fixture = FIXTURES / "MSC102" / "bad_layout.py"
    before, after = (
        with_crlf(path).decode() if end == "\r\n" else path.read_text("utf-8")
        for path in (fixture, fixture.with_suffix(".fixed.py"))
    )
    document = editor.open(before)
    assert applied(before, edits_of(await all_safe_fixes(document), document.uri), editor.units) == after
    document.close()
