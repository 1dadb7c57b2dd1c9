"""What a user may choose, and where it comes from: options, pyproject.toml, the comment in the file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path


class TorchSemantics(str, Enum):
    """How readily code is taken for a port from torch (RULES: ``torch-semantics``)."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


LATEST_MINDSPORE = (2, 10)


@dataclass(frozen=True)
class Settings:
    """All settings of one file. The first three change what is true; the others choose what is shown."""

    torch_semantics: TorchSemantics = TorchSemantics.AUTO
    mindspore_version: tuple[int, ...] = LATEST_MINDSPORE
    per_file_torch_semantics: tuple[tuple[str, TorchSemantics], ...] = ()
    select: tuple[str, ...] = ("MSC",)
    ignore: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    exclude: tuple[str, ...] = ()
    root: Path | None = None
    """The folder of the pyproject.toml that the settings came from: patterns are relative to it."""
