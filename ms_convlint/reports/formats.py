"""The formats of a report by name, each loaded when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import Protocol, TextIO, cast

from ms_convlint.languages import ENGLISH
from ms_convlint.reports.result import FileResult, Totals


class Report(Protocol):
    """What writes findings: it is given the files one after the other, then the sum."""

    def add(self, result: FileResult) -> None:
        """Write the findings of one file."""

    def finish(self, totals: Totals) -> None:
        """Write what comes at the end."""


FORMATS = {
    "text": "ms_convlint.reports.text:TextReport",
    "json": "ms_convlint.reports.json:JsonReport",
    "github": "ms_convlint.reports.github:GithubReport",
    "gitlab": "ms_convlint.reports.gitlab:GitlabReport",
    "rdjson": "ms_convlint.reports.rdjson:RdjsonReport",
    "sarif": "ms_convlint.reports.sarif:SarifReport",
}
"""Where each format is; its class takes the stream to write to."""
_IN_LANGUAGES = frozenset({"text", "sarif", "rdjson"})
"""The formats that lead to pages or have words of their own; their classes take the language, too."""


def open_report(name: str, stream: TextIO, language: str = ENGLISH) -> Report:
    """Open a report of a format on a stream; it is given findings that speak the language."""
    module, _, report = FORMATS[name].partition(":")
    arguments = (stream, language) if name in _IN_LANGUAGES else (stream,)
    return cast("Report", getattr(import_module(module), report)(*arguments))
