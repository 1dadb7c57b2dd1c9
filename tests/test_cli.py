"""What the command prints and how it exits."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from command import Command

from ms_convlint.version import __version__

pytestmark = pytest.mark.usefixtures("toy_engine")

UNSAFE = "x = conv(3, 4, 3)\n"
SAFE = 'x = conv(3, 4, pad_mode="pad", bias=True)\n'
CLEAN = 'x = conv(3, 4, pad_mode="pad")\n'


def test_a_clean_file_exits_with_0(command: Command) -> None:
    command.write("a.py", CLEAN)
    outcome = command("check", "a.py")
    assert (outcome.code, outcome.out, outcome.err) == (0, "No findings in 1 file.\n", "")


def test_findings_exit_with_1_and_show_place_line_fix_and_alternative(command: Command) -> None:
    command.write("a.py", "\n    # 漢字\n\tx, 漢 = '漢', conv(3, 4, 3)\n".replace("\t", ""))
    outcome = command("check", "a.py")
    assert outcome.code == 1
    assert outcome.out.splitlines() == [
        "a.py:3:13: MSC101 pad_mode is left out for MindSpore 2.10 (auto)",
        "   |",
        " 3 | x, 漢 = '漢', conv(3, 4, 3)",
        "   |               ^^^^",
        '   fix (unsafe): conv(3, 4, 3, pad_mode="valid")',
        '   or: conv(3, 4, 3, pad_mode="same")',
        "",
        "Found 1 finding in 1 file (1 with --fix --unsafe-fixes).",
    ]


def test_without_paths_the_folder_is_checked(command: Command) -> None:
    command.write("a/b.py", SAFE)
    command.write("c.py", UNSAFE)
    assert command("check").codes == ["c.py:1:5: MSC101", "a/b.py:1:5: MSC401"]


def test_exit_zero_hides_findings_but_no_errors(command: Command) -> None:
    command.write("a.py", UNSAFE)
    assert command("check", "--exit-zero").code == 0
    assert command("check", "--exit-zero", "a.py", "gone.py").code == 2


def test_statistics_count_each_code(command: Command) -> None:
    command.write("a.py", UNSAFE * 2 + SAFE)
    lines = command("check", "--statistics").out.splitlines()
    assert lines[-2:] == [
        '2 MSC101 ms-implicit-pad-mode: pad_mode left to its default "same"',
        "1 MSC401 ms-torch-keyword: a keyword of torch's that MindSpore lacks",
    ]


@pytest.mark.parametrize("arguments", [[], ["--torch-semantics", "allways"], ["--output-format", "xml"]])
def test_wrong_usage_exits_with_2(command: Command, arguments: list[str]) -> None:
    assert command("check", *arguments, "--no-such-option").code == 2
    assert command(*arguments).code == 2


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--torch-semantics=allways"], "--torch-semantics: 'allways' is not one of auto, always, never"),
        (["--mindspore-version=latest"], "--mindspore-version: 'latest' is not a version such as 2.10"),
        (["--mindspore-version=3.1"], "MindSpore 3.1 is not known (allowed: 1.0 to 2.10)"),
        (["--select="], "--select: name codes or symbols"),
        (["--select=MSC999"], "--select: 'MSC999' is no code (allowed: MSC, MSC1, "),
        (["--ignore=E501"], "--ignore: 'E501' is no code"),
        (["--extend-select=ms-no-such"], "--extend-select: 'ms-no-such' is no code"),
        (["--jobs=0"], "'0' is not a number of processes"),
        (["--config=gone.toml"], "gone.toml: cannot be read: No such file or directory"),
        (["-", "a.py"], "- (standard input) stands alone"),
        (["--stdin-filename=a.py"], "--stdin-filename names standard input: give - as the path"),
    ],
)
def test_a_wrong_option_is_said_in_one_line(command: Command, arguments: list[str], complaint: str) -> None:
    outcome = command("check", *arguments)
    assert outcome.code == 2
    assert complaint in outcome.err.splitlines()[-1]
    assert outcome.out == ""


def test_no_command_prints_help(command: Command) -> None:
    outcome = command()
    assert outcome.code == 2
    assert "check" in outcome.out
    assert "explain" in outcome.out


@pytest.mark.parametrize("arguments", [["--version"], ["check", "--version"]])
def test_version(command: Command, arguments: list[str]) -> None:
    outcome = command(*arguments)
    assert (outcome.code, outcome.out) == (0, f"ms-convlint {__version__}\n")


def test_the_version_is_that_of_the_package() -> None:
    project = (Path(__file__).parent.parent / "pyproject.toml").read_text()
    assert f'\nversion = "{__version__}"\n' in project


@pytest.mark.parametrize(
    ("arguments", "codes"),
    [
        (["--select=MSC4"], ["MSC401"]),
        (["--select=ms-torch-keyword"], ["MSC401"]),
        (["--select=MSC1,MSC401"], ["MSC101", "MSC401"]),
        (["--select=MSC1", "--select=MSC4"], ["MSC101", "MSC401"]),
        (["--ignore=MSC1"], ["MSC401"]),
        (["--ignore=MSC", "--extend-select=MSC401"], ["MSC401"]),
        (["--select=MSC101", "--ignore=MSC1"], ["MSC101"]),
        (["--select=MSC101", "--extend-select=MSC401"], ["MSC101", "MSC401"]),
    ],
)
def test_of_two_entries_the_longer_wins(command: Command, arguments: list[str], codes: list[str]) -> None:
    command.write("a.py", "conv(3, bias=True)\n")
    assert [line.split()[1] for line in command("check", *arguments).codes] == codes


def test_standard_input_goes_by_its_name(command: Command) -> None:
    command.write("pyproject.toml", '[tool.ms-convlint.per-file-torch-semantics]\n"ported/" = "always"\n')
    assert command("check", "-", stdin=UNSAFE.encode()).codes == ["-:1:5: MSC101"]
    outcome = command("check", "-", "--stdin-filename=ported/net.py", stdin=UNSAFE.encode())
    assert outcome.codes == ["ported/net.py:1:5: MSC101"]
    assert "(always)" in outcome.out


def test_standard_input_with_fix_goes_fixed_to_standard_output(command: Command) -> None:
    text = b"# -*- coding: latin-1 -*-\r\n# caf\xe9\r\nconv(pad_mode='pad', bias=True); conv(1)"
    outcome = command("check", "-", "--fix", stdin=text)
    assert outcome.raw == text.replace(b" bias", b" has_bias")
    assert outcome.code == 1
    assert "-:3:38: MSC101" in outcome.err


def test_excluded_standard_input_passes_through(command: Command) -> None:
    command.write("pyproject.toml", '[tool.ms-convlint]\nexclude = ["a.py"]\n')
    arguments = ("check", "-", "--fix", "--force-exclude", "--stdin-filename=a.py")
    outcome = command(*arguments, stdin=SAFE.encode())
    assert (outcome.code, outcome.out) == (0, SAFE)


def test_results_are_the_same_from_several_processes(command: Command) -> None:
    for number in range(40):
        command.write(f"{number:02}.py", SAFE if number % 3 else UNSAFE)
    alone, together = command("check", "--jobs=1"), command("check", "--jobs=3")
    assert (alone.code, alone.out) == (together.code, together.out)
    assert len(alone.codes) == 40


def test_no_python_files_is_no_error_but_said(command: Command) -> None:
    command.write("a.txt", "")
    outcome = command("check")
    assert (outcome.code, outcome.err) == (0, "warning: no Python files found\n")


@pytest.mark.parametrize("name", ["MSC900", "msc900", "ms-unreadable-file"])
def test_explain_prints_the_page(command: Command, name: str) -> None:
    outcome = command("explain", name)
    assert outcome.code == 0
    assert outcome.out.startswith("# ms-unreadable-file (MSC900)\n")


@pytest.mark.parametrize("name", ["MSC1011", "ms-implicit-padmode"])
def test_explain_proposes_the_nearest_name(command: Command, name: str) -> None:
    outcome = command("explain", name)
    assert outcome.code == 2
    assert "did you mean " in outcome.err
    assert name in outcome.err


@pytest.mark.parametrize("arguments", [[], ["--all", "MSC101"]])
def test_explain_wants_names_or_all(command: Command, arguments: list[str]) -> None:
    assert command("explain", *arguments).code == 2


def test_explain_all_prints_every_rule_and_draws_the_paddings(command: Command) -> None:
    outcome = command("explain", "--all")
    assert outcome.code == 0
    for code in ("MSC101", "MSC201", "MSC403", "MSC900"):
        assert f"({code})\n" in outcome.out
    assert "|1|2|3|4|5|6|7|8|0|" in outcome.out


def test_the_module_runs_as_the_command() -> None:
    import sys

    from programs import run

    done = run((sys.executable, "-m", "ms_convlint"), "--version", cwd=Path(os.sep))
    assert done.stdout == f"ms-convlint {__version__}\n"


@pytest.mark.parametrize(("closed", "code"), [(">&-", 2), ("2>&-", 1)])
def test_a_closed_stream_is_no_traceback(tmp_path: Path, closed: str, code: int) -> None:
    (tmp_path / "net.py").write_text("import mindspore.nn as nn\nc = nn.Conv2d(3, 8, 3, padding=1)\n")
    line = f'"{sys.executable}" -m ms_convlint check net.py {closed}'
    done = subprocess.run(["sh", "-c", line], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert ("cannot write the report" in done.stderr) == (code == 2)


@pytest.mark.parametrize(("arguments", "code"), [("check -", 0), ("server", 1)])
def test_a_closed_standard_input_is_an_empty_one(tmp_path: Path, arguments: str, code: int) -> None:
    line = f'"{sys.executable}" -m ms_convlint {arguments} <&-'
    done = subprocess.run(["sh", "-c", line], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (code, "")
