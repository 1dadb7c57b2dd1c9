"""Made-up programs that bring a weight of torch's to a network of MindSpore's, and what has to be said of them.

A program is drawn as a plan and written from it, so that the same plan can be written without its handling or with
other imports.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from hypothesis import strategies as st
from weight_networks import (
    CONV1D,
    MINDSPORE,
    NUMPY,
    OTHERS,
    PLACEMENTS,
    SAFETENSORS,
    TORCH,
    TWO,
    Layer,
    Network,
    Spelling,
)
from weight_plans import (
    ARRAY,
    ARRAYS,
    CELL_SINK,
    CELLS,
    COPYING,
    DROPPED,
    EACH,
    EMPTY,
    LOADED,
    OF_MODULE,
    PLACES,
    READ,
    RENAMED,
    SAVED,
    SIDE_BY_SIDE,
    SINGLE,
    SINK,
    SINKS,
    STAGES,
    STORED,
    TAKES_DICTIONARY,
    TAKES_LIST,
    TARGETS,
    TORCH_NAMES,
    TORCH_NET,
    WALKS,
    Plan,
    Source,
)
from weight_steps import ENTRY, EXPANSION, WAYS, Form, handlings, journeys
from weight_writing import takes_list, text_of

Place = tuple[int, int, str]


@dataclass(frozen=True)
class Program:
    """A text and what has to be found in it."""

    text: str
    expected: list[Place]
    """The findings of the four rules as (line, column, code)."""


def written(*plans: Plan) -> Program:
    """The program of a plan, or of several beside each other in one file, with the imports of the first."""
    texts = [text_of(plan) for plan in plans]
    others = [_OWN_NAMES.sub(rf"\g<0>_{number}", text) for number, text in enumerate(texts[1:], 2)]
    numpy = next((plan.spelling.numpy for plan in plans if plan.spelling.numpy), "")
    text = replace(plans[0].spelling, numpy=numpy).spelled("\n\n".join([texts[0], *others]))
    arrivals, expansions = _places(text, SINK), iter(_places(text, EXPANSION))
    expected: list[Place] = []
    for plan, arrival in zip(plans, arrivals, strict=True):
        expansion = next(expansions) if plan.is_marked else arrival
        expected += [(*(expansion if code == "MSC302" else arrival), code) for code in _codes(plan)]
    return Program(text.replace(SINK, "").replace(EXPANSION, ""), sorted(expected))


_OWN_NAMES = re.compile(
    r"\b(?:(?:Torch)?(?:Encoder|Block|Base)|transfer|put|read_weights|with_step_\d+|with_axis_\d+|encoder(?=\.ckpt|\.safe))\b"
)
"""What two programs in one file must not share."""


def _codes(plan: Plan) -> list[str]:
    if plan.arrangement == "initial":
        return ["MSC303"] if plan.handling is not None else []
    found = [] if not plan.is_misfit else ["MSC301" if plan.handling is None else "MSC302"]
    return found + ["MSC304"] * (plan.sink == DROPPED and plan.arrangement == "whole")


def _places(text: str, mark: str) -> list[tuple[int, int]]:
    """Where a mark stands, in the text without marks."""
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if mark in line:
            before = line[: line.index(mark)]
            found.append((number, len(before.replace(SINK, "").replace(EXPANSION, ""))))
    return found


SIZES = ((4, 8, 1), (4, 8, 2), (4, 4, 4), (8, 8, 8), (1, 8, 1), (8, 1, 1), (1, 1, 1))
"""Channels in and out, and groups."""
spellings = st.builds(
    Spelling,
    mindspore=st.sampled_from(MINDSPORE),
    torch=st.sampled_from(TORCH),
    numpy=st.sampled_from(NUMPY),
    safetensors=st.sampled_from(SAFETENSORS),
)


@st.composite
def layers(draw: st.DrawFn, kinds: tuple[str, ...], least_kernel: int = 1) -> Layer:
    """A layer of one of these kinds."""
    kind = draw(st.sampled_from(kinds))
    channels_in, channels_out, group = draw(st.sampled_from(SIZES))
    kernel = draw(st.integers(least_kernel, 4))
    return Layer(kind, channels_in, channels_out, group, kernel, draw(st.booleans()))


def _plan(draw: st.DrawFn, arrangement: str, network: Network, source: Source, sink: str, last: Form) -> Plan:
    spelling = draw(spellings)
    if "@numpy." not in source.text and draw(st.booleans()):
        spelling = replace(spelling, numpy="")
    steps = draw(journeys(source.form, last, needs_detach=source.needs_detach, has_numpy=bool(spelling.numpy)))
    places = [place for place in PLACES if place != "method" or network.placement != "alone"]
    return Plan(
        arrangement,
        spelling,
        network,
        draw(st.sampled_from(places)),
        source,
        steps,
        sink,
        reads_in_function=draw(st.booleans()),
        sinks_in_function=draw(st.sampled_from([False, False, True])),
    )


def _source(draw: st.DrawFn, *more: Source, last: Form | None = None) -> Source:
    """Where the weights come from, not too often from a file of arrays."""
    arrays = [*ARRAYS, *(source for source in more if source.form is Form.NUMPY)]
    tensors = [*LOADED, *OF_MODULE, *(source for source in more if source.form is Form.TORCH)]
    of_arrays = last is not Form.TORCH and draw(st.integers(0, 5)) == 5
    return draw(st.sampled_from(arrays if of_arrays else tensors))


def _network(draw: st.DrawFn, kinds: tuple[str, ...]) -> Network:
    placement = draw(st.sampled_from(PLACEMENTS))
    return Network(draw(layers(kinds)), placement, placement != "alone" and draw(st.booleans()))


def _kept_apart(plan: Plan) -> Plan:
    """A checkpoint that is saved and no more is for a network that the file builds, not for one that saves itself."""
    return replace(plan, place="function") if plan.sink == SAVED and plan.place == "method" else plan


def _renaming(draw: st.DrawFn, plan: Plan, spellings: Mapping[str, tuple[str, ...]]) -> Plan:
    """The plan with names that differ between torch's dictionary and the network."""
    if not plan.source.file or "MODULE" in plan.source.text:
        return plan
    has_prefix = plan.network.placement == "nested" and not plan.network.has_head
    renaming = draw(st.sampled_from(["", "replace", "prefix"] if has_prefix else ["", "replace"]))
    return replace(plan, renaming=renaming, renamed=draw(st.sampled_from(spellings[renaming])) if renaming else "")


def _read(draw: st.DrawFn, plan: Plan) -> Plan:
    """The plan with the way in which the one weight is taken from the dictionary."""
    if "state_dict" not in plan.source.text:
        return plan
    plan = replace(plan, read=draw(st.sampled_from(READ)))
    plan = _renaming(draw, plan, RENAMED)
    return plan if draw(st.booleans()) else replace(plan, renamed="")


def _handled(draw: st.DrawFn, plan: Plan, guards: list[str]) -> Plan:
    """The plan with a handling, if its layer needs one."""
    if not plan.network.layer.is_conv1d:
        return plan
    entries = [0, *([plan.split] if len(plan.stages) == 2 else []), *([] if takes_list(plan) else [len(plan.steps)])]
    handling = draw(
        handlings(
            plan.network.layer,
            plan.source.form,
            plan.steps,
            guards,
            entries,
            has_numpy=bool(plan.spelling.numpy),
        )
    )
    return replace(plan, handling=handling, way=draw(st.sampled_from(WAYS)))


def _sinks(network: Network, *more: str) -> st.SearchStrategy[str]:
    """The sinks for one parameter; one channel by one may fit where values are copied into it, whatever their rank."""
    is_one_by_one = network.layer.torch_shape[:2] == (1, 1)
    return st.sampled_from([*(sink for sink in SINKS if not (is_one_by_one and sink in COPYING)), *more])


@st.composite
def single_plans(draw: st.DrawFn, kinds: tuple[str, ...] = CONV1D) -> Plan:
    """One weight that goes into one parameter."""
    network = _network(draw, kinds)
    sink = draw(_sinks(network, CELL_SINK))
    last = draw(st.sampled_from(SINKS.get(sink, (Form.TENSOR, Form.PARAMETER))))
    plan = _plan(draw, "single", network, _source(draw, *SINGLE, ARRAY), sink, last)
    if sink != CELL_SINK and network.path:
        plan = replace(plan, target=draw(st.sampled_from(("", "", *TARGETS))))
    return _handled(draw, _read(draw, plan), ["none", "none", "rank", "shape"])


@st.composite
def entry_plans(draw: st.DrawFn, kinds: tuple[str, ...] = CONV1D) -> Plan:
    """One weight that goes into the network in a dictionary or list."""
    network = _network(draw, kinds)
    sinks = TAKES_DICTIONARY | TAKES_LIST
    sink = draw(st.sampled_from([sink for sink in sinks if sink != SAVED or network.path]))
    last = draw(st.sampled_from(sinks[sink]))
    plan = _plan(draw, "entry", network, _source(draw, *SINGLE, ARRAY, last=last), sink, last)
    plan = replace(_kept_apart(plan), target=draw(st.sampled_from(["", "named"])))
    return _handled(draw, _read(draw, plan), ["none", "none", "rank", "shape"])


@st.composite
def whole_plans(draw: st.DrawFn, kinds: tuple[str, ...] = CONV1D) -> Plan:
    """A dictionary of all weights that goes into the network."""
    network = _network(draw, kinds)
    sinks = TAKES_DICTIONARY | TAKES_LIST
    sink = draw(st.sampled_from([sink for sink in sinks if sink != SAVED or network.path]))
    last = draw(st.sampled_from(sinks[sink]))
    plan = _plan(draw, "whole", network, _source(draw, last=last), sink, last)
    plan = replace(
        _renaming(draw, _kept_apart(plan), RENAMED),
        stages=tuple(draw(st.lists(st.sampled_from(STAGES), min_size=1, max_size=2))),
        split=draw(st.integers(0, len(plan.steps))),
        renames_early=draw(st.booleans()),
        empty=draw(st.sampled_from(EMPTY)),
        stored=draw(st.sampled_from(STORED)),
    )
    guards = ["rank", "rank", "key", "key"]
    if not plan.renaming:
        guards += [ENTRY, "shape", *(["names"] if network.path else [])]
    return _handled(draw, plan, [*guards, *(["none"] * 2 if network.is_of_rank_3 else [])])


@st.composite
def walk_plans(draw: st.DrawFn, kinds: tuple[str, ...] = CONV1D) -> Plan:
    """All parameters of the network, or all layers of one class, each of which gets its own weight."""
    network = _network(draw, kinds)
    by = draw(st.sampled_from(["name", "class", "index", "side"]))
    if not network.path or (by == "class" and not network.layer.is_conv1d):
        by = "name"
    if by == "index":
        network = replace(network, placement=TWO)
    of_cell = by in ("class", "index")
    sink = draw(_sinks(network, *([CELL_SINK] if of_cell else [])))
    last = draw(st.sampled_from(SINKS.get(sink, (Form.TENSOR, Form.PARAMETER))))
    plan = _plan(draw, "walk", network, TORCH_NET if by == "side" else _source(draw), sink, last)
    plan = replace(plan, read=draw(st.sampled_from(READ[:2])))
    if by == "side":
        plan = replace(plan, target=SIDE_BY_SIDE, reads_in_function=False)
    elif by == "class":
        key = draw(st.sampled_from(['f"{name}.weight"', 'name + ".weight"', '"%s.weight" % name']))
        plan = replace(_renaming(draw, plan, TORCH_NAMES), target=f"{draw(st.sampled_from(CELLS))} -> {key}")
    elif by == "index":
        key = draw(st.sampled_from(['f"layers.{index}.weight"', '"layers.%d.weight" % index']))
        plan = replace(plan, target=f"{draw(st.sampled_from(EACH))} -> {key}")
    else:
        target = " -> ".join(draw(st.sampled_from(list(WALKS.items()))))
        plan = replace(_renaming(draw, plan, TORCH_NAMES), target=target)
    guards = ["rank", "shape", *(["key"] if by == "name" else [])]
    return _handled(draw, plan, [*guards, *(["none"] * 2 if of_cell or network.is_of_rank_3 else [])])


@st.composite
def initial_plans(draw: st.DrawFn) -> Plan:
    """One weight that a convolution is made with."""
    network = Network(draw(layers(CONV1D, least_kernel=2)), "alone", False)
    plan = _plan(draw, "initial", network, _source(draw, *SINGLE, ARRAY), "", Form.TENSOR)
    return _handled(draw, _read(draw, plan), ["none", "none", "rank"])


plans = st.one_of(single_plans(), entry_plans(), whole_plans(), walk_plans())
"""Programs for Conv1d layers, all of them handled somehow."""
other_plans = st.one_of(*(made(OTHERS) for made in (single_plans, entry_plans, whole_plans, walk_plans)))
"""The same for layers whose weights need no axis."""
in_one_file = plans.filter(lambda plan: plan.sink != SAVED).map(lambda plan: replace(plan, place="function"))
"""Plans whose programs can stand beside each other in one file."""
