"""The language server in Neovim, Debian's and a current one, with the configurations of docs/editors/neovim.md."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from marks import FIXTURES, marked, read

from . import installed
from .editors.driving import HERE, Step, drive, project_in
from .editors.mending import mend_by_menu
from .editors.pages import block
from .editors.texts import CARELESS, CODES, WIDE, WIDE_NAME, fixed, with_crlf

pytestmark = pytest.mark.clients

AFTER_WIDE = len(f"{WIDE_NAME} = 1; stem = nn.".encode())
"""A column in the callee's name, in bytes, as Neovim counts."""


@dataclass(frozen=True)
class Neovim:
    """A Neovim, the block of the page that is meant for it, and the units in which it counts columns."""

    program: Path
    configuration: str
    units: str

    def work(self, project: Path, *steps: Step, more: str = "") -> list[Any]:
        """Open careless.py of the project as a person with this configuration does, and go on from there."""
        init = project.parent / "init.lua"
        init.write_text(block("neovim.md", self.configuration) + more, encoding="utf-8")
        driver = f"luafile {HERE / 'neovim.lua'}"
        return drive(
            [self.program, "--headless", "-n", "-i", "NONE", "-u", init, "-c", driver, "careless.py"], project, steps
        )


_VERSIONS: dict[str, Callable[[], Neovim]] = {
    "0.7": lambda: Neovim(installed.program("nvim"), "neovim 0.7", "utf-16"),
    "0.11": lambda: Neovim(installed.python_program("nvim"), "neovim 0.11", "utf-8"),
}


@pytest.fixture(params=_VERSIONS)
def neovim(request: pytest.FixtureRequest) -> Neovim:
    return _VERSIONS[request.param]()


def test_findings_stand_once_each_where_the_fixture_has_them(neovim: Neovim, tmp_path: Path) -> None:
    text = read(FIXTURES / "MSC202" / "bad.py")
    expected = marked(text)
    seen, servers = neovim.work(
        project_in(tmp_path, careless=text),
        {"step": "diagnostics", "codes": [code for _, _, code in expected], "rest": True},
        {"step": "servers"},
    )
    assert sorted((each["line"], each["column"], each["code"]) for each in seen) == expected
    assert {(each["source"], each["severity"]) for each in seen} == {("ms-convlint", "ERROR")}
    assert all("bias_init is ignored" in each["message"] for each in seen)
    assert servers == [neovim.units]


def test_fix_alternative_and_silence_are_chosen_from_the_menu_and_saved(neovim: Neovim, tmp_path: Path) -> None:
    seen = mend_by_menu(neovim.work, tmp_path, AFTER_WIDE)
    lines = WIDE.encode().splitlines()
    marked_as = {lines[each["line"] - 1][each["column"] : each["end_column"]] for each in seen.diagnostics}
    assert marked_as == {b"nn.Conv2d"}
    severities = {each["code"]: each["severity"] for each in seen.diagnostics}
    assert severities == {"MSC101": "WARN", "MSC102": "ERROR", "MSC202": "ERROR"}
    assert "torch.nn.Conv2d(" in seen.hover
    assert seen.menu_of_fix[0].startswith("Fix MSC102")
    assert [title.partition(":")[0] for title in seen.menu_of_alternatives[:3]] == [
        "torch had no padding",
        "torch had padding=1",
        "keep today's behaviour",
    ]


def test_all_safe_fixes_at_once_and_line_ends_stay(neovim: Neovim, tmp_path: Path) -> None:
    fixture = FIXTURES / "MSC102" / "bad_layout.py"
    project = project_in(tmp_path, careless=with_crlf(fixture))
    _, menu, _ = neovim.work(
        project,
        {"step": "diagnostics", "codes": [code for _, _, code in marked(read(fixture))]},
        {"step": "act", "line": 1, "column": 0, "only": ["source.fixAll"]},
        {"step": "save"},
    )
    assert len(menu) == 1
    assert (project / "careless.py").read_bytes() == with_crlf(fixture.with_suffix(".fixed.py"))


def test_text_that_is_not_saved_is_what_is_checked(neovim: Neovim, tmp_path: Path) -> None:
    _, _, seen, hover, filetype, other, servers = neovim.work(
        project_in(tmp_path, careless="import mindspore.nn as nn\n", other=CARELESS),
        {"step": "diagnostics", "codes": []},
        {"step": "type", "line": 1, "column": 0, "keys": "oconv = nn.Conv2d(3, 8, 5, padding=2, has_bias=True)"},
        {"step": "diagnostics", "codes": ["MSC102"]},
        {"step": "hover", "line": 2, "column": 12},
        {"step": "open", "file": "other.py"},
        {"step": "diagnostics", "codes": CODES},
        {"step": "servers"},
    )
    assert [each["line"] for each in seen] == [2]
    assert "torch.nn.Conv2d(3, 8, 5, padding=2)" in hover
    assert filetype == "python"
    assert len(other) == len(CODES)
    assert len(servers) == 1, "two files of one project have one server"


def test_saving_applies_the_safe_fixes_where_that_is_configured(neovim: Neovim, tmp_path: Path) -> None:
    project = project_in(tmp_path, careless=WIDE)
    _, modified, left = neovim.work(
        project,
        {"step": "diagnostics", "codes": CODES},
        {"step": "save"},
        {"step": "diagnostics", "codes": ["MSC101", "MSC202"]},
        more=block("neovim.md", "fixes on save"),
    )
    assert not modified
    assert {each["code"] for each in left} == {"MSC101", "MSC202"}
    assert (project / "careless.py").read_text() == fixed(WIDE)
