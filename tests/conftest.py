"""Fixtures that several test modules share."""

from __future__ import annotations

from pathlib import Path

import pytest
import toy_engine as toy
from command import Command

from ms_convlint.hosts import checking


@pytest.fixture(autouse=True)
def english_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let messages be English, whatever the language of whoever runs the tests."""
    for variable in ("LANGUAGE", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Command:
    """The command in an empty folder."""
    return Command(tmp_path, monkeypatch, capsysbinary)


@pytest.fixture
def toy_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command use an engine whose findings are told at a glance."""
    monkeypatch.setattr(checking, "check", toy.check)
