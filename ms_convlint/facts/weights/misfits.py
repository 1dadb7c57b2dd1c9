"""What the rules about weights see: the places where a torch weight does not fit, as text and names."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ms_convlint.facts.weights.arrivals import Arrival, Initial, Loading, Log, Loop
from ms_convlint.facts.weights.cells import Cell
from ms_convlint.facts.weights.places import (
    Handed,
    Span,
    axis_correction,
    callee_span,
    corrected_text,
    handed,
    removal,
    shown,
    stands_in,
)
from ms_convlint.facts.weights.routes import NETWORK_ROUTES, Outcome, Route, call_error, outcome
from ms_convlint.facts.weights.shapes import Expansion, Plain
from ms_convlint.facts.weights.things import Form
from ms_convlint.source import Source

if TYPE_CHECKING:
    from ms_convlint.facts.file_facts import FileFacts
    from ms_convlint.facts.weights.following import Following
    from ms_convlint.finding import Edit


@dataclass(frozen=True)
class Layer:
    """A Conv1d or Conv1dTranspose that is to take a weight."""

    path: str
    """The prefix of its parameters' names, ``*`` for an index; "" where the weight is handed to it alone."""
    is_transposed: bool
    kernel_size: int | None

    @property
    def kind(self) -> str:
        """The class's name as people write it."""
        return "nn.Conv1dTranspose" if self.is_transposed else "nn.Conv1d"


@dataclass(frozen=True)
class Misfit:
    """Weights that do not fit where they arrive."""

    place: Span
    route: Route
    outcome: Outcome
    origin: str
    layers: tuple[Layer, ...]
    is_raw: bool
    """Whether none of them was expanded."""
    is_single: bool
    handed: tuple[Handed, ...]
    loop: Loop | None
    numpy_name: str | None
    """What the file calls numpy."""
    parameter: str | None
    """The parameter as written, where one stands for each of a network's in a loop."""

    @property
    def error(self) -> str:
        """The error that it ends in."""
        if self.outcome.at_load:
            return self.outcome.error
        return call_error(transposed=any(layer.is_transposed for layer in self.layers), expanded=not self.is_raw)


@dataclass(frozen=True)
class WrongExpansion:
    """An expansion at an axis that is not the one that the layers take."""

    place: Span
    axis: int
    correction: Edit | None
    corrected: str
    """The expansion with the right axis, where that can be written."""
    misfit: Misfit


@dataclass(frozen=True)
class InitialExpansion:
    """A weight of rank 4 that a Conv1d is made with, which takes rank 3 there."""

    place: Span
    layer: Layer
    removal: tuple[Edit, ...]
    """The edits that drop the expansion; () where it serves something else, too."""
    kept: str
    """The weight as written without the expansion, "" where there are several."""
    line: int
    """Where the expansion stands."""


@dataclass(frozen=True)
class DroppedResult:
    """A load_param_into_net whose result nobody looks at."""

    place: Span
    call: str
    """The call as written, on one line."""
    origin: str | None
    returns_pair: bool
    unmatched: tuple[str, ...]
    """Names of torch's that nothing in the network answers to."""
    may_hold_counters: bool
    """Whether a batch norm of torch's may be among the weights: its num_batches_tracked has no match."""


def misfits(following: Following) -> list[Misfit]:
    """The arrivals at which a weight does not fit."""
    return [_misfit(following.facts, following.run(None), arrival) for arrival in following.misfits]


def wrong_expansions(following: Following) -> list[WrongExpansion]:
    """The expansions at a wrong axis, each once."""
    found: dict[Expansion, WrongExpansion] = {}
    for arrival in following.misfits:
        misfit = _misfit(following.facts, following.run(None), arrival)
        shapes = {shape for path in arrival.layers for shape in arrival.misfits(path) or ()}
        for shape in shapes:
            if isinstance(shape, Expansion) and shape not in found:
                source = following.facts.source
                correction = axis_correction(shape, source) if _serves_misfits_alone(following, shape) else None
                text = corrected_text(shape, source)
                found[shape] = WrongExpansion(callee_span(shape.node, source), shape.axis, correction, text, misfit)
    return list(found.values())


def _serves_misfits_alone(following: Following, expansion: Expansion) -> bool:
    """Whether what an expansion gives arrives nowhere but where it does not fit."""
    log = following.run(None)
    reported = {arrival.node for arrival in following.misfits}
    arrivals = [
        arrival
        for arrival in log.arrivals
        if any(expansion in weight.shapes for weight in arrival.weights.values()) or expansion in arrival.elsewhere
    ]
    return expansion.node not in log.shared and all(arrival.node in reported for arrival in arrivals)


def initial_expansions(following: Following) -> list[InitialExpansion]:
    """The Conv1d layers that are made with an expanded weight.

    That the weight was of rank 3 before must be sure: it was a Conv1d's in torch, or its expansion says so, or the
    kernel is none to which a linear layer's weight could be carried.
    """
    found = []
    for initial in following.initial:
        convolution, weight = initial.convolution, initial.weight
        expansions = [shape for shape in weight.shapes if isinstance(shape, Expansion)]
        if len(expansions) != len(weight.shapes) or weight.form not in (Form.TENSOR, Form.PARAMETER):
            continue
        kernel = convolution.kernel_size[0]
        if not (weight.is_conv1d or all(e.proves_rank for e in expansions) or kernel not in (None, 1)):
            continue
        edits: tuple[Edit, ...] = ()
        if len(expansions) == 1 and _serves_nothing_else(expansions[0], initial):
            edits = removal(expansions[0], convolution.source)
        layer = Layer("", convolution.signature.transposed, kernel)
        kept = shown(expansions[0].operand, convolution.source) if len(expansions) == 1 else ""
        place = Span(convolution.start, convolution.end)
        found.append(InitialExpansion(place, layer, edits, kept, expansions[0].node.lineno))
    return found


def dropped_results(following: Following) -> list[DroppedResult]:
    """The calls of load_param_into_net whose result is dropped, where something could be left unmatched."""
    from ms_convlint.facts.weights.renaming import unmatched
    from ms_convlint.facts.weights.routes import RETURNS_PAIR

    facts = following.facts
    found = []
    for loading in following.loadings:
        if not loading.is_dropped or loading.keys_from_net:
            continue
        text = " ".join(facts.source.segment(loading.node).split())
        origin = loading.origin.name if loading.origin is not None else None
        returns_pair = facts.mindspore_version >= RETURNS_PAIR
        place = callee_span(loading.node, facts.source)
        lost = unmatched(following, loading)
        found.append(DroppedResult(place, text, origin, returns_pair, lost, _may_hold_counters(facts, loading)))
    return found


def _may_hold_counters(facts: FileFacts, loading: Loading) -> bool:
    if "num_batches_tracked" in facts.source.text:
        return False
    return loading.network is None or any("BatchNorm" in cell.name for _, cell in loading.network.all_cells())


def _serves_nothing_else(expansion: Expansion, initial: Initial) -> bool:
    """Whether nothing but this layer gets what an expansion gives: it stands in the call, or in a name used once."""
    node = initial.argument.node
    if stands_in(expansion.node, node):
        return True
    names = [name for name in ast.walk(node) if isinstance(name, ast.Name)]
    for name in names:
        bindings = initial.argument.scope.bindings.get(name.id, [])
        if (
            len(bindings) == 1
            and isinstance(bindings[0].node, ast.expr)
            and stands_in(expansion.node, bindings[0].node)
        ):
            uses = [n for n in ast.walk(initial.argument.scope.node) if isinstance(n, ast.Name) and n.id == name.id]
            return uses == [bindings[0].place, name] or uses == [name, bindings[0].place]
    return False


def _misfit(facts: FileFacts, log: Log, arrival: Arrival) -> Misfit:
    layers = []
    for path, cell in _collapsed(arrival.layers):
        convolution = cell.convolution
        transposed = convolution.signature.transposed if convolution is not None else cell.name.endswith("Transpose")
        layers.append(Layer(path, transposed, convolution.kernel_size[0] if convolution is not None else None))
    weights = [arrival.weights[path] for path in arrival.layers]
    inner = [log.innermost(value) for value in arrival.values]
    return Misfit(
        place=callee_span(arrival.node, facts.source),
        route=arrival.route,
        outcome=outcome(arrival.route, facts.mindspore_version),
        origin=weights[0].origin.name,
        layers=tuple(layers),
        is_raw=all(shape is Plain.RAW for weight in weights for shape in weight.shapes),
        is_single=arrival.is_single,
        handed=tuple(handed(node, log.forms.get(node), facts.source) for node in inner),
        loop=log.loops.get(weights[0].origin),
        numpy_name=_numpy_name(facts, arrival),
        parameter=_parameter_text(arrival, facts.source),
    )


def _parameter_text(arrival: Arrival, source: Source) -> str | None:
    node = arrival.node
    if arrival.route in NETWORK_ROUTES:
        return None
    if isinstance(node, ast.Call):
        is_method = isinstance(node.func, ast.Attribute) and arrival.route is not Route.ASSIGN
        owner = node.func.value if is_method and isinstance(node.func, ast.Attribute) else node.args[:1]
        return shown(owner, source) if isinstance(owner, ast.expr) else "".join(shown(n, source) for n in owner)
    if isinstance(node, (ast.Attribute, ast.Subscript)) and arrival.route not in (Route.PARAMETER, Route.TENSOR):
        return shown(node.value, source)
    return shown(node, source)


def _collapsed(layers: dict[str, Cell]) -> list[tuple[str, Cell]]:
    """The layers with their prefixes; those that one call makes in a loop, whose number is open, as one."""
    found: dict[tuple[object, ...], str] = {}
    for path, cell in layers.items():
        parts = path.split(".")
        indices = [index for index, part in enumerate(parts) if part.isdecimal()]
        masked = ".".join("*" if index == (indices or [-1])[-1] else part for index, part in enumerate(parts))
        same = (cell.convolution, masked) if cell.convolution is not None else (path,)
        found[same] = masked if same in found else path
    return [(path, layers.get(path) or _first_of(layers, key)) for key, path in found.items()]


def _first_of(layers: dict[str, Cell], key: tuple[object, ...]) -> Cell:
    return next(cell for cell in layers.values() if cell.convolution is key[0])


def _numpy_name(facts: FileFacts, arrival: Arrival) -> str | None:
    """What the file calls numpy, where that name means it at the arrival whatever runs before."""
    module = facts.scopes.module
    assert isinstance(module.node, ast.Module)
    for name, bindings in module.bindings.items():
        imported = bindings[0]
        if len(bindings) != 1 or imported.target != "numpy" or imported.place not in module.node.body:
            continue
        is_before = arrival.scope is not module or imported.place.lineno < arrival.node.lineno
        if is_before and not any(
            name in scope.bindings for scope in facts.scopes.by_node.values() if scope is not module
        ):
            return name
    return None
