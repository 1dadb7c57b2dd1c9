"""Assignments while weights are followed: names, attributes, entries of dictionaries."""

from __future__ import annotations

import ast

from ms_convlint.facts.weights.elements import elements
from ms_convlint.facts.weights.expressions import Expressions
from ms_convlint.facts.weights.frames import Frame
from ms_convlint.facts.weights.joining import escape, join, weight_in
from ms_convlint.facts.weights.sinks import assign_attribute, assign_items
from ms_convlint.facts.weights.things import (
    Collection,
    Constant,
    Entry,
    Key,
    Network,
    Thing,
    Torch,
    Weight,
)


class Targets(Expressions):
    """Puts things where they are assigned."""

    def store(self, target: ast.expr, value: Thing, frame: Frame, node: ast.expr | None) -> None:
        """Assign ``value``, which the expression ``node`` stands for."""
        if isinstance(target, ast.Name):
            self._store_name(target.id, value, frame)
        elif isinstance(target, (ast.Tuple, ast.List)):
            self._unpack(target.elts, value, frame, node)
        elif isinstance(target, ast.Attribute):
            if not assign_attribute(self, target, value, frame, node):
                self.set_attribute(target, value, frame)
        elif isinstance(target, ast.Subscript):
            self._store_item(target, value, frame, node)

    def _store_name(self, name: str, value: Thing, frame: Frame) -> None:
        owner = frame.scope.elsewhere.get(name)
        names = frame.names
        if owner is not None:  # declared global or nonlocal
            names = self.module_names if owner.parent is None else frame.around or names
            value = join(names.get(name, value), value) if self.doubt else value
        names[name] = value

    def _unpack(self, targets: list[ast.expr], value: Thing, frame: Frame, node: ast.expr | None) -> None:
        parts = elements(self, value) if isinstance(value, Collection) else None
        fits = parts is not None and len(parts) == len(targets)
        written = node.elts if isinstance(node, (ast.Tuple, ast.List)) and len(node.elts) == len(targets) else None
        for index, target in enumerate(targets):
            if isinstance(target, ast.Starred):
                target = target.value
            part = parts[index] if fits and parts is not None else None
            self.store(target, part, frame, written[index] if written else None)

    def _store_item(self, target: ast.Subscript, value: Thing, frame: Frame, node: ast.expr | None) -> None:
        container = self.evaluate(target.value, frame)
        if assign_items(self, target, container, value, frame, node):
            return
        key = self.evaluate(target.slice, frame)
        if isinstance(container, Torch) and container.path[-1:] in (("_modules",), ("_parameters",)):
            escape(container)
        elif isinstance(container, Torch):
            self.change(container, key, value)
        elif isinstance(container, Collection):
            self.put(container, key, value, node)

    def change(self, torch: Torch, key: Thing, value: Thing) -> None:
        """An entry of torch's own dictionary is assigned anew, in place."""
        store = torch.store
        weight = weight_in(value) if isinstance(value, Torch) else value
        if isinstance(key, Constant) and isinstance(key.value, str):
            store.changed[key.value] = join(store.changed.get(key.value, weight), weight) if self.doubt else weight
            return
        shapes = weight.shapes if isinstance(weight, Weight) else weight_in(torch).unknown.shapes
        is_sure = isinstance(key, Key) and not self.doubt
        store.shapes = shapes if is_sure else store.shapes | shapes
        if isinstance(weight, Weight) and weight.form is not store.form:
            store.form = weight.form if is_sure else None

    def put(self, collection: Collection, key: Thing, value: Thing, node: ast.expr | None) -> None:
        """An entry of a collection is assigned."""
        if isinstance(value, Torch) and isinstance(key, Key):
            value = weight_in(value)
        if self.choices and isinstance(value, Weight):
            value = value.unknown  # it may be put there for other weights alone
        entry = collection.find(key)
        if entry is None:
            collection.add(Entry(key, value, node))
            return
        is_open = self.doubt or (isinstance(key, Key) and key.text is None)  # which may be two keys
        entry.value = join(entry.value, value) if is_open else value
        entry.key = key
        entry.value_node = None if is_open else node

    def set_attribute(self, target: ast.Attribute, value: Thing, frame: Frame) -> None:
        """An attribute of ``self`` that is no parameter."""
        attributes = self.attributes(self.evaluate(target.value, frame))
        if attributes is None:
            return
        owner = self.evaluate(target.value, frame)
        if isinstance(owner, Network) and target.attr in owner.cell.children:
            if frame.scope.method is not None:
                return  # what the cell's own methods assign is known of the cell
            self.change_cell(owner)
        attributes[target.attr] = value
