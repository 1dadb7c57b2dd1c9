"""The plugin in flake8 as a user runs it."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from programs import FLAKE8, FLAKE8_OURS_ALONE, Report, flake8_reports, run, written
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

from ms_convlint.hosts.flake8 import Plugin


def codes(reports: list[Report]) -> list[str]:
    return [report.code for report in reports]


def places(reports: list[Report]) -> list[tuple[int, int, str]]:
    return [(report.line, report.column, report.code) for report in reports]


def test_flake8_lists_the_plugin() -> None:
    assert "ms-convlint: " in run(FLAKE8, "--version").stdout


def test_a_finding_stands_under_the_callee(tmp_path: Path) -> None:
    assert places(flake8_reports([written(tmp_path, RAISES)])) == [(RAISES_LINE, RAISES_COLUMN, "MSC102")]


def test_it_works_beside_the_other_checks_without_being_selected(tmp_path: Path) -> None:
    done = run(FLAKE8, written(tmp_path, RAISES))
    assert {"F401", "MSC102"} == {row.split()[1] for row in done.stdout.splitlines()}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (HEAD + "größe = '数'; conv = nn.Conv2d(3, 64, 3, padding=1, has_bias=True)\n", (4, 20)),
        (b"\xef\xbb\xbf" + RAISES.encode(), (4, 7)),
        (b"\xef\xbb\xbffrom mindspore.nn import Conv2d; Conv2d(3, 64, 3, padding=1, has_bias=True)", (1, 33)),
        (RAISES.replace("\n", "\r\n"), (4, 7)),
        (RAISES.replace("\n", "\r"), (4, 7)),
        (HEAD + "if conv:\n\tconv = nn.Conv2d(3, 64, 3, padding=1, has_bias=True)\n", (5, 8)),
        (HEAD + "\f\nconv = nn.Conv2d(3, 64, 3, padding=1, has_bias=True)\n", (5, 7)),
        (("# coding: latin-1\n" + RAISES + "x = 'é'; nn.Conv3d(3, 4, 1)\n").encode("latin-1"), (5, 7)),
    ],
    ids=["wide characters", "BOM", "BOM and one line", "CRLF", "CR", "tab", "form feed", "latin-1"],
)
def test_places_count_characters(tmp_path: Path, text: str | bytes, place: tuple[int, int]) -> None:
    assert places(flake8_reports([written(tmp_path, text)])) == [(*place, "MSC102")]


@pytest.mark.parametrize(
    ("comment", "expected"),
    [("# noqa", []), ("# noqa: MSC102", []), ("# noqa: MSC1", []), ("# noqa: E501", ["MSC102"])],
)
def test_noqa_on_the_line_of_the_callee(tmp_path: Path, comment: str, expected: list[str]) -> None:
    text = HEAD + f"conv = nn.Conv2d(  {comment}\n    3, 64, 3, padding=1, has_bias=True)\n"
    assert codes(flake8_reports([written(tmp_path, text)])) == expected


@pytest.mark.parametrize(
    ("text", "option", "expected"),
    [
        (SILENT, None, []),
        (SILENT, "--msc-torch-semantics=always", ["MSC101", "MSC201"]),
        (LOPSIDED, None, ["MSC101"]),
        (LOPSIDED, "--msc-torch-semantics=never", []),
        (DTYPE, None, []),
        (DTYPE, "--msc-mindspore-version=2.3", ["MSC403"]),
    ],
)
def test_options(tmp_path: Path, text: str, option: str | None, expected: list[str]) -> None:
    options = [option] if option else []
    assert codes(flake8_reports([written(tmp_path, text)], *options)) == expected


@pytest.mark.parametrize("name", ["setup.cfg", "tox.ini", ".flake8"])
def test_options_stand_in_the_files_of_flake8(tmp_path: Path, name: str) -> None:
    written(tmp_path, SILENT)
    written(tmp_path, "[flake8]\nselect = MSC\nmsc-torch-semantics = always\n", name)
    done = run([sys.executable, "-m", "flake8"], "network.py", cwd=tmp_path)
    assert [row.split()[1] for row in done.stdout.splitlines()] == ["MSC101", "MSC201"]


def test_the_nearest_pyproject_is_read_and_options_win(tmp_path: Path) -> None:
    written(tmp_path, '[tool.ms-convlint]\ntorch-semantics = "always"\n', "pyproject.toml")
    paths = [written(tmp_path, SILENT, "port/silent.py"), written(tmp_path, LOPSIDED, "port/lopsided.py")]
    assert codes(flake8_reports(paths)) == ["MSC101", "MSC101", "MSC201"]
    assert codes(flake8_reports(paths, "--msc-torch-semantics=auto")) == ["MSC101"]
    assert codes(flake8_reports(paths, "--msc-torch-semantics=never")) == []


@pytest.mark.parametrize(
    ("option", "value", "allowed"),
    [("msc-torch-semantics", "sometimes", "auto, always, never"), ("msc-mindspore-version", "new", "2.10")],
)
@pytest.mark.parametrize("place", ["command line", "file"])
def test_a_wrong_option_is_a_usage_error(tmp_path: Path, option: str, value: str, allowed: str, place: str) -> None:
    path = written(tmp_path, RAISES)
    if place == "file":
        config = written(tmp_path, f"[flake8]\n{option} = {value}\n", "wrong.cfg")
        done = run([sys.executable, "-m", "flake8"], "--config", config, path)
    else:
        done = run(FLAKE8, f"--{option}={value}", path)
    assert done.returncode == 2
    error = done.stderr.splitlines()[-1]
    assert error.startswith("flake8: error: ")
    assert option in error
    assert allowed in error


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_wrong_pyproject_stops_flake8_with_one_line(tmp_path: Path, jobs: str) -> None:
    config = written(tmp_path, '[tool.ms-convlint]\ntorch-semantics = "sometimes"\n', "pyproject.toml")
    paths = [written(tmp_path, RAISES, f"{name}.py") for name in "abc"]
    done = run(FLAKE8_OURS_ALONE, "--jobs", jobs, *paths)
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    fault = done.stdout.splitlines()[-1]
    assert fault.startswith(f"{config}: ")
    assert "torch-semantics" in fault
    assert "auto, always, never" in fault


def test_a_wrong_comment_is_reported_where_it_stands(tmp_path: Path) -> None:
    paths = [written(tmp_path, WRONG_COMMENT, "wrong.py"), written(tmp_path, RAISES, "right.py")]
    right, wrong = flake8_reports(paths)
    assert (right.path.name, right.code) == ("right.py", "MSC102")
    assert (wrong.path.name, wrong.line, wrong.code) == ("wrong.py", WRONG_COMMENT_LINE, "MSC900")
    assert "auto, always, never" in wrong.message


def test_standard_input_has_the_settings_of_its_name(tmp_path: Path) -> None:
    written(tmp_path, '[tool.ms-convlint]\ntorch-semantics = "always"\n', "pyproject.toml")
    name = tmp_path / "network.py"
    done = run(FLAKE8_OURS_ALONE, "--stdin-display-name", name, "-", stdin=SILENT)
    assert [row.split()[:2] for row in done.stdout.splitlines()] == [
        [f"{name}:4:8:", "MSC101"],
        [f"{name}:4:8:", "MSC201"],
    ]


def test_two_jobs_report_what_one_does(tmp_path: Path) -> None:
    paths = [written(tmp_path, RAISES, f"network_{number}.py") for number in range(8)]
    alone = flake8_reports(paths, "--jobs=1")
    assert codes(alone) == ["MSC102"] * 8
    assert flake8_reports(paths, "--jobs=2") == alone


def test_the_tree_of_flake8_is_not_parsed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    tree, parse = ast.parse(RAISES), ast.parse
    parsed: list[str] = []

    def noted(text: str, *arguments: str, mode: str = "exec") -> ast.AST:
        parsed.append(text)
        return parse(text, *arguments, mode=mode)

    with monkeypatch.context() as watched:
        watched.setattr(ast, "parse", noted)
        reports = list(Plugin(tree, RAISES.splitlines(keepends=True), "network.py").run())
    assert [report[:2] for report in reports] == [(RAISES_LINE, RAISES_COLUMN)]
    assert not [text for text in parsed if "import" in text]  # the calls of fixes alone


def test_nothing_is_loaded_for_a_file_without_mindspore() -> None:
    script = (
        "import ast, sys; from ms_convlint.hosts.flake8 import Plugin\n"
        "list(Plugin(ast.parse('x = 1'), ['x = 1\\n'], 'x.py').run())\n"
        "print(*sorted(name for name in sys.modules if name.startswith('ms_convlint')))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["ms_convlint", "ms_convlint.hosts", "ms_convlint.hosts.flake8"]
