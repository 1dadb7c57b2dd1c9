"""The weight rules held against what was measured, where the frameworks are not installed."""

from __future__ import annotations

from typing import Any

import pytest

from ms_convlint.facts.weights.routes import Route, call_error, outcome

from .recorded import recorded
from .weight_axes import CASES, Case
from .weight_initial import MAKINGS, RAW
from .weight_measures import SECTION
from .weight_routes import VERSION, WAYS, Way, findings, mended, said
from .weight_runs import CALL, CHECKPOINT, LAYERS, LOAD
from .weight_unmatched import LOADS, codes, norm_message


@pytest.fixture(scope="module")
def record() -> Any:
    return recorded(SECTION)


def foretold(route: Route, layer: str) -> str:
    """What the table of the ways in says of a weight of rank 3."""
    result = outcome(route, VERSION)
    if route is Route.SAVE_CHECKPOINT:
        return f"{result.error} at {CHECKPOINT}"
    if result.at_load:
        return f"{result.error} at {LOAD}"
    return f"{call_error(transposed=layer == 'Conv1dTranspose', expanded=False)} at {CALL}"


@pytest.mark.parametrize("layer", LAYERS)
def test_the_table_of_the_ways_in_says_what_was_measured(record: Any, layer: str) -> None:
    measured = {route: row["happens"] for route, row in record["routes"][layer].items()}
    assert {route.value: foretold(route, layer) for route in Route} == measured


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_the_message_says_what_was_measured(record: Any, way: Way) -> None:
    (finding,) = findings(way.text)
    assert said(finding) == record["routes"][way.layer][way.route.value]["happens"]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_nothing_is_said_of_a_load_once_it_is_mended(way: Way) -> None:
    assert findings(mended(way.text)) == []


def test_every_mended_load_equals_torch(record: Any) -> None:
    assert {row["mended"] for rows in record["routes"].values() for row in rows.values()} == {"equal"}


@pytest.mark.parametrize("axis", range(4))
@pytest.mark.parametrize("layer", LAYERS)
def test_an_axis_is_reported_where_it_was_measured_to_raise(record: Any, layer: str, axis: int) -> None:
    def says(case: Case) -> str:
        found = findings(case.text)
        return said(found[0]) if found else "equal"

    cases = {case.shape.name: case for case in reversed(CASES) if _is_first(case, layer, axis)}
    measured = {shape: row[str(axis)]["happens"] for shape, row in record["axes"]["by axis"][layer].items()}
    assert {shape: says(case) for shape, case in cases.items()} == measured


def _is_first(case: Case, layer: str, axis: int) -> bool:
    return (case.shape.layer, case.axis, case.sink, case.is_reshape) == (layer, axis, "set_data", False)


@pytest.mark.parametrize("layer", LAYERS)
def test_a_weight_init_is_reported_at_the_rank_that_was_measured_to_raise(record: Any, layer: str) -> None:
    row = record["weight_init"][layer]
    assert (row["rank 3"], row["rank 4"], row["rank 4, mended"]) == (["equal"], ["ValueError when made"], ["equal"])
    for making in MAKINGS:
        if making.shape.layer == layer:
            found = findings(making.text)
            assert [finding.code for finding in found] == ([] if making.value == RAW else ["MSC303"])
            assert all("ValueError" in finding.message for finding in found)


def test_the_loads_that_were_measured_to_lose_something_are_reported(record: Any) -> None:
    rows = record["load_param_into_net"]
    losing = [load for load in LOADS if rows[load.name]["unmatched"]]
    assert losing
    assert {code for load in losing for code in codes(load)} == {"MSC304"}


def test_the_message_names_what_was_measured_to_find_no_match(record: Any) -> None:
    unmatched = record["load_param_into_net"]["BatchNorm1d, torch's names"]["unmatched"]
    told = [key for key in unmatched if key in norm_message()]
    assert told == [key for key in unmatched if "num_batches_tracked" not in key]


def test_everything_that_ran_did_as_was_said(record: Any) -> None:
    for row in record["fixtures"].values():
        assert row["ran"] == row["reported and raise"] + row["silent and load"]
    for row in record["programs"].values():
        assert row["programs"] == row["as said"]
