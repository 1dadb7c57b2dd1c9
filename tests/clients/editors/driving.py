"""Runs an editor with its driver: from the steps that a person would take to what there was to see."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SECONDS = 60
"""An editor that is not done by then hangs."""

Step = dict[str, Any]


def project_in(folder: Path, **texts: str | bytes) -> Path:
    """A project with a pyproject.toml and these Python files, in a folder that is nobody's home."""
    project = folder / "project"
    (folder / "home").mkdir()
    project.mkdir()
    (project / "pyproject.toml").write_text("", encoding="utf-8")
    for name, text in texts.items():
        data = text if isinstance(text, bytes) else text.encode()
        (project / f"{name}.py").write_bytes(data)
    return project


def drive(command: Sequence[str | Path], project: Path, steps: Sequence[Step], **environment: str) -> list[Any]:
    """Start an editor in the project; the result of each step."""
    results = project.parent / "results.json"
    completed = subprocess.run(
        [str(argument) for argument in command],
        cwd=project,
        env=_environment(project.parent / "home", steps, results) | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=SECONDS,
        check=False,
    )
    said = completed.stdout.decode(errors="replace")
    written = results.read_text(encoding="utf-8") if results.exists() else "nothing"
    assert completed.returncode == 0, f"{said}\n{written}"
    seen: list[Any] = json.loads(written)
    assert len(seen) == len(steps), f"{said}\n{written}"
    return seen


def _environment(home: Path, steps: Sequence[Step], results: Path) -> dict[str, str]:
    """An environment of a person who has no configuration of his own, and ms-convlint in PATH."""
    other = ("XDG_", "VIM", "EMACS", "LANG", "LC_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(other)}
    own_programs = str(Path(sys.executable).parent)
    return kept | {
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "PATH": os.pathsep.join((own_programs, os.environ.get("PATH", os.defpath))),
        "STEPS": json.dumps(steps),
        "RESULTS": str(results),
    }
