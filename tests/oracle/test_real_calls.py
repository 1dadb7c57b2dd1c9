"""Real code: of calls drawn from the packages, those raise that the certain rules report, and no others."""

from __future__ import annotations

import pytest

from ms_convlint import check_source

from . import real_calls
from .agreement import disagreements
from .real_calls import AlteredCall, RealCall
from .recorded import recorded

on_frameworks = pytest.mark.oracle


@pytest.fixture(scope="module")
def drawn(frameworks: None) -> list[RealCall]:
    return real_calls.drawn(real_calls.candidates())


@pytest.fixture(scope="module")
def altered(drawn: list[RealCall]) -> list[AlteredCall]:
    return real_calls.altered(drawn)


@on_frameworks
def test_of_200_calls_as_published_those_reported_fail_and_the_others_construct(
    drawn: list[RealCall],
) -> None:
    assert len(drawn) == real_calls.DRAWN
    assert not real_calls.unexplained(drawn)


@on_frameworks
def test_of_100_calls_with_an_argument_lost_or_respelt_those_reported_fail_and_the_others_construct(
    altered: list[AlteredCall],
) -> None:
    assert len(altered) == real_calls.ALTERED
    assert any(call.codes for call in altered)
    assert not real_calls.unexplained(altered)


@on_frameworks
def test_the_numbers_put_in_for_names_change_nothing_of_what_is_reported(
    drawn: list[RealCall], altered: list[AlteredCall]
) -> None:
    assert not [call.text for call in drawn + altered if certain_codes(call.text) != list(call.codes)]


@on_frameworks
def test_what_the_calls_come_to_is_what_is_recorded(drawn: list[RealCall], altered: list[AlteredCall]) -> None:
    assert not disagreements(real_calls.figures(drawn, altered), recorded("real_calls"))


def test_the_record_leaves_no_call_unexplained() -> None:
    record = recorded("real_calls")
    assert record["drawn"]["calls"] == real_calls.DRAWN
    assert record["altered"]["all"]["calls"] == real_calls.ALTERED
    assert "unexplained" not in record["drawn"].keys() | record["altered"]["all"].keys()


def test_the_record_names_each_reported_call_with_what_is_reported_of_it() -> None:
    record = recorded("real_calls")
    assert len(record["reported"]) == record["drawn"]["calls"] - record["drawn"]["silent and constructs"]
    for place, fact in record["reported"].items():
        assert certain_codes(fact["call"]) == fact["codes"], place


def certain_codes(call: str) -> list[str]:
    findings = check_source(f"import mindspore\nfrom mindspore import nn\nlayer = {call}\n")
    return sorted(finding.code for finding in findings if finding.certain)
