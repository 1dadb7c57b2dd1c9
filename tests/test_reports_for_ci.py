"""The reports that CI services read: SARIF, GitLab's Code Quality and reviewdog's format."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from command import Command

HEAD = "from mindspore import nn\n\n\n"
RAISES = "conv = nn.Conv2d(3, 64, 3, padding=1, has_bias=True)\n"
OTHER = "conv = nn.Conv2d(8, 64, 3, padding=1, has_bias=True)\n"
SPREAD = "conv = nn.Conv2d(\n    3, 64, 3,  # channels and kernel\n    padding=1,\n    has_bias=True,\n)\n"
"""The call of RAISES as a formatter and an author may lay it out."""
NAMES = ["with blank.py", "a#b.py", "50%.py", "漢字/网络.py", "a+b&c=d.py", "c:d.py", "'q\"u.py", "new\nline.py"]


def reported(command: Command, format_name: str, *arguments: str, stdin: bytes = b"") -> Any:
    """What the command writes in a format, read."""
    return json.loads(command("check", "--output-format", format_name, *arguments, stdin=stdin).out)


def results(log: dict[str, Any]) -> list[dict[str, Any]]:
    return log["runs"][0]["results"]


ENTRIES = {
    "gitlab": lambda document: document,
    "rdjson": lambda document: document["diagnostics"],
    "sarif": results,
}
"""The formats, and where the findings are in each."""
each_format = pytest.mark.parametrize("format_name", ENTRIES)


def uri_of(result: dict[str, Any]) -> str:
    return result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]


def fingerprints_of(command: Command, format_name: str) -> list[str]:
    document = reported(command, format_name)
    if format_name == "gitlab":
        return [entry["fingerprint"] for entry in document]
    return [result["partialFingerprints"]["msConvlintCall/v1"] for result in results(document)]


@pytest.mark.parametrize("file_name", NAMES)
def test_every_report_names_a_file_so_that_it_is_found(command: Command, file_name: str) -> None:
    file = command.write(file_name, HEAD + RAISES)
    assert reported(command, "gitlab")[0]["location"]["path"] == file_name
    assert reported(command, "rdjson")["diagnostics"][0]["location"]["path"] == file_name
    log = reported(command, "sarif")
    (result,) = results(log)
    location = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location["uriBaseId"] == "%SRCROOT%"
    assert urlsplit(location["uri"])[:2] == ("", "")
    assert location["uri"].isascii()
    assert not set(location["uri"]) & set(' #"\n')
    root = unquote(urlsplit(log["runs"][0]["originalUriBaseIds"]["%SRCROOT%"]["uri"]).path)
    assert Path(root + unquote(location["uri"])) == file


def test_a_name_that_is_no_text_is_told_by_its_bytes(command: Command) -> None:
    command.write(os.fsdecode(b"caf\xe9.py"), HEAD + RAISES)
    assert uri_of(results(reported(command, "sarif"))[0]) == "caf%E9.py"
    assert reported(command, "gitlab")[0]["location"]["path"] == r"caf\xe9.py"
    assert reported(command, "rdjson")["diagnostics"][0]["location"]["path"] == r"caf\xe9.py"


def test_a_file_outside_of_the_working_folder_has_its_whole_path(command: Command, tmp_path_factory: Any) -> None:
    file = tmp_path_factory.mktemp("other folder") / "a.py"
    file.write_text(HEAD + RAISES)
    assert reported(command, "gitlab", str(file))[0]["location"]["path"] == str(file)
    assert reported(command, "rdjson", str(file))["diagnostics"][0]["location"]["path"] == str(file)
    location = results(reported(command, "sarif", str(file)))[0]["locations"][0]["physicalLocation"]
    assert location["artifactLocation"] == {"uri": file.as_uri()}


def test_gitlab_names_files_from_the_folder_of_its_project(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    command.write("a.py", HEAD + RAISES)
    monkeypatch.setenv("CI_PROJECT_DIR", str(tmp_path.parent))
    assert reported(command, "gitlab")[0]["location"]["path"] == f"{tmp_path.name}/a.py"
    monkeypatch.setenv("CI_PROJECT_DIR", "/builds/elsewhere")
    assert reported(command, "gitlab")[0]["location"]["path"] == "a.py"


def test_gitlab_has_the_fields_of_a_code_quality_report(command: Command) -> None:
    command.write("a.py", HEAD + RAISES + "nn.Conv2d(3, 64, 3, stride=2, has_bias=True)\n")
    error, warning = reported(command, "gitlab")
    assert error == {
        "description": 'MSC102 padding=1 needs pad_mode="pad": with the default pad_mode="same" it raises ValueError',
        "check_name": "MSC102",
        "fingerprint": error["fingerprint"],
        "severity": "major",
        "location": {"path": "a.py", "lines": {"begin": 4}},
    }
    assert (warning["check_name"], warning["severity"]) == ("MSC101", "minor")
    assert len(error["fingerprint"]) == 64


def test_rdjson_names_its_source_the_rule_and_the_choices(command: Command) -> None:
    command.write("a.py", HEAD + "nn.Conv2d(3, 64, 3, stride=2, has_bias=True)\n")
    document = reported(command, "rdjson")
    assert document["source"]["name"] == "ms-convlint"
    (diagnostic,) = document["diagnostics"]
    url = "https://ms-convlint.readthedocs.io/en/latest/rules/MSC101/"
    assert (diagnostic["severity"], diagnostic["code"]) == ("WARNING", {"value": "MSC101", "url": url})
    assert diagnostic["message"].splitlines()[1:] == [
        f"{number}. {title}" for number, title in enumerate(titles(command), 1)
    ]
    assert len(diagnostic["suggestions"]) == len(titles(command)) > 1


def test_a_single_suggestion_needs_no_list(command: Command) -> None:
    command.write("a.py", HEAD + RAISES)
    (diagnostic,) = reported(command, "rdjson")["diagnostics"]
    assert "\n" not in diagnostic["message"]
    assert len(diagnostic["suggestions"]) == 1


def titles(command: Command) -> list[str]:
    (result,) = results(reported(command, "sarif"))
    return [fix["description"]["text"] for fix in result["fixes"]]


def test_sarif_has_the_rules_with_their_pages_and_results_that_point_to_them(command: Command) -> None:
    command.write("a.py", HEAD + RAISES + "nn.Conv2d(3, 64, 3, stride=2, has_bias=True)\n")
    log = reported(command, "sarif")
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    rules = run["tool"]["driver"]["rules"]
    error, warning = run["results"]
    assert [rules[result["ruleIndex"]]["id"] for result in (error, warning)] == ["MSC102", "MSC101"]
    assert [error["level"], warning["level"]] == ["error", "warning"]
    rule = rules[error["ruleIndex"]]
    assert rule["name"] == "ms-padding-without-pad-mode"
    assert rule["helpUri"] == "https://ms-convlint.readthedocs.io/en/latest/rules/MSC102/"
    assert "## Why is this bad" in rule["help"]["markdown"]
    assert "## Measured" in rule["help"]["markdown"]
    assert rule["fullDescription"]["text"].startswith("Reports ")
    assert (rule["properties"]["precision"], rule["defaultConfiguration"]["level"]) == ("very-high", "error")
    assert rules[warning["ruleIndex"]]["properties"]["precision"] == "medium"
    assert run["invocations"] == [{"executionSuccessful": True}]


@each_format
def test_what_is_to_be_done_by_hand_is_said_and_is_no_fix(command: Command, format_name: str) -> None:
    text = HEAD + "from functools import partial\nconv = partial(nn.Conv2d, padding=1)\nconv(3, 64, 3, has_bias=True)\n"
    command.write("a.py", text)
    (entry,) = ENTRIES[format_name](reported(command, format_name))
    message = entry.get("description") or entry["message"]
    text = message if isinstance(message, str) else message["text"]
    assert text.endswith("\npadding stands in the partial(…): change it there")
    assert not {"fixes", "suggestions"} & set(entry)


@each_format
@pytest.mark.parametrize("arguments", [["."], ["clean.py"], ["-", "--stdin-filename", "b.py"], ["empty"]])
def test_no_findings_are_an_empty_list(command: Command, format_name: str, arguments: list[str]) -> None:
    command.write("clean.py", HEAD)
    (command.folder / "empty").mkdir()
    assert ENTRIES[format_name](reported(command, format_name, *arguments)) == []


@each_format
def test_standard_input_goes_by_its_name(command: Command, format_name: str) -> None:
    command.write("sub/a.py", HEAD + RAISES)
    of_file = command("check", "--output-format", format_name, "sub/a.py").out
    arguments = ("check", "--output-format", format_name, "-", "--stdin-filename", "sub/a.py")
    assert command(*arguments, stdin=(HEAD + RAISES).encode()).out == of_file


@each_format
def test_standard_input_without_a_name_is_reported(command: Command, format_name: str) -> None:
    outcome = command("check", "--output-format", format_name, "-", stdin=(HEAD + RAISES).encode())
    assert outcome.code == 1
    assert "MSC102" in json.dumps(json.loads(outcome.out))


@each_format
def test_several_processes_report_as_one(command: Command, format_name: str) -> None:
    for number in range(20):
        command.write(f"m{number:02}.py", HEAD + RAISES * (number % 3))
    alone, together = (command("check", "--output-format", format_name, "--jobs", jobs).out for jobs in "12")
    assert together == alone
    assert "m19.py" in alone


@each_format
def test_a_file_that_does_not_parse_or_cannot_be_decoded_is_a_finding(command: Command, format_name: str) -> None:
    command.write("a.py", HEAD + RAISES + "def f(:\n")
    command.write("b.py", HEAD.encode() + RAISES.encode() + b"# caf\xe9\n")
    entries = ENTRIES[format_name](reported(command, format_name))
    assert [line_of(entry) for entry in entries] == [5, 5]
    assert "endColumn" not in json.dumps(entries)
    assert [json.dumps(entry).count('"MSC900"') for entry in entries] == [1, 1]


def line_of(entry: dict[str, Any]) -> int:
    """The line of a finding in any of the formats."""
    if "locations" in entry:
        return entry["locations"][0]["physicalLocation"]["region"]["startLine"]
    location = entry["location"]
    return location["lines"]["begin"] if "lines" in location else location["range"]["start"]["line"]


def test_sarif_says_what_could_not_be_checked_and_that_the_run_failed(command: Command) -> None:
    command.write("a.py", HEAD + RAISES)
    command.write("b.py", HEAD + RAISES)
    command.write("broken/pyproject.toml", "[tool.ms-convlint]\nselect = 1\n")
    command.write("broken/c.py", HEAD)
    command.write("broken/d.py", HEAD)
    arguments = ("check", "--output-format", "sarif", "a.py", "gone.py", "broken/c.py", "broken/d.py", "b.py")
    outcome = command(*arguments)
    assert outcome.code == 2
    log = json.loads(outcome.out)
    assert [uri_of(result) for result in results(log)] == ["a.py", "b.py"]
    (invocation,) = log["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is False
    gone, broken = invocation["toolExecutionNotifications"]
    assert gone["message"]["text"] == "gone.py: cannot be read: No such file or directory"
    assert gone["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "gone.py"
    assert "pyproject.toml" in broken["message"]["text"]
    assert {gone["level"], broken["level"]} == {"error"}


@pytest.mark.parametrize("format_name", ["gitlab", "sarif"])
def test_fingerprints_stay_when_code_moves_or_is_laid_out_anew(command: Command, format_name: str) -> None:
    command.write("a.py", HEAD + RAISES + OTHER)
    before = fingerprints_of(command, format_name)
    moved = HEAD + "import os\n\n\n" + SPREAD + "\n" + OTHER.replace("\n", "  # a comment\n")
    command.write("a.py", moved)
    assert fingerprints_of(command, format_name) == before
    command.write("a.py", moved.replace("padding=1", "padding=2"))
    assert not set(fingerprints_of(command, format_name)) & set(before)


@pytest.mark.parametrize("format_name", ["gitlab", "sarif"])
def test_fingerprints_tell_equal_calls_apart_and_one_more_is_one_new(command: Command, format_name: str) -> None:
    command.write("a.py", HEAD + RAISES * 3)
    command.write("b.py", HEAD + RAISES)
    before = fingerprints_of(command, format_name)
    assert len(set(before)) == 4
    command.write("a.py", HEAD + RAISES + "\n" + RAISES * 3)
    assert len(set(fingerprints_of(command, format_name)) - set(before)) == 1


@each_format
def test_a_diff_stands_alone(command: Command, format_name: str) -> None:
    command.write("a.py", HEAD + RAISES)
    assert command("check", "--output-format", format_name, "--diff").out == command("check", "--diff").out


@each_format
def test_statistics_do_not_break_a_document(command: Command, format_name: str) -> None:
    command.write("a.py", HEAD + RAISES)
    outcome = command("check", "--output-format", format_name, "--statistics")
    assert len(ENTRIES[format_name](json.loads(outcome.out))) == 1
    assert "1 MSC102" in outcome.err
