"""What the command says of a folder of modules, and what it makes of them: with safe fixes, and with all."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ms_convlint import apply_fixes, check_source
from ms_convlint.settings import Settings, TorchSemantics

_CHECK = ("check", "--output-format", "json", "--exit-zero")


@dataclass
class Checked:
    """One module: its text, what is found in it, and its text after the fixes."""

    text: str
    safely_fixed: str = ""
    safely_fixed_in_auto: str = ""
    """The same where nothing is told of torch, ``--torch-semantics`` left to its default."""
    fixed: str = ""
    findings: list[dict[str, Any]] = field(default_factory=list)

    @property
    def versions(self) -> set[str]:
        """All texts that there are of it."""
        return {self.text, self.safely_fixed, self.safely_fixed_in_auto, self.fixed}

    @property
    def codes(self) -> set[str]:
        return {finding["code"] for finding in self.findings}

    @property
    def reasons(self) -> set[str]:
        """What is said to the reader where no fix can be made."""
        fixes = [finding["fix"] for finding in self.findings if finding["fix"]]
        return {fix["message"] for fix in fixes if fix["applicability"] == "display"}


def check_modules(texts: list[str], folder: Path) -> list[Checked]:
    """Write each text to a file of its own, check all of them, and fix them in copies."""
    checked = [Checked(text) for text in texts]
    names = [f"call_{number:04}.py" for number in range(len(texts))]
    of_name = dict(zip(names, checked, strict=True))
    for finding in json.loads(run_on(written(names, texts, folder / "checked"))):
        of_name[Path(finding["filename"]).name].findings.append(finding)
    safe, auto, every = (written(names, texts, folder / name) for name in ("safe", "auto", "every"))
    run_on(safe, "--fix")
    run_on(auto, "--fix", semantics="auto")
    run_on(every, "--fix", "--unsafe-fixes")
    for name, module in of_name.items():
        module.safely_fixed = (safe / name).read_text("utf-8")
        module.safely_fixed_in_auto = (auto / name).read_text("utf-8")
        module.fixed = (every / name).read_text("utf-8")
    return checked


def written(names: list[str], texts: list[str], folder: Path) -> Path:
    """Write each text to the file of that name in a new folder."""
    folder.mkdir(parents=True)
    for name, text in zip(names, texts, strict=True):
        (folder / name).write_text(text, "utf-8")
    return folder


def run_on(folder: Path, *options: str, semantics: str = "always") -> str:
    """Run the command on a folder, all in one process; what it prints, JSON."""
    command = [sys.executable, "-m", "ms_convlint", *_CHECK, "--torch-semantics", semantics, *options, str(folder)]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


def fixed(text: str) -> str:
    """A single module after all fixes."""
    findings = check_source(text, settings=Settings(torch_semantics=TorchSemantics.ALWAYS))
    return apply_fixes(text, findings, unsafe=True)
