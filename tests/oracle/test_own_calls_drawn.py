"""What of the calls in MindSpore's own words can be told without the frameworks: what is drawn, meant and recorded."""

from __future__ import annotations

from typing import Any

import pytest

from .own_calls import CALLS, FALSE, HARMED, MISSED, NOT_CLEAN, NOT_MEANT, RAISES, SEED, SEMANTICS, UNCLEAR
from .own_calls_drawing import ORDERS, OwnCall, drawn
from .own_calls_meant import meant
from .own_calls_mistakes import BESIDE, MISTAKES
from .recorded import recorded


def call(name: str, by_position: int = 0, **arguments: Any) -> OwnCall:
    return OwnCall(name, arguments, by_position)


@pytest.fixture(scope="module")
def calls() -> list[OwnCall]:
    return drawn(CALLS, SEED)


def test_the_same_seed_draws_the_same_calls_and_none_twice(calls: list[OwnCall]) -> None:
    assert calls == drawn(CALLS, SEED)
    assert len({each.text for each in calls}) == sum(CALLS.values())


@pytest.mark.parametrize("name", ORDERS)
def test_every_parameter_is_given_by_position_and_by_keyword(calls: list[OwnCall], name: str) -> None:
    of_name = [each for each in calls if each.name == name]
    parameters = set(ORDERS[name].split())
    by_keyword = {parameter for each in of_name for parameter in list(each.arguments)[each.by_position :]}
    assert parameters - {"mode"} <= by_keyword
    assert max(each.by_position for each in of_name) >= len(parameters) - 2


def test_every_mistake_is_drawn_alone_and_beside_others(calls: list[OwnCall]) -> None:
    alone = {each.mistakes[0] for each in calls if len(each.mistakes) == 1}
    beside = {mistake for each in calls if len(each.mistakes) > 1 for mistake in each.mistakes}
    keywords = {"a keyword that is none"}, {"a misspelt keyword", "a word of another library's"}
    expected = {mistake.name for mistake in MISTAKES} - keywords[0] | keywords[1]
    assert alone == beside == expected
    assert any(each.beside for each in calls)
    assert BESIDE not in MISTAKES


@pytest.mark.parametrize(
    ("written", "right"),
    [
        (call("Conv2d", kernel_size=3, pad_mode="SAME", has_bias=1), {"pad_mode": "same", "has_bias": True}),
        (call("Conv2d", kernel_size=3, pad_mode="pad", padding=(1, 2), has_bias=None), {"padding": (1, 1, 2, 2)}),
        (call("Conv2d", kernel_size=3, padding=1, bias=False), {"pad_mode": "pad", "padding": (1, 1, 1, 1)}),
        (call("Conv1d", kernel_size=(3,), padding="same", has_bias=True), {"kernel_size": 3, "pad_mode": "same"}),
        (call("conv2d", padding=[1, 2], grops=2), {"pad_mode": "pad", "padding": (1, 2), "groups": 2}),
        (call("Conv2D", kernel_size=3, pad=1), {"pad_mode": "pad", "pad": (1, 1, 1, 1)}),
    ],
)
def test_what_a_mistake_obviously_means(written: OwnCall, right: dict[str, Any]) -> None:
    (only,) = meant(written)
    assert right.items() <= only.arguments.items()


@pytest.mark.parametrize(
    "written",
    [
        call("Conv2d", kernel_size=3, pad_mode="reflect", padding=1),
        call("Conv2d", kernel_size=3, pad_mode="same", padding="valid"),
        call("Conv2d", kernel_size=3, pad_mode=None),
        call("Conv2d", kernel_size=3, has_bias="True"),
        call("Conv2d", kernel_size=(3, 3, 3)),
        call("conv2d", has_bias=True),
        call("Conv2d", kernel_size=3, bias=True, has_bias=True),
    ],
)
def test_where_there_is_no_telling_nothing_is_meant(written: OwnCall) -> None:
    assert meant(written) == []


def test_the_record_has_no_false_finding_no_miss_and_no_harm() -> None:
    record = recorded("own_calls")
    assert record["calls"] == sum(CALLS.values())
    bad = {FALSE, MISSED, HARMED, RAISES, NOT_CLEAN, NOT_MEANT, UNCLEAR}
    for semantics in SEMANTICS:
        counted = record["said with certainty"][semantics], record["after safe fixes"][semantics]
        assert all(sum(each.values()) == record["calls"] for each in counted)
        assert not bad & {kind for each in counted for kind in each}
    assert HARMED not in record["after safe alternatives"]
    assert record["changed by a second run"] == 0
