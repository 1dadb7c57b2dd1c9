"""A fix in a report, applied as its readers apply it, does to the file what ``--fix`` would."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from command import Command
from marks import find, read
from test_fixtures import BAD, name

from ms_convlint.edits import apply_edits
from ms_convlint.finding import Applicability, Finding
from ms_convlint.reports.formats import open_report
from ms_convlint.reports.result import FileResult, Totals


def written(format_name: str, path: str, text: str, findings: list[Finding]) -> Any:
    """A report of one file, read."""
    stream = io.StringIO()
    report = open_report(format_name, stream)
    report.add(FileResult(path, tuple(findings), text))
    report.finish(Totals())
    return json.loads(stream.getvalue())


def lines_of(text: str) -> list[str]:
    return list(io.StringIO(text, newline=""))


def with_suggestion(text: str, suggestion: dict[str, Any]) -> str:
    """A text as reviewdog has it after a suggestion: columns are bytes."""
    lines = [line.encode() for line in lines_of(text)]
    start, end = (
        sum(map(len, lines[: place["line"] - 1])) + place["column"] - 1
        for place in (suggestion["range"]["start"], suggestion["range"]["end"])
    )
    data = text.encode()
    return (data[:start] + suggestion["text"].encode() + data[end:]).decode()


def with_sarif_fix(text: str, fix: dict[str, Any]) -> str:
    """A text after a fix of SARIF's: columns are characters, regions those of the text before."""
    lines = lines_of(text)
    (change,) = fix["artifactChanges"]
    for replacement in reversed(change["replacements"]):
        region = replacement["deletedRegion"]
        start, end = (
            sum(map(len, lines[: region[f"{which}Line"] - 1])) + region[f"{which}Column"] - 1
            for which in ("start", "end")
        )
        text = text[:start] + replacement["insertedContent"]["text"] + text[end:]
    return text


@pytest.mark.parametrize("path", BAD, ids=name)
def test_suggestions_and_sarif_fixes_do_what_the_fixes_do(path: Path) -> None:
    text = read(path)
    findings = find(text, path)
    diagnostics = written("rdjson", "a.py", text, findings)["diagnostics"]
    sarif = written("sarif", "a.py", text, findings)["runs"][0]["results"]
    for finding, diagnostic, result in zip(findings, diagnostics, sarif, strict=True):
        fixes = [fix for fix in (finding.fix, *finding.alternatives) if fix is not None]
        wanted = [apply_edits(text, fix.edits) for fix in fixes if fix.applicability is not Applicability.DISPLAY]
        advice = [fix.message for fix in fixes if fix.applicability is Applicability.DISPLAY]
        assert result["message"]["text"] == "\n".join([finding.message, *advice])
        assert [with_suggestion(text, one) for one in diagnostic.get("suggestions", [])] == wanted
        assert [with_sarif_fix(text, one) for one in result.get("fixes", [])] == wanted


@pytest.mark.parametrize("path", BAD, ids=name)
def test_suggestions_of_a_finding_are_about_the_same_lines(path: Path) -> None:
    """Reviewdog makes one comment of them, and drops those that are about other lines than the first."""
    text = read(path)
    for diagnostic in written("rdjson", "a.py", text, find(text, path))["diagnostics"]:
        ranges = [suggestion["range"] for suggestion in diagnostic.get("suggestions", [])]
        assert ranges == ranges[:1] * len(ranges)


def test_columns_are_characters_in_sarif_and_bytes_in_rdjson_whatever_the_line_ends_are(command: Command) -> None:
    text = "from mindspore import nn\r\n\r\n\r\nt = 'é漢𝒳'; conv = nn.Conv2d(3, 64, 3, padding=1, has_bias=True)\r\n"
    command.write("a.py", text.encode())
    (result,) = json.loads(command("check", "--output-format", "sarif").out)["runs"][0]["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 4, "startColumn": 19, "endLine": 4, "endColumn": 28}
    (diagnostic,) = json.loads(command("check", "--output-format", "rdjson").out)["diagnostics"]
    place = {"start": {"line": 4, "column": 25}, "end": {"line": 4, "column": 34}}
    assert diagnostic["location"]["range"] == place
    command("check", "--fix")
    fixed = (command.folder / "a.py").read_bytes().decode()
    assert with_suggestion(text, diagnostic["suggestions"][0]) == with_sarif_fix(text, result["fixes"][0]) == fixed
