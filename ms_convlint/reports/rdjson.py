"""Findings in reviewdog's diagnostic format, with fixes as suggestions that a reviewer accepts by a click."""

from __future__ import annotations

import os
from json import dumps
from typing import Any, TextIO

from ms_convlint.edits import apply_edits
from ms_convlint.finding import Finding, Fix, Position
from ms_convlint.reports.addresses import name_in
from ms_convlint.reports.codes import HOME, rule_of
from ms_convlint.reports.offers import message_with_advice, offers, title
from ms_convlint.reports.result import FileResult, Totals
from ms_convlint.source import Source


class RdjsonReport:
    """Writes one document, finding by finding."""

    def __init__(self, stream: TextIO, language: str) -> None:
        self._stream = stream
        self._language = language
        self._opening = f'{{"source": {dumps({"name": "ms-convlint", "url": HOME})}, "diagnostics": ['
        self._before = self._opening

    def add(self, result: FileResult) -> None:
        """Write the findings of one file."""
        source = result.source()
        path = name_in(os.curdir, result.path)
        for finding in result.findings:
            rule = rule_of(finding.code)
            entry: dict[str, Any] = {
                "message": _message(finding),
                "location": {"path": path, "range": _range(source, finding.start, finding.end)},
                "severity": finding.severity.name,
                "code": {"value": finding.code, "url": rule.url_in(self._language)},
            }
            suggestions = _suggestions(source, finding) if source else []
            if suggestions:
                entry["suggestions"] = suggestions
            self._stream.write(f"{self._before}\n  {dumps(entry)}")
            self._before = ","

    def finish(self, totals: Totals) -> None:
        """Close the document."""
        self._stream.write(f"{self._opening}]}}\n" if self._before == self._opening else "\n]}\n")


def _message(finding: Finding) -> str:
    """The message; of several suggestions, which carry no titles, it names each in their order."""
    choices = offers(finding)
    titles = [f"{number}. {title(fix)}" for number, fix in enumerate(choices, 1)] if len(choices) > 1 else []
    return "\n".join([message_with_advice(finding), *titles])


def _suggestions(source: Source, finding: Finding) -> list[dict[str, Any]]:
    """A replacement for every fix, all of one place.

    reviewdog applies a suggestion by itself, so the edits of a fix become one; and it puts all suggestions of a
    finding into one comment, whose lines have to be those of each.
    """
    choices = offers(finding)
    edits = [edit for fix in choices for edit in fix.edits]
    if not edits:
        return []
    start, end = min(edit.start for edit in edits), max(edit.end for edit in edits)
    return [{"range": _range(source, start, end), "text": _replaced(source, start, end, fix)} for fix in choices]


def _replaced(source: Source, start: Position, end: Position, fix: Fix) -> str:
    """What stands between two places once a fix is applied, which changes nothing outside of them."""
    behind = len(source.text) - source.offset(end)
    text = apply_edits(source.text, fix.edits)
    return text[source.offset(start) : len(text) - behind]


def _range(source: Source | None, start: Position, end: Position) -> dict[str, Any]:
    return {"start": _position(source, start), "end": _position(source, end)}


def _position(source: Source | None, place: Position) -> dict[str, int]:
    """Lines and columns from 1, columns in bytes of UTF-8."""
    inside = source is not None and place.line <= len(source.lines)
    column = source.byte_column(place) if source is not None and inside else place.column
    return {"line": place.line, "column": column + 1}
