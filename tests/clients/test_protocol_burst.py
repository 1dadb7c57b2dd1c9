"""A burst of edits to a large file: how soon the answer to the last one comes, and how much is said before it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from .session import Document, Session, session

pytestmark = [pytest.mark.clients, pytest.mark.asyncio(loop_scope="module")]

LINES = 2000
EDITS = 200
BETWEEN_EDITS = 0.001
"""Seconds: faster than anybody types, as when a key is held down or a macro runs."""
WITHIN = 0.3
"""Seconds from the last edit to its diagnostics; two bursts of five have to keep to it, others may be disturbed."""
LETTERS = "vwxyz"
"""One for each burst."""

NETWORK = """\

class Block{number}(nn.Cell):
    def __init__(self, channels):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, 64, kernel_size=3, stride=2, pad_mode="pad", padding=1, has_bias=False)
        self.norm1 = nn.BatchNorm2d(64)
        self.conv2 = nn.Conv2d(64, 64, kernel_size=3, pad_mode="pad", padding=1, has_bias=False)
        self.norm2 = nn.BatchNorm2d(64)
        self.relu = nn.ReLU()

    def construct(self, x):
        x = self.relu(self.norm1(self.conv1(x)))
        return self.relu(self.norm2(self.conv2(x)))

"""
FINDING = "last = nn.Conv2d(64, 10, 1, padding=1, has_bias=True)\n"


def large_text() -> str:
    """Networks of two convolutions each, one finding at the end, two thousand lines."""
    parts = ["import mindspore.nn as nn\n\n"]
    lines_of_one = NETWORK.count("\n")
    parts += [NETWORK.format(number=number) for number in range((LINES - 3) // lines_of_one)]
    text = "".join(parts)
    missing = LINES - 1 - text.count("\n")
    text += "# filled up\n" * missing + FINDING
    assert text.count("\n") == LINES
    return text


@pytest_asyncio.fixture(
    scope="module", loop_scope="module", params=["visual_studio_code", "neovim@v0.11"], ids=["pushed", "pulled"]
)
async def editor(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Session]:
    async with session(tmp_path_factory.mktemp("project"), request.param) as started:
        yield started


async def type_fast(document: Document, text: str, letter: str) -> None:
    """Type a name letter by letter in the middle of the file; another letter, so that no text comes twice."""
    middle = text.index("class Block", len(text) // 2)
    for letters in range(1, EDITS + 1):
        document.change(f"{text[:middle]}{letter * letters} = 1\n{text[middle:]}")
        await asyncio.sleep(BETWEEN_EDITS)


async def answered_after(document: Document, last_edit: float) -> float:
    """Seconds from the last edit to its diagnostics, which are those of the last text."""
    found = await document.diagnostics()
    assert [(str(each.code), each.range.start.line) for each in found] == [("MSC102", LINES)]
    if document.session.pulls:
        return time.perf_counter() - last_edit
    heard = [at for at, params in document.session.client.published if params.version == document.version]
    return heard[-1] - last_edit


async def test_the_answer_to_the_last_edit_comes_at_once(editor: Session) -> None:
    text = large_text()
    document = editor.open(text)
    assert len(await document.diagnostics()) == 1
    seconds = []
    for letter in LETTERS:
        await type_fast(document, text, letter)
        seconds.append(await answered_after(document, time.perf_counter()))
    print("seconds from the last edit to its answer:", *(f"{each:.3f}" for each in seconds))  # noqa: T201
    assert sorted(seconds)[1] < WITHIN, seconds
    said_of_bursts = len(document.published) - 1
    assert said_of_bursts <= len(LETTERS) * EDITS // 20, "not every edit is checked"
    document.close()
