"""Fixtures that several test modules share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import toy_engine as toy
from command import Command

from ms_convlint.hosts import checking


@pytest.fixture(autouse=True, scope="session")
def english_locale() -> Iterator[None]:
    """Let messages be English, in programs that tests run too, whatever the language of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as environment:
        for variable in ("LANGUAGE", "LC_MESSAGES", "LANG"):
            environment.delenv(variable, raising=False)
        environment.setenv("LC_ALL", "C.UTF-8")
        yield


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Command:
    """The command in an empty folder."""
    return Command(tmp_path, monkeypatch, capsysbinary)


@pytest.fixture
def toy_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command use an engine whose findings are told at a glance."""
    monkeypatch.setattr(checking, "check", toy.check)
