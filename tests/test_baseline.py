"""A baseline: what is recorded is left out, what is new fails, what is gone is told."""

from __future__ import annotations

import os
from typing import Any

import pytest
from baselines import BROKEN, FIRST, GUESSED, HEAD, MENDED, SECOND, check, record, recorded
from command import Command


def test_what_is_recorded_is_left_out(command: Command) -> None:
    command.write("a.py", HEAD + FIRST + SECOND)
    command.write("sub/b.py", HEAD + GUESSED)
    assert command("check").code == 1
    outcome = record(command)
    assert outcome.err == "base.json: 3 recorded (3 new, 0 gone)\n"
    assert outcome.out == "No new findings in 2 files.\n3 findings left out: recorded in the baseline.\n"
    again = check(command)
    assert (again.code, again.out, again.err) == (0, outcome.out, "")


@pytest.mark.parametrize("format_name", ["text", "json", "github", "gitlab", "rdjson", "sarif"])
def test_a_new_finding_fails_and_is_the_only_one_in_every_format(command: Command, format_name: str) -> None:
    command.write("a.py", HEAD + FIRST)
    record(command)
    command.write("a.py", HEAD + SECOND + FIRST)
    outcome = check(command, "--output-format", format_name, "--statistics")
    assert outcome.code == 1
    counted = outcome.out + outcome.err
    assert "1 MSC102 ms-padding-without-pad-mode" in counted
    without_rules = outcome.out.partition('"results"')[2] or outcome.out
    assert "a.py" in without_rules
    assert without_rules.count("padding=1 needs pad_mode=") == 1
    place = {"text": "a.py:4:1:", "github": "line=4,", "gitlab": '"begin": 4}', "sarif": '"startLine": 4,'}
    assert place.get(format_name, "4,") in without_rules


@pytest.mark.parametrize(
    "text",
    [
        "import os\n\n\n" + HEAD + "\n" + FIRST,
        HEAD + "if True:\n    " + FIRST,
        HEAD + "conv = " + FIRST.replace("\n", "  # the stem\n"),
        HEAD + "nn.Conv2d(\n    3,\n    64,  # channels\n    3,\n    padding=1,\n    has_bias=True,\n)\n",
        (HEAD + FIRST).replace("\n", "\r\n"),
        "\ufeff" + HEAD + FIRST,
    ],
    ids=["moved", "indented", "commented", "laid out anew", "line ends", "mark"],
)
def test_a_recorded_finding_is_known_again(command: Command, text: str) -> None:
    command.write("a.py", HEAD + FIRST)
    record(command)
    command.write("a.py", text.encode())
    outcome = check(command)
    assert (outcome.code, outcome.codes, outcome.err) == (0, [], "")


def test_neither_the_language_nor_the_version_in_a_message_matters(command: Command) -> None:
    command.write("a.py", HEAD + FIRST)
    record(command)
    assert check(command, "--mindspore-version", "2.0", "--lang", "zh").code == 0


def test_a_call_that_changes_is_looked_at_anew(command: Command) -> None:
    command.write("a.py", HEAD + FIRST)
    record(command)
    command.write("a.py", HEAD + FIRST.replace("64", "32"))
    outcome = check(command)
    assert (outcome.code, outcome.codes) == (1, ["a.py:4:1: MSC102"])
    assert "a.py: MSC102 is gone: nn.Conv2d(3, 64, 3, padding=1, has_bias=True)" in outcome.err


def test_of_equal_calls_one_more_than_recorded_is_new(command: Command) -> None:
    command.write("a.py", HEAD + FIRST * 2)
    record(command)
    assert recorded(command) == [("a.py", "MSC102", 2)]
    command.write("a.py", HEAD + FIRST * 3)
    assert check(command).codes == ["a.py:6:1: MSC102"]
    command.write("a.py", HEAD + FIRST)
    outcome = check(command)
    assert (outcome.code, outcome.codes) == (0, [])
    assert "a.py: MSC102 is gone: " in outcome.err


def test_the_same_call_in_another_file_is_new_and_a_renamed_file_is_another(command: Command) -> None:
    file = command.write("a.py", HEAD + FIRST)
    record(command)
    file.rename(command.folder / "b.py")
    outcome = check(command)
    assert (outcome.code, outcome.codes) == (1, ["b.py:4:1: MSC102"])
    assert "base.json: a.py is gone, with 1 recorded\n" in outcome.err


def test_another_code_at_a_recorded_call_is_new(command: Command) -> None:
    command.write("a.py", HEAD + "nn.Conv2d(3, 64, 3, padding=1)\n")
    record(command, "--select", "MSC102")
    assert check(command).codes == ["a.py:4:1: MSC201"]


def test_what_is_gone_is_told_and_fails_nothing(command: Command) -> None:
    command.write("a.py", HEAD + FIRST * 3 + SECOND)
    record(command)
    command.write("a.py", HEAD + MENDED * 3 + SECOND)
    outcome = check(command)
    assert outcome.code == 0
    assert outcome.err == (
        "base.json: a.py: MSC102 is gone, 3 times: nn.Conv2d(3, 64, 3, padding=1, has_bias=True)\n"
        "base.json: 3 gone in all: --write-baseline takes out what is gone\n"
    )


@pytest.mark.parametrize(
    "arguments", [["a.py"], ["--select", "MSC101"], ["--ignore", "MSC102"], ["empty"]], ids=" ".join
)
def test_what_was_not_looked_for_is_not_gone(command: Command, arguments: list[str]) -> None:
    command.write("a.py", HEAD + GUESSED)
    command.write("b.py", HEAD + FIRST)
    (command.folder / "empty").mkdir()
    record(command)
    command.write("b.py", HEAD + MENDED)
    before = recorded(command)
    assert "is gone" not in check(command, *arguments).err
    record(command, *arguments)
    assert recorded(command) == before


def test_a_file_that_is_gone_is_told_only_by_a_run_that_was_to_check_it(command: Command) -> None:
    command.write("src/a.py", HEAD + FIRST)
    other = command.write("srcs/b.py", HEAD + FIRST)
    record(command)
    other.unlink()
    assert check(command, "src").err == ""
    command.write("srcs/b.py", HEAD + FIRST)
    (command.folder / "src/a.py").unlink()
    assert check(command, "srcs").err == ""
    assert "src/a.py is gone" in check(command, "src").err
    record(command, "srcs")
    assert len(recorded(command)) == 2
    record(command)
    assert recorded(command) == [("srcs/b.py", "MSC102", 1)]


@pytest.mark.parametrize(
    ("settings", "contents"),
    [
        ("pyproject.toml", '[tool.ms-convlint]\nexclude = ["old"]\n'),
        ("src/pyproject.toml", '[tool.ms-convlint]\nexclude = ["old/*.py"]\n'),
        ("src/.gitignore", "old/\n"),
    ],
)
def test_a_file_that_is_left_out_since_is_gone_from_its_folders_baseline(
    command: Command, settings: str, contents: str
) -> None:
    command.write("src/a.py", HEAD + FIRST)
    command.write("src/old/b.py", HEAD + FIRST * 2)
    record(command)
    command.write(settings, contents)
    outcome = check(command, "src")
    assert (outcome.code, outcome.codes) == (0, [])
    assert outcome.err == (
        "base.json: src/old/b.py is not checked any more, with 2 recorded\n"
        "base.json: 2 gone in all: --write-baseline takes out what is gone\n"
    )
    assert record(command).err == "base.json: 1 recorded (0 new, 2 gone)\n"
    assert recorded(command) == [("src/a.py", "MSC102", 1)]


@pytest.mark.parametrize(
    "paths", [["src/a.py"], ["other"], ["src", "src/old/b.py"], ["-", "--stdin-filename", "src/a.py"]]
)
def test_what_is_left_out_of_another_folder_is_not_gone(command: Command, paths: list[str]) -> None:
    command.write("src/a.py", HEAD + FIRST)
    command.write("src/old/b.py", HEAD + FIRST)
    command.write("other/c.py", HEAD)
    record(command)
    before = recorded(command)
    command.write("pyproject.toml", '[tool.ms-convlint]\nexclude = ["old"]\n')
    assert check(command, *paths, stdin=(HEAD + FIRST).encode()).err == ""
    if "-" not in paths:
        record(command, *paths)
    assert recorded(command) == before


def test_a_file_that_only_its_own_name_leads_to_stays(command: Command) -> None:
    command.write("bin/train", HEAD + FIRST)
    command.write("a.py", HEAD + FIRST)
    (command.folder / "z.py").symlink_to("a.py")
    record(command, ".", "bin/train")
    before = recorded(command)
    assert len(before) == 2
    assert check(command).err == ""
    assert "is not checked any more" not in check(command, "z.py", ".").err
    record(command)
    assert recorded(command) == before


def test_the_folder_is_the_one_that_a_link_means(command: Command) -> None:
    command.write("src/old/b.py", HEAD + FIRST)
    (command.folder / "link").symlink_to("src")
    record(command)
    command.write("src/.gitignore", "old/\n")
    assert "src/old/b.py is not checked any more" in check(command, "link").err


def test_a_folder_that_cannot_be_read_keeps_what_is_recorded_of_it(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    command.write("src/locked/a.py", HEAD + FIRST)
    command.write("src/b.py", HEAD)
    record(command)
    before = recorded(command)

    def refuse(name: str, mark: str) -> None:
        allowed = getattr(os, name)

        def look(path: Any, **options: Any) -> Any:
            if mark in f"{path}{os.sep}":
                raise PermissionError(13, "Permission denied")
            return allowed(path, **options)

        monkeypatch.setattr(os, name, look)

    refuse("scandir", "locked/")
    refuse("stat", "locked/a.py")
    refuse("lstat", "locked/a.py")
    outcome = check(command, "src")
    assert (outcome.code, outcome.err) == (2, "src/locked: cannot be read: Permission denied\n")
    for path in ("src", "src/locked/a.py"):
        assert command("check", "--baseline", "base.json", "--write-baseline", path).code == 2
        assert recorded(command) == before


def test_a_file_that_cannot_be_checked_keeps_what_is_recorded_of_it(command: Command) -> None:
    command.write("a/a.py", HEAD + FIRST)
    command.write("b.py", HEAD + FIRST)
    record(command)
    command.write("a/pyproject.toml", "[tool.ms-convlint]\nselect = 1\n")
    outcome = check(command)
    assert outcome.code == 2
    assert "is gone" not in outcome.err
    assert command("check", "--baseline", "base.json", "--write-baseline").code == 2
    assert len(recorded(command)) == 2


def test_a_file_that_does_not_parse_is_adopted_and_hides_nothing_that_is_recorded(command: Command) -> None:
    command.write("a.py", HEAD + FIRST)
    command.write("b.py", BROKEN)
    record(command)
    assert recorded(command) == [("a.py", "MSC102", 1), ("b.py", "MSC900", 1)]
    command.write("a.py", BROKEN)
    command.write("b.py", "\n\n" + BROKEN)
    outcome = check(command)
    assert (outcome.codes, outcome.err) == (["a.py:5:7: MSC900"], "")
    command.write("b.py", HEAD)
    assert "b.py: MSC900 is gone\n" in check(command).err


def test_recording_again_takes_out_what_is_gone_and_says_so(command: Command) -> None:
    command.write("a.py", HEAD + FIRST * 2 + SECOND)
    record(command)
    command.write("a.py", HEAD + FIRST + GUESSED)
    assert record(command).err == "base.json: 2 recorded (1 new, 2 gone)\n"
    assert check(command).err == ""
    assert recorded(command) == [("a.py", "MSC101", 1), ("a.py", "MSC102", 1)]


def test_standard_input_goes_by_its_name(command: Command) -> None:
    command.write("sub/a.py", HEAD + FIRST)
    record(command)
    adopted = check(command, "-", "--stdin-filename", "sub/a.py", stdin=(HEAD + "\n" + FIRST).encode())
    assert (adopted.code, adopted.err) == (0, "")
    fresh = check(command, "-", "--stdin-filename", "sub/a.py", stdin=(HEAD + FIRST + SECOND).encode())
    assert fresh.codes == ["sub/a.py:5:1: MSC102"]
    assert check(command, "-", stdin=(HEAD + FIRST).encode()).code == 1
    fixed = check(command, "--fix", "-", "--stdin-filename", "sub/a.py", stdin=(HEAD + FIRST + SECOND).encode())
    assert (fixed.code, fixed.out) == (0, HEAD + FIRST + MENDED.replace("3, 64", "8, 64"))


def test_fixing_leaves_alone_what_is_recorded(command: Command) -> None:
    file = command.write("a.py", HEAD + FIRST)
    record(command)
    file.write_text(HEAD + FIRST + SECOND)
    diff = check(command, "--diff")
    assert (diff.code, diff.out.count("\n-"), "8, 64" in diff.out) == (1, 1, True)
    outcome = check(command, "--fix")
    assert (outcome.code, outcome.err) == (0, "")
    assert file.read_text() == HEAD + FIRST + MENDED.replace("3, 64", "8, 64")
    assert check(command, "--fix", "--unsafe-fixes").code == 0
    assert check(command, "--diff", "--unsafe-fixes").out == ""
    assert file.read_text().startswith(HEAD + FIRST)


def test_fixing_and_recording_fixes_all_and_records_the_rest(command: Command) -> None:
    file = command.write("a.py", HEAD + FIRST + GUESSED)
    record(command)
    outcome = record(command, "--fix")
    assert file.read_text() == HEAD + MENDED + GUESSED
    assert outcome.err == "base.json: 1 recorded (0 new, 1 gone)\n"
    assert check(command).code == 0


def test_what_is_recorded_after_fixing_is_what_the_next_run_finds(command: Command) -> None:
    careless = "import torch\n" + HEAD + "nn.SequentialCell(nn.Conv2d(3, 64, 3, stride=2, padding=1), nn.ReLU())\n"
    command.write("a.py", careless * 2)
    record(command, "--fix", "--unsafe-fixes")
    outcome = check(command)
    assert (outcome.code, outcome.codes, outcome.err) == (0, [], "")
