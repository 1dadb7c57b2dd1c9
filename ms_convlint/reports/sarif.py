"""Findings as a SARIF log, version 2.1.0: with fixes, the rules' pages, and what could not be checked."""

from __future__ import annotations

import os
from json import dumps
from typing import Any, TextIO

from ms_convlint.finding import Edit, Finding, Fix, Position
from ms_convlint.reports.addresses import folder_uri, is_below, uri_in
from ms_convlint.reports.codes import ALL_RULES, CODES, HOME
from ms_convlint.reports.fingerprints import fingerprints
from ms_convlint.reports.offers import message_with_advice, offers, title
from ms_convlint.reports.result import FileResult, Totals
from ms_convlint.rules.registry import Rule
from ms_convlint.version import __version__

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_BASE = "%SRCROOT%"
_FINGERPRINT = "msConvlintCall/v1"
"""Its name and how it is made; GitHub computes one more, under a name of its own, out of the lines around."""


class SarifReport:
    """Writes one log with one run; results as they come, so that a long list need not be held."""

    def __init__(self, stream: TextIO, language: str) -> None:
        self._stream = stream
        self._notifications: list[dict[str, Any]] = []
        self._opening = _opening(language)
        self._before = self._opening

    def add(self, result: FileResult) -> None:
        """Write the findings of one file, and keep in mind what was wrong with it."""
        location = _artifact_location(result.path)
        for problem in result.problems:
            self._notify(problem, location)
        for finding, fingerprint in zip(result.findings, fingerprints(result, location["uri"]), strict=True):
            self._stream.write(f"{self._before}\n  {dumps(_result(finding, location, fingerprint))}")
            self._before = ","

    def finish(self, totals: Totals) -> None:
        """Close the log."""
        invocation: dict[str, Any] = {"executionSuccessful": not totals.problems}
        if self._notifications:
            invocation["toolExecutionNotifications"] = self._notifications
        opening = self._opening if self._before == self._opening else ""
        self._stream.write(f'{opening}\n ],\n "invocations": [{dumps(invocation)}]\n}}]}}\n')

    def _notify(self, problem: str, location: dict[str, str]) -> None:
        """Keep a problem; what is wrong with the settings is told of every file, and kept once."""
        if all(notification["message"]["text"] != problem for notification in self._notifications):
            physical = {"physicalLocation": {"artifactLocation": location}}
            self._notifications.append({"level": "error", "message": {"text": problem}, "locations": [physical]})


def _opening(language: str) -> str:
    """Write the log up to its first result."""
    run = {
        "tool": {"driver": _driver(language)},
        "language": language,
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_BASE: {"uri": folder_uri(os.curdir)}},
    }
    members = dumps(run, indent=1).removesuffix("\n}")
    return f'{{"$schema": {dumps(_SCHEMA)}, "version": "2.1.0", "runs": [{members},\n "results": ['


def _driver(language: str) -> dict[str, Any]:
    return {
        "name": "ms-convlint",
        "version": __version__,
        "semanticVersion": __version__,
        "informationUri": HOME,
        "rules": [_rule(rule, language) for rule in ALL_RULES],
    }


def _rule(rule: Rule, language: str) -> dict[str, Any]:
    page = "\n\n".join(filter(None, [rule.page_in(language).strip(), rule.measured_in(language)]))
    level = rule.severity.value
    return {
        "id": rule.code,
        "name": rule.symbol,
        "shortDescription": {"text": rule.summary_in(language)},
        "fullDescription": {"text": _what_it_does(page)},
        "help": {"text": f"{_what_it_does(page)} {rule.url_in(language)}", "markdown": page},
        "helpUri": rule.url_in(language),
        "defaultConfiguration": {"level": level},
        "properties": {
            "precision": "very-high" if rule.certain else "medium",
            "problem.severity": level,
            "tags": ["mindspore", "convolution", "certain" if rule.certain else "implied"],
        },
    }


def _what_it_does(page: str) -> str:
    """Give the first paragraph of a page's first section."""
    _, _, section = page.partition("\n## ")
    _, _, text = section.partition("\n")
    return " ".join(text.strip().partition("\n\n")[0].split())


def _result(finding: Finding, location: dict[str, str], fingerprint: str) -> dict[str, Any]:
    region = _region(finding.start, finding.end if finding.end != finding.start else None)
    entry: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": CODES.index(finding.code),
        "level": finding.severity.value,
        "message": {"text": message_with_advice(finding)},
        "locations": [{"physicalLocation": {"artifactLocation": location, "region": region}}],
        "partialFingerprints": {_FINGERPRINT: fingerprint},
    }
    fixes = [_fix(fix, location) for fix in offers(finding)]
    return entry | ({"fixes": fixes} if fixes else {})


def _fix(fix: Fix, location: dict[str, str]) -> dict[str, Any]:
    replacements = [_replacement(edit) for edit in fix.edits]
    changes = [{"artifactLocation": location, "replacements": replacements}]
    return {"description": {"text": title(fix)}, "artifactChanges": changes}


def _replacement(edit: Edit) -> dict[str, Any]:
    return {"deletedRegion": _region(edit.start, edit.end), "insertedContent": {"text": edit.content}}


def _region(start: Position, end: Position | None) -> dict[str, int]:
    """A region; without an end it goes to the end of the line."""
    region = {"startLine": start.line, "startColumn": start.column + 1}
    return region | ({} if end is None else {"endLine": end.line, "endColumn": end.column + 1})


def _artifact_location(path: str) -> dict[str, str]:
    location = {"uri": uri_in(os.curdir, path)}
    return location | ({"uriBaseId": _BASE} if is_below(os.curdir, path) else {})
