"""What the rules' pages quote of the record: of each rule a few calls that differ in what they come to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ms_convlint

from .constructors import CODES
from .pairs import PARITIES

QUOTES = Path(ms_convlint.__file__).parent / "rules" / "measured.json"
_MOST = 8
_MOST_ALIKE = 2
"""Of calls of one callable that come to the same kind of thing."""
_RUNS = {"different": "runs, with other numbers than torch's"}
_LAYER = "Conv1d"
_SIZES = ("4 to 8, kernel 3", "4 to 8, kernel 1", "4 to 4, kernel 3, group 4")
"""Of the weights' tables these are quoted; the record has Conv1dTranspose and other sizes, too."""


def quotes(record: dict[str, Any]) -> dict[str, Any]:
    """The quotes by the rules' codes, and what they were measured on."""
    found: dict[str, Any] = {"measured on": record["measured on"]}
    for row in record["constructors"]:
        code = row["fixture"].partition("/")[0]
        if code in row["codes"]:
            found.setdefault(code, []).extend(_quoted(row, run) for run in row["runs"])
    found["MSC107"] = list(_networks(record["channel_pads"]))
    found |= _of_weights(record["weights"])
    return {code: _few(rows) if code in CODES else rows for code, rows in found.items()}


def _quoted(row: dict[str, Any], run: dict[str, Any]) -> dict[str, Any]:
    outcomes = {parity: run[parity] for parity in PARITIES}
    return {"written": row["call"], "torch": run["torch"], **outcomes, "fixed": run.get("fixed") == "equal"}


def _networks(section: dict[str, Any]) -> list[dict[str, Any]]:
    """The pads of the channels, each with what becomes of the weight behind it."""
    found = []
    for name, network in section["networks"].items():
        scope = name.partition(".")[0] if name.partition(".")[0] in section["said"] else ""
        outcomes = {parity: network[parity] for parity in PARITIES}
        fixed = set(network.get("fixed", {}).values()) == {"equal"}
        found.append({"written": section["said"][scope][0][0], "torch": None, **outcomes, "fixed": fixed})
    return found


def _of_weights(section: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """What becomes of a weight of the wrong rank or axis, by the ways in, the layers and the axes."""
    routes = [
        _of_layer(route, _LAYER, each["happens"], fixed=each["mended"] == "equal")
        for route, each in section["routes"][_LAYER].items()
    ]
    axes = [
        _of_layer(
            f"np.expand_dims(weight, {axis})",
            f"{_LAYER}, {sizes.replace(',', ' channels,', 1)}",
            happens,
            fixed=happens != "equal",
        )
        for sizes in _SIZES
        for axis, happens in section["axes"]["by axis"][_LAYER][sizes].items()
    ]
    initial = [
        _of_layer(f"weight_init of {rank}", layer, each[rank][0], fixed=rank == "rank 4")
        for layer, each in section["weight_init"].items()
        for rank in ("rank 3", "rank 4")
    ]
    unmatched = [
        _of_layer("load_param_into_net", told, each["happens"], fixed=False)
        for told, each in section["load_param_into_net"].items()
        if told.partition(",")[0] == _LAYER
    ]
    return {"MSC301": routes, "MSC302": axes, "MSC303": initial, "MSC304": unmatched}


def _of_layer(written: str, layer: str, happens: str, *, fixed: bool) -> dict[str, Any]:
    error, _, when = happens.partition(" ")
    outcome: Any = {"raises": error, "when": when} if error.endswith("Error") else _RUNS.get(happens, happens)
    return {"written": written, "layer": layer, "torch": None, "even": outcome, "odd": outcome, "fixed": fixed}


def _few(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first calls of each kind, in their order."""
    alike: dict[tuple[str, ...], int] = {}
    chosen = []
    for row in rows:
        kind = (row.get("layer", ""), row["written"].partition("(")[0], *(_kind(row[parity]) for parity in PARITIES))
        alike[kind] = alike.get(kind, 0) + 1
        quoted = [(other["written"], other.get("layer")) for other in chosen]
        if alike[kind] <= _MOST_ALIKE and (row["written"], row.get("layer")) not in quoted:
            chosen.append(row)
    return chosen[:_MOST]


def _kind(outcome: Any) -> str:
    return outcome if isinstance(outcome, str) else str(outcome.get("raises", next(iter(outcome))))
