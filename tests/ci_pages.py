"""The examples of docs/ci as a service reads them: workflows by their marks, jobs and their lines."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

PAGES = Path(__file__).parent.parent / "docs" / "ci"
CARELESS = """\
import torch
from mindspore import nn

stem = nn.Conv2d(3, 64, kernel_size=7, stride=2, padding=3)
pool = nn.Conv2d(64, 64, kernel_size=3, stride=2, has_bias=True)
"""
"""An error in line 4 that is fixed safely, a warning in line 5 that is not."""
NEW = "head = nn.Conv2d(64, 10, kernel_size=1, padding=1)\n"

_YAML = re.compile(r"<!-- ([\w ]+) -->\n```yaml\n(.*?)```", re.DOTALL)
_SHELL = re.compile(r"```sh\n(.*?)```", re.DOTALL)

EXAMPLES = {
    f"{page.stem}: {mark}": text
    for page in sorted(PAGES.glob("*.md"))
    for mark, text in _YAML.findall(page.read_text("utf-8"))
}
"""What stands below the marks of all pages."""


def shell_lines(page: str) -> list[str]:
    """The lines of a page that are typed, in their order."""
    text = (PAGES / f"{page}.md").read_text("utf-8")
    return [line for block in _SHELL.findall(text) for line in block.splitlines()]


def job(example: str) -> dict[str, Any]:
    """The job ``ms-convlint`` of an example."""
    document = yaml.safe_load(EXAMPLES[example])
    found: dict[str, Any] = document.get("jobs", document)["ms-convlint"]
    return found


def project_in(folder: Path, text: str = CARELESS) -> Path:
    """A project of one module."""
    (folder / "src").mkdir(parents=True)
    (folder / "src" / "stem.py").write_text(text, "utf-8")
    return folder


def environment(**more: str) -> dict[str, str]:
    """An environment in which ``ms-convlint`` is the one under test, speaking English."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    return os.environ | {"PATH": path, "LC_ALL": "C.UTF-8"} | more


def run(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a line as GitHub runs it."""
    return subprocess.run(
        ["bash", "-e", "-c", line], cwd=folder, env=environment(), capture_output=True, text=True, check=False
    )
