"""Findings as a Code Quality report, which GitLab shows in a merge request."""

from __future__ import annotations

import os
from json import dumps
from typing import TextIO

from ms_convlint.finding import Severity
from ms_convlint.reports.addresses import is_below, name_in
from ms_convlint.reports.fingerprints import fingerprints
from ms_convlint.reports.offers import message_with_advice
from ms_convlint.reports.result import FileResult, Totals

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor"}
"""Of GitLab's five: "critical" and "blocker" stay for what a project ranks above its code's correctness."""


class GitlabReport:
    """Writes one list, of which GitLab compares the fingerprints with those of the target branch."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._project = _project()
        self._opening = "["

    def add(self, result: FileResult) -> None:
        """Write the findings of one file."""
        name = name_in(self._project, result.path)
        for finding, fingerprint in zip(result.findings, fingerprints(result, name), strict=True):
            entry = {
                "description": f"{finding.code} {message_with_advice(finding)}",
                "check_name": finding.code,
                "fingerprint": fingerprint,
                "severity": _SEVERITIES[finding.severity],
                "location": {"path": name, "lines": {"begin": finding.start.line}},
            }
            self._stream.write(f"{self._opening}\n  {dumps(entry)}")
            self._opening = ","

    def finish(self, totals: Totals) -> None:
        """Close the list."""
        self._stream.write("[]\n" if self._opening == "[" else "\n]\n")


def _project() -> str:
    """The folder from which GitLab looks files up: that of the project, where the job has gone into one below it.

    A job in a container of its own may see the project elsewhere than the variable says.
    """
    project = os.environ.get("CI_PROJECT_DIR")
    return project if project and is_below(project, os.curdir) else os.curdir
