"""The reports under the validators that others wrote for their formats: SARIF's schema and reviewdog's."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from marks import FIXTURES

from . import installed

pytestmark = pytest.mark.clients

SCHEMA = "node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"
HEAD = "from mindspore import nn\n\n\n"
PROJECTS = {
    "nothing": {},
    "clean": {"a.py": HEAD},
    "wide": {"漢字/网 络#1%.py": HEAD + "t = 'é漢𝒳'; conv = nn.Conv2d(3, 64, 3, padding=1)\n"},
    "line ends": {"a.py": (HEAD + "conv = nn.Conv2d(\n    3, 64, 3,\n    padding=1,\n)\n").replace("\n", "\r\n")},
    "broken": {"a.py": HEAD + "def f(:\n", "pyproject.toml": "[tool.ms-convlint]\nselect = ['MSC9']\n"},
    "settings": {"a.py": HEAD, "pyproject.toml": "[tool.ms-convlint]\nselect = 1\n"},
}


def report(format_name: str, folder: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "ms_convlint", "check", "--output-format", format_name, *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1) or "pyproject.toml" in done.stderr, done.stderr
    return done.stdout


@pytest.fixture(params=PROJECTS)
def project(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """One of the small projects, in a folder of its own."""
    for name, text in PROJECTS[request.param].items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(text.encode())
    return tmp_path


def schema_errors(log: str) -> list[str]:
    """What the schema has against a log."""
    jsonschema: Any = installed.library("jsonschema")
    schema = json.loads(installed.file(SCHEMA).read_text(encoding="utf-8-sig"))
    validator = jsonschema.validators.validator_for(schema)(schema)
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(json.loads(log))]


def rdjson_verdict(document: str) -> tuple[int, str]:
    """The exit code of the validator, and what it says."""
    validator = installed.node_program("rdformat-validator")
    done = subprocess.run(
        [validator, "--strict", "--no-extra-fields"], input=document, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_sarif_of_all_fixtures_is_valid() -> None:
    log = report("sarif", FIXTURES, "--torch-semantics", "always")
    assert len(json.loads(log)["runs"][0]["results"]) > 500
    assert schema_errors(log) == []


def test_sarif_of_odd_projects_is_valid(project: Path) -> None:
    assert schema_errors(report("sarif", project)) == []


def test_the_schema_is_one_that_refuses() -> None:
    log = json.loads(report("sarif", FIXTURES / "MSC102"))
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    assert schema_errors(json.dumps(log)) != []


def test_rdjson_of_all_fixtures_is_valid() -> None:
    document = report("rdjson", FIXTURES, "--torch-semantics", "always")
    assert len(json.loads(document)["diagnostics"]) > 500
    assert rdjson_verdict(document)[0] == 0, rdjson_verdict(document)[1]


def test_rdjson_of_odd_projects_is_valid(project: Path) -> None:
    code, verdict = rdjson_verdict(report("rdjson", project))
    assert code == 0, verdict


def test_the_validator_of_rdjson_is_one_that_refuses() -> None:
    document = json.loads(report("rdjson", FIXTURES / "MSC102"))
    document["diagnostics"][0]["location"]["range"]["start"]["column"] = 0
    assert rdjson_verdict(json.dumps(document))[0] != 0
