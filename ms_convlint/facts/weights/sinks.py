"""Where a weight is handed to one parameter of MindSpore's, or in a loop to each of a network's."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from ms_convlint.facts.weights.arguments import Arguments
from ms_convlint.facts.weights.arrivals import Arrival
from ms_convlint.facts.weights.frames import Frame
from ms_convlint.facts.weights.joining import weight_in, weights_in
from ms_convlint.facts.weights.routes import Route
from ms_convlint.facts.weights.steps import is_true
from ms_convlint.facts.weights.things import (
    OF_MINDSPORE,
    CellParameter,
    Form,
    Network,
    Thing,
    Torch,
    Weight,
)

if TYPE_CHECKING:
    from ms_convlint.facts.weights.reading import Reading

_METHODS = {
    "set_data": Route.SET_DATA,
    "assign_value": Route.ASSIGN_VALUE,
    "copy_": Route.COPY_,
    "set_": Route.SET_,
}


def parameter_method(
    reader: Reading, node: ast.Call, name: str, parameter: CellParameter, arguments: Arguments, frame: Frame
) -> None:
    """A method of a MindSpore parameter: those that hand it a weight."""
    route = _METHODS.get(name)
    if route is None:
        return
    value, written = arguments.get(0, "data", "value", "src", "source")
    if route is Route.SET_DATA and is_true(reader, arguments.get(1, "slice_shape")[1], frame):
        route = Route.SET_DATA_SLICE
    _arrive(reader, node, route, parameter, value, written, frame)


def assigned(reader: Reading, node: ast.Call, arguments: Arguments, frame: Frame) -> None:
    """``ops.assign(parameter, value)``."""
    parameter = arguments.thing(0, "variable")
    value, written = arguments.get(1, "value")
    if isinstance(parameter, CellParameter):
        _arrive(reader, node, Route.ASSIGN, parameter, value, written, frame)


def assign_attribute(reader: Reading, target: ast.Attribute, value: Thing, frame: Frame, node: ast.expr | None) -> bool:
    """``parameter.data = …``, ``cell.weight = …``; whether the target is one of these."""
    owner = reader.evaluate(target.value, frame)
    if isinstance(owner, CellParameter):
        if target.attr == "data":
            _arrive(reader, target, Route.DATA, owner, value, node, frame)
        return True
    if isinstance(owner, Weight) or (isinstance(owner, Torch) and target.attr == "shape"):
        before = weight_in(owner) if isinstance(owner, Torch) else owner
        reader.log.note_expanded(target, before, before.unknown)
        before.spoil()
        reader.store(target.value, (weight_in(owner) if isinstance(owner, Torch) else owner).unknown, frame, None)
        return True
    if isinstance(owner, Torch):
        for weight in weights_in(value):
            owner.store.shapes |= weight.shapes
        return True
    if isinstance(owner, Network) and target.attr == "__class__":
        reader.change_cell(owner)
    if not isinstance(owner, Network) or target.attr != "weight" or not (owner.is_any or owner.cell.is_conv1d):
        return False
    if not isinstance(value, Weight):
        reader.change_cell(owner)
    form = value.form if isinstance(value, Weight) else None
    if form in OF_MINDSPORE:
        route = Route.PARAMETER if form is Form.PARAMETER else Route.TENSOR
        parameter = CellParameter(owner.cell, "weight", owner.is_any, owner.is_conv1d)
        _arrive(reader, target, route, parameter, value, node, frame)
    return True


def assign_items(
    reader: Reading, target: ast.Subscript, container: Thing, value: Thing, frame: Frame, node: ast.expr | None
) -> bool:
    """``parameter[:] = …``; whether the target is that."""
    if not isinstance(container, CellParameter):
        return False
    parts = target.slice.elts if isinstance(target.slice, ast.Tuple) else [target.slice]
    if not all(isinstance(part, ast.Slice) or getattr(part, "value", None) is Ellipsis for part in parts):
        return True  # a part of it, which may well have the rank of what is put there
    _arrive(reader, target, Route.ITEMS, container, value, node, frame)
    return True


def _arrive(
    reader: Reading,
    node: ast.expr,
    route: Route,
    parameter: CellParameter,
    value: Thing,
    written: ast.expr | None,
    frame: Frame,
) -> None:
    """One tensor is handed to one parameter, or in a loop to each of a network's."""
    weight = weight_in(value) if isinstance(value, Torch) else value
    if not isinstance(weight, Weight) or weight.form not in (*OF_MINDSPORE, None):
        return  # what is no Tensor is refused whatever its rank
    if parameter.cell in reader.changed_cells or (reader.choices and parameter.is_any):
        return  # the weight asked about may go another way
    is_conv1d = parameter.cell.is_conv1d and parameter.name == "weight"
    if parameter.is_any and parameter.name in ("", "weight"):
        layers = parameter.cell.conv1d_layers()
    else:
        layers = {"": parameter.cell} if is_conv1d else {}
    reader.log.arrivals.append(
        Arrival(
            node,
            route,
            frame.scope,
            layers,
            dict.fromkeys(layers, weight),
            [written] if written is not None else [],
            elsewhere=frozenset() if layers else weight.shapes,
            is_single=written is not None and (parameter.is_conv1d or (is_conv1d and not parameter.is_any)),
        )
    )
