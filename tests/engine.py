"""The engine on a text: how the engine's tests ask it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ms_convlint.engine import check
from ms_convlint.finding import Finding
from ms_convlint.settings import Settings, TorchSemantics
from ms_convlint.source import Source

HEAD = "import mindspore\nimport mindspore.nn as nn\nimport mindspore.ops as ops\n"
"""What a module begins with whose calls are of interest, three lines."""


def findings(
    text: str, semantics: TorchSemantics = TorchSemantics.AUTO, path: str | Path = "model.py"
) -> list[Finding]:
    """All findings of a module."""
    return check(Source(str(path), text), Settings(torch_semantics=semantics))


def codes(text: str, semantics: TorchSemantics = TorchSemantics.AUTO, path: str | Path = "model.py") -> list[str]:
    """The codes of a module's findings, in the order in which they are printed."""
    return [finding.code for finding in findings(text, semantics, path)]


def lines_with(code: str, found: Iterable[Finding]) -> list[int]:
    """The lines on which a code is found."""
    return [finding.start.line for finding in found if finding.code == code]
