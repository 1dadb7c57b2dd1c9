"""Made-up programs: a weight of torch's is found where it arrives as it was, and code that handles it is left alone."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace

import pytest
from engine import findings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from weight_networks import Spelling
from weight_plans import CELL_SINK, Plan
from weight_programs import (
    Place,
    entry_plans,
    in_one_file,
    initial_plans,
    other_plans,
    plans,
    single_plans,
    spellings,
    walk_plans,
    whole_plans,
    written,
)
from weight_steps import Form

from ms_convlint.edits import apply_fixes
from ms_convlint.finding import Applicability, Finding
from ms_convlint.settings import TorchSemantics

often = settings(max_examples=150, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
arrangements = pytest.mark.parametrize("drawn", [single_plans, entry_plans, whole_plans, walk_plans, initial_plans])
all_plans = st.one_of(plans, plans.map(lambda plan: plan.unhandled), initial_plans())


def about_weights(text: str, semantics: TorchSemantics = TorchSemantics.AUTO) -> list[Finding]:
    return [finding for finding in findings(text, semantics) if finding.code.startswith("MSC30")]


def places(found: list[Finding]) -> list[Place]:
    return [(finding.start.line, finding.start.column, finding.code) for finding in found]


def codes(found: list[Finding]) -> list[str]:
    return [finding.code for finding in found]


def assert_verdict(*plans: Plan) -> None:
    program = written(*plans)
    assert places(about_weights(program.text)) == program.expected, program.text


@arrangements
@given(data=st.data())
@often
def test_a_weight_is_found_once_where_it_arrives_unless_it_is_handled(
    drawn: Callable[[], st.SearchStrategy[Plan]], data: st.DataObject
) -> None:
    plan = data.draw(drawn())
    assert_verdict(plan)
    assert_verdict(plan.unhandled)


@given(plan=other_plans)
@often
def test_the_weight_of_another_layer_is_never_found(plan: Plan) -> None:
    assert_verdict(plan)


@given(first=in_one_file, second=in_one_file, is_handled=st.tuples(st.booleans(), st.booleans()))
@often
def test_what_happens_to_one_weight_says_nothing_of_another(
    first: Plan, second: Plan, is_handled: tuple[bool, bool]
) -> None:
    chosen = zip((first, second), is_handled, strict=True)
    assert_verdict(*(plan if handled else plan.unhandled for plan, handled in chosen))


@given(plan=single_plans())
@often
def test_one_known_tensor_is_mended_where_it_arrives(plan: Plan) -> None:
    text = written(plan.unhandled).text
    (found,) = about_weights(text)
    assert found.fix is not None
    if plan.sink == CELL_SINK and found.fix.applicability is Applicability.DISPLAY:
        assert plan.steps[-1].form is Form.PARAMETER  # which has to stay one
    else:
        assert found.fix.applicability is Applicability.SAFE
        assert about_weights(apply_fixes(text, [found])) == []


@given(plan=all_plans)
@often
def test_fixes_leave_a_program_in_which_nothing_is_left_to_fix(plan: Plan) -> None:
    text = written(plan).text
    found = about_weights(text)
    fixed = apply_fixes(text, findings(text), unsafe=True)
    ast.parse(fixed)
    left = about_weights(fixed)
    assert codes(left) == codes([finding for finding in found if finding.fix is None or not finding.fix.edits]), fixed
    assert apply_fixes(fixed, findings(fixed), unsafe=True) == fixed


@given(plan=all_plans, spelling=spellings)
@often
def test_it_does_not_matter_how_the_frameworks_are_imported(plan: Plan, spelling: Spelling) -> None:
    if not plan.spelling.numpy:
        spelling = replace(spelling, numpy="")
    other = written(replace(plan, spelling=spelling)).text
    assert codes(about_weights(other)) == codes(about_weights(written(plan).text)), other


@given(plan=all_plans)
@often
def test_without_torch_s_semantics_only_a_weight_of_rank_4_for_weight_init_is_found(plan: Plan) -> None:
    program = written(plan)
    certain = [place for place in program.expected if place[2] == "MSC303"]
    assert places(about_weights(program.text, TorchSemantics.NEVER)) == certain
