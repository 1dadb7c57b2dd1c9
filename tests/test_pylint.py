"""The plugin in pylint as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from programs import PYLINT, PYLINT_OURS_ALONE, PYLINT_WITH_US, pylint_reports, run, written
from pylint.testutils import LintModuleTest
from pylint.testutils.functional import FunctionalTestFile, get_functional_test_files_from_directory
from samples import (
    DTYPE,
    HEAD,
    LOPSIDED,
    RAISES,
    RAISES_COLUMN,
    RAISES_LINE,
    SILENT,
    WRONG_COMMENT,
    WRONG_COMMENT_LINE,
)

from ms_convlint.rules.registry import RULES

FUNCTIONAL = Path(__file__).parent / "functional"


def messages(*arguments: str | Path, stdin: str | None = None) -> list[dict[str, Any]]:
    done = run(PYLINT_OURS_ALONE, "--output-format=json2", *arguments, stdin=stdin)
    assert not done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)["messages"]
    return found


def symbols(*arguments: str | Path, stdin: str | None = None) -> list[str]:
    return sorted(message["symbol"] for message in messages(*arguments, stdin=stdin))


@pytest.mark.parametrize("test_file", get_functional_test_files_from_directory(FUNCTIONAL), ids=str)
def test_functional(test_file: FunctionalTestFile) -> None:
    test = LintModuleTest(test_file)
    test.setUp()
    test.runTest()


def test_every_rule_is_listed_with_its_id() -> None:
    listed = run(PYLINT_WITH_US, "--list-msgs").stdout
    missing = [rule.symbol for rule in RULES if f":{rule.symbol} ({rule.message_id}):" not in listed]
    assert not missing


def test_ends_are_given_and_columns_count_bytes(tmp_path: Path) -> None:
    text = HEAD + "größe = '数'; conv = nn.Conv2d(\n    3, 64, 3, padding=1, has_bias=True)\n"
    (message,) = messages(written(tmp_path, text))
    assert (message["line"], message["column"]) == (4, 24)
    assert (message["endLine"], message["endColumn"]) == (4, 33)
    assert message["messageId"] == "E6912"


def test_confidence_tells_certain_from_implied(tmp_path: Path) -> None:
    paths = [written(tmp_path, RAISES, "certain.py"), written(tmp_path, LOPSIDED, "implied.py")]
    found = {message["symbol"]: message["confidence"] for message in messages(*paths)}
    assert found == {"ms-padding-without-pad-mode": "HIGH", "ms-implicit-pad-mode": "INFERENCE"}
    assert symbols("--confidence=HIGH", *paths) == ["ms-padding-without-pad-mode"]


def test_messages_name_the_definition_around(tmp_path: Path) -> None:
    text = HEAD + "class Network(nn.Cell):\n    def __init__(self):\n        self.conv = " + RAISES.split(" = ")[1]
    (message,) = messages(written(tmp_path, text))
    assert message["obj"] == "Network.__init__"


@pytest.mark.parametrize(
    "text",
    [
        b"\xef\xbb\xbf" + RAISES.encode(),
        RAISES.replace("\n", "\r\n").encode(),
        ("# coding: latin-1\nname = 'é'\n" + RAISES[len("import mindspore as ms\n") :]).encode("latin-1"),
    ],
    ids=["BOM", "CRLF", "latin-1"],
)
def test_encodings_and_line_ends(tmp_path: Path, text: bytes) -> None:
    (report,) = pylint_reports([written(tmp_path, text)])
    assert report.code == "MSC102"
    assert report.column == RAISES_COLUMN


@pytest.mark.parametrize(
    ("text", "option", "expected"),
    [
        (SILENT, None, []),
        (SILENT, "--msc-torch-semantics=always", ["ms-implicit-has-bias", "ms-implicit-pad-mode"]),
        (LOPSIDED, None, ["ms-implicit-pad-mode"]),
        (LOPSIDED, "--msc-torch-semantics=never", []),
        (DTYPE, None, []),
        (DTYPE, "--msc-mindspore-version=2.3", ["ms-unknown-keyword"]),
    ],
)
def test_options(tmp_path: Path, text: str, option: str | None, expected: list[str]) -> None:
    assert symbols(*([option] if option else []), written(tmp_path, text)) == expected


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pylintrc", "[MAIN]\nload-plugins=ms_convlint.hosts.pylint\nmsc-torch-semantics=always\n"),
        (
            "pyproject.toml",
            '[tool.pylint.main]\nload-plugins = ["ms_convlint.hosts.pylint"]\n'
            '[tool.pylint.ms-convlint]\nmsc-torch-semantics = "always"\n',
        ),
    ],
)
def test_options_stand_in_the_files_of_pylint(tmp_path: Path, name: str, text: str) -> None:
    path = written(tmp_path, SILENT)
    config = written(tmp_path, text, name)
    done = run([*PYLINT[:3], "--rcfile", str(config), "--persistent=n"], path)
    assert "ms-implicit-pad-mode" in done.stdout


def test_the_nearest_pyproject_is_read_and_options_win(tmp_path: Path) -> None:
    written(tmp_path, '[tool.ms-convlint]\ntorch-semantics = "always"\n', "pyproject.toml")
    path = written(tmp_path, SILENT, "port/silent.py")
    assert symbols(path) == ["ms-implicit-has-bias", "ms-implicit-pad-mode"]
    assert symbols("--msc-torch-semantics=auto", path) == []


@pytest.mark.parametrize(
    ("option", "value", "allowed"),
    [("msc-torch-semantics", "sometimes", "always"), ("msc-mindspore-version", "new", "2.10")],
)
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_wrong_option_is_a_usage_error(tmp_path: Path, option: str, value: str, allowed: str, jobs: str) -> None:
    paths = [written(tmp_path, RAISES, f"{name}.py") for name in "ab"]
    done = run(PYLINT_OURS_ALONE, "--jobs", jobs, f"--{option}={value}", *paths)
    assert done.returncode in (2, 32)  # argparse's and pylint's: pylint itself has both for wrong options
    error = done.stderr.splitlines()[-1]
    assert error.startswith("pylint: error: ")
    assert option in error
    assert allowed in error


def test_a_wrong_pyproject_is_reported_once_and_other_files_are_checked(tmp_path: Path) -> None:
    config = written(tmp_path, '[tool.ms-convlint]\nsemantics = "auto"\n', "wrong/pyproject.toml")
    paths = [written(tmp_path, RAISES, name) for name in ("wrong/a.py", "wrong/b.py", "right.py")]
    first, second = sorted(messages(*paths), key=lambda message: message["messageId"])
    assert first["symbol"] == "ms-padding-without-pad-mode"
    assert second["symbol"] == "config-parse-error"
    assert f"{config}: " in second["message"]
    assert "torch-semantics" in second["message"]


def test_a_wrong_comment_is_reported_where_it_stands(tmp_path: Path) -> None:
    (message,) = messages(written(tmp_path, WRONG_COMMENT))
    assert (message["line"], message["symbol"]) == (WRONG_COMMENT_LINE, "config-parse-error")
    assert "auto, always, never" in message["message"]


def test_standard_input_has_the_settings_of_its_name(tmp_path: Path) -> None:
    written(tmp_path, '[tool.ms-convlint]\ntorch-semantics = "always"\n', "pyproject.toml")
    text = f"# coding: latin-1\nname = 'é'\n{SILENT}"
    found = symbols("--from-stdin", tmp_path / "network.py", stdin=text)
    assert found == ["ms-implicit-has-bias", "ms-implicit-pad-mode"]


def test_two_jobs_report_what_one_does(tmp_path: Path) -> None:
    paths = [written(tmp_path, RAISES, f"network_{number}.py") for number in range(4)]
    alone = pylint_reports(paths, "--jobs=1")
    assert [(report.line, report.column) for report in alone] == [(RAISES_LINE, RAISES_COLUMN)] * 4
    assert pylint_reports(paths, "--jobs=2") == alone
