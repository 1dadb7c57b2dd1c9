"""What the command says of a folder of modules and makes of them, and what it says and makes of those once more."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ms_convlint.edits import apply_edits
from ms_convlint.finding import Edit, Position
from ms_convlint.rules.registry import RULES

from .sweep_product import run_on, written

CERTAIN = frozenset(rule.code for rule in RULES if rule.certain)


@dataclass
class Judged:
    """One module under one setting of ``--torch-semantics``."""

    text: str
    findings: list[dict[str, Any]] = field(default_factory=list)
    safely_fixed: str = ""
    left: list[dict[str, Any]] = field(default_factory=list)
    """What is found after the safe fixes."""
    fixed_again: str = ""
    fixed: str = ""
    """After all fixes, those among them that change numbers."""

    @property
    def certain(self) -> list[str]:
        """The codes of the certain findings."""
        return sorted(finding["code"] for finding in self.findings if finding["code"] in CERTAIN)

    @property
    def certain_left(self) -> list[str]:
        """Those that are left after the safe fixes."""
        return sorted(finding["code"] for finding in self.left if finding["code"] in CERTAIN)

    @property
    def is_fixed(self) -> bool:
        """Whether a safe fix was written."""
        return self.safely_fixed != self.text

    def safe_alternatives(self) -> Iterator[str]:
        """Yield the module's text after each of the alternatives that are called safe."""
        for finding in self.findings:
            for alternative in finding["alternatives"]:
                if alternative["applicability"] == "safe":
                    yield apply_edits(self.text, map(_edit, alternative["edits"]))


def judge(texts: list[str], folder: Path, semantics: str) -> list[Judged]:
    """Check all modules, fix them, fix them again, and then with all fixes: four runs of the command."""
    judged = [Judged(text) for text in texts]
    names = [f"call_{number:04}.py" for number in range(len(texts))]
    of_name = dict(zip(names, judged, strict=True))
    modules = written(names, texts, folder / semantics)
    for finding in json.loads(run_on(modules, semantics=semantics)):
        of_name[Path(finding["filename"]).name].findings.append(finding)
    for finding in json.loads(run_on(modules, "--fix", semantics=semantics)):
        of_name[Path(finding["filename"]).name].left.append(finding)
    for name, module in of_name.items():
        module.safely_fixed = (modules / name).read_text("utf-8")
    run_on(modules, "--fix", semantics=semantics)
    for name, module in of_name.items():
        module.fixed_again = (modules / name).read_text("utf-8")
    every = written(names, texts, folder / f"{semantics}, all fixes")
    run_on(every, "--fix", "--unsafe-fixes", semantics=semantics)
    for name, module in of_name.items():
        module.fixed = (every / name).read_text("utf-8")
    return judged


def _edit(fields: dict[str, Any]) -> Edit:
    start, end = (Position(fields[name]["row"], fields[name]["column"] - 1) for name in ("location", "end_location"))
    return Edit(start, end, fields["content"])
