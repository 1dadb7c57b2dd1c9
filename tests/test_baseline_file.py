"""The file of a baseline: what stands in it, how it is written, and what is said where it cannot be read."""

from __future__ import annotations

import json
import os
import stat
from collections import Counter
from pathlib import Path

import pytest
from baselines import FIRST, HEAD, SECOND, check, record
from command import Command
from hypothesis import given
from hypothesis import strategies as st

from ms_convlint import rewriting
from ms_convlint.baseline import Baseline, parse_baseline


def test_the_record_is_the_same_whatever_wrote_it(command: Command) -> None:
    for number in range(12):
        command.write(f"src/漢{number:02}.py", HEAD + FIRST * 2 + SECOND)
    record(command)
    before = (command.folder / "base.json").read_bytes()
    lines = before.decode().splitlines()
    call = FIRST.strip()
    assert lines[1] == f'{{"path": "src/漢00.py", "code": "MSC102", "call": "{call}", "count": 2}},'
    assert lines[1:-1] == sorted(lines[1:-1], key=lambda line: line.rstrip(","))
    written_at = (command.folder / "base.json").stat().st_mtime_ns
    record(command, "--jobs", "2", "src")
    assert (command.folder / "base.json").read_bytes() == before
    assert (command.folder / "base.json").stat().st_mtime_ns == written_at
    (command.folder / "base.json").unlink()
    record(command, "--jobs", "2", "src/漢07.py", ".")
    assert (command.folder / "base.json").read_bytes() == before
    assert check(command, "--jobs", "2").code == 0


def test_paths_are_those_from_the_folder_of_the_baseline(command: Command) -> None:
    file = command.write("project/src/a b#1%.py", HEAD + FIRST)
    (command.folder / "link").symlink_to("project")
    record_there = command("check", "--baseline", "project/base.json", "--write-baseline", "project")
    assert record_there.code == 0
    assert json.loads((command.folder / "project/base.json").read_bytes())["findings"][0]["path"] == "src/a b#1%.py"
    below = Command(command.folder / "project/src", command._monkeypatch, command._capture)
    for runner, arguments in (
        (command, ["project/base.json", "project"]),
        (command, ["link/base.json", str(file)]),
        (command, ["project/base.json", "link"]),
        (below, ["../base.json", "."]),
    ):
        outcome = runner("check", "--baseline", *arguments)
        assert (outcome.code, outcome.err) == (0, ""), arguments


def test_a_name_that_is_no_text_is_known_again(command: Command) -> None:
    command.write(os.fsdecode(b"\xff.py"), HEAD + FIRST)
    record(command)
    outcome = check(command)
    assert (outcome.code, outcome.err) == (0, "")


@pytest.mark.parametrize(
    ("contents", "complaint"),
    [
        (None, "there is no such baseline; --write-baseline records one"),
        ("", "base.json is no baseline: "),
        ('{"version": 1, "findings": [\n<<<<<<< ours\n', "base.json is no baseline: "),
        ("[]", "base.json is no baseline: it names no version"),
        ("{}", "base.json is no baseline: it names no version"),
        ('{"version": 2, "findings": []}', "is a baseline of version 2, and this ms-convlint knows version 1"),
        ('{"version": 1}', "base.json is no baseline: it has no list of findings"),
        ('{"version": 1, "findings": [{"path": "a.py"}]}', "is no baseline: finding 1 needs path, code and call"),
        ('{"version": 1, "findings": [7]}', "is no baseline: finding 1 needs path, code and call"),
        (
            '{"version": 1, "findings": [{"path": "a", "code": "MSC101", "call": "", "count": 0}]}',
            "is no baseline: finding 1 needs",
        ),
        (b"\xff\xfe", "base.json is no baseline: "),
    ],
)
def test_a_baseline_that_cannot_be_read_is_one_line_and_checks_nothing(
    command: Command, contents: str | bytes | None, complaint: str
) -> None:
    command.write("a.py", HEAD + FIRST)
    if contents is not None:
        command.write("base.json", contents)
    outcome = check(command)
    assert (outcome.code, outcome.out) == (2, "")
    assert complaint in outcome.err.splitlines()[-1]
    if contents is not None:
        assert command("check", "--baseline", "base.json", "--write-baseline").code == 2
        assert (command.folder / "base.json").read_bytes() == (
            contents if isinstance(contents, bytes) else contents.encode()
        )


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--write-baseline"], "name it with --baseline"),
        (["--baseline", "base.json", "--write-baseline", "--diff"], "--diff only shows"),
        (["--baseline", "base.json", "--write-baseline", "-"], "--write-baseline records files"),
        (["--baseline", "sub"], "sub: cannot be read: Is a directory"),
    ],
)
def test_options_that_do_not_go_together_are_refused(command: Command, arguments: list[str], complaint: str) -> None:
    (command.folder / "sub").mkdir()
    outcome = command("check", *arguments)
    assert outcome.code == 2
    assert complaint in outcome.err.splitlines()[-1]
    assert os.listdir(command.folder) == ["sub"]


@pytest.mark.parametrize("link", [False, True])
def test_a_baseline_without_a_folder_is_told_before_anything_is_fixed(command: Command, link: bool) -> None:
    file = command.write("a.py", HEAD + FIRST)
    path = "base.json" if link else "nowhere/base.json"
    if link:
        (command.folder / path).symlink_to("nowhere/base.json")
    outcome = command("check", "--fix", "--baseline", path, "--write-baseline")
    assert (outcome.code, outcome.out) == (2, "")
    folder = command.folder / "nowhere"
    assert outcome.err.splitlines()[-1].endswith(f" {path}: cannot be written: there is no folder {folder}")
    assert file.read_text() == HEAD + FIRST


def test_a_baseline_is_written_where_its_link_leads(command: Command) -> None:
    command.write("a.py", HEAD + FIRST)
    (command.folder / "kept").mkdir()
    link, file = command.folder / "base.json", command.folder / "kept/of-today.json"
    link.symlink_to("kept/of-today.json")
    for text, count in ((FIRST, 1), (FIRST + SECOND, 2)):
        command.write("a.py", HEAD + text)
        record(command)
        assert link.is_symlink()
        assert not file.is_symlink()
        assert len(json.loads(file.read_bytes())["findings"]) == count
        assert check(command).code == 0
    assert os.listdir(command.folder / "kept") == ["of-today.json"]


@pytest.mark.parametrize("exists", [True, False])
def test_a_crash_while_writing_leaves_what_was_there(
    command: Command, monkeypatch: pytest.MonkeyPatch, exists: bool
) -> None:
    file = command.write("a.py", HEAD + FIRST)
    if exists:
        record(command)
    before = {path.name: path.read_bytes() for path in command.folder.iterdir()}
    file.write_text(HEAD + SECOND)

    def crash(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(rewriting.os, "replace", crash)
    outcome = command("check", "--baseline", "base.json", "--write-baseline")
    assert outcome.code == 2
    assert outcome.err == "base.json: cannot be written: No space left on device\n"
    after = {path.name: path.read_bytes() for path in command.folder.iterdir()}
    assert after == before | {"a.py": (HEAD + SECOND).encode()}


def test_a_new_baseline_has_the_mode_of_any_new_file_and_an_old_one_keeps_its_own(command: Command) -> None:
    command.write("a.py", HEAD + FIRST)
    record(command)
    ordinary = command.write("ordinary", "")
    base = command.folder / "base.json"
    assert stat.S_IMODE(base.stat().st_mode) == stat.S_IMODE(ordinary.stat().st_mode)
    base.chmod(0o640)
    command.write("a.py", HEAD + SECOND)
    record(command)
    assert stat.S_IMODE(base.stat().st_mode) == 0o640


TEXTS = st.text(max_size=8)


@given(st.dictionaries(TEXTS, st.dictionaries(st.tuples(TEXTS, TEXTS), st.integers(1, 99), min_size=1)))
def test_what_is_written_is_read_again(recorded: dict[str, dict[tuple[str, str], int]]) -> None:
    counts = {name: Counter(of_file) for name, of_file in recorded.items()}
    assert parse_baseline("base.json", Baseline("", counts).as_bytes()).recorded == counts


def test_nothing_found_is_recorded_too(command: Command, tmp_path: Path) -> None:
    command.write("a.py", HEAD)
    assert record(command).err == "base.json: 0 recorded (0 new, 0 gone)\n"
    assert json.loads((tmp_path / "base.json").read_text()) == {"version": 1, "findings": []}
    command.write("a.py", HEAD + FIRST)
    assert check(command).code == 1
