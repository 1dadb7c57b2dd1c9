"""Applies things to tensors for flow.py: the edges that a layer, a sequence, a function of the file draws."""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

from ms_convlint.facts.graph import Graph, Node, Use
from ms_convlint.facts.names import Names
from ms_convlint.facts.objects import (
    Branch,
    Chain,
    Choice,
    Function,
    Instance,
    Items,
    Layer,
    Output,
    Thing,
    TooLargeError,
    any_of,
    producers_in,
)
from ms_convlint.facts.roles import Role
from ms_convlint.facts.scopes import Scope, Scopes

_STEPS = 40_000
CALL_DEPTH = 6
_LONGEST_SEQUENCE = 400


@dataclass
class Frame:
    """One function being read."""

    scope: Scope
    names: dict[str, Thing]
    instance: Instance | None
    returned: list[Thing] = field(default_factory=list)


class Application(ABC):
    """What becomes of tensors that things are called on."""

    def __init__(self, names: Names, scopes: Scopes) -> None:
        self.names = names
        self.scopes = scopes
        self.graph = Graph()
        self.attributes: dict[Scope, dict[str, Thing]] = {}
        self.closures: dict[ast.AST, dict[str, Thing]] = {}
        self.entered: set[ast.AST] = set()
        self.read: dict[Hashable, Thing] = {}
        self.stack: list[ast.AST] = []
        self.steps = 0
        self.depth = 0

    @abstractmethod
    def block(self, statements: Sequence[ast.stmt], frame: Frame) -> bool:
        """Read statements in order; whether control surely leaves by a return or raise."""

    @abstractmethod
    def attributes_of(self, owner: Scope) -> dict[str, Thing]:
        """The attributes of an instance of a class."""

    @abstractmethod
    def replace(self, target: ast.expr, value: Thing, frame: Frame) -> None:
        """Put a list that has grown in place of what it was."""

    def spend(self, steps: int = 1) -> None:
        """Count steps.

        Raises:
            TooLargeError: there were too many.
        """
        self.steps += steps
        if self.steps > _STEPS:
            raise TooLargeError

    @abstractmethod
    def evaluate(self, node: ast.expr, frame: Frame) -> Thing:
        """What an expression stands for."""

    def operate(self, node: Node, things: tuple[Thing, ...], role: Role = Role.OTHER) -> Thing:
        """An operation on tensors: an edge from each, and its output; None where there is no tensor."""
        producers = frozenset().union(*(producers_in(thing) for thing in things))
        has_tensor = producers or any(isinstance(thing, Output) for thing in things)
        if not has_tensor:
            return None
        self.graph.roles[node] = role
        for producer in producers:
            self.graph.connect(producer, node)
        return Output(frozenset((node,)))

    def apply(self, thing: Thing, arguments: tuple[Thing, ...], node: ast.AST, frame: Frame, index: int = 0) -> Thing:
        """Call a thing on arguments, at a node, as the item ``index`` of a sequence that is called there."""
        self.spend()
        if isinstance(thing, Layer):
            is_unique = thing.role in (Role.CONVOLUTION, Role.PAD)
            used = thing.node if is_unique else Use(thing.node, node, index)
            self.graph.roles[used] = thing.role
            for producer in frozenset().union(*(producers_in(argument) for argument in arguments)):
                self.graph.connect(producer, used)
            return Output(frozenset((used,)))
        if isinstance(thing, Chain):
            return self.run_items(thing.items, arguments, node, frame)
        if isinstance(thing, Choice):
            return any_of(tuple(self.apply(option, arguments, node, frame) for option in thing.options))
        if isinstance(thing, Instance):
            construct = self.method(thing.definition, "construct")
            if construct is not None and construct.node not in self.stack and len(self.stack) < CALL_DEPTH:
                self.attributes_of(thing.definition)
                return self.enter(Function(construct, thing), arguments)
        if isinstance(thing, Function) and thing.scope.node not in self.stack and len(self.stack) < CALL_DEPTH:
            return self.enter(thing, arguments)
        return self.operate(node, arguments)

    def run_items(self, items: tuple[Thing, ...], arguments: tuple[Thing, ...], node: ast.AST, frame: Frame) -> Thing:
        """Call the items of a sequence one after another."""
        if len(items) > _LONGEST_SEQUENCE:
            raise TooLargeError
        current: Thing = arguments[0] if len(arguments) == 1 else Items(arguments)
        for index, item in enumerate(items):
            if isinstance(item, Branch):
                runs = [self.run_items(option, (current,), node, frame) for option in item.options]
                current = any_of(tuple(runs))
            elif isinstance(item, Items):
                current = self.run_items(item.items, (current,), node, frame)
            elif item is None:
                current = self.operate(Use(node, node, index), (current,))
            else:
                current = self.apply(item, (current,), node, frame, index)
        return current

    def enter(
        self,
        function: Function,
        arguments: tuple[Thing, ...] = (),
        keywords: dict[str, Thing] | None = None,
        otherwise: Thing = None,
    ) -> Thing:
        """Read a function of this file with what it is called on; what it returns.

        ``otherwise`` is what a parameter stands for that nothing is given for.
        """
        node = function.scope.node
        assert isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
        self.entered.add(node)
        arguments = tuple(self._gate(node, index, argument) for index, argument in enumerate(arguments))
        keywords = {name: self._gate(node, name, argument) for name, argument in (keywords or {}).items()}
        key = (function, arguments, tuple(keywords.items()), otherwise)
        if key not in self.read:
            self.read[key] = self._read_function(node, function, arguments, keywords, otherwise)
        return self.read[key]

    def _gate(self, node: ast.AST, name: int | str, argument: Thing) -> Thing:
        """What a function sees of a tensor that it is called on: one gate a parameter, whatever comes in by it.

        So a function is read once, however often and on whatever tensors it is called.
        """
        if not isinstance(argument, Output):
            return argument
        gate = Use(node, node, name)
        self.graph.roles[gate] = Role.PASS
        for producer in argument.producers:
            self.graph.connect(producer, gate)
        return Output(frozenset((gate,)))

    def _read_function(
        self,
        node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda,
        function: Function,
        arguments: tuple[Thing, ...],
        keywords: dict[str, Thing],
        otherwise: Thing,
    ) -> Thing:
        names: dict[str, Thing] = dict(self.closures.get(node, {}))
        parameters = [parameter.arg for parameter in (*node.args.posonlyargs, *node.args.args)]
        if function.bound_to is not None and function.scope.method is function.scope and parameters:
            names[parameters.pop(0)] = function.bound_to
        given = dict(zip(parameters, arguments, strict=False)) | keywords
        for parameter in (*parameters, *(parameter.arg for parameter in node.args.kwonlyargs)):
            names[parameter] = given.get(parameter, otherwise)
        if node.args.vararg is not None:
            names[node.args.vararg.arg] = Items(arguments[len(parameters) :])
        frame = Frame(function.scope, names, function.bound_to)
        self.stack.append(node)
        try:
            if isinstance(node, ast.Lambda):
                return self.evaluate(node.body, frame)
            self.block(node.body, frame)
        finally:
            self.stack.pop()
        return any_of(tuple(frame.returned))

    def method(self, owner: Scope, name: str) -> Scope | None:
        """A method of a class or of its base classes in this file."""
        for ancestor in self.names.ancestors(owner):
            for binding in ancestor.bindings.get(name, ()):
                if isinstance(binding.node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    return self.scopes.by_node[binding.node]
        return None
