"""Fixes a text until nothing is left to fix, and says what changed as a diff."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ms_convlint.edits import applicable_fixes, apply_edits, moved
from ms_convlint.finding import Finding, Position
from ms_convlint.source import SourceError
from ms_convlint.wording import said

_ROUNDS = 20
"""How often a text is fixed and checked again: of fixes that overlap, one is applied a round."""


class FixingError(Exception):
    """The fixes cannot be applied: ``message`` is one line that says why."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Fixed:
    """A text with its fixes applied, and what is still to be said of it."""

    text: str
    data: bytes
    findings: list[Finding]


def fix_text(
    text: str,
    encoding: str,
    findings: list[Finding],
    check: Callable[[str, frozenset[Position]], list[Finding]],
    *,
    unsafe: bool,
) -> Fixed:
    """Apply fixes to a text and check it again until they change nothing more.

    ``check`` is told which calls were rewritten, by their callees' places.

    Raises:
        FixingError: the result would be no Python, or the encoding cannot hold it.
    """
    rewritten: frozenset[Position] = frozenset()
    for _ in range(_ROUNDS):
        fixes = applicable_fixes(findings, unsafe=unsafe)
        edits = [edit for fix in fixes for edit in fix.edits]
        fixed = apply_edits(text, edits)
        if fixed == text:
            break
        applied = set(fixes)
        mended = {finding.start for finding in findings if finding.fix in applied}
        rewritten = moved(rewritten | mended, text, edits)
        text = fixed
        try:
            findings = check(text, rewritten)
        except SourceError as error:
            raise FixingError(
                said("internal error, the fixes would break the file: {reason}", reason=error.message)
            ) from None
    try:
        return Fixed(text, text.encode(encoding), findings)
    except UnicodeError as error:
        raise FixingError(
            said("the fixes cannot be written in the file's encoding: {reason}", reason=str(error))
        ) from None


def unified_diff(before: str, after: str, name: str, encoding: str) -> bytes:
    r"""Give the change as ``patch`` and ``git apply`` take it, in the file's own encoding.

    Lines end at \n alone there: an \r stays where it is, a missing line end is said.
    """
    from difflib import unified_diff as differing

    pieces = []
    for line in differing(_lines(before, encoding), _lines(after, encoding), name, name):
        ended = line if line.endswith("\n") else line + "\n\\ No newline at end of file\n"
        pieces.append(ended.encode("utf-8" if encoding == "utf-8-sig" else encoding, "backslashreplace"))
    return b"".join(pieces)


def _lines(text: str, encoding: str) -> list[str]:
    # The mark at the beginning is part of the first line for whoever applies the diff.
    lines = (("\ufeff" if encoding == "utf-8-sig" else "") + text).split("\n")
    return [line + "\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])
