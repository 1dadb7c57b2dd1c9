"""What the rules' pages quote of the record: counts of a rule's calls, and a few of them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import ms_convlint

from .constructors import CODES
from .pairs import PARITIES

QUOTES = Path(ms_convlint.__file__).parent / "rules" / "measured.json"
_MOST = 5
_LAYER = "Conv1d"
_SIZES = ("4 to 8, kernel 3", "4 to 8, kernel 1", "4 to 4, kernel 3, group 4")
"""Of the weights' tables these are quoted; the record has Conv1dTranspose and other sizes, too."""


def quotes(record: dict[str, Any]) -> dict[str, Any]:
    """The quotes by the rules' codes, and what they were measured on."""
    found: dict[str, Any] = {"measured on": record["measured on"]}
    for code in CODES:
        rows = [row for row in record["constructors"] if row["codes"] == [code]]
        found[code] = {
            "counts": _counts(rows),
            "calls": _few([_quoted(row, run) for row in rows for run in row["runs"]]),
        }
    found["MSC107"] = {"networks": list(_networks(record["channel_pads"]))}
    return found | _of_weights(record["weights"])


def _counts(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Of the calls of which a rule alone speaks: how many come to what, and how many fixes were run."""
    worst = [_worst([run[parity] for run in row["runs"] for parity in PARITIES]) for row in rows]
    errors = Counter(outcome["raises"] for outcome in worst if "raises" in outcome)
    differences = [outcome["difference"] for outcome in worst if "difference" in outcome]
    applied = [row for row in rows if row["fix"] in ("safe", "unsafe")]
    return {
        "calls": len(rows),
        "raise": dict(sorted(errors.items())),
        "another shape": sum("shape" in outcome for outcome in worst),
        "other numbers": len(differences),
        "largest difference": max(differences, default=None),
        "fixed": len(applied),
        "then equal": sum(all(run["fixed"] == "equal" for run in row["runs"]) for row in applied),
    }


def _worst(outcomes: list[Any]) -> Any:
    """An error before another shape, that before other numbers, these by how far they are."""
    kinds = ("raises", "shape", "difference")
    found = [outcome for outcome in outcomes if outcome != "equal"]
    return min(found, key=lambda outcome: (kinds.index(next(iter(outcome))), -outcome.get("difference", 0)))


def _quoted(row: dict[str, Any], run: dict[str, Any]) -> dict[str, Any]:
    return {"written": row["call"], "torch": run["torch"], **{parity: run[parity] for parity in PARITIES}}


def _few(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first calls of each kind, in their order: first one of each, then a second."""
    plain = [row for row in rows if row["written"].startswith(("nn.", "ops."))]
    seen: Counter[tuple[str, ...]] = Counter()
    ranked = []
    for place, row in enumerate(plain):
        kind = (row["written"].partition("(")[0], *(_kind(row[parity]) for parity in PARITIES))
        if not any(row["written"] == other["written"] for _, _, other in ranked):
            ranked.append((seen[kind], place, row))
            seen[kind] += 1
    chosen = sorted(ranked, key=lambda each: each[:2])[:_MOST]
    return [row for _, _, row in sorted(chosen, key=lambda each: each[1])]


def _kind(outcome: Any) -> str:
    return outcome if isinstance(outcome, str) else str(outcome.get("raises", next(iter(outcome))))


def _networks(section: dict[str, Any]) -> list[dict[str, Any]]:
    """The pads of the channels, each with what becomes of the weight behind it."""
    taken: Counter[str] = Counter()
    found = []
    for name, network in section["networks"].items():
        scope = name.partition(".")[0] if name.partition(".")[0] in section["said"] else ""
        pad = section["said"][scope][taken[scope]][0]
        taken[scope] += 1
        fixed = set(network["fixed"].values()) if "fixed" in network else None
        row = {"written": pad, "even": network["even"], "fixed": fixed == {"equal"} if fixed else None}
        found += [row] if row not in found else []
    return found


def _of_weights(section: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What becomes of a weight of the wrong rank or axis, by the ways in, the layers and the axes."""
    routes = [_way(route, _LAYER, each) for route, each in section["routes"][_LAYER].items()]
    axes = [
        _way(f"np.expand_dims(weight, {axis})", f"{_LAYER}, {sizes.replace(',', ' channels,', 1)}", each)
        for sizes in _SIZES
        for axis, each in section["axes"]["by axis"][_LAYER][sizes].items()
    ]
    initial = [
        _way(
            f"weight_init of {rank}", layer, {"happens": each[rank][0], "mended": each.get(f"{rank}, mended", [""])[0]}
        )
        for layer, each in section["weight_init"].items()
        for rank in ("rank 3", "rank 4")
    ]
    unmatched = [
        _way("load_param_into_net", told, {"happens": each["happens"], "mended": ""})
        for told, each in section["load_param_into_net"].items()
        if told.partition(",")[0] == _LAYER
    ]
    ways = {"MSC301": routes, "MSC302": axes, "MSC303": initial, "MSC304": unmatched}
    return {code: {"ways": found} for code, found in ways.items()}


def _way(written: str, layer: str, each: dict[str, str]) -> dict[str, Any]:
    error, _, when = each["happens"].partition(" ")
    happens: Any = {"raises": error, "when": when} if error.endswith("Error") else each["happens"]
    return {"written": written, "layer": layer, "happens": happens, "mended": each["mended"]}
