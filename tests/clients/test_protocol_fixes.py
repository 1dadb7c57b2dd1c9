"""The fixes of all fixtures by way of the protocol: one by one from the menu, and all safe ones together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from lsprotocol import types
from marks import FIXTURES, read

from ms_convlint.hosts.checking import Task, check_data

from .session import Document, Session, session
from .text_edits import applied, edits_of

pytestmark = [pytest.mark.clients, pytest.mark.asyncio(loop_scope="module")]

FIXED = sorted(
    path.with_name(path.name.replace(".fixed", ""))
    for path in FIXTURES.glob("MSC*/*.fixed.py")
    # The fixtures of torch's weights have many files of one shape.
    if not path.parent.name.startswith("MSC30") or path.name == "bad.fixed.py"
)
TOP = types.Range(types.Position(0, 0), types.Position(0, 0))
ROUNDS = 5
"""A fix may bring another finding to light; more often than that it does not."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def editor(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Session]:
    async with session(tmp_path_factory.mktemp("project"), "visual_studio_code") as started:
        yield started


def whole(text: str) -> types.Range:
    """The range of a whole text."""
    return types.Range(types.Position(0, 0), types.Position(text.count("\n"), 0))


async def preferred_edits(document: Document) -> list[types.TextEdit]:
    """What the preferred entries of the whole document's menu change."""
    menu = await document.actions(whole(document.text), only=["quickfix"])
    return [edit for action in menu if action.is_preferred for edit in edits_of(action, document.uri)]


@pytest.mark.parametrize("fixture", FIXED, ids=lambda path: f"{path.parent.name}/{path.stem}")
async def test_the_preferred_fixes_make_of_a_fixture_what_it_should_become(editor: Session, fixture: Path) -> None:
    document = editor.open(read(fixture), fixture.name)
    for _ in range(ROUNDS):
        edits = await preferred_edits(document)
        if not edits:
            break
        document.change(applied(document.text, edits, editor.units))
    assert document.text == read(fixture.with_suffix(".fixed.py"))
    document.close()


@pytest.mark.parametrize("fixture", FIXED, ids=lambda path: f"{path.parent.name}/{path.stem}")
async def test_all_safe_fixes_of_a_fixture_are_those_of_the_command(editor: Session, fixture: Path) -> None:
    text = read(fixture)
    document = editor.open(text, fixture.name)
    offered = await document.actions(TOP, only=["source.fixAll"])
    text = applied(text, [edit for action in offered for edit in edits_of(action, document.uri)], editor.units)
    assert text.encode() == check_data(str(fixture), fixture.read_bytes(), Task(fix=True)).data
    document.close()
