"""What an editor shows as torch's equivalent of a call, executed beside it on even and odd sizes."""

from __future__ import annotations

import pytest

from .agreement import disagreements
from .frameworks import mindspore, torch
from .recorded import recorded
from .torch_equivalents import RAISES_UNSAID, UNEQUAL, WRONG, Result, results, totals

pytestmark = [pytest.mark.oracle, pytest.mark.usefixtures("frameworks")]


@pytest.fixture(scope="module")
def found(frameworks: None) -> list[Result]:
    return results()


def texts(found: list[Result], *outcomes: str) -> str:
    return "\n".join(str(each) for each in found if each.outcome in outcomes)


def test_every_torch_call_that_is_shown_gives_what_mindspore_gives(found: list[Result]) -> None:
    assert not texts(found, UNEQUAL)


def test_on_every_size_a_torch_call_is_shown_or_it_is_said_that_one_is_missing(found: list[Result]) -> None:
    assert not texts(found, *WRONG)


def test_of_a_call_that_raises_no_equivalent_is_shown(found: list[Result]) -> None:
    assert not texts(found, RAISES_UNSAID)


@pytest.mark.parametrize(
    "call",
    [
        "Conv2d(3, 4, 0)",
        "Conv2d(3, 4, 3, stride=0)",
        "Conv2d(3, 4, 3, dilation=0)",
        "Conv2d(3, 4, 3, padding=-1)",
        "ConvTranspose2d(3, 4, 3, padding=-1)",
        "ConvTranspose2d(3, 4, 3, stride=2, output_padding=-1)",
        "Conv2d(3, 4, 3, groups=2)",
        "Conv2d(4, 6, 3, groups=4)",
    ],
)
def test_numbers_that_are_said_to_raise_in_both_raise_in_torch(call: str) -> None:
    channels = int(call.partition("(")[2][0])
    with pytest.raises((RuntimeError, ValueError)):
        eval(f"torch.nn.{call}", {"torch": torch()})(torch().ones(1, channels, 9, 9))


@pytest.mark.parametrize("mode", ["0", "2", "True"])
def test_a_mode_that_is_said_to_raise_in_mindspore_does(mode: str) -> None:
    with pytest.raises((TypeError, ValueError), match="'mode' must be int and must = 1"):
        mindspore().ops.Conv2D(8, 3, mode=eval(mode))


def test_the_totals_are_those_of_the_record(found: list[Result]) -> None:
    assert disagreements(totals(found), recorded("torch_equivalents")) == []
