"""What is measured and where: mindcv unpacked, and two environments that differ by the plugin alone."""

from __future__ import annotations

import compileall
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "ms_convlint"
WATCHED = re.compile(rb"[Cc]onv[123]d|Conv2D")
"""The watched names, as bytes in a file."""

_SCRIPT = """#!{python}
import sys
from ms_convlint.hosts.cli import main
if __name__ == "__main__":
    sys.exit(main())
"""


@dataclass(frozen=True)
class Environment:
    """A virtual environment; its libraries are links to those of the interpreter that runs the benchmark."""

    folder: Path

    @property
    def python(self) -> str:
        """Its interpreter."""
        return str(self.folder / "bin" / "python")

    def module(self, name: str, *arguments: str) -> tuple[str, ...]:
        """The command line that runs a module."""
        return (self.python, "-m", name, *arguments)

    def ms_convlint(self, *arguments: str) -> tuple[str, ...]:
        """The command line that runs the command as installed."""
        return (self.python, str(self.folder / "bin" / "ms-convlint"), *arguments)


def make_environment(folder: Path, *, with_plugin: bool) -> Environment:
    """An environment of linked libraries: no download, the same bytecode, the plugin in it or not."""
    venv.create(folder, symlinks=True, with_pip=False)
    (site_packages,) = folder.glob("lib/python*/site-packages")
    for library in _libraries():
        for entry in library.iterdir():
            target = site_packages / entry.name
            if not _is_ours_or_a_hook(entry.name) and not target.exists():
                target.symlink_to(entry)
    if with_plugin:
        _install_plugin(folder, site_packages)
    return Environment(folder)


def unpacked_mindcv(scratch: Path) -> Path:
    """A copy of the package in the pinned mindcv, fetched from PyPI where the cache lacks it."""
    command = [sys.executable, "-m", "tests.corpus.packages", "mindcv"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)
    copy = scratch / "mindcv"
    shutil.copytree(Path(done.stdout.strip()) / "mindcv", copy)
    return copy


def relevant_files(folder: Path) -> list[Path]:
    """The Python files that mention both mindspore and a watched name."""
    files = ((path, path.read_bytes()) for path in sorted(folder.rglob("*.py")))
    return [path for path, data in files if b"mindspore" in data and WATCHED.search(data)]


def _libraries() -> list[Path]:
    """The folders of the running interpreter that flake8, pylint and what they need are installed in."""
    for name in ("flake8", "pylint", "pathspec", "rich"):
        if importlib.util.find_spec(name) is None:
            raise SystemExit(f"the benchmark needs {name} installed beside {sys.executable}")
    folders = (Path(entry) for entry in sys.path if entry.endswith(("site-packages", "dist-packages")))
    return [folder for folder in folders if folder.is_dir()]


def _is_ours_or_a_hook(name: str) -> bool:
    """Whether an entry belongs to an installed copy of this package, or runs code at start-up."""
    return name.replace("-", "_").lstrip("_").startswith((PACKAGE, "editable__")) or name.endswith(".pth")


def _install_plugin(folder: Path, site_packages: Path) -> None:
    compileall.compile_dir(ROOT / PACKAGE, quiet=1)
    (site_packages / PACKAGE).symlink_to(ROOT / PACKAGE)
    information = site_packages / f"{PACKAGE}-0.dist-info"
    information.mkdir()
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: ms-convlint\nVersion: 0\n", "ascii")
    entry_point = f"[flake8.extension]\nMSC = {PACKAGE}.hosts.flake8:Plugin\n"
    (information / "entry_points.txt").write_text(entry_point, "ascii")
    script = folder / "bin" / "ms-convlint"
    script.write_text(_SCRIPT.format(python=folder / "bin" / "python"), "utf-8")
    os.chmod(script, 0o755)
