"""Findings for programs: a list with ruff's field names, and beside ``fix`` the ``alternatives``."""

from __future__ import annotations

from json import dumps
from typing import Any, TextIO

from ms_convlint.finding import Finding, Fix, Position
from ms_convlint.reports.codes import rule_of
from ms_convlint.reports.result import FileResult, Totals
from ms_convlint.suppressions import Suppressions


class JsonReport:
    """Writes findings as they come, so that a long list need not be held."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._opening = "["

    def add(self, result: FileResult) -> None:
        """Write the findings of one file."""
        source = result.source()
        suppressions = Suppressions(source.lines) if source else None
        for finding in result.findings:
            row = finding.start.line
            entry = finding_fields(finding, result.filename)
            entry["noqa_row"] = suppressions.comment_row(row) if suppressions else row
            text = dumps(entry, indent=2).replace("\n", "\n  ")
            self._stream.write(f"{self._opening}\n  {text}")
            self._opening = ","

    def finish(self, totals: Totals) -> None:
        """Close the list."""
        self._stream.write("[]\n" if self._opening == "[" else "\n]\n")


def finding_fields(finding: Finding, filename: str) -> dict[str, Any]:
    """Give a finding in ruff's fields."""
    rule = rule_of(finding.code)
    return {
        "cell": None,
        "code": finding.code,
        "symbol": rule.symbol,
        "severity": finding.severity.value,
        "message": finding.message,
        "filename": filename,
        "location": _place(finding.start),
        "end_location": _place(finding.end),
        "fix": finding.fix and _fix_fields(finding.fix),
        "alternatives": [_fix_fields(alternative) for alternative in finding.alternatives],
        "noqa_row": finding.start.line,
        "url": rule.url,
    }


def _fix_fields(fix: Fix) -> dict[str, Any]:
    return {
        "applicability": fix.applicability.value,
        "message": fix.message,
        "edits": [
            {"content": edit.content, "location": _place(edit.start), "end_location": _place(edit.end)}
            for edit in fix.edits
        ],
    }


def _place(position: Position) -> dict[str, int]:
    return {"row": position.line, "column": position.column + 1}
