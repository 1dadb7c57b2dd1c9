"""What an editor shows as torch's equivalent of a call, executed beside it on even and odd sizes."""

from __future__ import annotations

import pytest

from .agreement import disagreements
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


def test_the_totals_are_those_of_the_record(found: list[Result]) -> None:
    assert disagreements(totals(found), recorded("torch_equivalents")) == []
