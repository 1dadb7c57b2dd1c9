"""The weight rules on the real frameworks: what they say of a load happens, and what they make of it equals torch."""

from __future__ import annotations

import pytest

from ms_convlint.facts.weights.routes import Route

from .outcomes import DIFFERENT
from .recorded import recorded
from .weight_axes import CASES, is_unreadable, verdict
from .weight_generated import verdicts
from .weight_initial import MAKINGS, RAW, Making
from .weight_measures import SECTION, measure
from .weight_routes import SPELLINGS, WAYS, Way, findings, mended, run_way, said
from .weight_runs import LAYERS
from .weight_unmatched import LOADS, Load, codes, in_silence, lists_of, looked_at, norm_lists, norm_message

pytestmark = [pytest.mark.oracle, pytest.mark.usefixtures("frameworks")]


def name(case: Way | Making | Load) -> str:
    return case.name


def test_every_way_in_is_tried() -> None:
    assert SPELLINGS.keys() == set(Route)


@pytest.mark.parametrize("way", WAYS, ids=name)
def test_a_weight_of_rank_3_raises_where_and_what_the_message_says(way: Way) -> None:
    (finding,) = findings(way.text)
    assert finding.code == "MSC301"
    assert run_way(way, way.text).fate == said(finding)


@pytest.mark.parametrize("way", WAYS, ids=name)
def test_with_the_fix_the_weight_loads_and_the_output_is_torch_s(way: Way) -> None:
    text = mended(way.text)
    assert findings(text) == []
    done = run_way(way, text)
    assert done.outcome.equal, f"{done.where} {done.outcome}\n{text}"


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("axis", range(4))
def test_an_axis_is_reported_where_it_raises_and_passed_over_where_the_output_is_torch_s(layer: str, axis: int) -> None:
    cases = [case for case in CASES if (case.shape.layer, case.axis) == (layer, axis) and not is_unreadable(case)]
    assert [(case, verdict(case)) for case in cases if not verdict(case).agrees] == []


def test_an_expanded_weight_raises_unless_it_has_the_shape_of_axis_2() -> None:
    assert [case for case in CASES if (verdict(case).happens == "equal") != case.fits] == []


def test_nothing_is_said_of_a_reshape_whose_sizes_do_not_tell_the_axis() -> None:
    unread = [case for case in CASES if is_unreadable(case)]
    assert unread
    assert {verdict(case).says for case in unread} == {""}


def test_right_and_wrong_axes_are_both_tried() -> None:
    def fates(fits: bool) -> set[tuple[str, int]]:
        return {(case.shape.layer, case.axis) for case in CASES if case.fits == fits}

    def axes(*numbers: int) -> set[tuple[str, int]]:
        return {(layer, number) for layer in LAYERS for number in numbers}

    assert fates(True) == axes(0, 1, 2, 3)
    assert fates(False) == axes(0, 1, 3)


@pytest.mark.parametrize("making", [making for making in MAKINGS if making.value != RAW], ids=name)
def test_a_weight_init_of_rank_4_raises_when_the_layer_is_made_and_the_fix_equals_torch(making: Making) -> None:
    (finding,) = findings(making.text)
    assert finding.code == "MSC303"
    assert "ValueError" in finding.message
    assert making.happens(making.text) == "ValueError when made"
    assert making.happens(mended(making.text)) == "equal"


@pytest.mark.parametrize("making", [making for making in MAKINGS if making.value == RAW], ids=name)
def test_a_weight_init_of_rank_3_is_right(making: Making) -> None:
    assert findings(making.text) == []
    assert making.happens(making.text) == "equal"


@pytest.mark.parametrize("load", [load for load in LOADS if not load.has_bias], ids=name)
def test_a_bias_without_a_place_vanishes_in_silence_and_the_lines_shown_tell_of_it(load: Load) -> None:
    assert codes(load) == ["MSC304"]
    assert lists_of(load) == ([], ["conv.bias"])
    done = in_silence(load)
    assert (done.outcome.difference or 0) > DIFFERENT
    seen = looked_at(load)
    assert seen.fate == "ValueError at load"
    assert "conv.bias" in seen.outcome.message


@pytest.mark.parametrize("load", [load for load in LOADS if load.has_bias], ids=name)
def test_the_lines_shown_let_a_whole_load_pass(load: Load) -> None:
    assert lists_of(load) == ([], [])
    assert looked_at(load).fate == "equal"


def test_the_names_that_the_message_tells_are_those_that_nothing_takes() -> None:
    _, unmatched = norm_lists()
    told = [key for key in unmatched if key in norm_message()]
    assert told == [key for key in unmatched if "num_batches_tracked" not in key]


def test_made_up_programs_do_as_is_said_of_them() -> None:
    assert [verdict for verdict in verdicts() if not verdict.agrees] == []


def test_the_sample_of_programs_holds_reported_silent_and_mended_ones() -> None:
    sample = verdicts()
    assert len(sample) >= 60
    assert sum(bool(verdict.says) for verdict in sample) >= 20
    assert sum(not verdict.says for verdict in sample) >= 20
    assert sum(verdict.mended == "equal" for verdict in sample) >= 20


def test_what_is_measured_is_what_is_recorded() -> None:
    assert measure() == recorded(SECTION)
