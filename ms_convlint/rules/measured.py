"""What was measured of a rule on the real frameworks, as a section of its page."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

_WHEN = {
    "when made": "when it is made",
    "at load": "when loaded",
    "at call": "when the cell is called",
    "at checkpoint": "when the checkpoint is loaded",
}
_RECORD = Path(__file__).parent / "measured.json"


def measured_section(code: str) -> str:
    """The section ``## Measured`` of a rule's page in Markdown; "" where nothing was measured of it."""
    record = _record()
    rows = record.get(code, [])
    if not rows:
        return ""
    versions = record["measured on"]
    inputs = "" if "layer" in rows[0] else ", on inputs between -1 and 1 of even and of odd sizes"
    head = f"With MindSpore {versions['mindspore']} beside torch {versions['torch']}, with torch's weights{inputs}:"
    return "\n".join(["## Measured", head, "", *(f"- {_sentence(row)}" for row in rows)])


@cache
def _record() -> dict[str, Any]:
    record: dict[str, Any] = json.loads(_RECORD.read_text("utf-8"))
    return record


def _sentence(row: dict[str, Any]) -> str:
    beside = f" in {row['layer']}" if "layer" in row else ""
    if row["torch"] == row["written"]:
        beside = ", torch's own line"
    elif row["torch"]:
        beside = f", beside torch's `{row['torch']}`"
    even, odd = _outcome(row["even"]), _outcome(row["odd"])
    happens = even if even == odd else f"{even} on even sizes, {odd} on odd ones"
    return f"{_code(row['written'])}{beside}: {happens}{'; after the fix equal' if row['fixed'] else ''}"


def _code(written: str) -> str:
    """Code in its marks, and words as they are."""
    return written if " " in written and "(" not in written else f"`{written}`"


def _outcome(outcome: Any) -> str:
    """One outcome in words."""
    if isinstance(outcome, str):
        return outcome
    if "raises" in outcome:
        return " ".join(filter(None, [outcome["raises"], _WHEN.get(outcome.get("when", ""))]))
    if "difference" in outcome:
        return f"same shape, largest difference {outcome['difference']:g}"
    if "weight" in outcome:
        return f"a weight of shape {_shape(outcome['weight'])}, torch's has {_shape(outcome['of torch'])}"
    return f"shape {_shape(outcome['shape'])}, torch's is {_shape(outcome['of torch'])}"


def _shape(sizes: list[int]) -> str:
    return f"({', '.join(map(str, sizes))})"
