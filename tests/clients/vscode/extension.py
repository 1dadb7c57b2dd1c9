"""The extension as users get it: a .vsix, built from nothing."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from tests.clients import installed

SOURCES = installed.ROOT / "editors" / "vscode"


def package(scratch: Path) -> Path:
    """The .vsix, built in a copy of the sources, as their README says."""
    copy = scratch / "extension"
    shutil.copytree(SOURCES, copy, ignore=shutil.ignore_patterns("node_modules", "dist", "*.vsix"))
    npm = installed.program("npm")
    for words in (["ci"], ["run", "package"]):
        run([npm, *words], folder=copy)
    return copy / "ms-convlint.vsix"


def run(command: list[str | Path], *, folder: Path, environment: dict[str, str] | None = None) -> str:
    """Run a command that must not fail; what it printed belongs to the failure."""
    outcome = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert outcome.returncode == 0, f"{command[:2]} failed:\n{outcome.stdout[-20_000:]}\n{outcome.stderr[-20_000:]}"
    return outcome.stdout
