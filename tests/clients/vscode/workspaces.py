"""Folders that are opened in VS Code, with the settings of the documentation's page."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from tests.clients import installed
from tests.clients.vscode.extension import run

PAGE = installed.ROOT / "docs" / "editors" / "vscode.md"
FILES = Path(__file__).parent / "workspace"


def workspace(folder: Path) -> Path:
    """A folder with ported code, whose settings are the page's and whose interpreter is that of the tests."""
    shutil.copytree(FILES, folder)
    python = folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    settings_of(folder).parent.mkdir()
    settings_of(folder).write_text(documented_settings("settings"))
    return folder


def settings_of(folder: Path) -> Path:
    """The file with a workspace's settings."""
    return folder / ".vscode" / "settings.json"


def documented_settings(name: str) -> str:
    """The block of the page below the mark of that name."""
    block = re.search(
        rf"^<!-- {name} -->\n```json\n(.+?)^```", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    assert block, f"{PAGE} has no block {name}"
    return block[1]


def choose_interpreter(folder: Path, interpreter: Path) -> None:
    """Change the workspace's setting."""
    settings = json.loads(settings_of(folder).read_text())
    settings["msConvlint.interpreter"] = [str(interpreter)]
    settings_of(folder).write_text(json.dumps(settings))


def python_without_the_package(folder: Path) -> Path:
    """A virtual environment in which ms-convlint is not installed, but can be.

    Its pip stands in for the real one, which would need a network: what it installs is what the tests run on.
    """
    run([sys.executable, "-m", "venv", "--without-pip", folder], folder=folder.parent)
    python = folder / "bin" / "python"
    question = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(subprocess.check_output([python, "-c", question], text=True).strip())
    (packages / "pip").mkdir()
    line = f"import site; site.addsitedir({sysconfig.get_path('purelib')!r})"
    (packages / "pip" / "__main__.py").write_text(
        "import pathlib, sys\n"
        "assert sys.argv[1:] == ['install', 'ms-convlint[lsp]'], sys.argv\n"
        f"(pathlib.Path(__file__).parent.parent / 'installed.pth').write_text({line!r})\n"
    )
    return python


def interpreter_that_says(version: tuple[int, int, int], path: Path) -> Path:
    """A program that answers as a Python of that version does."""
    answer = json.dumps({"version": version, "missing": []})
    path.write_text(f"#!/bin/sh\necho '{answer}'\n")
    path.chmod(0o755)
    return path
