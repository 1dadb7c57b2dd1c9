"""What every part of the reader shares: where a run stands, and what it may ask of the other parts."""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ms_convlint.facts.scopes import Scope
from ms_convlint.facts.weights.arrivals import Loop
from ms_convlint.facts.weights.frames import Frame
from ms_convlint.facts.weights.joining import definitions, escape
from ms_convlint.facts.weights.things import (
    Collection,
    Definition,
    Instance,
    Network,
    Thing,
    TooInvolvedError,
    Torch,
    Weight,
)

if TYPE_CHECKING:
    from ms_convlint.facts.file_facts import FileFacts
    from ms_convlint.facts.weights.arguments import Arguments
    from ms_convlint.facts.weights.arrivals import Log
    from ms_convlint.facts.weights.cell_classes import Cells
    from ms_convlint.facts.weights.cells import Cell

_STEPS = 60_000


class Reading(ABC):
    """A run over a file; ``asked`` is the name of the parameter that it asks about, None for any.

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
        self.dropped: set[ast.expr] = set()
        """Calls whose result is dropped."""
        self.exits: list[list[dict[str, Thing]]] = []
        """What names stood for where the loops that are being read were left by break or continue."""

    @abstractmethod
    def evaluate(self, node: ast.expr, frame: Frame) -> Thing:
        """What an expression stands for."""

    @abstractmethod
    def truth(self, test: ast.expr, frame: Frame) -> bool | None:
        """Whether a condition holds for the weight that is followed; None where that is open."""

    @abstractmethod
    def block(self, statements: Sequence[ast.stmt], frame: Frame) -> bool:
        """Read statements in order; whether control surely leaves."""

    @abstractmethod
    def store(self, target: ast.expr, value: Thing, frame: Frame, node: ast.expr | None) -> None:
        """Assign."""

    @abstractmethod
    def chooses(self, test: ast.expr, frame: Frame) -> bool:
        """Whether an open test picks among the weights."""

    @abstractmethod
    def refine(self, test: ast.expr, frame: Frame, *, holds: bool = True) -> None:
        """Take over what a condition tells where it holds."""

    @abstractmethod
    def put(self, collection: Collection, key: Thing, value: Thing, node: ast.expr | None) -> None:
        """Assign an entry of a collection."""

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
            self.change_cell(thing)
            if isinstance(thing, Weight):
                self.log.note_expanded(node, thing, thing.unknown)
                thing.spoil()
                if isinstance(written, (ast.Name, ast.Subscript)):
                    self.store(written, thing.unknown, frame, None)

    def change_cell(self, thing: Thing) -> None:
        """A cell was changed in a way that is not followed: what is in it is anybody's."""
        if isinstance(thing, Network):
            self.changed_cells.add(thing.cell)

    def note_loop(self, loop: ast.For | ast.comprehension, iterated: Thing, element: Thing) -> None:
        """Remember what a loop over torch's dictionary calls its names and values."""
        is_comprehension = isinstance(loop, ast.comprehension)
        target = loop.target
        if isinstance(element, Collection) and len(element.entries) == 2:
            value = element.entries[1].value
            names = target.elts if isinstance(target, ast.Tuple) else []
            if isinstance(value, Weight) and len(names) == 2 and all(isinstance(n, ast.Name) for n in names):
                key, held = (ast.unparse(name) for name in names)
                noted = Loop(key, held, target.lineno, value.form, is_comprehension)
                self.log.loops.setdefault(value.origin, noted)
        elif isinstance(iterated, Torch) and isinstance(target, ast.Name) and isinstance(loop.iter, ast.Name):
            store, held = iterated.store, f"{loop.iter.id}[{target.id}]"
            noted = Loop(target.id, held, target.lineno, store.form, is_comprehension)
            self.log.loops.setdefault(store.origin, noted)

    def class_of(self, cell: Cell) -> Scope | None:
        """The class of this file that a cell is an object of."""
        return self.cells.scope_of(cell)

    def spend(self) -> None:
        """Count a step.

        Raises:
            TooInvolvedError: there were too many.
        """
        self.steps += 1
        if self.steps > _STEPS:
            raise TooInvolvedError

    def attributes(self, owner: Thing) -> dict[str, Thing] | None:
        """The attributes of an object that code of this file sets."""
        if isinstance(owner, Instance):
            return owner.attributes
        if isinstance(owner, Network) and not owner.is_any:
            return self.attributes_of_cells.setdefault(owner.cell, {})
        return None

    def definition(self, node: ast.AST, frame: Frame) -> Definition | None:
        """A function that stands in another one, or a lambda."""
        scope = self.facts.scopes.by_node.get(node)
        return Definition(scope, frame.instance, frame.names) if scope is not None else None
