"""Reads expressions while weights are followed: what each stands for."""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ms_convlint.facts.scopes import BindingKind, Scope
from ms_convlint.facts.weights.attributes import attribute_of
from ms_convlint.facts.weights.conditions import compared, negated, string_formed, text_of
from ms_convlint.facts.weights.elements import elements, entry_of, merge, torch_weight
from ms_convlint.facts.weights.frames import Frame
from ms_convlint.facts.weights.joining import definitions, escape, is_other_parameter, join, weight_in, weights_in
from ms_convlint.facts.weights.shapes import UNKNOWN, indexed
from ms_convlint.facts.weights.things import (
    CellParameter,
    Collection,
    Constant,
    Definition,
    Entry,
    Instance,
    Key,
    Network,
    Thing,
    TooInvolvedError,
    Torch,
    View,
    Weight,
)

if TYPE_CHECKING:
    from ms_convlint.facts.file_facts import FileFacts
    from ms_convlint.facts.weights.arguments import Arguments
    from ms_convlint.facts.weights.arrivals import Log
    from ms_convlint.facts.weights.cells import Cell, Cells

_STEPS = 60_000
_MAXIMAL_DEPTH = 80
CALL_DEPTH = 8


class Expressions(ABC):
    """What expressions stand for; ``asked`` is the name of the parameter that a run asks about, None for any.

    ``asked_names`` are all the names that runs ask about.
    """

    def __init__(self, facts: FileFacts, cells: Cells, log: Log, asked: str | None, names: frozenset[str]) -> None:
        self.facts = facts
        self.cells = cells
        self.log = log
        self.asked = asked
        self.asked_names = names
        self.names = facts.names.in_reading_order()
        self.doubt = 0
        """How many open branches are being read."""
        self.choices = 0
        """How many of them are taken for some weights only."""
        self.steps = 0
        self.depth = 0
        self.stack: list[ast.AST] = []
        self.entered: set[ast.AST] = set()
        self.module_names: dict[str, Thing] = {}
        self.attributes_of_cells: dict[Cell, dict[str, Thing]] = {}
        self.changed_cells: set[Cell] = set()
        """Those of which a part was replaced after they were made."""
        self.dropped: ast.expr | None = None

    @abstractmethod
    def block(self, statements: Sequence[ast.stmt], frame: Frame) -> bool:
        """Read statements in order; whether control surely leaves."""

    @abstractmethod
    def store(self, target: ast.expr, value: Thing, frame: Frame, node: ast.expr | None) -> None:
        """Assign."""

    def escape(self, arguments: Arguments) -> None:
        """Arguments were handed to code that is not read; what a function among them sees is in its hands, too."""
        arguments.escape()
        for thing in arguments.things:
            for definition in definitions(thing):
                names = {node.id for node in ast.walk(definition.scope.node) if isinstance(node, ast.Name)}
                for name in names:
                    escape((definition.around or {}).get(name, self.module_names.get(name)))

    def lose(self, node: ast.Call, arguments: Arguments, frame: Frame) -> None:
        """A call of which nothing is wanted but what it does to its arguments: weights among them are other weights."""
        for thing, written in (*arguments.positional, *arguments.keywords.values()):
            if isinstance(thing, Weight):
                self.log.note_expanded(node, thing, thing.unknown)
                if isinstance(written, (ast.Name, ast.Subscript)):
                    self.store(written, thing.unknown, frame, None)

    def class_of(self, cell: Cell) -> Scope | None:
        """The class of this file that a cell is an object of."""
        return self.cells.scope_of(cell)

    @abstractmethod
    def chooses(self, test: ast.expr, frame: Frame) -> bool:
        """Whether an open test picks among the weights."""

    @abstractmethod
    def refine(self, test: ast.expr, frame: Frame, *, holds: bool = True) -> None:
        """Take over what a condition tells where it holds."""

    @abstractmethod
    def put(self, collection: Collection, key: Thing, value: Thing, node: ast.expr | None) -> None:
        """Assign an entry of a collection."""

    def spend(self) -> None:
        """Count a step.

        Raises:
            TooInvolvedError: there were too many.
        """
        self.steps += 1
        if self.steps > _STEPS:
            raise TooInvolvedError

    def evaluate(self, node: ast.expr, frame: Frame) -> Thing:
        """What an expression stands for."""
        self.spend()
        read = _EXPRESSIONS.get(type(node), Expressions._other)
        self.depth += 1
        if self.depth > _MAXIMAL_DEPTH:
            raise TooInvolvedError
        try:
            thing = read(self, node, frame)
        finally:
            self.depth -= 1
        if isinstance(thing, (Weight, Torch)):
            self.log.note_form(node, thing.form if isinstance(thing, Weight) else weight_in(thing).form)
        return thing

    def truth(self, test: ast.expr, frame: Frame) -> bool | None:
        """Whether a condition holds for the weight that is followed; None where that is open."""
        thing = self.evaluate(test, frame)
        if isinstance(thing, Constant):
            return bool(thing.value)
        return None

    def attributes(self, owner: Thing) -> dict[str, Thing] | None:
        """The attributes of an object that code of this file sets."""
        if isinstance(owner, Instance):
            return owner.attributes
        if isinstance(owner, Network) and not owner.is_any:
            return self.attributes_of_cells.setdefault(owner.cell, {})
        return None

    def definition(self, node: ast.AST, frame: Frame) -> Definition:
        """A function that stands in another one, or a lambda."""
        return Definition(self.facts.scopes.by_node[node], frame.instance, frame.names)

    def narrowed(self, before: Thing, kinds: ast.expr, frame: Frame, *, holds: bool) -> Thing:
        """A cell of which isinstance holds: a Conv1d, where nothing else is asked for; or of which it does not."""
        from ms_convlint.facts.weights.cells import CONV1D, Cell

        written = kinds.elts if isinstance(kinds, ast.Tuple) else [kinds]
        found = [self.names.name(kind, frame.scope) for kind in written]
        if not holds:
            return Network(Cell("")) if isinstance(before, Network) and set(found) & CONV1D else before
        if found and all(name in CONV1D for name in found):
            if isinstance(before, Network) and before.is_any:
                return replace(before, is_conv1d=True)
            return Network(Cell(found[0] or "", is_conv1d=True))
        if any(name in CONV1D or name is None for name in found):
            return before
        return Network(Cell(found[0] or "")) if isinstance(before, Network) else before

    def _name(self, node: ast.Name, frame: Frame) -> Thing:
        name = node.id
        if name in frame.names:
            return frame.names[name]
        if frame.instance is not None and name == frame.scope.self_name:
            return frame.instance
        if frame.around is not None and name in frame.around:
            return frame.around[name]
        bindings = frame.scope.lookup(name)
        if len(bindings) == 1 and bindings[0].kind is BindingKind.DEFINITION:
            return Definition(self.facts.scopes.by_node[bindings[0].node])
        if name == "__name__":
            return Constant("__main__")
        return self.module_names.get(name)

    def _attribute(self, node: ast.Attribute, frame: Frame) -> Thing:
        return attribute_of(self, node, self.evaluate(node.value, frame), frame)

    def _constant(self, node: ast.Constant, frame: Frame) -> Thing:
        return Constant(node.value) if isinstance(node.value, (str, int, float, type(None))) else None

    def _sequence(self, node: ast.Tuple | ast.List | ast.Set, frame: Frame) -> Thing:
        collection = Collection("tuple" if isinstance(node, ast.Tuple) else "list")
        for item in node.elts:
            if isinstance(item, ast.Starred):
                spread = elements(self, self.evaluate(item.value, frame))
                collection.is_open |= spread is None
                for thing in spread or ():
                    collection.add(Entry(None, thing))
            else:
                collection.add(Entry(None, self.evaluate(item, frame), item))
        return collection

    def _dict(self, node: ast.Dict, frame: Frame) -> Thing:
        collection = Collection("dict")
        for key, value in zip(node.keys, node.values, strict=True):
            thing = self.evaluate(value, frame)
            if key is not None:
                self.put(collection, self.evaluate(key, frame), thing, value)
            elif isinstance(thing, Collection):
                merge(self, collection, thing)
            elif isinstance(thing, Torch):
                collection.add(Entry(Key(self.asked), torch_weight(self, thing), value))
            else:
                collection.is_open = True
        return collection

    def _comprehension(self, node: ast.ListComp | ast.GeneratorExp | ast.SetComp | ast.DictComp, frame: Frame) -> Thing:
        collection = Collection("dict" if isinstance(node, ast.DictComp) else "list")
        inner = Frame(self.facts.scopes.by_node[node], dict(frame.names), frame.instance, frame.around)
        self._generate(node, 0, inner, collection)
        return collection

    def _generate(self, node: ast.expr, index: int, frame: Frame, collection: Collection) -> None:
        """Run through the generators from ``index`` on and collect what stands in front of them."""
        generators: list[ast.comprehension] = node.generators  # type: ignore[attr-defined]  # a comprehension
        if index == len(generators):
            if isinstance(node, ast.DictComp):
                self.put(collection, self.evaluate(node.key, frame), self.evaluate(node.value, frame), node.value)
            elif isinstance(node, (ast.ListComp, ast.GeneratorExp, ast.SetComp)):
                thing = self.evaluate(node.elt, frame)
                if self.choices:
                    escape(thing)
                    thing = thing.unknown if isinstance(thing, Weight) else thing
                collection.add(Entry(None, thing, node.elt))
            return
        generator = generators[index]
        found = elements(self, self.evaluate(generator.iter, frame))
        for element in [None] if found is None else found:
            self.store(generator.target, element, frame, None)
            truths = [self.truth(condition, frame) for condition in generator.ifs]
            if False in truths:
                continue
            choices = self.choices
            for truth, condition in zip(truths, generator.ifs, strict=True):
                self.choices += truth is None and self.chooses(condition, frame)
                self.refine(condition, frame)
            self._generate(node, index + 1, frame, collection)
            self.choices = choices

    def _conditional(self, node: ast.IfExp, frame: Frame) -> Thing:
        truth = self.truth(node.test, frame)
        if truth is not None:
            return self.evaluate(node.body if truth else node.orelse, frame)
        return join(self.evaluate(node.body, frame), self.evaluate(node.orelse, frame))

    def _boolean(self, node: ast.BoolOp, frame: Frame) -> Thing:
        """``and`` and ``or``: decided as soon as one operand decides, in whatever order they stand."""
        things = [self.evaluate(value, frame) for value in node.values]
        stops = isinstance(node.op, ast.Or)
        for thing in things:
            if isinstance(thing, Constant) and bool(thing.value) is stops:
                return thing
        if all(isinstance(thing, Constant) for thing in things):
            return things[-1]
        known = [thing for thing in things if not isinstance(thing, Constant)]
        return known[0] if len(known) == 1 and stops else None

    def _binary(self, node: ast.BinOp, frame: Frame) -> Thing:
        left, right = self.evaluate(node.left, frame), self.evaluate(node.right, frame)
        self.note_check(left, right, frame)
        if isinstance(left, Collection) and isinstance(right, Collection):
            joined = Collection(left.kind, list(left.entries), left.is_open)
            merge(self, joined, right)
            return joined
        for thing in (left, right):
            if isinstance(thing, Torch) and isinstance(node.op, (ast.Mult, ast.Div, ast.Add, ast.Sub)):
                return weight_in(thing)
            if isinstance(thing, Weight):
                return thing if not isinstance(node.op, ast.MatMult) else thing.unknown
        return string_formed(node.op, left, right)

    def _unary(self, node: ast.UnaryOp, frame: Frame) -> Thing:
        thing = self.evaluate(node.operand, frame)
        if isinstance(node.op, ast.Not):
            return negated(thing)
        if isinstance(node.op, ast.USub) and isinstance(thing, Constant) and isinstance(thing.value, (int, float)):
            return Constant(-thing.value)
        return thing if isinstance(thing, Weight) else None

    def _compare(self, node: ast.Compare, frame: Frame) -> Thing:
        left = self.evaluate(node.left, frame)
        results = []
        for operation, comparator in zip(node.ops, node.comparators, strict=True):
            right = self.evaluate(comparator, frame)
            self.note_check(left, right, frame)
            results.append(compared(operation, left, right))
            left = right
        if Constant(False) in results:
            return Constant(False)
        return results[0] if len(results) == 1 or None not in results else None

    def note_check(self, left: Thing, right: Thing, frame: Frame) -> None:
        """Names of a network held against those of what is to be loaded: the author looks for what has no match."""
        for names, loaded in ((left, right), (right, left)):
            found = elements(self, names) if isinstance(names, (View, Collection)) else None
            if found and all(isinstance(name, Key) and name.from_net for name in found) and weights_in(loaded):
                self.log.checked.add(frame.scope)

    def _subscript(self, node: ast.Subscript, frame: Frame) -> Thing:
        owner = self.evaluate(node.value, frame)
        if isinstance(owner, Weight):
            return self._indexed(node, owner, frame)
        if isinstance(owner, Torch) and _is_tensor_index(node.slice):
            return self._indexed(node, weight_in(owner), frame)
        key = self.evaluate(node.slice, frame)
        if isinstance(owner, Torch):
            return self.torch_entry(owner, key)
        if isinstance(owner, Collection):
            return None if isinstance(node.slice, ast.Slice) else entry_of(owner, key)
        if isinstance(owner, View):
            return self.view_entry(owner, key)
        self.log.shared.add(node)
        return self._child(owner.cell, key) if isinstance(owner, Network) else None

    def _indexed(self, node: ast.Subscript, weight: Weight, frame: Frame) -> Weight:
        parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        new_axes = frozenset(part for part in parts if self._is_new_axis(part, frame))
        result = replace(weight, shapes=indexed(weight.shapes, node, new_axes))
        self.log.note_expanded(node, weight, result)
        return result

    def _is_new_axis(self, part: ast.expr, frame: Frame) -> bool:
        if isinstance(part, (ast.Attribute, ast.Name)):
            return (self.names.name(part, frame.scope) or "").endswith(".newaxis")
        return isinstance(part, ast.Constant) and part.value is None

    def torch_entry(self, torch: Torch, key: Thing) -> Thing:
        """What stands under a key of torch's dictionary: a part of it, or the weight that a loop has come to."""
        if isinstance(key, Constant) and isinstance(key.value, str):
            return Torch(torch.store, (*torch.path, key.value))
        if isinstance(key, Constant) and isinstance(key.value, int):
            return Torch(torch.store, (*torch.path, str(key.value)))
        if isinstance(key, Key):
            if key.text is not None and is_other_parameter(key.text):
                return Weight(torch.store.origin, UNKNOWN, torch.store.form)
            return torch_weight(self, torch)
        return Torch(torch.store, (*torch.path, ""))

    def view_entry(self, view: View, key: Thing) -> Thing:
        """``net.parameters_dict()["conv.weight"]`` and ``list(…)[0]`` of a view."""
        if not isinstance(view.owner, Network) or view.kind != "parameters_dict":
            return None
        if isinstance(key, Constant) and isinstance(key.value, str):
            path, _, name = key.value.rpartition(".")
            cell = view.owner.cell.at(path)
            return CellParameter(cell, name) if cell is not None else None
        return CellParameter(view.owner.cell, is_any=True)

    def _child(self, cell: Cell, key: Thing) -> Thing:
        """A cell of a sequence by its index; by an unknown one, where all are Conv1d."""
        children = list(cell.children.values())
        if isinstance(key, Constant) and isinstance(key.value, int):
            child = cell.children.get(str(key.value))
            if key.value < 0 and -key.value <= len(children):
                child = children[key.value]
            return Network(child) if child is not None else None
        return Network(children[0]) if children and all(child.is_conv1d for child in children) else None

    def _lambda(self, node: ast.Lambda, frame: Frame) -> Thing:
        return self.definition(node, frame)

    def _walrus(self, node: ast.NamedExpr, frame: Frame) -> Thing:
        value = self.evaluate(node.value, frame)
        frame.names[node.target.id] = value
        return value

    def _formatted(self, node: ast.JoinedStr, frame: Frame) -> Thing:
        """An f-string: a key where a key stands in it."""
        parts = [v.value if isinstance(v, ast.FormattedValue) else v for v in node.values]
        things = [self.evaluate(part, frame) for part in parts]
        keys = [thing for thing in things if isinstance(thing, Key)]
        texts = [text_of(thing) for thing in things]
        text = "".join(text or "" for text in texts) if None not in texts else None
        if keys:
            return Key(text, from_net=all(key.from_net for key in keys))
        return Constant(text) if text is not None else None

    def _call(self, node: ast.Call, frame: Frame) -> Thing:
        from ms_convlint.facts.weights.calls import call

        return call(self, node, frame)

    def _yield(self, node: ast.Yield, frame: Frame) -> Thing:
        if node.value is not None:
            frame.yielded.append(self.evaluate(node.value, frame))
        return None

    def _other(self, node: ast.expr, frame: Frame) -> Thing:
        """Something that is not understood: whatever weight it is made of may fit now."""
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                thing = self.evaluate(child, frame)
                if isinstance(thing, Weight):
                    return thing.unknown
        return None


def _is_tensor_index(index: ast.expr) -> bool:
    parts = index.elts if isinstance(index, ast.Tuple) else [index]
    return any(
        isinstance(part, ast.Slice) or (isinstance(part, ast.Constant) and part.value in (None, Ellipsis))
        for part in parts
    )


_EXPRESSIONS: dict[type[ast.expr], Callable[..., Thing]] = {
    ast.Name: Expressions._name,
    ast.Attribute: Expressions._attribute,
    ast.Constant: Expressions._constant,
    ast.Tuple: Expressions._sequence,
    ast.List: Expressions._sequence,
    ast.Set: Expressions._sequence,
    ast.Dict: Expressions._dict,
    ast.ListComp: Expressions._comprehension,
    ast.GeneratorExp: Expressions._comprehension,
    ast.SetComp: Expressions._comprehension,
    ast.DictComp: Expressions._comprehension,
    ast.IfExp: Expressions._conditional,
    ast.BoolOp: Expressions._boolean,
    ast.BinOp: Expressions._binary,
    ast.UnaryOp: Expressions._unary,
    ast.Compare: Expressions._compare,
    ast.Subscript: Expressions._subscript,
    ast.Lambda: Expressions._lambda,
    ast.NamedExpr: Expressions._walrus,
    ast.JoinedStr: Expressions._formatted,
    ast.Call: Expressions._call,
    ast.Yield: Expressions._yield,
}
