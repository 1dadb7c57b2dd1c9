"""Thousands of torch's calls, nothing but the prefix changed: fixed they equal torch, or the linter says why not."""

from __future__ import annotations

from typing import Any

import pytest

from ms_convlint.rules.registry import BY_CODE

from .agreement import disagreements
from .recorded import recorded
from .sweep import CALLS, HARMED, SEED, Sweep, Swept, sweep, totals
from .sweep_calls import Call, passed_over
from .sweep_runs import original, outcome

pytestmark = [pytest.mark.oracle, pytest.mark.usefixtures("frameworks")]


@pytest.fixture(scope="module")
def swept(frameworks: None) -> Sweep:
    return sweep(CALLS, SEED)


def texts(calls: list[Swept]) -> str:
    return "\n".join(map(str, calls))


def test_after_all_fixes_a_call_equals_torch_or_the_linter_says_why_there_is_no_fix(swept: Sweep) -> None:
    left = [each for each in swept.unexplained if each.checked.findings]
    assert not left, texts(left)


def test_a_safe_fix_never_makes_a_call_run_and_differ(swept: Sweep) -> None:
    harmed = [each for each in swept.swept if each.after_safe_fixes == HARMED]
    assert not harmed, texts(harmed)


def test_told_nothing_of_torch_a_safe_fix_harms_no_call_either(swept: Sweep) -> None:
    harmed = [each for each in swept.swept if each.after_safe_fixes_in_auto == HARMED]
    assert not harmed, texts(harmed)


def test_a_call_of_which_nothing_is_said_equals_torch_as_it_stands(swept: Sweep) -> None:
    missed = [each for each in swept.swept if not each.checked.findings and not each.today.equal]
    assert not missed, texts(missed)


def test_a_call_of_which_something_certain_is_said_raises_or_differs(swept: Sweep) -> None:
    certain = swept.certain()
    wronged = [each for each in certain if not each.today.wrong]
    assert certain
    assert not wronged, texts(wronged)


def test_a_call_that_raises_is_reported_with_certainty(swept: Sweep) -> None:
    certain = swept.certain()
    missed = [each for each in swept.swept if each.today.error is not None and each not in certain]
    assert not missed, texts(missed)


def test_what_is_told_to_be_written_by_hand_equals_torch(swept: Sweep) -> None:
    by_hand = [each for each in swept.swept if each.by_hand is not None and each.by_hand.outcome is not None]
    assert by_hand
    wrong = [each for each in by_hand if not each.followed]
    assert not wrong, texts(wrong)


def test_outputs_are_equal_or_plainly_different(swept: Sweep) -> None:
    between = [
        each
        for each in swept.swept
        for came in (each.today, each.safely_fixed, each.safely_fixed_in_auto, each.fixed)
        if not came.equal and not came.wrong
    ]
    assert not between, texts(between)


def test_the_totals_are_those_of_the_record_and_sum_up(swept: Sweep) -> None:
    measured = totals(swept)
    assert measured["calls"] == sum(CALLS.values()) == sum(measured["categories"].values())
    for name, categories in measured["categories, by callable"].items():
        assert sum(categories.values()) == CALLS[name]
    left_out = measured["refused by torch"] + sum(measured["passed over"].values())
    assert measured["generated"] == measured["calls"] + left_out
    assert disagreements(measured, recorded("sweep")) == []


def test_an_output_padding_as_large_as_the_stride_has_no_kernel_in_mindspore() -> None:
    arguments: dict[str, Any] = {
        "in_channels": 2,
        "out_channels": 3,
        "kernel_size": 2,
        "stride": 1,
        "output_padding": (0, 1, 1),
        "bias": False,
        "dilation": (1, 2, 2),
    }
    call = Call("Conv3dTranspose", arguments, 3, kernel=(2, 2, 2), dilation=(1, 2, 2))
    assert passed_over(call) is not None
    module = (
        "from mindspore import nn\n\n"
        "conv = nn.Conv3dTranspose(2, 3, 2, 1, 'pad', 0, dilation=(1, 2, 2), output_padding={})\n"
    )
    came = outcome(module.format("(0, 1, 1)"), original(call, SEED))
    assert came.at_call
    assert "could not create a primitive descriptor" in came.message
    without = call.with_arguments(output_padding=0)
    assert passed_over(without) is None
    assert outcome(module.format("0"), original(without, SEED)).equal


def test_one_dilation_for_several_axes_lets_torch_pad_the_first_axis_alone() -> None:
    arguments: dict[str, Any] = {
        "in_channels": 2,
        "out_channels": 3,
        "kernel_size": 3,
        "padding": "same",
        "dilation": (1,),
        "padding_mode": "reflect",
    }
    call = Call("Conv2d", arguments, 3, kernel=(3, 3), dilation=(1, 1))
    assert passed_over(call) is not None
    for values, output in original(call, SEED).runs:
        assert output.shape[2:] == (values.shape[2], values.shape[3] - 2)


def test_an_error_is_one_that_the_page_of_the_rule_names_which_alone_is_certain(swept: Sweep) -> None:
    unnamed = []
    for each in swept.certain():
        codes = [code for code in sorted(each.checked.codes) if BY_CODE[code].certain]
        error = each.today.error
        if len(codes) == 1 and error is not None and error not in BY_CODE[codes[0]].page:
            unnamed.append(f"{codes[0]}: {each.call.torch_text}: {error}")
    assert not unnamed, "\n".join(unnamed)
