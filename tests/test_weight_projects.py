"""Whole projects that carry torch weights over, in the shapes of published ones, each beside a text that goes wrong.

A program ``bad_….py`` is the one of the same name without its handling, or without what made it another case. The
one named ``known_miss_…`` lacks its handling too, and is not found.
"""

from __future__ import annotations

import difflib
import re
import shutil
from pathlib import Path

import pytest
from command import Command
from marks import FIXTURES, find, marked, places, read

PROJECTS = sorted(path for path in (FIXTURES / "weights").iterdir() if path.is_dir())
MISSED = sorted(FIXTURES.glob("weights/**/known_miss_*.py"))
BAD = sorted(path for path in FIXTURES.glob("weights/**/bad_*.py") if not path.name.endswith(".fixed.py"))
MARK = re.compile(r"  # MSC\d{3}: \d+$", re.MULTILINE)
ALONE = {"initial_weights/bad_tagger.py", "given_weights/bad_context.py", "names_of_the_network/bad_load.py"}
"""What is found without the other files of the project: the layer is in the file, or no layer is needed."""
LONGEST_PLACE = 16
AT_LOAD = "RuntimeError at load"
AT_CALL = "it loads in silence, ValueError when the cell is called"
WHEN_READ = "it is saved in silence, RuntimeError when the checkpoint is loaded"
TOLD = [
    ("operator_learning/bad_compare.py", "mixers.*", AT_LOAD),
    ("speech_recognition/recogniser/bad_convert.py", "stem.conv1, stem.conv2", AT_LOAD),
    ("image_generation/bad_take_over.py", "smooth", AT_LOAD),
    ("talking_faces/bad_restore.py", "layers.0, layers.2", AT_CALL),
    ("wake_words/bad_build.py", "front", AT_CALL),
    ("vocoder/bad_write_checkpoint.py", "nn.Conv1dTranspose upsample, out", WHEN_READ),
    ("gesture_recognition/bad_convert.py", "block.temporal", AT_LOAD),
    ("content_filter/bad_scan.py", "blocks.0, blocks.1", AT_LOAD),
    ("video_generation/bad_restore.py", "mix", AT_LOAD),
]


def name(path: Path) -> str:
    return path.relative_to(FIXTURES / "weights").as_posix()


def twin(bad: Path) -> Path:
    """The program that differs from this one: of the longest name that its own begins with."""
    stem = bad.stem.removeprefix("bad_").removeprefix("known_miss_")
    silent = [path for path in bad.parent.glob("*.py") if stem.startswith(path.stem)]
    return max(silent, key=lambda path: len(path.stem))


@pytest.mark.parametrize("project", PROJECTS, ids=name)
def test_a_project_shows_what_is_passed_over_and_what_goes_wrong(project: Path) -> None:
    assert [path for path in (*BAD, *MISSED) if path.is_relative_to(project)]


@pytest.mark.parametrize("bad", [*BAD, *MISSED], ids=name)
def test_the_two_programs_differ_in_one_place(bad: Path) -> None:
    text, other = MARK.sub("", read(bad)).splitlines(), read(twin(bad)).splitlines()
    lines = [line for line in difflib.ndiff(other, text) if not line.startswith("?")]
    changed = [line[0] != " " for line in lines]
    first, last = changed.index(True), len(changed) - changed[::-1].index(True)
    assert last - first <= LONGEST_PLACE


@pytest.mark.parametrize("bad", BAD, ids=name)
def test_one_finding_stands_for_one_mistake(bad: Path) -> None:
    assert len(find(read(bad), bad)) == 1


@pytest.mark.parametrize("bad", BAD, ids=name)
def test_a_network_out_of_reach_is_not_guessed(bad: Path, tmp_path: Path) -> None:
    text = read(bad)
    expected = marked(text) if name(bad) in ALONE else []
    assert places(find(text, tmp_path / bad.name)) == expected


@pytest.mark.parametrize(("bad", "layers", "happens"), TOLD)
def test_the_message_names_the_layers_and_what_will_happen(bad: str, layers: str, happens: str) -> None:
    path = FIXTURES / "weights" / bad
    (finding,) = find(read(path), path)
    assert layers in finding.message
    assert happens in finding.message


def test_a_wrong_axis_is_told_with_the_kernel_that_it_does_not_fit() -> None:
    path = FIXTURES / "weights/operator_learning/bad_compare_wide.py"
    (finding,) = find(read(path), path)
    assert finding.code == "MSC302"
    assert "axis 3" in finding.message
    assert "kernel_size 3" in finding.message


@pytest.mark.parametrize("project", PROJECTS, ids=name)
@pytest.mark.parametrize("inside", [False, True], ids=["from outside", "from inside"])
def test_the_command_finds_it_in_whichever_folder_it_runs(project: Path, inside: bool, command: Command) -> None:
    copied = command.folder / project.name
    shutil.copytree(project, copied, ignore=shutil.ignore_patterns("*.fixed.py"))
    (copied / "pyproject.toml").touch()
    folder = copied if inside else command.folder
    wanted = {
        f"{(copied / bad.relative_to(project)).relative_to(folder).as_posix()}:{line}:{column + 1}: {code}"
        for bad in BAD
        if bad.is_relative_to(project)
        for line, column, code in marked(read(bad))
    }
    command.folder = folder
    assert set(command("check").codes) == wanted
