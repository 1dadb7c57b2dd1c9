"""The language server and flake8 in Vim with ALE, with the configurations of docs/editors/vim.md."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from marks import FIXTURES, marked, read

from . import installed
from .editors.driving import HERE, Step, drive, project_in
from .editors.mending import mend_by_menu
from .editors.pages import block
from .editors.texts import CODES, WIDE, WIDE_NAME, fixed, with_crlf

pytestmark = pytest.mark.clients

AFTER_WIDE = len(f"{WIDE_NAME} = 1; stem = nn.".encode())
"""A column in the callee's name, in bytes, as Vim counts."""


def work(project: Path, *steps: Step, marks: tuple[str, ...] = ("language server",)) -> list[Any]:
    """Open careless.py of the project as a person whose vimrc has these blocks of the page, and go on from there."""
    vimrc = project.parent / "vimrc"
    vimrc.write_text("".join(block("vim.md", mark) for mark in marks), encoding="utf-8")
    start = [installed.program("vim"), "--not-a-term", "-N", "-n", "-i", "NONE", "-u", vimrc]
    return drive([*start, "-S", HERE / "vim.vim", "careless.py"], project, steps)


def test_fix_alternative_and_silence_are_chosen_from_the_menu_and_saved(tmp_path: Path) -> None:
    seen = mend_by_menu(work, tmp_path, AFTER_WIDE)
    lines = WIDE.encode().splitlines()
    marked_as = {lines[each["line"] - 1][each["column"] : each["end_column"]] for each in seen.diagnostics}
    assert marked_as == {b"nn.Conv2d"}
    shown = [(each["type"], each["text"][:6]) for each in seen.diagnostics]
    assert shown == [("E", "MSC102"), ("W", "MSC101"), ("E", "MSC202")]
    assert "torch.nn.Conv2d(" in seen.hover
    assert seen.menu_of_fix[0].startswith("1) Fix MSC102")
    assert seen.menu_of_alternatives[0].startswith("1) torch had no padding")


def test_all_safe_fixes_and_line_ends_stay(tmp_path: Path) -> None:
    fixture = FIXTURES / "MSC102" / "bad_layout.py"
    project = project_in(tmp_path, careless=with_crlf(fixture))
    work(
        project,
        {"step": "diagnostics", "codes": [code for _, _, code in marked(read(fixture))]},
        {"step": "fix"},
        {"step": "save"},
    )
    assert (project / "careless.py").read_bytes() == with_crlf(fixture.with_suffix(".fixed.py"))


def test_saving_applies_the_safe_fixes_where_that_is_configured(tmp_path: Path) -> None:
    project = project_in(tmp_path, careless=WIDE)
    work(
        project,
        {"step": "diagnostics", "codes": CODES},
        {"step": "save"},
        {"step": "diagnostics", "codes": ["MSC101", "MSC202"]},
        marks=("language server", "fixes on save"),
    )
    assert (project / "careless.py").read_text() == fixed(WIDE)


def test_flake8_shows_the_findings_and_the_command_fixes_them(tmp_path: Path) -> None:
    project = project_in(tmp_path, careless=WIDE)
    seen, *_ = work(
        project,
        {"step": "diagnostics", "codes": CODES},
        {"step": "fix"},
        {"step": "save"},
        {"step": "diagnostics", "codes": ["MSC101", "MSC202"]},
        marks=("flake8",),
    )
    before_call = len(f"{WIDE_NAME} = 1; stem = ".encode())
    assert {each["column"] for each in seen} == {before_call}
    assert (project / "careless.py").read_text() == fixed(WIDE)
