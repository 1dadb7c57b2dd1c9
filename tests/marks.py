"""The marks of a fixture: ``# MSC102: 12, MSC401: 12`` at a line's end, code and column of a callee on it."""

from __future__ import annotations

import io
import re
import tokenize
from pathlib import Path

from ms_convlint.engine import check
from ms_convlint.finding import Finding
from ms_convlint.settings import Settings
from ms_convlint.source import Source, decode

FIXTURES = Path(__file__).parent.parent / "fixtures"
Place = tuple[int, int, str]
_MARKS = re.compile(r"# ((?:MSC\d{3}: \d+(?:, )?)+)$")
_MARK = re.compile(r"(MSC\d{3}): (\d+)")


def read(path: Path) -> str:
    """The text of a fixture, with the line ends that it has."""
    text, _ = decode(path.read_bytes())
    return text


def marked(text: str) -> list[Place]:
    """What the fixture says must be found, as (line, column, code)."""
    places: list[Place] = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT and (marks := _MARKS.search(token.string)):
            places.extend((token.start[0], int(column), code) for code, column in _MARK.findall(marks[1]))
    return sorted(places)


def find(text: str, path: Path) -> list[Finding]:
    """What the engine says about it with the default settings."""
    return check(Source(str(path), text), Settings())


def places(findings: list[Finding]) -> list[Place]:
    """The findings in the form of the marks."""
    return sorted((finding.start.line, finding.start.column, finding.code) for finding in findings)
