"""A sample of the sweep, small enough for every test run where the frameworks are installed."""

from __future__ import annotations

import pytest

from .sweep import HARMED, Sweep, sweep
from .sweep_calls import FUNCTIONS, LAYERS

pytestmark = pytest.mark.usefixtures("frameworks")
SAMPLE = {**dict.fromkeys(LAYERS, 14), **dict.fromkeys(FUNCTIONS, 6)}


@pytest.fixture(scope="module")
def swept(frameworks: None) -> Sweep:
    return sweep(SAMPLE, seed=1)


def test_every_call_equals_torch_after_all_fixes_or_the_linter_says_why_not(swept: Sweep) -> None:
    assert len(swept.swept) == sum(SAMPLE.values())
    assert [str(each) for each in swept.unexplained] == []


def test_a_safe_fix_never_makes_a_call_run_and_differ(swept: Sweep) -> None:
    assert [str(each) for each in swept.swept if each.after_safe_fixes == HARMED] == []


def test_a_call_of_which_something_certain_is_said_raises_or_differs(swept: Sweep) -> None:
    assert [str(each) for each in swept.certain() if not each.today.wrong] == []
