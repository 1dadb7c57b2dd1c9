"""Reads calls while weights are followed: sources, steps, sinks, and functions of the file."""

from __future__ import annotations

import ast
from collections.abc import Callable

from ms_convlint.facts.scopes import BindingKind
from ms_convlint.facts.weights import builtin_calls, framework_calls, network_sinks, sinks
from ms_convlint.facts.weights.arguments import Arguments, read_arguments
from ms_convlint.facts.weights.attributes import attribute_of
from ms_convlint.facts.weights.cells import Cell
from ms_convlint.facts.weights.conditions import string_method
from ms_convlint.facts.weights.containers import collection_method
from ms_convlint.facts.weights.frames import Frame
from ms_convlint.facts.weights.functions import call_any, call_definition
from ms_convlint.facts.weights.joining import weight_in
from ms_convlint.facts.weights.reading import Reading
from ms_convlint.facts.weights.sources import detached, store_at, torch_method
from ms_convlint.facts.weights.steps import weight_method
from ms_convlint.facts.weights.subscripts import view_entry
from ms_convlint.facts.weights.things import (
    CellParameter,
    Collection,
    Constant,
    Definition,
    Form,
    Instance,
    Key,
    Network,
    Operation,
    Several,
    Thing,
    Torch,
    View,
    Weight,
)
from ms_convlint.facts.weights.words import words

_NETWORK_VIEWS = words(
    "parameters_and_names get_parameters trainable_params untrainable_params parameters_dict cells_and_names "
    "cells name_cells named_parameters parameters named_modules modules state_dict"
)
_CELL_VIEWS = words("parameters_and_names get_parameters trainable_params parameters_dict cells_and_names")
"""What only MindSpore's cells have."""
_RETURNS_ITSELF = frozenset({"set_train", "to_float", "set_grad", "eval", "train"})
_TENSOR_METHODS = words(
    "unsqueeze unsqueeze_ squeeze_ resize_ resize expand_dims view reshape numpy detach dim ndimension permute "
    "transpose squeeze flatten tolist"
)
"""What only a tensor has: a part of a checkpoint of which one is called is one."""


def call(reader: Reading, node: ast.Call, frame: Frame) -> Thing:
    """What a call stands for."""
    function = node.func
    if isinstance(function, ast.Attribute):
        owner = reader.evaluate(function.value, frame)
        if owner is not None:
            return _method(reader, node, function, owner, frame)
        called: Thing = None
    else:
        called = reader.evaluate(function, frame)
    arguments = read_arguments(reader, node, frame)
    if isinstance(called, (Definition, Several)):
        return call_any(reader, node, called, arguments, frame)
    if isinstance(called, Operation):
        return framework_calls.operate(reader, node, called.name, arguments, frame)
    if isinstance(called, Network):
        return None
    return _named(reader, node, function, arguments, frame)


def _named(reader: Reading, node: ast.Call, function: ast.expr, arguments: Arguments, frame: Frame) -> Thing:
    """A call of what is known by its name alone."""
    references = reader.names.references(function, frame.scope)
    bound = frame.scope.lookup(function.id) if isinstance(function, ast.Name) else []
    is_defined_twice = len(bound) > 1 and any(binding.kind is BindingKind.DEFINITION for binding in bound)
    if any(reference.is_default for reference in references) or is_defined_twice:
        return unread(reader, node, function, arguments, frame)  # callers may hand in another function
    if len({(reference.name, reference.definition) for reference in references}) == 1:
        definition = references[0].definition
        if definition is not None:
            found = Definition(reader.facts.scopes.by_node[definition])
            return call_definition(reader, node, found, arguments, frame)
        return framework_calls.framework_call(reader, node, references[0].name, arguments, frame)
    if isinstance(function, ast.Name):
        return builtin_calls.builtin_call(reader, function.id, arguments)
    if isinstance(function, ast.Attribute) and function.attr == "detach":
        return detached(reader, function, frame)
    if isinstance(function, ast.Attribute) and function.attr == "load_state_dict":
        _note_torch_module(reader, function, arguments, frame)
    if isinstance(function, ast.Attribute) and function.attr in _CELL_VIEWS:
        return View(Network(Cell("")), function.attr)  # of an unknown cell, but a cell's
    return unread(reader, node, function, arguments, frame)


def _note_torch_module(reader: Reading, function: ast.Attribute, arguments: Arguments, frame: Frame) -> None:
    """What loads a dictionary of torch's own tensors is a module of torch's, wherever it comes from."""
    loaded = arguments.thing(0, "state_dict")
    is_torch = isinstance(loaded, Torch) and loaded.store.form is Form.TORCH
    if is_torch and isinstance(function.value, ast.Name):
        frame.names[function.value.id] = store_at(function, function.value.id)


def unread(reader: Reading, node: ast.Call, function: ast.expr, arguments: Arguments, frame: Frame) -> Thing:
    """A call of what is not read: the weights handed over may fit afterwards."""
    reader.log.shared.add(node)
    name = function.attr if isinstance(function, ast.Attribute) else ""
    if name not in _HARMLESS:
        reader.escape(arguments)
    if node in reader.dropped and name not in _HARMLESS:
        reader.lose(node, arguments, frame)
    weight = arguments.weight
    return weight.unknown if weight is not None else None


_HARMLESS = words("info debug warning warn error exception print write set_postfix update_postfix dump save")


def _method(reader: Reading, node: ast.Call, function: ast.Attribute, owner: Thing, frame: Frame) -> Thing:
    arguments = read_arguments(reader, node, frame)
    read = _METHODS.get(type(owner))
    return (
        read(reader, node, function, owner, arguments, frame)
        if read is not None
        else unread(reader, node, function, arguments, frame)
    )


def _of_weight(
    reader: Reading, node: ast.Call, function: ast.Attribute, owner: Weight, arguments: Arguments, frame: Frame
) -> Thing:
    return weight_method(reader, node, function, owner, arguments, frame)


def _of_torch(
    reader: Reading, node: ast.Call, function: ast.Attribute, owner: Torch, arguments: Arguments, frame: Frame
) -> Thing:
    if function.attr in _TENSOR_METHODS:
        weight = weight_method(reader, node, function, weight_in(owner), arguments, frame)
        if function.attr.endswith("_") and owner.path:
            owner.store.changed[owner.path[-1]] = weight
        return weight
    return torch_method(reader, function.attr, owner, arguments)


def _of_collection(
    reader: Reading, node: ast.Call, function: ast.Attribute, owner: Collection, arguments: Arguments, frame: Frame
) -> Thing:
    return collection_method(reader, function.attr, owner, arguments)


def _of_string(
    reader: Reading, node: ast.Call, function: ast.Attribute, owner: Thing, arguments: Arguments, frame: Frame
) -> Thing:
    assert isinstance(owner, (Key, Constant))
    reader.log.renames |= isinstance(owner, Key) and function.attr in ("replace", "removeprefix", "removesuffix")
    return string_method(owner, function.attr, list(arguments.things))


def _of_view(
    reader: Reading, node: ast.Call, function: ast.Attribute, owner: View, arguments: Arguments, frame: Frame
) -> Thing:
    if isinstance(owner.owner, Network) and function.attr in ("items", "keys", "values"):
        return View(owner.owner, {"items": "parameters_and_names"}.get(function.attr, function.attr))
    if function.attr in ("get", "pop"):
        return view_entry(owner, arguments.thing(0))
    return None


def _of_network(
    reader: Reading, node: ast.Call, function: ast.Attribute, owner: Network, arguments: Arguments, frame: Frame
) -> Thing:
    name = function.attr
    method = attribute_of(reader, function, owner)
    if isinstance(method, Definition):
        return call_definition(reader, node, method, arguments, frame)
    if name in _NETWORK_VIEWS:
        return View(owner, name)
    if name == "load_state_dict" and not owner.is_any:
        network_sinks.load_state_dict(reader, node, owner.cell, arguments, frame)
        return None
    if name in _RETURNS_ITSELF:
        return owner
    if name == "insert_child_to_cell":
        reader.change_cell(owner)
    return unread(reader, node, function, arguments, frame)


def _of_parameter(
    reader: Reading,
    node: ast.Call,
    function: ast.Attribute,
    owner: CellParameter,
    arguments: Arguments,
    frame: Frame,
) -> Thing:
    sinks.parameter_method(reader, node, function.attr, owner, arguments, frame)
    return None


def _of_instance(
    reader: Reading, node: ast.Call, function: ast.Attribute, owner: Instance, arguments: Arguments, frame: Frame
) -> Thing:
    method = attribute_of(reader, function, owner)
    if isinstance(method, Definition):
        return call_definition(reader, node, method, arguments, frame)
    return unread(reader, node, function, arguments, frame)


_METHODS: dict[type, Callable[..., Thing]] = {
    Weight: _of_weight,
    Torch: _of_torch,
    Collection: _of_collection,
    Key: _of_string,
    Constant: _of_string,
    View: _of_view,
    Network: _of_network,
    CellParameter: _of_parameter,
    Instance: _of_instance,
}
