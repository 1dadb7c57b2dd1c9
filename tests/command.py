"""Runs the command inside the test's process, in a folder of its own."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from ms_convlint.configuration import forget_settings
from ms_convlint.hosts.cli import main


@dataclass(frozen=True)
class Outcome:
    """What a run gave."""

    code: int
    out: str
    err: str
    raw: bytes

    @property
    def codes(self) -> list[str]:
        """The places and codes that a text report names: ``path:line:column: CODE``."""
        return [" ".join(line.split()[:2]) for line in self.out.splitlines() if ": MSC" in line]


class Command:
    """The command in a folder."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[bytes]) -> None:
        self.folder = folder
        self._monkeypatch = monkeypatch
        self._capture = capture

    def write(self, path: str, contents: str | bytes) -> Path:
        """Write a file below the folder."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(contents.encode() if isinstance(contents, str) else contents)
        return file

    def __call__(self, *arguments: str, stdin: bytes = b"") -> Outcome:
        """Run it; pyproject.toml files are read anew each time."""
        forget_settings()
        self._monkeypatch.chdir(self.folder)
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        self._capture.readouterr()
        try:
            code: object = main(arguments)
        except SystemExit as stop:
            code = stop.code
        assert isinstance(code, int)
        out, err = self._capture.readouterr()
        return Outcome(code, out.decode(errors="surrogateescape"), err.decode(), out)
