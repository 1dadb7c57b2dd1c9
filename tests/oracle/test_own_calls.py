"""Thousands of calls in MindSpore's own words: what is certain is true, and a safe fix writes what was meant."""

from __future__ import annotations

import pytest

from .agreement import disagreements
from .own_calls import (
    AS_MEANT,
    CALLS,
    FALSE,
    HARMED,
    LEFT,
    MISSED,
    NOT_CLEAN,
    NOT_MEANT,
    RAISES,
    SEMANTICS,
    UNCLEAR,
    Own,
    own_calls,
    totals,
)
from .recorded import recorded

pytestmark = [pytest.mark.oracle, pytest.mark.usefixtures("frameworks")]
in_both = pytest.mark.parametrize("semantics", SEMANTICS)


@pytest.fixture(scope="module")
def calls(frameworks: None) -> list[Own]:
    return own_calls()


def texts(calls: list[Own]) -> str:
    return "\n".join(map(str, calls))


def after_fixes(calls: list[Own], semantics: str, *outcomes: str) -> list[Own]:
    return [each for each in calls if each.after_safe_fixes(semantics) in outcomes]


def test_a_call_without_a_mistake_runs(calls: list[Own]) -> None:
    right = [each for each in calls if not each.call.mistakes and not each.call.beside]
    assert right
    failing = [each for each in right if each.fails]
    assert not failing, texts(failing)


@in_both
def test_something_certain_is_said_of_no_call_that_does_what_it_says(calls: list[Own], semantics: str) -> None:
    wronged = [each for each in calls if each.said(semantics) == FALSE]
    assert not wronged, texts(wronged)


@in_both
def test_a_call_that_raises_ignores_or_differs_is_reported_with_certainty(calls: list[Own], semantics: str) -> None:
    missed = [each for each in calls if each.said(semantics) == MISSED]
    assert not missed, texts(missed)


@in_both
def test_a_safe_fix_leaves_what_runs_as_it_is(calls: list[Own], semantics: str) -> None:
    harmed = after_fixes(calls, semantics, HARMED)
    assert not harmed, texts(harmed)


@in_both
def test_a_call_that_raised_runs_after_a_safe_fix_and_nothing_certain_is_left(calls: list[Own], semantics: str) -> None:
    failing = after_fixes(calls, semantics, RAISES, NOT_CLEAN)
    assert not failing, texts(failing)


@in_both
def test_a_safe_fix_writes_what_was_obviously_meant(calls: list[Own], semantics: str) -> None:
    other = after_fixes(calls, semantics, NOT_MEANT, UNCLEAR)
    assert not other, texts(other)


def test_of_what_runs_all_fixes_of_certain_rules_make_what_was_meant(calls: list[Own]) -> None:
    mended = [each for each in calls if each.fails and not each.today.raises and each.after_all_fixes() != LEFT]
    assert {code for each in mended for code in each.judged["never"].certain} == {"MSC106", "MSC202"}
    wrong = [each for each in mended if each.after_all_fixes() != AS_MEANT]
    assert not wrong, texts(wrong)


def test_of_what_is_obviously_meant_most_is_written(calls: list[Own]) -> None:
    plain = [each for each in calls if each.plainly_meant]
    written = [each for each in plain if each.after_safe_fixes("auto") != LEFT]
    assert len(written) > 0.85 * len(plain)


def test_a_safe_alternative_leaves_what_runs_as_it_is(calls: list[Own]) -> None:
    harmed = [each for each in calls if HARMED in each.alternatives()]
    assert not harmed, texts(harmed)


def test_a_second_run_changes_nothing(calls: list[Own]) -> None:
    changed = [each for each in calls if each.changes_again]
    assert not changed, texts(changed)


def test_what_is_certain_does_not_depend_on_torchs_semantics(calls: list[Own]) -> None:
    torn = [each for each in calls if each.judged["auto"].certain != each.judged["never"].certain]
    assert not torn, texts(torn)


def test_the_totals_are_those_of_the_record(calls: list[Own]) -> None:
    measured = totals(calls)
    assert measured["calls"] == sum(CALLS.values())
    assert disagreements(measured, recorded("own_calls")) == []
