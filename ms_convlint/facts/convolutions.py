"""A convolution's call with its arguments bound: the fact that the rules are about."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from ms_convlint.facts.scopes import Scope
from ms_convlint.facts.signatures import Signature
from ms_convlint.facts.values import UNKNOWN, Known, Value, Values, per_axis
from ms_convlint.finding import Position
from ms_convlint.source import Source

if TYPE_CHECKING:
    from ms_convlint.facts.neighbours import Neighbours
    from ms_convlint.facts.provenance import Provenance


_LONGEST_SHOWN = 60


@dataclass(eq=False)
class Argument:
    """One argument as it stands on a call.

    ``position`` is its positional slot, ``keyword`` its name where it is given by keyword. ``inherited`` tells that it
    stands in a ``partial(…)`` and not on the call itself.
    """

    node: ast.expr
    scope: Scope
    values: Values
    source: Source
    position: int | None = None
    keyword: str | None = None
    keyword_node: ast.keyword | None = None
    inherited: bool = False

    @cached_property
    def value(self) -> Value:
        """What it evaluates to."""
        return self.values.value(self.node, self.scope)

    def may_be(self, holds: Callable[[Value], bool]) -> bool:
        """Whether something holds for a value that it might have: asked before the dearer ``value``."""
        return any(holds(candidate) for candidate in self.values.candidates(self.node, self.scope))

    @cached_property
    def text(self) -> str:
        """The value's expression as written."""
        return self.source.segment(self.node)

    @cached_property
    def shown(self) -> str:
        """The text for a message: on one line, without comments, not too long."""
        lines = self.text.splitlines()
        if len(lines) > 1:  # a comment ends a line; what looks like one in a string does not, which a message survives
            lines = [line.split("#")[0] for line in lines]
        line = " ".join(" ".join(lines).split())
        return line if len(line) <= _LONGEST_SHOWN else f"{line[: _LONGEST_SHOWN - 3]}..."

    @cached_property
    def holds_sequences(self) -> bool:
        """Whether it may come to a tuple or list that is written in it."""
        pending = [self.node]
        while pending:
            node = pending.pop()
            if isinstance(node, (ast.Tuple, ast.List)):
                return True
            if isinstance(node, ast.IfExp):
                pending += (node.body, node.orelse)
            elif isinstance(node, ast.BoolOp):
                pending += node.values
        return False

    @cached_property
    def start(self) -> Position:
        """Where the argument begins, its keyword included."""
        return self.source.start(self.keyword_node or self.node)

    @cached_property
    def value_start(self) -> Position:
        """Where the value begins."""
        return self.source.start(self.node)

    @cached_property
    def end(self) -> Position:
        """Where the argument ends."""
        return self.source.end(self.node)

    @cached_property
    def items(self) -> tuple[str, ...] | None:
        """The items' texts of a tuple or list that is written out, None for anything else."""
        if not isinstance(self.node, (ast.Tuple, ast.List)):
            return None
        return tuple(self.source.segment(item) for item in self.node.elts)

    @cached_property
    def may_repeat(self) -> bool:
        """Whether its text may be written twice: it calls, awaits and assigns nothing."""
        effects = (ast.Call, ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr)
        return not any(isinstance(node, effects) for node in ast.walk(self.node))

    @cached_property
    def dotted_name(self) -> str | None:
        """The dotted name that the expression means, where it means one."""
        return self.values.names.name(self.node, self.scope)

    @cached_property
    def built_by(self) -> str | None:
        """The dotted name of what is called, where the value is a call."""
        if not isinstance(self.node, ast.Call):
            return None
        return self.values.names.name(self.node.func, self.scope)

    @property
    def is_plainly_something(self) -> bool:
        """Whether the value, though unknown, is an object and not None: the call of a class or initializer."""
        if not isinstance(self.node, ast.Call):
            return False
        name = self.built_by or ""
        last = name.rsplit(".", 1)[-1]
        return name.startswith("mindspore.") or last[:1].isupper()


@dataclass(eq=False)
class Convolution:
    """A call of a watched callable.

    ``arguments`` stand in the order in which they are written, those of a ``partial`` first. ``opaque`` tells that a
    ``*args`` or ``**kwargs`` may hold more.
    """

    node: ast.Call
    scope: Scope
    source: Source
    signature: Signature
    arguments: tuple[Argument, ...]
    opaque_positional: bool
    opaque_keywords: bool
    is_formatted: bool
    is_default_callee: bool
    """Whether the callee is only a parameter's default: callers may hand in another."""
    is_base_initializer: bool
    """Whether this is a subclass's ``super().__init__(…)``."""
    neighbours: Neighbours = field(repr=False)
    provenance: Provenance = field(repr=False)

    @property
    def opaque(self) -> bool:
        """Whether arguments may be hidden."""
        return self.opaque_positional or self.opaque_keywords

    @property
    def start(self) -> Position:
        """Where the callee begins: the place of every finding."""
        return self.source.start(self.node.func)

    @property
    def end(self) -> Position:
        """Where the callee ends, on its first line at the latest."""
        end = self.source.end(self.node.func)
        if end.line == self.start.line:
            return end
        line = self.source.lines[self.start.line - 1].rstrip("\r\n")
        return Position(self.start.line, len(line))

    @property
    def call_start(self) -> Position:
        """Where the call begins: before a callee in parentheses."""
        return self.source.start(self.node)

    @property
    def call_end(self) -> Position:
        """Where the closing parenthesis ends."""
        return self.source.end(self.node)

    @cached_property
    def bound(self) -> dict[str, Argument]:
        """The arguments by the names of MindSpore's parameters."""
        found = {}
        names = self.signature.names
        for argument in self.arguments:
            if argument.keyword is not None:
                if argument.keyword in names:
                    found[argument.keyword] = argument
            elif argument.position is not None and argument.position < len(names):
                found[names[argument.position]] = argument
        return found

    @cached_property
    def keywords(self) -> dict[str, Argument]:
        """The arguments given by keyword, whether the callable knows the keyword or not."""
        return {argument.keyword: argument for argument in self.arguments if argument.keyword is not None}

    @cached_property
    def positional(self) -> tuple[Argument, ...]:
        """The arguments given by position, in the order of their slots."""
        found = [argument for argument in self.arguments if argument.position is not None]
        return tuple(sorted(found, key=lambda argument: argument.position or 0))

    def argument(self, name: str) -> Argument | None:
        """The argument bound to a parameter."""
        return self.bound.get(name)

    def lacks(self, name: str) -> bool:
        """Whether a parameter is certainly left to its default."""
        if self.signature.parameter(name) is None or name in self.bound:
            return False
        index = self.signature.index(name)
        assert index is not None
        return not self.opaque_keywords and not (self.opaque_positional and index >= len(self.positional))

    def value(self, name: str) -> Value:
        """What a parameter holds, its default included where it is certainly left out."""
        argument = self.bound.get(name)
        if argument is not None:
            return argument.value
        parameter = self.signature.parameter(name)
        if parameter is None or not self.lacks(name) or not isinstance(parameter.default, (str, int, type(None))):
            return UNKNOWN
        return Known(parameter.default)

    @property
    def has_bias(self) -> bool:
        """Whether the layer surely has a bias."""
        name = self.signature.bias_name
        return name is not None and self.value(name) == Known(True)

    @cached_property
    def kernel_size(self) -> tuple[int | None, ...]:
        """Per axis, None where unknown."""
        return self._per_axis("kernel_size")

    @cached_property
    def stride(self) -> tuple[int | None, ...]:
        """Per axis, None where unknown."""
        return self._per_axis("stride")

    @cached_property
    def dilation(self) -> tuple[int | None, ...]:
        """Per axis, None where unknown."""
        return self._per_axis("dilation")

    def _per_axis(self, name: str) -> tuple[int | None, ...]:
        axes = self.signature.axes
        argument = self.bound.get(name)
        unknown = (None,) * axes
        if argument is not None and not argument.may_be(lambda value: per_axis(value, axes) != unknown):
            return unknown
        return per_axis(self.value(name), axes)
