"""What was measured of a rule on the real frameworks, as a section of its page."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

_RECORD = Path(__file__).parent / "measured.json"
_WHEN = {
    "when made": "when it is made",
    "at load": "when it is loaded",
    "at call": "when the cell is called",
    "at checkpoint": "when the checkpoint is loaded",
}
_HAPPENS = {"different": "runs, with other numbers than torch's"}


def measured_section(code: str) -> str:
    """The section ``## Measured`` of a rule's page in Markdown; "" where nothing was measured of it."""
    record = _record()
    found = record.get(code)
    if found is None:
        return ""
    versions = record["measured on"]
    on = f"With MindSpore {versions['mindspore']} beside torch {versions['torch']}, torch's weights copied over"
    if "calls" in found:
        body = [f"{on}. {_counted(found['counts'])}", "", *_table_of_calls(found["calls"])]
    elif "networks" in found:
        body = [f"{on}:", "", *_table_of_networks(found["networks"])]
    else:
        body = [f"{on}:", "", *_table_of_ways(found["ways"])]
    return "\n".join(["## Measured", *body])


@cache
def _record() -> dict[str, Any]:
    record: dict[str, Any] = json.loads(_RECORD.read_text("utf-8"))
    return record


def _counted(counts: dict[str, Any]) -> str:
    """Of how many calls which outcome, in a sentence, and of how many fixes."""
    parts = [f"{count} raise {error}" for error, count in counts["raise"].items()]
    if counts["another shape"]:
        parts.append(f"{counts['another shape']} have another shape")
    if counts["other numbers"]:
        largest = counts["largest difference"]
        parts.append(f"{counts['other numbers']} have the same shape and other numbers, up to {largest:g} off")
    calls = f"Of {counts['calls']} calls in the fixtures of which this rule alone speaks, {', '.join(parts)}."
    if not counts["fixed"]:
        return calls
    return f"{calls} For {counts['fixed']} there is a fix: {counts['then equal']} of them then equal torch's, to 1e-5."


def _table_of_calls(rows: list[dict[str, Any]]) -> list[str]:
    head = ["| MindSpore | torch | on even sizes | on odd sizes |", "|---|---|---|---|"]
    return head + [
        f"| `{row['written']}` | `{row['torch']}` | {_outcome(row['even'])} | {_outcome(row['odd'])} |" for row in rows
    ]


def _table_of_networks(rows: list[dict[str, Any]]) -> list[str]:
    fixed = {True: "equal", None: "shown, not written"}
    head = ["| before a convolution | its weight | after the fix |", "|---|---|---|"]
    return head + [f"| `{row['written']}` | {_outcome(row['even'])} | {fixed[row['fixed']]} |" for row in rows]


def _table_of_ways(rows: list[dict[str, Any]]) -> list[str]:
    mended = any(row["mended"] for row in rows)
    head = ["| way in | layer | what happens |", "|---|---|---|"]
    if mended:
        head = ["| way in | layer | what happens | with the rank that fits |", "|---|---|---|---|"]
    return head + [
        f"| {_code(row['written'])} | {row['layer']} | {_outcome(row['happens'])} |"
        + (f" {row['mended'] or row['happens']} |" if mended else "")
        for row in rows
    ]


def _code(written: str) -> str:
    """Code in its marks, and words as they are."""
    return written if " " in written and "(" not in written else f"`{written}`"


def _outcome(outcome: Any) -> str:
    """One outcome in words."""
    if isinstance(outcome, str):
        return _HAPPENS.get(outcome, outcome)
    if "raises" in outcome:
        return " ".join(filter(None, [outcome["raises"], _WHEN.get(outcome.get("when", ""))]))
    if "difference" in outcome:
        return f"same shape, largest difference {outcome['difference']:g}"
    if "weight" in outcome:
        return f"shape {_shape(outcome['weight'])}, torch's {_shape(outcome['of torch'])}"
    return f"shape {_shape(outcome['shape'])}, torch's {_shape(outcome['of torch'])}"


def _shape(sizes: list[int]) -> str:
    return f"({', '.join(map(str, sizes))})"
