"""The functions of the fixtures of the weight rules, run: the reported ones raise, all others load."""

from __future__ import annotations

import pytest

from .weight_fixtures import fates, judged, listed

pytestmark = [pytest.mark.oracle, pytest.mark.usefixtures("frameworks")]

KINDS = [f"{code} {text}" for code in ("MSC301", "MSC302", "MSC303") for text in ("bad", "fixed", "good")]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_reported_raises_because_of_a_shape_and_everything_else_loads(kind: str) -> None:
    found = [ran for ran in judged() if ran.kind == kind]
    assert found
    assert [(ran.entry.key, ran.fate) for ran in found if not ran.agrees] == []


def test_whatever_is_not_run_is_listed_and_nothing_else() -> None:
    without_verdict = {ran.listed_as for ran in fates() if not ran.agrees and not ran.calls_what_is_not_there}
    assert without_verdict == listed()


def test_most_functions_are_run() -> None:
    assert len(judged()) > 0.9 * len(fates())


def test_a_weight_of_torch_s_arrives_in_most_functions_that_load() -> None:
    loading = [ran for ran in judged() if ran.fate == "loads"]
    assert sum(ran.arrived > 0 for ran in loading) > 0.7 * len(loading)
