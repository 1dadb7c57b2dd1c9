"""Findings as commands of GitHub's workflows, which show them beside the lines of a pull request."""

from __future__ import annotations

from typing import TextIO

from ms_convlint.finding import Severity
from ms_convlint.reports.excerpt import shown
from ms_convlint.reports.result import FileResult, Totals, shown_path


class GithubReport:
    """Writes one command a finding."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def add(self, result: FileResult) -> None:
        """Write the findings of one file."""
        for finding in result.findings:
            level = "error" if finding.severity is Severity.ERROR else "warning"
            start, end = finding.start, finding.end
            properties = {
                "title": f"ms-convlint ({finding.code})",
                "file": result.filename,
                "line": start.line,
                "col": start.column + 1,
                "endLine": end.line,
                "endColumn": end.column + 1,
            }
            head = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
            place = f"{shown_path(result.path)}:{start.line}:{start.column + 1}"
            text = _data(f"{place}: {finding.code} {shown(finding.message)}")
            self._stream.write(f"::{level} {head}::{text}\n")

    def finish(self, totals: Totals) -> None:
        """Write nothing: GitHub counts by itself."""


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
