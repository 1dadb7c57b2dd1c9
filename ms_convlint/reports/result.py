"""What became of one file: what every report is made from."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ms_convlint.finding import Applicability, Finding
from ms_convlint.languages import finding_in_language, in_language
from ms_convlint.source import Source

if TYPE_CHECKING:
    from ms_convlint.baseline import BesideBaseline


@dataclass(frozen=True)
class FileResult:
    """One checked file. It travels between processes, so it holds the text only where there are findings."""

    path: str
    findings: tuple[Finding, ...] = ()
    text: str | None = None
    """The text that the findings' places are in; None without findings and where it could not be decoded."""
    fixed: int = 0
    """How many findings are gone by fixes, or would be."""
    diff: bytes = b""
    problems: tuple[str, ...] = ()
    """What went wrong, a line each: the file could not be read, written, or checked."""
    beside: BesideBaseline | None = None
    """How its findings stand beside the baseline; None without one and where the file could not be checked."""

    @property
    def filename(self) -> str:
        """The whole path, in text that any encoding can hold; ``-`` for standard input without a name."""
        return self.path if self.path == "-" else as_text(os.path.abspath(self.path))

    def source(self) -> Source | None:
        """Make the text ready to look places up in."""
        return None if self.text is None else Source(self.path, self.text)


def result_in_language(result: FileResult, language: str) -> FileResult:
    """What became of a file, with findings and problems that speak a language."""
    return replace(
        result,
        findings=tuple(finding_in_language(finding, language) for finding in result.findings),
        problems=tuple(in_language(problem, language) for problem in result.problems),
    )


@dataclass
class Totals:
    """What a run comes to."""

    files: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    files_with_findings: int = 0
    fixed: int = 0
    fixable: int = 0
    fixable_unsafely: int = 0
    problems: int = 0
    adopted: int = 0
    """How many findings are left out because the baseline records them."""

    def add(self, result: FileResult) -> None:
        """Count one more file."""
        self.files += 1
        self.files_with_findings += bool(result.findings)
        self.fixed += result.fixed
        self.adopted += 0 if result.beside is None else result.beside.adopted
        for finding in result.findings:
            self.counts[finding.code] += 1
            if finding.fix is not None and finding.fix.edits:
                self.fixable += finding.fix.applicability is Applicability.SAFE
                self.fixable_unsafely += finding.fix.applicability is Applicability.UNSAFE

    @property
    def findings(self) -> int:
        """How many findings there are."""
        return sum(self.counts.values())


def shown_path(path: str) -> str:
    """Spell a path on one line that any terminal and any encoding can hold.

    Bytes that are not UTF-8 and characters that do not print stand as escapes.
    """
    text = as_text(path)
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def as_text(path: str) -> str:
    """Spell a path in text that any encoding can hold: bytes that are not UTF-8 stand as escapes."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
