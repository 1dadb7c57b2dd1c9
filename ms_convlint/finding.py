"""What the linter has to say: a finding, its fix, and the edits that a fix is made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Applicability(str, Enum):
    """How far a fix may be trusted, in ruff's terms."""

    SAFE = "safe"
    """Nothing that runs today changes."""
    UNSAFE = "unsafe"
    """The numbers of code that runs today may change: asked for with ``--unsafe-fixes``."""
    DISPLAY = "display"
    """Shown to the reader, never applied."""


class Severity(str, Enum):
    """ERROR where the call raises or an argument is ignored, WARNING where numbers differ."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, order=True)
class Position:
    """A place between two characters: ``line`` from 1, ``column`` in characters from 0."""

    line: int
    column: int


@dataclass(frozen=True, order=True)
class Edit:
    """Replace what stands from ``start`` to ``end`` (the same place: insert) by ``content``."""

    start: Position
    end: Position
    content: str


@dataclass(frozen=True)
class Fix:
    """Edits that belong together; one with ``DISPLAY`` may have none and only tell in ``message``.

    ``title`` is shorter than ``message``, for a menu: what is meant, and the arguments that are new.
    """

    applicability: Applicability
    message: str
    edits: tuple[Edit, ...] = ()
    title: str = ""


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with one call.

    ``start`` and ``end`` stand on the first line of the call, around the callee's name. ``certain`` tells the
    rules that hold whatever the code came from. Findings of one call that must be mended
    together carry the same ``fix``. ``alternatives`` are never applied by a tool of its own accord.
    """

    code: str
    message: str
    start: Position
    end: Position
    severity: Severity
    certain: bool
    fix: Fix | None = None
    alternatives: tuple[Fix, ...] = ()
    call_end: Position | None = None
    """Where the call ends, if a call is what the finding is about: an editor offers its fix on all of its lines."""

    @property
    def sort_key(self) -> tuple[int, int, str]:
        """The order in which every host prints findings."""
        return (self.start.line, self.start.column, self.code)


UNREADABLE = "MSC900"
"""The code of a file that cannot be checked; flake8 and pylint have their own."""


def unreadable(message: str, position: Position) -> Finding:
    """Make the finding of a file that cannot be decoded or parsed."""
    return Finding(UNREADABLE, message, position, position, Severity.ERROR, certain=True)
