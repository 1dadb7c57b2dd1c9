"""What docs/editors/pycharm.md configures, run as PyCharm would run it: no PyCharm can be driven here."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

import pytest

from ms_convlint.hosts.language_server.client_settings import SECTION, client_settings

from .editors.driving import project_in
from .editors.pages import block
from .editors.texts import CARELESS, CODES, fixed
from .installed import ROOT

pytestmark = pytest.mark.clients

FILTER_MACROS = {
    "$FILE_PATH$": r"((?:[A-Za-z]:)?[0-9 a-z_A-Z\-\\./]+)",
    "$LINE$": "([0-9]+)",
    "$COLUMN$": "([0-9]+)",
    "$MESSAGE$": "(.*)",
}
"""What PyCharm puts in their place; not all of its versions take a path of other letters."""


def watchers() -> list[dict[str, str]]:
    """The options of both watchers, those of the output filter among them."""
    root = ElementTree.fromstring(block("pycharm.md", "watchers.xml"))
    return [
        {option.attrib["name"]: option.attrib.get("value", "") for option in watcher.iter("option")} for watcher in root
    ]


def replaced(text: str, values: Mapping[str, str]) -> str:
    """A configured text with its macros replaced."""
    for macro, value in values.items():
        text = text.replace(macro, value)
    return text


def run(watcher: Mapping[str, str], file: Path) -> subprocess.CompletedProcess[str]:
    """Run a watcher on a file that was saved."""
    macros = {
        "$PyInterpreterDirectory$": str(Path(sys.executable).parent),
        "$FilePath$": str(file),
        "$ProjectFileDir$": str(file.parent),
    }
    command = [replaced(part, macros) for part in (watcher["program"], *watcher["arguments"].split())]
    folder = replaced(watcher["workingDir"], macros)
    assert not any("$" in part for part in (*command, folder)), "a macro that PyCharm knows and this test does not"
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)


def places(expression: str, output: str) -> list[tuple[str, ...]]:
    """What a filter takes out of the output, line by line."""
    pattern = re.compile(replaced(expression, FILTER_MACROS))
    return [match.groups() for line in output.splitlines() if (match := pattern.search(line))]


def test_the_watcher_that_reports_is_on_and_its_filter_finds_each_finding(tmp_path: Path) -> None:
    report, _ = watchers()
    file = project_in(tmp_path, careless=CARELESS) / "careless.py"
    output = run(report, file).stdout
    found = places(report["regExp"], output)
    assert [place[:3] for place in found] == [(str(file), line, "8") for line in "567"]
    assert [message[: len(code)] for (*_, message), code in zip(found, CODES, strict=True)] == CODES
    assert places(block("pycharm.md", "output filter").strip(), output) == [place[:3] for place in found]
    assert file.read_text() == CARELESS


def test_the_watcher_that_fixes_is_off_and_writes_the_safe_fixes_alone(tmp_path: Path) -> None:
    _, fix = watchers()
    file = project_in(tmp_path, careless=CARELESS) / "careless.py"
    assert run(fix, file).returncode == 0
    assert file.read_text() == fixed(CARELESS)
    enabled = [watcher.attrib["isEnabled"] for watcher in ElementTree.fromstring(block("pycharm.md", "watchers.xml"))]
    assert enabled == ["true", "false"]


def test_the_table_says_what_the_file_says() -> None:
    page = (ROOT / "docs" / "editors" / "pycharm.md").read_text("utf-8")
    rows = [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in page.splitlines() if line[:2] == "| "]
    table = {row[0]: tuple(row[1:]) for row in rows if len(row) == 3}
    for field, option in {
        "Scope": "scopeName",
        "Program": "program",
        "Arguments": "arguments",
        "Output paths to refresh": "output",
        "Working directory": "workingDir",
        "Output filters": "regExp",
    }.items():
        assert table[field] == tuple(watcher.get(option, "") for watcher in watchers()), field


def test_the_settings_of_the_language_server_mean_something() -> None:
    settings = client_settings(json.loads(block("pycharm.md", "configuration"))[SECTION])
    assert settings.problems == ()
    assert settings.language == "en"
