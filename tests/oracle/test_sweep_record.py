"""What of the sweep can be told without the frameworks: that it leaves no form out, and what was recorded of it."""

from __future__ import annotations

from typing import Any

import pytest

from ms_convlint.rules.registry import RULES

from .recorded import recorded
from .sweep import CALLS, SEED
from .sweep_calls import FUNCTIONS, LAYERS, Call, Drawing

several = pytest.mark.parametrize("name", [*LAYERS, *FUNCTIONS])


def drawn(name: str, number: int = 600) -> list[Call]:
    drawing = Drawing(name, SEED)
    calls: list[Call] = []
    for _ in range(number):
        calls.append(drawing.call())
        drawing.next_form()
    return calls


def form(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return "a number" if value else "0"
    return "one in a tuple" if isinstance(value, tuple) and len(value) == 1 else f"a {type(value).__name__}"


@several
def test_every_argument_is_drawn_by_position_and_by_keyword(name: str) -> None:
    calls = drawn(name)
    by_position = {argument for call in calls for argument in list(call.arguments)[: call.by_position]}
    by_keyword = {argument for call in calls for argument in list(call.arguments)[call.by_position :]}
    assert by_position == by_keyword
    assert "dilation" in by_position


@several
def test_padding_is_drawn_in_every_form_that_torch_takes(name: str) -> None:
    forms = {form(call.arguments["padding"]) if "padding" in call.arguments else "absent" for call in drawn(name)}
    several_axes = {"a tuple"} if name[4] != "1" else set()
    assert forms == {"absent", "0", "a number", "one in a tuple", "a list", "same", "valid"} | several_axes


@pytest.mark.parametrize("name", LAYERS)
def test_every_padding_mode_and_way_to_say_a_bias_is_drawn(name: str) -> None:
    calls = drawn(name)
    modes = {call.arguments.get("padding_mode", "absent") for call in calls}
    assert modes == {"absent", "zeros", "reflect", "replicate", "circular"}
    assert {call.arguments.get("bias", "absent") for call in calls} == {"absent", True, False, None}


def test_the_same_seed_draws_the_same_calls() -> None:
    assert drawn("Conv2d", 50) == drawn("Conv2d", 50)


def test_the_record_explains_every_call() -> None:
    totals = recorded("sweep")
    assert totals["calls"] == sum(CALLS.values()) == sum(totals["categories"].values())
    assert "unexplained" not in totals["categories"]
    for name, categories in totals["categories, by callable"].items():
        assert sum(categories.values()) == CALLS[name]


def test_in_the_record_what_is_certain_never_ran_and_equalled_torch() -> None:
    reported = recorded("sweep")["reported, as they stand"]
    certain = [rule.code for rule in RULES if rule.certain and rule.code in reported]
    assert certain
    assert [code for code in certain if "equal" in reported[code]] == []
