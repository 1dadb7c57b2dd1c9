"""Whether what was measured is what is recorded; numbers with a fraction may be a little off on another machine."""

from __future__ import annotations

import math
from typing import Any

TOLERANCE = 0.05


def disagreements(measured: Any, record: Any, place: str = "") -> list[str]:
    """The places, such as ``audio/all fixes``, where the two say something else."""
    if isinstance(measured, dict) and isinstance(record, dict):
        lacking = [f"{place}/{key}: only in one of the two" for key in sorted(measured.keys() ^ record.keys())]
        common = [key for key in measured if key in record]
        return lacking + [
            each for key in common for each in disagreements(measured[key], record[key], f"{place}/{key}")
        ]
    if isinstance(measured, list) and isinstance(record, list) and len(measured) == len(record):
        pairs = enumerate(zip(measured, record, strict=True))
        return [each for index, pair in pairs for each in disagreements(*pair, f"{place}/{index}")]
    if isinstance(measured, float) and isinstance(record, float):
        same = math.isclose(measured, record, rel_tol=TOLERANCE)
    else:
        same = measured == record
    return [] if same else [f"{place}: measured {measured!r}, recorded {record!r}"]
