"""Subscripts while weights are followed: new axes, entries of dictionaries, cells of sequences."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from ms_convlint.facts.weights.elements import entry_of, torch_weight
from ms_convlint.facts.weights.frames import Frame
from ms_convlint.facts.weights.joining import is_other_parameter, weight_in
from ms_convlint.facts.weights.shapes import UNKNOWN, indexed
from ms_convlint.facts.weights.things import (
    CellParameter,
    Collection,
    Constant,
    Key,
    Network,
    Thing,
    Torch,
    View,
    Weight,
)

if TYPE_CHECKING:
    from ms_convlint.facts.weights.cells import Cell
from ms_convlint.facts.weights.reading import Reading


def subscript(reader: Reading, node: ast.Subscript, frame: Frame) -> Thing:
    """``w[:, :, None]``, ``state_dict["conv.weight"]``, ``net.layers[0]``."""
    owner = reader.evaluate(node.value, frame)
    if isinstance(owner, Weight):
        return _indexed(reader, node, owner, frame)
    if isinstance(owner, Torch) and (_is_tensor_index(node.slice) or _is_new_axis(reader, node.slice, frame)):
        return _indexed(reader, node, weight_in(owner), frame)
    key = reader.evaluate(node.slice, frame)
    if isinstance(owner, Torch):
        return torch_entry(reader, owner, key)
    if isinstance(owner, Collection):
        return None if isinstance(node.slice, ast.Slice) else entry_of(owner, key)
    if isinstance(owner, View):
        return view_entry(owner, key)
    reader.log.shared.add(node)
    return _child(owner.cell, key) if isinstance(owner, Network) else None


def _indexed(reader: Reading, node: ast.Subscript, weight: Weight, frame: Frame) -> Weight:
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    new_axes = frozenset(part for part in parts if _is_new_axis(reader, part, frame))
    result = replace(weight, shapes=indexed(weight.shapes, node, new_axes))
    reader.log.note_expanded(node, weight, result)
    return result


def _is_new_axis(reader: Reading, part: ast.expr, frame: Frame) -> bool:
    if isinstance(part, (ast.Attribute, ast.Name)):
        return (reader.names.name(part, frame.scope) or "").endswith(".newaxis")
    return isinstance(part, ast.Constant) and part.value is None


def torch_entry(reader: Reading, torch: Torch, key: Thing) -> Thing:
    """What stands under a key of torch's dictionary: a part of it, or the weight that a loop has come to."""
    if isinstance(key, Constant) and isinstance(key.value, str):
        return Torch(torch.store, (*torch.path, key.value))
    if isinstance(key, Constant) and isinstance(key.value, int):
        return Torch(torch.store, (*torch.path, str(key.value)))
    if isinstance(key, Key):
        if key.text is not None and is_other_parameter(key.text):
            return Weight(torch.store.origin, UNKNOWN, torch.store.form)
        return torch_weight(reader, torch)
    return Torch(torch.store, (*torch.path, ""))


def view_entry(view: View, key: Thing) -> Thing:
    """``net.parameters_dict()["conv.weight"]`` and ``list(…)[0]`` of a view."""
    if not isinstance(view.owner, Network) or view.kind != "parameters_dict":
        return None
    if isinstance(key, Constant) and isinstance(key.value, str):
        path, _, name = key.value.rpartition(".")
        cell = view.owner.cell.at(path)
        return CellParameter(cell, name) if cell is not None else None
    return CellParameter(view.owner.cell, is_any=True)


def _child(cell: Cell, key: Thing) -> Thing:
    """A cell of a sequence by its index; by an unknown one, where all are Conv1d."""
    children = list(cell.children.values())
    if isinstance(key, Constant) and isinstance(key.value, int):
        child = cell.children.get(str(key.value))
        if key.value < 0 and -key.value <= len(children):
            child = children[key.value]
        return Network(child) if child is not None else None
    return Network(children[0]) if children and all(child.is_conv1d for child in children) else None


def _is_tensor_index(index: ast.expr) -> bool:
    parts = index.elts if isinstance(index, ast.Tuple) else [index]
    return any(
        isinstance(part, ast.Slice) or (isinstance(part, ast.Constant) and part.value in (None, Ellipsis))
        for part in parts
    )
