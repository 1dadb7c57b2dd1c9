"""Follows weights through the statements of a file, from top to bottom.

Nothing runs. Of a branch whose condition is known only the side that is taken is read: the weight that is followed is
a Conv1d's, so it has rank 3. Of another branch both sides are read, and what each made of a weight counts. A loop over
a dictionary of weights is read once, for a weight of any name or of the one that the run asks about.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from ms_convlint.facts.weights.arrivals import Loop
from ms_convlint.facts.weights.containers import forget
from ms_convlint.facts.weights.elements import elements, merge
from ms_convlint.facts.weights.expressions import Expressions
from ms_convlint.facts.weights.frames import Frame
from ms_convlint.facts.weights.joining import join, weight_in, weights_in
from ms_convlint.facts.weights.signs import takes_weights
from ms_convlint.facts.weights.sinks import assign_attribute, assign_items
from ms_convlint.facts.weights.things import (
    CellParameter,
    Collection,
    Constant,
    Entry,
    Key,
    Network,
    Thing,
    Torch,
    View,
    Weight,
)


class Reader(Expressions):
    """Reads statements; Expressions reads what stands in them."""

    def block(self, statements: Sequence[ast.stmt], frame: Frame) -> bool:
        """Read statements in order; whether control surely leaves the block."""
        for statement in statements:
            self.spend()
            read = _STATEMENTS.get(type(statement))
            if read is not None and read(self, statement, frame):
                return True
        return False

    @contextmanager
    def in_doubt(self, *, is_choice: bool = False) -> Iterator[None]:
        """Read what may not run: what it changes may stay as it was; ``is_choice`` where it runs for some weights."""
        doubt, choices = self.doubt, self.choices
        self.doubt += 1
        self.choices += is_choice
        try:
            yield
        finally:
            self.doubt, self.choices = doubt, choices

    def _assign(self, statement: ast.Assign, frame: Frame) -> None:
        value = self.evaluate(statement.value, frame)
        for target in statement.targets:
            self.store(target, value, frame, statement.value)

    def _annotated(self, statement: ast.AnnAssign, frame: Frame) -> None:
        if statement.value is not None:
            self.store(statement.target, self.evaluate(statement.value, frame), frame, statement.value)

    def _augmented(self, statement: ast.AugAssign, frame: Frame) -> None:
        before, added = self.evaluate(statement.target, frame), self.evaluate(statement.value, frame)
        if isinstance(before, Collection) and isinstance(added, Collection):
            merge(self, before, added)
        elif isinstance(before, Collection):
            before.is_open = True
            for element in elements(self, added) or ():
                before.add(Entry(None, element))
        elif isinstance(before, Weight):
            return  # arithmetic keeps the rank
        else:
            self.store(statement.target, Key() if isinstance(before, Key) else None, frame, None)

    def _expression(self, statement: ast.Expr, frame: Frame) -> None:
        self.dropped = statement.value
        self.evaluate(statement.value, frame)

    def _return(self, statement: ast.Return, frame: Frame) -> bool:
        frame.returned.append(self.evaluate(statement.value, frame) if statement.value is not None else Constant(None))
        return True

    def _assert(self, statement: ast.Assert, frame: Frame) -> None:
        self.evaluate(statement.test, frame)

    def _leave(self, statement: ast.stmt, frame: Frame) -> bool:
        return True

    def _if(self, statement: ast.If, frame: Frame) -> bool:
        truth = self.truth(statement.test, frame)
        if truth is not None:
            return self.block(statement.body if truth else statement.orelse, frame)
        names, before = frame.names, dict(frame.names)
        is_choice = self.chooses(statement.test, frame)
        with self.in_doubt(is_choice=is_choice):
            self.refine(statement.test, frame)
            left = self.block(statement.body, frame)
            first = dict(names)
            _replace(names, before)
            self.refine(statement.test, frame, holds=False)
            leaves = self.block(statement.orelse, frame)
        leaving = statement.body if left else statement.orelse
        if left != leaves and not isinstance(leaving[-1], ast.Raise):  # what follows runs for some weights only
            self.doubt += 1
            self.choices += is_choice
        if not left:
            _replace(names, first if leaves else _join_names(first, names))
        return left and leaves

    def _for(self, statement: ast.For, frame: Frame) -> None:
        source = self.evaluate(statement.iter, frame)
        found = elements(self, source)
        if found is None:
            with self.in_doubt():
                self.store(statement.target, None, frame, None)
                self.block(statement.body, frame)
        doubt, choices = self.doubt, self.choices
        for element in found or ():
            self.note_loop(statement.target, element)
            self.store(statement.target, element, frame, None)
            self.block(statement.body, frame)
            self.doubt, self.choices = doubt, choices  # a continue ends with its turn
        self.block(statement.orelse, frame)

    def note_loop(self, target: ast.expr, element: Thing) -> None:
        """Remember what a loop over torch's items calls their names and values."""
        if isinstance(element, Collection) and len(element.entries) == 2:
            value = element.entries[1].value
            names = target.elts if isinstance(target, ast.Tuple) else []
            if isinstance(value, Weight) and len(names) == 2 and all(isinstance(n, ast.Name) for n in names):
                key, held = (ast.unparse(name) for name in names)
                self.log.loops.setdefault(value.origin, Loop(key, held, target.lineno, value.form))

    def _while(self, statement: ast.While, frame: Frame) -> None:
        self.evaluate(statement.test, frame)
        with self.in_doubt():
            self.block(statement.body, frame)

    def _with(self, statement: ast.With, frame: Frame) -> bool:
        for item in statement.items:
            value = self.evaluate(item.context_expr, frame)
            if item.optional_vars is not None:
                self.store(item.optional_vars, value, frame, item.context_expr)
        return self.block(statement.body, frame)

    def _try(self, statement: ast.Try, frame: Frame) -> bool:
        arrived = len(self.log.arrivals)
        left = self.block(statement.body, frame)
        if any(takes_weights(ast.unparse(inner)) for handler in statement.handlers for inner in handler.body):
            del self.log.arrivals[arrived:]  # where it raises, the handler loads it otherwise
        with self.in_doubt():
            for handler in statement.handlers:
                self.block(handler.body, frame)
        self.block(statement.orelse, frame)
        return self.block(statement.finalbody, frame) or (left and not statement.handlers)

    def _match(self, statement: ast.Match, frame: Frame) -> None:
        """Each case may be it, or none."""
        self.evaluate(statement.subject, frame)
        joined = before = dict(frame.names)
        for case in statement.cases:
            _replace(frame.names, before)
            with self.in_doubt():
                if not self.block(case.body, frame):
                    joined = _join_names(joined, frame.names)
        _replace(frame.names, joined)

    def _delete(self, statement: ast.Delete, frame: Frame) -> None:
        """``del params[key]``: whatever is left, that one is gone."""
        for target in statement.targets:
            if isinstance(target, ast.Subscript):
                forget(self.evaluate(target.value, frame), self.evaluate(target.slice, frame))

    def _function(self, statement: ast.FunctionDef, frame: Frame) -> None:
        if frame.scope.is_function:
            frame.names[statement.name] = self.definition(statement, frame)

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
        if isinstance(container, Torch):
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
        entry.value = join(entry.value, value) if self.doubt else value
        entry.key = key
        entry.value_node = None if self.doubt else node

    def set_attribute(self, target: ast.Attribute, value: Thing, frame: Frame) -> None:
        """An attribute of ``self`` that is no parameter."""
        attributes = self.attributes(self.evaluate(target.value, frame))
        if attributes is None:
            return
        owner = self.evaluate(target.value, frame)
        if isinstance(owner, Network) and target.attr in owner.cell.children:
            if frame.scope.method is not None:
                return  # what the cell's own methods assign is known of the cell
            self.changed_cells.add(owner.cell)
        attributes[target.attr] = value

    def chooses(self, test: ast.expr, frame: Frame) -> bool:
        """Whether an open test picks among the weights, so that the one asked about may be left out.

        That a key is in a dictionary of torch's or in the network, what a value's type is, and what has nothing to do
        with either, pick nothing.
        """
        if self.asked is None:
            return False
        if isinstance(test, ast.BoolOp):
            return any(self.truth(value, frame) is None and self.chooses(value, frame) for value in test.values)
        if isinstance(test, ast.UnaryOp):
            return self.chooses(test.operand, frame)
        if isinstance(test, ast.Compare) and self.evaluate(test.comparators[0], frame) == Constant(None):
            return False
        if isinstance(test, ast.Compare) and isinstance(test.ops[0], (ast.In, ast.NotIn)):
            container = self.evaluate(test.comparators[0], frame)
            if isinstance(container, (Torch, View)) or weights_in(container) or self._names_network(container):
                return False
        names = [node for node in ast.walk(test) if isinstance(node, ast.Name)]
        if any(isinstance(self.evaluate(name, frame), (Key, CellParameter)) for name in names):
            return True
        sized = [node.value for node in ast.walk(test) if isinstance(node, ast.Attribute) and node.attr in _SIZES]
        return any(isinstance(self.evaluate(value, frame), (Weight, Torch)) for value in sized)

    def refine(self, test: ast.expr, frame: Frame, *, holds: bool = True) -> None:
        """What a condition tells where it holds, or where it does not: of a cell its kind, of a key whose it is."""
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            self.refine(test.operand, frame, holds=not holds)
        elif isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And) is holds:
            for part in test.values:
                self.refine(part, frame, holds=holds)
        elif isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.In if holds else ast.NotIn):
            self._refine_key(test, frame)
        elif isinstance(test, ast.Call) and isinstance(test.func, ast.Name) and test.func.id == "isinstance":
            name = test.args[0] if test.args else None
            if isinstance(name, ast.Name):
                frame.names[name.id] = self.narrowed(frame.names.get(name.id), test.args[-1], frame, holds=holds)

    def _refine_key(self, test: ast.Compare, frame: Frame) -> None:
        """A key that is among the network's own names can be missing there no more."""
        key, names = self.evaluate(test.left, frame), self.evaluate(test.comparators[0], frame)
        if isinstance(test.left, ast.Name) and isinstance(key, Key) and self._names_network(names):
            frame.names[test.left.id] = Key(key.text, from_net=True)

    def _names_network(self, names: Thing) -> bool:
        """Whether a thing holds the names of a network's parameters."""
        found = elements(self, names) if isinstance(names, (View, Collection)) else None
        return bool(found) and all(isinstance(name, Key) and name.from_net for name in found or ())


_SIZES = frozenset({"shape", "ndim", "dim", "size", "numel"})

_Read = Callable[..., "bool | None"]
_STATEMENTS: dict[type[ast.stmt], _Read] = {
    ast.Assign: Reader._assign,
    ast.AnnAssign: Reader._annotated,
    ast.AugAssign: Reader._augmented,
    ast.Expr: Reader._expression,
    ast.Return: Reader._return,
    ast.Assert: Reader._assert,
    ast.Raise: Reader._leave,
    ast.Continue: Reader._leave,
    ast.Break: Reader._leave,
    ast.If: Reader._if,
    ast.For: Reader._for,
    ast.While: Reader._while,
    ast.With: Reader._with,
    ast.Try: Reader._try,
    ast.FunctionDef: Reader._function,
    **({ast.TryStar: Reader._try} if sys.version_info >= (3, 11) else {}),
    ast.Match: Reader._match,
    ast.Delete: Reader._delete,
    ast.AsyncFor: Reader._for,
    ast.AsyncWith: Reader._with,
    ast.AsyncFunctionDef: Reader._function,
}


def _replace(names: dict[str, Thing], others: dict[str, Thing]) -> None:
    """Put other things in the place of all names: functions that stand here see the same dictionary."""
    names.clear()
    names.update(others)


def _join_names(first: dict[str, Thing], second: dict[str, Thing]) -> dict[str, Thing]:
    """What names stand for where two branches meet; what one of them alone binds stands."""
    joined = dict(first)
    for name, thing in second.items():
        joined[name] = join(first[name], thing) if name in first else thing
    return joined
