"""What a person does with each editor's menu: takes a fix, an alternative and a comment that silences, and saves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .driving import project_in
from .texts import CODES, WIDE, fixed, silenced, with_torch_padding


@dataclass(frozen=True)
class Seen:
    """What there was to see on the way, in the editor's own words."""

    diagnostics: Sequence[dict[str, Any]]
    hover: str
    menu_of_fix: Sequence[str]
    menu_of_alternatives: Sequence[str]


def mend_by_menu(work: Callable[..., list[Any]], folder: Path, column: int) -> Seen:
    """Mend each line of WIDE by another entry of its menu and save, with the cursor in the callees at ``column``."""
    project = project_in(folder, careless=WIDE)
    diagnostics, hover, menu_of_fix, _, menu_of_alternatives, _, _, left, modified = work(
        project,
        {"step": "diagnostics", "codes": CODES},
        {"step": "hover", "line": 5, "column": column},
        {"step": "act", "line": 5, "column": column},
        {"step": "diagnostics", "codes": CODES[1:]},
        {"step": "act", "line": 6, "column": column, "title": "torch had padding=1"},
        {"step": "diagnostics", "codes": CODES[2:]},
        {"step": "act", "line": 7, "column": column, "title": "Silence MSC202"},
        {"step": "diagnostics", "codes": []},
        {"step": "save"},
    )
    assert left == []
    assert not modified
    assert (project / "careless.py").read_text("utf-8") == silenced(with_torch_padding(fixed(WIDE)))
    return Seen(diagnostics, hover, menu_of_fix, menu_of_alternatives)
