"""What a call of MindSpore's comes to, beside torch's call."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .frameworks import numpy

EQUAL = 1e-5
"""Outputs that agree to this, absolutely and relatively, are equal."""
DIFFERENT = 1e-3
"""Outputs that are further apart than this differ; nothing may lie between."""


@dataclass(frozen=True)
class Outcome:
    """One of three: it raises, it has another shape than torch's, or its numbers are so far from torch's."""

    error: str | None = None
    """The type of what is raised."""
    message: str = ""
    """What it says."""
    at_call: bool = False
    """It is raised by calling the cell, not by making it."""
    shapes: tuple[tuple[int, ...], tuple[int, ...]] | None = None
    """MindSpore's shape and torch's."""
    difference: float | None = None
    """The largest difference between two elements."""
    equal: bool = False

    @property
    def wrong(self) -> bool:
        """Whether it is plainly something else than what torch computes."""
        return self.error is not None or self.shapes is not None or not (self.difference or 0.0) <= DIFFERENT

    @property
    def severity(self) -> tuple[bool, bool, bool, float]:
        """What orders outcomes: an error before another shape, that before other numbers, these by how far they are."""
        return self.error is not None, self.shapes is not None, not self.equal, self.difference or 0.0

    def __str__(self) -> str:
        if self.error:
            return f"{self.error} {'when called' if self.at_call else 'when made'}: {self.message}"
        if self.shapes:
            return f"shape {self.shapes[0]}, torch's is {self.shapes[1]}"
        return f"{'equal' if self.equal else 'same shape'}, largest difference {self.difference:.2g}"


def raised(error: Exception, *, at_call: bool) -> Outcome:
    """The outcome of a call that raised; of the message the first line that says something."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip(" -")]
    return Outcome(error=type(error).__name__, message=lines[0] if lines else "", at_call=at_call)


def compared(output: Any, expected: Any) -> Outcome:
    """The outcome of a call that gave ``output`` (any shape) where torch's gave ``expected``."""
    output, expected = numpy().asarray(output), numpy().asarray(expected)
    if output.shape != expected.shape:
        return Outcome(shapes=(output.shape, expected.shape))
    largest = float(numpy().abs(output - expected).max(initial=0.0))
    close = bool(numpy().allclose(output, expected, rtol=EQUAL, atol=EQUAL))
    return Outcome(difference=largest, equal=close)


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """The outcome that is furthest from torch's."""
    return max(outcomes, key=lambda outcome: outcome.severity)
