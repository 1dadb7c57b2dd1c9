"""The commands in the documents print what stands behind them."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest

from .frameworks import mindspore

pytestmark = [pytest.mark.oracle, pytest.mark.usefixtures("frameworks")]

DOCUMENTS = Path(__file__).parent.parent.parent / "docs"
COMMAND = re.compile(r'^ *python -c "(.*)"  # (.*)$', re.MULTILINE)
COMMANDS = [
    pytest.param(*match.groups(), id=f"{name}: {match[1]}")
    for name in ("semantics.md", "seeds.md")
    for match in COMMAND.finditer((DOCUMENTS / name).read_text("utf-8"))
]


def said(text: str) -> list[str]:
    """The words and numbers of a text."""
    return re.findall(r"\w+", text.replace(".,", ",").replace(".]", "]"))


@pytest.mark.parametrize(("code", "printed"), COMMANDS)
def test_a_command_prints_what_stands_behind_it(code: str, printed: str) -> None:
    mindspore()  # as GLOG_v=4 does
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        try:
            exec(code, {})
        except Exception as error:  # a command may be there to raise
            output.write(type(error).__name__)
    assert " ".join(said(printed)) in " ".join(said(output.getvalue()))


def test_every_command_of_the_documents_says_what_it_prints() -> None:
    for name in ("semantics.md", "seeds.md"):
        text = (DOCUMENTS / name).read_text("utf-8")
        assert text.count("python -c ") == len(COMMAND.findall(text))
