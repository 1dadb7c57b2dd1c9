"""The pinned packages: fetched from PyPI once, their hashes verified, unpacked into a cache.

Run ``python -m tests.corpus.packages [NAME…]`` to fetch all of them, or those named, and print their folders.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER_VARIABLE = "MS_CONVLINT_CORPUS"
PINS = Path(__file__).with_name("wheels.sha256")


@dataclass(frozen=True)
class Package:
    """One wheel, as pinned in ``wheels.sha256`` (the format of the command ``sha256sum``)."""

    wheel: str
    sha256: str

    @property
    def name(self) -> str:
        return self.wheel.split("-")[0]

    @property
    def version(self) -> str:
        return self.wheel.split("-")[1]

    @property
    def folder(self) -> str:
        """The name of the folder that it is unpacked into."""
        return f"{self.name}-{self.version}"


@dataclass(frozen=True)
class CorpusFile:
    """One Python file of a package; ``path`` is relative to the folder of the package."""

    package: Package
    path: str
    data: bytes

    @property
    def name(self) -> str:
        """How reports name the file."""
        return f"{self.package.folder}/{self.path}"


def pinned() -> list[Package]:
    """All packages, in the order of the pins."""
    rows = (line.split() for line in PINS.read_text("ascii").splitlines())
    return [Package(wheel, sha256) for sha256, wheel in rows]


def cache_folder() -> Path:
    """Where wheels and unpacked packages are kept between runs."""
    if named := os.environ.get(FOLDER_VARIABLE):
        return Path(named)
    caches = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(caches) / "ms-convlint" / "corpus"


def obtain(package: Package) -> Path:
    """The folder of the unpacked package, fetched and unpacked where that has not been done yet."""
    cache = cache_folder()
    unpacked = cache / package.folder
    stamp = unpacked / ".sha256"
    if stamp.is_file() and stamp.read_text("ascii") == package.sha256:
        return unpacked
    cache.mkdir(parents=True, exist_ok=True)
    wheel = cache / package.wheel
    if not wheel.is_file():
        _download(package, cache)
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    if digest != package.sha256:
        raise SystemExit(f"{wheel}: sha256 is {digest}, {PINS.name} says {package.sha256}: delete the file")
    _unpack(package, wheel, unpacked)
    return unpacked


def python_files(package: Package) -> Iterator[CorpusFile]:
    """Every Python file of a package, in a fixed order."""
    folder = obtain(package)
    for path in sorted(folder.rglob("*.py")):
        yield CorpusFile(package, path.relative_to(folder).as_posix(), path.read_bytes())


def distinct_files() -> Iterator[CorpusFile]:
    """Every Python file of all packages, those with the same content once."""
    seen: set[bytes] = set()
    for package in pinned():
        for file in python_files(package):
            digest = hashlib.sha256(file.data).digest()
            if digest not in seen:
                seen.add(digest)
                yield file


def _download(package: Package, cache: Path) -> None:
    with tempfile.TemporaryDirectory(dir=cache) as folder:
        requirements = Path(folder) / "requirements.txt"
        pin = f"{package.name}=={package.version} --hash=sha256:{package.sha256}\n"
        requirements.write_text(pin, "ascii")
        # What the packages require of the interpreter does not matter: they are only read.
        command = "-m pip download -q --no-deps --require-hashes --only-binary=:all: --ignore-requires-python"
        done = subprocess.run(
            [sys.executable, *command.split(), "-d", folder, "-r", str(requirements)],
            capture_output=True,
            check=False,
            text=True,
        )
        if done.returncode:
            raise SystemExit(f"pip cannot download {package.name}=={package.version}:\n{done.stderr}")
        os.replace(Path(folder) / package.wheel, cache / package.wheel)


def _unpack(package: Package, wheel: Path, unpacked: Path) -> None:
    # Into a folder beside and moved at the end, so that an interrupted run leaves nothing by halves.
    with tempfile.TemporaryDirectory(dir=unpacked.parent) as folder:
        target = Path(folder) / package.folder
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(target, [name for name in archive.namelist() if name.endswith(".py")])
        (target / ".sha256").write_text(package.sha256, "ascii")
        shutil.rmtree(unpacked, ignore_errors=True)
        os.replace(target, unpacked)


def main() -> None:
    """Print the folder of each package that the command line names, or of all."""
    names = sys.argv[1:]
    for package in pinned():
        if not names or package.name in names:
            sys.stdout.write(f"{obtain(package)}\n")


if __name__ == "__main__":
    main()
