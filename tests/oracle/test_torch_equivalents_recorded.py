"""What was recorded of the torch calls that an editor shows: hundreds are equal, and where none is shown is why."""

from __future__ import annotations

from collections import Counter

import pytest

from .own_calls_drawing import ORDERS, OwnCall
from .recorded import recorded
from .sweep_calls import Name
from .torch_equivalents import EQUAL, NO_CALL, RAISES, RAISES_AND_FIXED, RAISES_UNSAID, SEED, WRONG
from .torch_equivalents_drawing import Written, written_calls


@pytest.fixture(scope="module")
def calls() -> list[Written]:
    return list(written_calls(SEED))


def test_no_torch_call_that_was_shown_gave_anything_else() -> None:
    outcomes = recorded("torch_equivalents")["outcomes"]
    assert not {*WRONG, RAISES_UNSAID} & outcomes.keys()
    assert outcomes[EQUAL] > 500
    assert outcomes[RAISES_AND_FIXED] > 50


def test_every_callable_and_every_condition_was_measured() -> None:
    record = recorded("torch_equivalents")
    assert record["outcomes, by callable"].keys() == ORDERS.keys()
    assert all(outcomes[EQUAL] > 40 for outcomes in record["outcomes, by callable"].values())
    assert {"on even sizes", "on odd sizes", "on every input", "on sizes that the strides divide"} <= record[
        "conditions"
    ].keys()


def test_the_linter_shows_today_what_was_measured(calls: list[Written]) -> None:
    record = recorded("torch_equivalents")
    reasons = Counter(
        f"{NO_CALL}: {getattr(each.equivalent.reason, 'template', '')}"
        for each in calls
        if each.equivalent is not None and not each.equivalent.forms
    )
    assert len(calls) == record["calls"]
    assert reasons == {name: number for name, number in record["outcomes"].items() if name.startswith(NO_CALL)}
    assert sum(each.equivalent is None for each in calls) == record["outcomes"][RAISES]


def test_names_stand_for_numbers_in_many_of_the_calls(calls: list[Written]) -> None:
    named = {name for each in calls for name in each.values}
    assert {"the_kernel_size", "the_stride", "the_padding", "the_pad_mode", "the_has_bias"} <= named
    assert Written(OwnCall("Conv1d", {"in_channels": Name("n")}, 1)).module.endswith("conv = nn.Conv1d(n)\n")
