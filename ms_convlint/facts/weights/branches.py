"""Branches while weights are followed: which side is taken, what a condition tells, what both sides leave."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from ms_convlint.facts.weights.cells import CONV1D, Cell
from ms_convlint.facts.weights.elements import names_network
from ms_convlint.facts.weights.frames import Frame
from ms_convlint.facts.weights.joining import join, weights_in
from ms_convlint.facts.weights.targets import Targets
from ms_convlint.facts.weights.things import (
    CellParameter,
    Constant,
    Key,
    Network,
    Thing,
    Torch,
    View,
    Weight,
)

_SIZES = frozenset({"shape", "ndim", "dim", "size", "numel"})


class Branches(Targets):
    """Reads both sides of what is open."""

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

    def branch(self, statement: ast.If, frame: Frame) -> bool:
        """Read the side that is taken, or both."""
        truth = self.truth(statement.test, frame)
        if truth is not None:
            return self.block(statement.body if truth else statement.orelse, frame)
        names, before = frame.names, dict(frame.names)
        is_choice = self.chooses(statement.test, frame)
        with self.in_doubt(is_choice=is_choice):
            self.refine(statement.test, frame)
            left = self.block(statement.body, frame)
            first = dict(names)
            replace_names(names, before)
            self.refine(statement.test, frame, holds=False)
            leaves = self.block(statement.orelse, frame)
        leaving = statement.body if left else statement.orelse
        if left != leaves and not isinstance(leaving[-1], ast.Raise):  # what follows runs for some weights only
            self.doubt += 1
            self.choices += is_choice
        if not left:
            replace_names(names, first if leaves else join_names(first, names))
        return left and leaves

    def match(self, statement: ast.Match, frame: Frame) -> None:
        """Each case may be it, or none."""
        self.evaluate(statement.subject, frame)
        joined = before = dict(frame.names)
        for case in statement.cases:
            replace_names(frame.names, before)
            for bound in ast.walk(case.pattern):
                name = getattr(bound, "rest", None) or getattr(bound, "name", None)
                if isinstance(name, str):
                    frame.names[name] = None
            with self.in_doubt():
                if not self.block(case.body, frame):
                    joined = join_names(joined, frame.names)
        replace_names(frame.names, joined)

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
            if isinstance(container, (Torch, View)) or weights_in(container) or names_network(self, container):
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
        if isinstance(test.left, ast.Name) and isinstance(key, Key) and names_network(self, names):
            frame.names[test.left.id] = Key(key.text, from_net=True)

    def narrowed(self, before: Thing, kinds: ast.expr, frame: Frame, *, holds: bool) -> Thing:
        """A cell of which isinstance holds: a Conv1d, where nothing else is asked for; or of which it does not."""
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


def replace_names(names: dict[str, Thing], others: dict[str, Thing]) -> None:
    """Put other things in the place of all names: functions that stand here see the same dictionary."""
    names.clear()
    names.update(others)


def join_names(first: dict[str, Thing], second: dict[str, Thing]) -> dict[str, Thing]:
    """What names stand for where two branches meet; what one of them alone binds stands."""
    joined = dict(first)
    for name, thing in second.items():
        joined[name] = join(first[name], thing) if name in first else thing
    return joined


def join_all(ends: list[dict[str, Thing]]) -> dict[str, Thing]:
    """What names stand for where several ways meet."""
    joined = dict(ends[0])
    for names in ends[1:]:
        joined = join_names(joined, names)
    return joined
