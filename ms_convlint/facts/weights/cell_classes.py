"""Reads from classes and calls what cells are made of: attributes, sequences, base classes, other modules."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from ms_convlint.facts import objects
from ms_convlint.facts.convolutions import Convolution
from ms_convlint.facts.objects import Thing
from ms_convlint.facts.scopes import Binding, Scope
from ms_convlint.facts.signatures import Kind

if TYPE_CHECKING:
    from ms_convlint.facts.file_facts import FileFacts
    from ms_convlint.facts.weights.modules import Modules

from ms_convlint.facts.weights.cells import CONV1D, Cell


class Cells:
    """The cells that one file defines."""

    def __init__(self, facts: FileFacts, modules: Modules) -> None:
        self.facts = facts
        self.modules = modules
        self.names = facts.names.in_reading_order()
        self._of_class: dict[Scope, Cell] = {}

    @cached_property
    def _scopes(self) -> dict[ast.Call, Scope]:
        return dict(self.facts.scopes.calls)

    @cached_property
    def _convolutions(self) -> dict[ast.Call, tuple[Convolution, ...]]:
        return {readings[0].node: readings for readings in self.facts.convolutions}

    @cached_property
    def _reparametrized(self) -> set[ast.expr]:
        """What is handed to weight_norm, spectral_norm and their like: its parameters are others."""
        return {
            argument
            for call, _ in self.facts.scopes.calls
            if "norm" in ast.unparse(call.func).rpartition(".")[2].lower()
            for argument in call.args
        }

    @cached_property
    def _conditional(self) -> set[ast.AST]:
        """What stands in a branch."""
        found: set[ast.AST] = set()
        pending: list[tuple[ast.AST, bool]] = [(self.facts.source.tree, False)]
        while pending:
            node, inside = pending.pop()
            inside = inside or isinstance(node, (ast.If, ast.IfExp))
            if inside:
                found.add(node)
            pending += [(child, inside) for child in ast.iter_child_nodes(node)]
        return found

    def of_class(self, scope: Scope) -> Cell:
        """An object of a class of this file."""
        if scope not in self._of_class:
            assert isinstance(scope.node, ast.ClassDef)
            is_conv1d = self._extends_conv1d(scope)
            self._of_class[scope] = Cell(scope.node.name, lambda: self._children(scope), is_conv1d, scope=scope)
        return self._of_class[scope]

    def scope_of(self, cell: Cell) -> Scope | None:
        """The class of this file that a cell is an object of."""
        return cell.scope if cell.scope in self._of_class else None

    def of_call(self, node: ast.Call, scope: Scope) -> Cell | None:
        """What a call makes: a layer of the framework's, or an object of a class in reach."""
        readings = self._convolutions.get(node)
        if readings is not None:
            return self._convolution(node, readings)
        references = self.names.references(node.func, scope)
        if len(references) != 1:
            return None
        reference = references[0]
        if reference.definition is not None:
            return self._of_definition(self.facts.scopes.by_node[reference.definition])
        if reference.name.startswith(("mindspore.", "torch.")):
            return Cell(reference.name)
        found = self.modules.definition(self.facts, reference.name)
        if found is None:
            return None
        facts, definition = found
        return self.modules.cells(facts)._of_definition(definition)

    def _of_definition(self, definition: Scope) -> Cell | None:
        if definition.is_class:
            return self.of_class(definition)
        from ms_convlint.facts.flow import returned

        return self._of_thing(returned(definition, self.names, self.facts.scopes))

    def is_torch(self, scope: Scope) -> bool:
        """Whether a class of this file extends one of torch's."""
        return any(name.startswith(("torch.", "torchvision.", "transformers.")) for name in self._base_names(scope))

    def is_cell(self, scope: Scope) -> bool:
        """Whether a class of this file extends one of MindSpore's, or a cell of another module of the project."""
        for name in self._base_names(scope):
            if name.startswith("mindspore."):
                return True
            found = self.modules.definition(self.facts, name) if not name.startswith(("torch.", "<file>")) else None
            if found is not None and found[1].is_class and self.modules.cells(found[0]).is_cell(found[1]):
                return True
        return False

    def _base_names(self, scope: Scope) -> Iterator[str]:
        for ancestor in self.facts.names.ancestors(scope):
            assert isinstance(ancestor.node, ast.ClassDef)
            for base in ancestor.node.bases:
                if name := self.names.name(base, ancestor.parent or ancestor):
                    yield name

    def _convolution(self, node: ast.Call, readings: tuple[Convolution, ...]) -> Cell:
        convolution = readings[0]
        known = (
            all(reading.signature.name in CONV1D for reading in readings)
            and convolution.signature.kind is Kind.LAYER
            and not convolution.is_base_initializer
            and not any(reading.is_default_callee for reading in readings)
            and node not in self._reparametrized
            and not self.facts.provenance.imports_mindnlp
        )
        return Cell(convolution.signature.name, is_conv1d=known, convolution=convolution)

    def _extends_conv1d(self, scope: Scope) -> bool:
        """Whether a class is a Conv1d with another initializer: one that computes otherwise may hold what it likes."""
        names = set(self._base_names(scope))
        own = [binding for name in ("construct", "__call__") for binding in scope.bindings.get(name, ())]
        computes_so = all("super().construct(" in ast.unparse(binding.node) for binding in own)
        return bool(names & CONV1D) and computes_so and "weight" not in scope.attributes

    def _children(self, scope: Scope) -> dict[str, Cell]:
        from ms_convlint.facts.flow import class_attributes

        children = self._inherited(scope)
        own = class_attributes(scope, self.names, self.facts.scopes)
        for name, thing in own.items():
            cell = self._of_thing(thing)
            if cell is not None and name != "<sequence>":
                children[name] = self._judged(scope, name, cell)
        sequence_of_own = self._of_thing(own.get("<sequence>"))
        return children | (sequence_of_own.children if sequence_of_own is not None else {})

    def _judged(self, scope: Scope, name: str, cell: Cell) -> Cell:
        """A child as what is known of its attribute makes it: perhaps never made, perhaps with other parameters."""
        if any(isinstance(node, ast.Attribute) and node.attr == name for node in self._reparametrized):
            return Cell(cell.name)
        bindings = scope.attributes.get(name, [])
        if len(bindings) == 1 and (written := _written_names(bindings[0].node)):
            cell = _renamed(cell, written)
        if bindings and all(_is_plain(binding) for binding in bindings):
            return replace(cell, may_lack=True)  # what stands in no cell's list has no parameters in the network
        if any(isinstance(getattr(binding.node, "ctx", None), ast.Del) for binding in bindings):
            return replace(cell, may_lack=True)
        if len(bindings) != 1 or not {bindings[0].place, bindings[0].node} & self._conditional:
            return cell
        return replace(cell, may_lack=True)

    def _inherited(self, scope: Scope) -> dict[str, Cell]:
        """The cells of base classes in other files of the project."""
        children: dict[str, Cell] = {}
        for name in self._base_names(scope):
            if name.startswith(("mindspore.", "torch.", "<file>")):
                continue
            found = self.modules.definition(self.facts, name)
            if found is not None and found[1].is_class:
                children |= self.modules.cells(found[0]).of_class(found[1]).children
        return children

    def _of_thing(self, thing: Thing) -> Cell | None:
        if isinstance(thing, objects.Layer) and isinstance(thing.node, ast.Call):
            scope = self._scopes.get(thing.node)
            return self.of_call(thing.node, scope) if scope is not None else None
        if isinstance(thing, objects.Instance):
            return self.of_class(thing.definition)
        if isinstance(thing, (objects.Chain, objects.Items)):
            return self._sequence(thing)
        if isinstance(thing, objects.Choice):
            return self._choice(thing)
        return None

    def _sequence(self, thing: objects.Chain | objects.Items) -> Cell:
        items: list[Thing] = []
        for item in thing.items:
            items += _longest(item.options) if isinstance(item, objects.Branch) else (item,)
        open_from = next((i for i, item in enumerate(thing.items) if isinstance(item, objects.Branch)), len(items))
        return Cell("mindspore.nn.CellList", lambda: self._numbered(items, open_from))

    def _numbered(self, items: list[Thing], open_from: int) -> dict[str, Cell]:
        """The items by index; what a branch adds, and what comes after it, may be missing."""
        found = {str(index): self._of_thing(item) for index, item in enumerate(items)}
        return {
            index: cell if int(index) < open_from else replace(cell, may_lack=True)
            for index, cell in found.items()
            if cell is not None
        }

    def _choice(self, thing: objects.Choice) -> Cell | None:
        """One of several cells: known to be a Conv1d only where each of them is."""
        options = [self._of_thing(option) for option in thing.options]
        if all(option is not None and option.is_conv1d for option in options):
            return options[0]
        return None


def _is_plain(binding: Binding) -> bool:
    """Whether a list or dictionary of Python's own is assigned."""
    node = binding.node
    if isinstance(node, ast.Name):
        found = binding.scope.bindings.get(node.id, [])
        return bool(found) and all(isinstance(inner.node, _PLAIN) for inner in found)
    return isinstance(node, _PLAIN)


_PLAIN = (ast.List, ast.Tuple, ast.Dict, ast.ListComp, ast.DictComp)


def _longest(options: tuple[tuple[Thing, ...], ...]) -> tuple[Thing, ...]:
    longest = options[0]
    for option in options[1:]:
        longest = option if len(option) > len(longest) else longest
    return longest


def _written_names(node: ast.AST) -> list[str]:
    """The names in ``SequentialCell(OrderedDict([("conv", …), …]))``."""
    while isinstance(node, ast.Call) and len(node.args) == 1:
        node = node.args[0]
    pairs = node.elts if isinstance(node, (ast.List, ast.Tuple)) else []
    names = [pair.elts[0] if isinstance(pair, ast.Tuple) and len(pair.elts) == _PAIR else None for pair in pairs]
    texts = [name.value for name in names if isinstance(name, ast.Constant) and isinstance(name.value, str)]
    return texts if len(texts) == len(pairs) else []


_PAIR = 2


def _renamed(cell: Cell, names: list[str]) -> Cell:
    """A sequence whose items go by names."""
    children = list(cell.children.values())
    if len(children) != len(names):
        return cell
    return replace(cell, grow=lambda: dict(zip(names, children, strict=True)))
