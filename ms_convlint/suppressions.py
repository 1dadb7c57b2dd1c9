"""Comments that silence findings, on a line or in a whole file, read as flake8 reads them."""

from __future__ import annotations

import re
import tokenize
from collections.abc import Sequence
from functools import cached_property

from ms_convlint.finding import Edit, Finding, Position

# The expressions of flake8.defaults, oddities included: a word after the colon that is no code silences every
# finding of the line, and a code after the comment for the whole file makes no difference.
_INLINE = re.compile(r"# noqa(?::[\s]?(?P<codes>([A-Z]+[0-9]+(?:[,\s]+)?)+))?", re.IGNORECASE)
_FILE = re.compile(r"\s*# flake8[:=]\s*noqa", re.IGNORECASE)


class Suppressions:
    """The comments of one file; nothing is read before a finding asks."""

    def __init__(self, lines: Sequence[str]) -> None:
        """Take the lines of the file, with whatever ends."""
        self._lines = [re.sub(r"\r\n?$", "\n", line) for line in lines]

    @cached_property
    def whole_file(self) -> bool:
        """Whether a line of its own silences the whole file."""
        return any(_FILE.match(line) for line in self._lines)

    def remaining(self, findings: Sequence[Finding]) -> list[Finding]:
        """Keep the findings that no comment silences."""
        if not findings or self.whole_file:
            return []
        return [finding for finding in findings if not self._silences(finding.code, finding.start.line)]

    def comment_row(self, line: int) -> int:
        """Give the line on which a comment has to stand to silence a finding on ``line``."""
        return self._spans.get(line, (line, line))[1]

    def silencing_edit(self, code: str, line: int) -> Edit | None:
        """Give the edit that silences a code on ``line``: in the comment that is there, or in one of its own.

        None where a string on these lines reads like such a comment: it is read before any other, and no edit's to
        change.
        """
        first, last = self._spans.get(line, (line, line))
        for row in range(first, last + 1):
            match = _INLINE.search(self._lines[row - 1])
            if match is None:
                continue
            if match["codes"] is None or match.start() < self._comments.get(row, match.end()):
                return None
            place = Position(row, match.start("codes") + len(match["codes"].rstrip(", \t\n")))
            return Edit(place, place, f", {code}")
        place = Position(last, len(self._lines[last - 1].rstrip()))
        return Edit(place, place, f"  # noqa: {code}")

    def _silences(self, code: str, line: int) -> bool:
        if not self._has_inline:
            return False
        first, last = self._spans.get(line, (line, line))
        match = _INLINE.search("".join(self._lines[first - 1 : last]))
        if match is None:
            return False
        if match["codes"] is None:
            return True
        return code.startswith(tuple(filter(None, re.split(r"[,\s]", match["codes"]))))

    @cached_property
    def _has_inline(self) -> bool:
        return any(_INLINE.search(line) for line in self._lines)

    @property
    def _spans(self) -> dict[int, tuple[int, int]]:
        """First and last line of what flake8 takes for one line: strings and backslashes join several."""
        return self._read[0]

    @property
    def _comments(self) -> dict[int, int]:
        """Where the comment of a line begins."""
        return self._read[1]

    @cached_property
    def _read(self) -> tuple[dict[int, tuple[int, int]], dict[int, int]]:
        spans: dict[int, tuple[int, int]] = {}
        comments: dict[int, int] = {}
        first, last = len(self._lines) + 2, -1
        rest = iter(self._lines)
        try:
            for token in tokenize.generate_tokens(lambda: next(rest)):
                if token.type in (tokenize.ENDMARKER, tokenize.DEDENT):
                    continue
                if token.type == tokenize.COMMENT:
                    comments[token.start[0]] = token.start[1]
                first, last = min(first, token.start[0]), max(last, token.end[0])
                if token.type in (tokenize.NL, tokenize.NEWLINE):
                    spans.update(dict.fromkeys(range(first, last + 1), (first, last)))
                    first, last = len(self._lines) + 2, -1
        except (tokenize.TokenError, SyntaxError):
            return {}, {}
        return spans, comments
