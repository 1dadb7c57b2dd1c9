"""The language server in Emacs with eglot, with the configurations of docs/editors/emacs.md."""

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

AFTER_WIDE = len(f"{WIDE_NAME} = 1; stem = nn.")
"""A column in the callee's name, in characters, as Emacs counts."""


def work(project: Path, *steps: Step, marks: tuple[str, ...] = ("eglot",)) -> list[Any]:
    """Open careless.py of the project as a person whose init.el has these blocks of the page, and go on from there."""
    init = project.parent / "init.el"
    init.write_text("".join(block("emacs.md", mark) for mark in marks), encoding="utf-8")
    # Of its own accord only an Emacs with a display activates the installed packages.
    start = [installed.program("emacs"), "--batch", "--funcall", "package-activate-all", "--load", init]
    return drive([*start, "--load", HERE / "emacs.el"], project, steps, FILE="careless.py")


def test_fix_alternative_and_silence_are_chosen_from_the_menu_and_saved(tmp_path: Path) -> None:
    seen = mend_by_menu(work, tmp_path, AFTER_WIDE)
    assert {each["marked"] for each in seen.diagnostics} == {"nn.Conv2d"}
    types = [(each["line"], each["type"]) for each in seen.diagnostics]
    assert types == [(5, "eglot-error"), (6, "eglot-warning"), (7, "eglot-error")]
    assert seen.diagnostics[0]["text"].startswith("ms-convlint [MSC102]: padding=3 needs pad_mode")
    assert "torch.nn.Conv2d(" in seen.hover
    assert seen.menu_of_fix[0].startswith("Fix MSC102")
    assert seen.menu_of_alternatives[0].startswith("torch had no padding")


def test_all_safe_fixes_at_once_and_line_ends_stay(tmp_path: Path) -> None:
    fixture = FIXTURES / "MSC102" / "bad_layout.py"
    project = project_in(tmp_path, careless=with_crlf(fixture))
    work(
        project,
        {"step": "diagnostics", "codes": [code for _, _, code in marked(read(fixture))]},
        {"step": "act", "line": 1, "column": 0, "kind": "source.fixAll.msConvlint"},
        {"step": "save"},
    )
    assert (project / "careless.py").read_bytes() == with_crlf(fixture.with_suffix(".fixed.py"))


def test_saving_applies_the_safe_fixes_where_that_is_configured(tmp_path: Path) -> None:
    project = project_in(tmp_path, careless=WIDE)
    _, _, modified, _, _, again = work(
        project,
        {"step": "diagnostics", "codes": CODES},
        {"step": "type", "line": 1, "column": 0, "text": "# new\n"},
        {"step": "save"},
        {"step": "diagnostics", "codes": ["MSC101", "MSC202"]},
        {"step": "type", "line": 1, "column": 0, "text": "# newer\n"},
        {"step": "save"},
        marks=("eglot", "fixes on save"),
    )
    assert not modified
    assert not again, "a file in which there is nothing to fix is saved, too"
    assert (project / "careless.py").read_text() == "# newer\n# new\n" + fixed(WIDE)


def test_flymake_shows_what_flake8_says(tmp_path: Path) -> None:
    (seen,) = work(
        project_in(tmp_path, careless=WIDE),
        {"step": "diagnostics", "codes": CODES},
        marks=("flymake",),
    )
    assert [each["line"] for each in seen] == [5, 6, 7]
