"""What was measured of a rule on the real frameworks, as a section of its page."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from ms_convlint.languages import ENGLISH, in_language
from ms_convlint.wording import clauses, said

_RECORD = Path(__file__).parent / "measured.json"
_WHEN = {
    "when made": said("when it is made"),
    "at load": said("when it is loaded"),
    "at call": said("when the cell is called"),
    "at checkpoint": said("when the checkpoint is loaded"),
}
_WORDS = {
    "equal": said("equal"),
    "different": said("runs, with other numbers than torch's"),
    "no has_bias": said("no has_bias"),
    "assigning .data": said("assigning .data"),
    "assigning its items": said("assigning its items"),
    "assigning a Parameter": said("assigning a Parameter"),
    "assigning a Tensor": said("assigning a Tensor"),
    "weight_init of rank 3": said("weight_init of rank 3"),
    "weight_init of rank 4": said("weight_init of rank 4"),
}
"""What the record has in words."""

_Table = list[list[str]]
"""Rows of cells, the head first."""


def measured_section(code: str, language: str = ENGLISH) -> str:
    """The section ``## Measured`` of a rule's page in Markdown; "" where nothing was measured of it."""
    record = _record()
    found = record.get(code)
    if found is None:
        return ""
    on = said(
        "With MindSpore {mindspore} beside torch {torch}, torch's weights copied over",
        mindspore=record["measured on"]["mindspore"],
        torch=record["measured on"]["torch"],
    )
    if "calls" in found:
        head, table = said("{on}. {counted}", on=on, counted=_counted(found["counts"])), _calls(found["calls"])
    elif "networks" in found:
        head, table = said("{on}:", on=on), _networks(found["networks"])
    else:
        head, table = said("{on}:", on=on), _ways(found["ways"])
    lines = [in_language(said("## Measured"), language), in_language(head, language), ""]
    return "\n".join([*lines, *_in_markdown(table, language)])


@cache
def _record() -> dict[str, Any]:
    record: dict[str, Any] = json.loads(_RECORD.read_text("utf-8"))
    return record


def _in_markdown(table: _Table, language: str) -> list[str]:
    head, *rows = ([in_language(cell, language) for cell in row] for row in table)
    return [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *(f"| {' | '.join(row)} |" for row in rows)]


def _counted(counts: dict[str, Any]) -> str:
    """Of how many calls which outcome, in a sentence, and of how many fixes."""
    parts = [said("{count} raise {error}", count=count, error=error) for error, count in counts["raise"].items()]
    if counts["another shape"]:
        parts.append(said("{count} have another shape", count=counts["another shape"]))
    if counts["other numbers"]:
        parts.append(
            said(
                "{count} have the same shape and other numbers, up to {largest} off",
                count=counts["other numbers"],
                largest=f"{counts['largest difference']:g}",
            )
        )
    calls = said(
        "Of {calls} calls in the fixtures of which this rule alone speaks, {outcomes}.",
        calls=counts["calls"],
        outcomes=clauses(parts),
    )
    if not counts["fixed"]:
        return calls
    return said(
        "{calls} For {fixed} there is a fix: {equal} of them then equal torch's, to 1e-5.",
        calls=calls,
        fixed=counts["fixed"],
        equal=counts["then equal"],
    )


def _calls(rows: list[dict[str, Any]]) -> _Table:
    head = ["MindSpore", "torch", said("on even sizes"), said("on odd sizes")]
    return [
        head,
        *([f"`{row['written']}`", f"`{row['torch']}`", _outcome(row["even"]), _outcome(row["odd"])] for row in rows),
    ]


def _networks(rows: list[dict[str, Any]]) -> _Table:
    fixed = {True: _WORDS["equal"], None: said("shown, not written")}
    head: list[str] = [said("before a convolution"), said("its weight"), said("after the fix")]
    return [head, *([f"`{row['written']}`", _outcome(row["even"]), fixed[row["fixed"]]] for row in rows)]


def _ways(rows: list[dict[str, Any]]) -> _Table:
    head: list[str] = [said("way in"), said("layer"), said("what happens")]
    table = [[_way(row["written"]), _layer(row["layer"]), _outcome(row["happens"])] for row in rows]
    if any(row["mended"] for row in rows):
        head.append(said("with the rank that fits"))
        for cells, row in zip(table, rows, strict=True):
            cells.append(_outcome(row["mended"] or row["happens"]))
    return [head, *table]


def _way(written: str) -> str:
    """Words as they are, and code in its marks."""
    return _WORDS.get(written, f"`{written}`")


def _layer(described: str) -> str:
    """A layer, by its kind and what matters of it."""
    return clauses(map(_trait, described.split(", ")))


def _trait(text: str) -> str:
    sizes = re.fullmatch(r"(\d+) to (\d+) channels|(kernel|group) (\d+)", text)
    if sizes is None:
        return _WORDS.get(text, text)
    given, made, name, number = sizes.groups()
    if name == "kernel":
        return said("kernel {size}", size=number)
    return text if name == "group" else said("{given} to {made} channels", given=given, made=made)


def _outcome(outcome: Any) -> str:
    """One outcome in words."""
    if isinstance(outcome, str):
        return _WORDS[outcome]
    if "raises" in outcome:
        when = _WHEN.get(outcome.get("when", ""))
        return said("{error} {when}", error=outcome["raises"], when=when) if when else outcome["raises"]
    if "difference" in outcome:
        return said("same shape, largest difference {largest}", largest=f"{outcome['difference']:g}")
    shape = outcome["weight"] if "weight" in outcome else outcome["shape"]
    return said("shape {shape}, torch's {wanted}", shape=_shape(shape), wanted=_shape(outcome["of torch"]))


def _shape(sizes: list[int]) -> str:
    return f"({', '.join(map(str, sizes))})"
