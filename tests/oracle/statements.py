"""What the documents say of both frameworks, statement by statement, run.

A statement has the call as text, so that a reader can try it, and the words for what it comes to: the type of what is
raised, ``made``, the value, or how MindSpore's numbers lie beside torch's. The tables are in ``statements_….py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from .frameworks import mindspore, torch
from .outcomes import raised
from .statements_grids import GRIDS
from .statements_raising import RAISING
from .statements_same import SAME
from .statements_seeds import SEEDS
from .statements_silent import SILENT
from .statements_table import Statement
from .statements_terms import Comparison, terms
from .statements_translation import TRANSLATION

STATEMENTS: tuple[Statement, ...] = (*RAISING, *SILENT, *SAME, *GRIDS, *TRANSLATION, *SEEDS)


@dataclass(frozen=True)
class Result:
    """What a statement's call came to."""

    outcome: str
    message: str = ""
    """Of what was raised."""
    difference: float | None = None
    """Of outputs with the same shape that are not equal, the largest."""

    def fact(self) -> dict[str, Any]:
        """The result as it is recorded."""
        fact: dict[str, Any] = {"outcome": self.outcome}
        if self.message:
            fact["message"] = self.message
        if self.difference is not None:
            fact["difference"] = float(f"{self.difference:.2g}")
        return fact


@cache
def run(statement: Statement) -> Result:
    """Run the statement's call, once."""
    known = terms()
    torch().manual_seed(0)
    mindspore().set_seed(0)
    try:
        value = eval(statement.call, known)
    except Exception as error:  # whatever it raises is what is asked for
        outcome = raised(error, at_call=False)
        # torch names what it takes as a set, which is in another order each time.
        return Result(str(outcome.error), outcome.message.partition(" {")[0])
    if isinstance(value, Comparison):
        return Result(value.words, value.message, value.difference)
    return Result("made" if isinstance(value, known["nn"].Cell) else str(value))


def measure() -> dict[str, Any]:
    """What each statement came to, by where it stands, what it says there, and its call."""
    facts: dict[str, Any] = {}
    for statement in STATEMENTS:
        facts.setdefault(statement.where, {}).setdefault(statement.row, {})[statement.call] = run(statement).fact()
    return facts
