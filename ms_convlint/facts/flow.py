"""Draws the graph of one class, function or script: it reads ``__init__`` and ``construct`` statement by statement.

Nothing runs: a name stands for the layer, the sequence or the tensor that it was assigned, and a call on a tensor draws
an edge. Both sides of a branch are read, a loop is read twice, methods and helper functions of the same file are read
where they are called.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

from ms_convlint.facts.application import Frame
from ms_convlint.facts.expressions import Expressions
from ms_convlint.facts.graph import Graph
from ms_convlint.facts.names import Names
from ms_convlint.facts.objects import (
    Chain,
    Function,
    Instance,
    Items,
    Output,
    Thing,
    TooLargeError,
    any_of,
    elements,
    join,
    producers_in,
)
from ms_convlint.facts.roles import Role
from ms_convlint.facts.scopes import Scope, Scopes


def draw(region: Scope, names: Names, scopes: Scopes) -> Graph:
    """The graph of a region: a class, a function outside classes, or the module."""
    flow = _Flow(names, scopes)
    try:
        if region.is_class:
            flow.read_class(region)
        elif region.is_function:
            flow.read_root(Function(region), None)
        else:
            assert isinstance(region.node, ast.Module)
            flow.block(region.node.body, Frame(region, {}, None))
    except (TooLargeError, RecursionError):
        flow.graph.complete = False
    return flow.graph


def class_attributes(owner: Scope, names: Names, scopes: Scopes) -> dict[str, Thing]:
    """What the attributes of a class stand for after ``__init__``; {} where it is too involved."""
    flow = _Flow(names, scopes)
    try:
        return flow.attributes_of(owner)
    except (TooLargeError, RecursionError):
        return {}


def returned(function: Scope, names: Names, scopes: Scopes) -> Thing:
    """What a function of the file returns when nothing is known of its arguments."""
    flow = _Flow(names, scopes)
    try:
        return flow.enter(Function(function))
    except (TooLargeError, RecursionError):
        return None


class _Flow(Expressions):
    """Reads statements; Expressions reads what stands in them."""

    def read_class(self, owner: Scope) -> None:
        """Read a class from ``__init__`` to whatever its methods return."""
        instance = Instance(owner)
        self.attributes_of(owner)
        methods: dict[str, ast.FunctionDef] = {}
        for ancestor in self.names.ancestors(owner):
            for name, bindings in ancestor.bindings.items():
                found = [binding.node for binding in bindings if isinstance(binding.node, ast.FunctionDef)]
                if found and name != "__init__":
                    methods.setdefault(name, found[-1])
        for name in sorted(methods, key=lambda name: name != "construct"):
            if methods[name] not in self.entered:
                self.read_root(Function(self.scopes.by_node[methods[name]], instance), Output(frozenset()))

    def read_root(self, function: Function, parameter: Thing) -> None:
        """Read a function that somebody outside calls with ``parameter``: what it returns leaves the region."""
        result = self.enter(function, otherwise=parameter)
        self.graph.returned |= producers_in(result)

    def attributes_of(self, owner: Scope) -> dict[str, Thing]:
        """What ``self``'s attributes stand for after ``__init__``."""
        if owner not in self.attributes:
            self.attributes[owner] = {}
            initializer = self.method(owner, "__init__")
            if initializer is not None:
                self.enter(Function(initializer, Instance(owner)))
        return self.attributes[owner]

    def block(self, statements: Sequence[ast.stmt], frame: Frame) -> bool:
        """Read statements in order; whether control surely leaves by a return or raise."""
        for statement in statements:
            self.spend()
            read = _STATEMENTS.get(type(statement))
            if read is not None and read(self, statement, frame):
                return True
        return False

    def _assign(self, statement: ast.Assign, frame: Frame) -> None:
        value = self.evaluate(statement.value, frame)
        for target in statement.targets:
            self.store(target, value, frame)

    def _annotated(self, statement: ast.AnnAssign, frame: Frame) -> None:
        if statement.value is not None:
            self.store(statement.target, self.evaluate(statement.value, frame), frame)

    def _augmented(self, statement: ast.AugAssign, frame: Frame) -> None:
        before = self.evaluate(statement.target, frame)
        added = self.evaluate(statement.value, frame)
        if isinstance(before, (Items, Chain)):
            extended = type(before)((*before.items, *elements(added)))
            self.replace(statement.target, extended, frame)
        else:
            role = Role.SUM if isinstance(statement.op, (ast.Add, ast.Sub)) else Role.PASS
            self.store(statement.target, self.operate(statement, (before, added), role), frame)

    def _expression(self, statement: ast.Expr, frame: Frame) -> None:
        self.evaluate(statement.value, frame)

    def _return(self, statement: ast.Return, frame: Frame) -> bool:
        if statement.value is not None:
            frame.returned.append(self.evaluate(statement.value, frame))
        return True

    def _raise(self, statement: ast.Raise, frame: Frame) -> bool:
        return True

    def _if(self, statement: ast.If, frame: Frame) -> bool:
        self.evaluate(statement.test, frame)
        self.spend(1 + len(frame.names) // 16)
        before = dict(frame.names)
        left = self.block(statement.body, frame)
        first = frame.names
        frame.names = before
        leaves = self.block(statement.orelse, frame)
        if not left:
            frame.names = first if leaves else _join_names(first, frame.names)
        return left and leaves

    def _for(self, statement: ast.For, frame: Frame) -> None:
        found = elements(self.evaluate(statement.iter, frame)) or (None, None)
        if len(found) > _LONGEST_LOOP:
            found = (any_of(found),) * 2
        for element in found:
            self.store(statement.target, element, frame, joined=False)
            self.block(statement.body, frame)
        self.block(statement.orelse, frame)

    def _while(self, statement: ast.While, frame: Frame) -> None:
        for _ in range(2):
            self.evaluate(statement.test, frame)
            self.block(statement.body, frame)

    def _with(self, statement: ast.With, frame: Frame) -> bool:
        return self.block(statement.body, frame)

    def _try(self, statement: ast.Try, frame: Frame) -> bool:
        left = self.block(statement.body, frame)
        for handler in statement.handlers:
            self.block(handler.body, frame)
        self.block(statement.orelse, frame)
        return self.block(statement.finalbody, frame) or (left and not statement.handlers)

    def _function(self, statement: ast.FunctionDef, frame: Frame) -> None:
        if frame.scope.is_function:
            frame.names[statement.name] = Function(self.scopes.by_node[statement], frame.instance)
            self.closures[statement] = frame.names

    def store(self, target: ast.expr, value: Thing, frame: Frame, *, joined: bool = True) -> None:
        """Assign; to an attribute assigned before, both values may stand."""
        if isinstance(target, ast.Name):
            frame.names[target.id] = value
        elif isinstance(target, (ast.Tuple, ast.List)):
            values = elements(value)
            fits = isinstance(value, Items) and len(values) == len(target.elts)
            for index, item in enumerate(target.elts):
                part = values[index] if fits else (value if isinstance(value, Output) else None)
                self.store(item, part, frame, joined=joined)
        elif isinstance(target, ast.Attribute):
            attributes = self.own_attributes(target, frame)
            if attributes is not None:
                attributes[target.attr] = join(attributes.get(target.attr), value) if joined else value
        elif isinstance(target, ast.Subscript):
            container = self.evaluate(target.value, frame)
            if isinstance(container, Items):
                self.replace(target.value, Items((*container.items, value)), frame)

    def replace(self, target: ast.expr, value: Thing, frame: Frame) -> None:
        """Put a list that has grown in place of what it was."""
        self.store(target, value, frame, joined=False)


_LONGEST_LOOP = 8

_Read = Callable[..., "bool | None"]
_STATEMENTS: dict[type[ast.stmt], _Read] = {
    ast.Assign: _Flow._assign,
    ast.AnnAssign: _Flow._annotated,
    ast.AugAssign: _Flow._augmented,
    ast.Expr: _Flow._expression,
    ast.Return: _Flow._return,
    ast.Raise: _Flow._raise,
    ast.If: _Flow._if,
    ast.For: _Flow._for,
    ast.While: _Flow._while,
    ast.With: _Flow._with,
    ast.Try: _Flow._try,
    ast.FunctionDef: _Flow._function,
}


def _join_names(first: dict[str, Thing], second: dict[str, Thing]) -> dict[str, Thing]:
    return {name: join(first.get(name), second.get(name)) for name in {**first, **second}}
