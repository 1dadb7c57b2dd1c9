"""Every fixture of the constructor rules: wrong as it stands, torch's numbers once the linter has fixed it."""

from __future__ import annotations

from typing import Any

import pytest

from ms_convlint.rules.registry import BY_CODE

from .agreement import disagreements
from .constructors import measure
from .pairs import PARITIES
from .recorded import recorded

pytestmark = [pytest.mark.oracle, pytest.mark.usefixtures("frameworks")]


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    return measure()


def outcomes(run: dict[str, Any]) -> list[Any]:
    return [run[parity] for parity in PARITIES]


def test_what_is_reported_raises_or_gives_another_shape_or_other_numbers(rows: list[dict[str, Any]]) -> None:
    right = [
        row["call"] for row in rows if not any(outcome != "equal" for run in row["runs"] for outcome in outcomes(run))
    ]
    assert rows
    assert right == []


def test_numbers_differ_by_more_than_a_thousandth_or_not_at_all(rows: list[dict[str, Any]]) -> None:
    differences = [
        outcome["difference"]
        for row in rows
        for run in row["runs"]
        for outcome in outcomes(run)
        if "difference" in outcome
    ]
    assert min(differences) > 1e-3


def test_an_error_is_one_that_a_page_of_its_rules_names(rows: list[dict[str, Any]]) -> None:
    unnamed = [
        (row["call"], outcome["raises"])
        for row in rows
        for run in row["runs"]
        for outcome in outcomes(run)
        if "raises" in outcome and not any(outcome["raises"] in BY_CODE[code].page for code in row["codes"])
    ]
    assert unnamed == []


def test_what_the_tool_fixes_computes_what_torch_computes(rows: list[dict[str, Any]]) -> None:
    fixed = [row for row in rows if row["fix"] in ("safe", "unsafe")]
    assert len(fixed) > len(rows) / 2
    assert [row["call"] for row in fixed if any(run["fixed"] != "equal" for run in row["runs"])] == []


def test_each_alternative_does_what_its_label_says(rows: list[dict[str, Any]]) -> None:
    said = [
        (row["call"], label, result)
        for row in rows
        for run in row["runs"]
        for label, result in run.get("alternatives", {}).items()
    ]
    assert {label.partition(":")[0].partition("=")[0] for _, label, _ in said} >= {
        "torch had no padding",
        "torch had padding",
        "keep today's behaviour",
    }
    assert [each for each in said if each[2] != "as it says"] == []


def test_what_was_measured_is_what_is_recorded(rows: list[dict[str, Any]]) -> None:
    assert disagreements(rows, recorded("constructors")) == []
