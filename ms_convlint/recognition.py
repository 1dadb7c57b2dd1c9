"""What a finding is known by in another run: its call in one layout, wherever that stands by then."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from keyword import iskeyword

from ms_convlint.finding import Finding
from ms_convlint.source import Source, SourceError

_TOKEN = re.compile(
    r"""
    (?P<string> [A-Za-z]{0,2} (?: \"{3} (?:\\.|.)*? \"{3} | '{3} (?:\\.|.)*? '{3}
                                | " (?:\\.|[^"\\\r\n])* "? | ' (?:\\.|[^'\\\r\n])* '? ))
  | (?P<space> (?: \s | \\\r?\n | \#[^\r\n]* )+ )
  | (?P<word> \w+ )
  | (?P<sign> . )
    """,
    re.VERBOSE | re.DOTALL,
)
_PLAIN_STRING = re.compile(r"([A-Za-z]{0,2})'([^'\"\\]*)'")
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")
_COMMA = ", "


def recognized_by(source: Source | None, findings: Sequence[Finding]) -> list[str]:
    """Give for each finding the text that it is known by.

    That is the whole call in one layout: a formatter, a comment or lines before it change nothing, an argument
    does. Where a finding is about no call, it is the statement. The line number, the message and its language
    are no part of it. "" stands for a file that is no Python.
    """
    if source is None or not findings:
        return [""] * len(findings)
    try:
        around = _code_around(source, {finding.start.line for finding in findings})
    except SourceError:
        return [""] * len(findings)
    return [_text_of(source, finding, around[finding.start.line]) for finding in findings]


@dataclass(frozen=True)
class _Code:
    """A call or a statement, and the part of it on which a finding about it stands."""

    start: int
    end: int
    end_of_mark: int


def _code_around(source: Source, lines: set[int]) -> dict[int, list[_Code]]:
    """Find the calls and the simple statements whose callees stand on these lines."""
    around: dict[int, list[_Code]] = {line: [] for line in lines}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call):
            marked: ast.expr | ast.stmt = node.func
        elif isinstance(node, ast.stmt) and not hasattr(node, "body"):
            marked = node
        else:
            continue
        on_lines = lines.intersection(range(node.lineno, (marked.end_lineno or node.lineno) + 1))
        if on_lines:
            start, end, end_of_mark = map(source.offset, (source.start(node), source.end(node), source.end(marked)))
            for line in on_lines:
                around[line].append(_Code(start, end, end_of_mark))
    return around


def _text_of(source: Source, finding: Finding, around: Sequence[_Code]) -> str:
    start, end = source.offset(finding.start), source.offset(finding.end)
    meant = [code for code in around if code.start <= start and end <= code.end_of_mark]
    if not meant:
        return one_layout(source.lines[finding.start.line - 1])
    code = min(meant, key=lambda code: code.end_of_mark - code.start)
    return one_layout(source.text[code.start : code.end])


def one_layout(text: str) -> str:
    """Write code on one line, without comments, closing commas and blanks, with plain strings in double quotes."""
    line = _Line()
    for piece, spaced in _pieces(text):
        line.add(piece, spaced=spaced)
    return "".join(line.pieces).strip()


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the words, strings and signs, and whether there is a blank or a comment before each."""
    spaced = False
    for match in _TOKEN.finditer(text):
        piece = match[0]
        if match.lastgroup != "space":
            yield _PLAIN_STRING.sub(r'\1"\2"', piece) if _PLAIN_STRING.fullmatch(piece) else piece, spaced
        spaced = match.lastgroup == "space"


class _Line:
    """A line of code while it is written."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._open: list[_Bracket] = []

    def add(self, piece: str, *, spaced: bool) -> None:
        """Write one more piece."""
        if piece in _OPENING:
            self._open.append(_Bracket(self._may_hold_a_tuple(piece)))
        elif piece == "," and self._open:
            self._open[-1].commas += 1
        elif piece in _CLOSING and self._open:
            self._leave_out_closing_comma(self._open.pop())
        if spaced and self.pieces and _is_word(self.pieces[-1][-1]) and _is_word(piece[0]):
            self.pieces.append(" ")
        self.pieces.append(_COMMA if piece == "," else piece)

    def _may_hold_a_tuple(self, bracket: str) -> bool:
        """Whether one comma makes a difference: in ``(1,)`` and ``x[1,]``, and not in ``f(1,)`` and ``[1,]``."""
        before = self.pieces[-1] if self.pieces else ""
        follows_a_value = before in _CLOSING or (_is_word(before[-1:]) and not iskeyword(before))
        return bracket == ("[" if follows_a_value else "(")

    def _leave_out_closing_comma(self, bracket: _Bracket) -> None:
        if self.pieces[-1] == _COMMA and not (bracket.may_hold_a_tuple and bracket.commas == 1):
            self.pieces.pop()


@dataclass
class _Bracket:
    """A bracket that is open."""

    may_hold_a_tuple: bool
    commas: int = 0


def _is_word(character: str) -> bool:
    return character.isalnum() or character in ("_", "'", '"')
