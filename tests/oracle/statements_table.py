"""A statement of the documents, as the tables of ``statements_….py`` hold it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Statement:
    """What a document says that a call comes to, in MindSpore 2.10."""

    where: str
    """The document and its heading."""
    row: str
    """What stands there: the first cell of a row, or the sentence."""
    call: str
    says: str


Rows = Iterable[tuple[str, Iterable[tuple[str, str]]]]


def statements(where: str, rows: Rows) -> tuple[Statement, ...]:
    """The statements of one heading: for each row its calls with what they come to."""
    return tuple(Statement(where, row, call, says) for row, calls in rows for call, says in calls)
