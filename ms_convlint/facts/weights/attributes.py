"""Attributes while weights are followed: of torch's modules, of cells, of weights."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from ms_convlint.facts.scopes import Scope
from ms_convlint.facts.weights.joining import weight_in
from ms_convlint.facts.weights.shapes import MINDSPORE_RANK, UNKNOWN, rank_of
from ms_convlint.facts.weights.things import (
    CellParameter,
    Constant,
    Definition,
    Instance,
    Key,
    Network,
    ShapeOf,
    Thing,
    Torch,
    TorchStore,
    Weight,
)
from ms_convlint.facts.weights.torch_layers import OF_CONV1D, is_other_layer, layers_made

if TYPE_CHECKING:
    from ms_convlint.facts.weights.reading import Reading

_TRANSPOSED = frozenset({"T", "mT", "H", "mH"})


def attribute_of(reader: Reading, node: ast.Attribute, owner: Thing) -> Thing:
    """What ``owner.name`` stands for."""
    name = node.attr
    if isinstance(owner, Weight):
        return _of_weight(owner, name)
    if isinstance(owner, Torch):
        return _of_torch(owner, name)
    if isinstance(owner, Network):
        return _of_network(reader, owner, name)
    if isinstance(owner, CellParameter):
        return _of_parameter(reader, owner, name)
    if isinstance(owner, Instance):
        if name in owner.attributes:
            return owner.attributes[name]
        return method_of(reader, owner.scope, name, owner)
    return None


def method_of(reader: Reading, owner: Scope, name: str, bound_to: Thing) -> Definition | None:
    """A method of a class or of its base classes in this file, unless the file puts another in its place."""
    names = reader.facts.names
    if name in names.assigned_elsewhere or (name != "__init__" and names.is_overridden(name, owner)):
        return None  # which of several it is depends on the object that somebody makes
    for ancestor in reader.facts.names.ancestors(owner):
        for binding in ancestor.bindings.get(name, ()):
            if isinstance(binding.node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                scope = reader.facts.scopes.by_node[binding.node]
                is_static = any(isinstance(d, ast.Name) and d.id == "staticmethod" for d in binding.node.decorator_list)
                return Definition(scope, None if is_static else bound_to)
    return None


def _of_weight(weight: Weight, name: str) -> Thing:
    if name == "shape":
        return ShapeOf(rank_of(weight.shapes))
    if name in ("ndim", "rank"):
        rank = rank_of(weight.shapes)
        return Constant(rank) if rank is not None else None
    if name in _TRANSPOSED:
        return weight.unknown  # its axes are no longer torch's
    return weight if name == "data" else None


def _of_parameter(reader: Reading, parameter: CellParameter, name: str) -> Thing:
    """Of one among all parameters the Conv1d's is meant, as it is the Conv1d's weight that is followed."""
    if name == "name":
        return Key(reader.asked, from_net=True)
    is_followed = parameter.is_any or (parameter.cell.is_conv1d and parameter.name == "weight")
    if name == "shape":
        return ShapeOf(MINDSPORE_RANK if is_followed else None)
    if name == "ndim":
        return Constant(MINDSPORE_RANK) if is_followed else None
    return parameter if name == "data" else None


def _of_torch(torch: Torch, name: str) -> Thing:
    if name in ("data", "module"):
        return torch
    if name in ("shape", "ndim") or name in _TRANSPOSED:
        return _of_weight(weight_in(torch), name)
    inner = replace(torch, path=(*torch.path, name))
    if torch.path or torch.store.own_class is None:
        return inner
    if name == "weight" and name in torch.store.own_class.attributes:
        return Torch(TorchStore(torch.store.origin, UNKNOWN, torch.store.form), inner.path)
    made = layers_made(torch.store, name)
    if made and made <= OF_CONV1D:
        return replace(inner, is_conv1d=True)
    if made and all(is_other_layer(layer) for layer in made):
        other = TorchStore(torch.store.origin, UNKNOWN, torch.store.form)
        return Torch(other, inner.path)
    return inner


def _of_network(reader: Reading, network: Network, name: str) -> Thing:
    cell = network.cell
    if network.is_any:
        return (
            CellParameter(cell, name, is_any=True, is_conv1d=network.is_conv1d) if name in ("weight", "bias") else None
        )
    known = reader.attributes_of_cells.get(cell, {})
    if name in known:
        return known[name]
    if cell in reader.changed_cells:
        return None
    if name in cell.children:
        return Network(cell.children[name])
    scope = reader.class_of(cell)
    method = method_of(reader, scope, name, network) if scope is not None else None
    if method is not None:
        return method
    return CellParameter(cell, name) if name in ("weight", "bias", "gamma", "beta", "embedding_table") else None
