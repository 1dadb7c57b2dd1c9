"""Which value an expression has, plainly: literals, arithmetic on them, names and attributes bound once.

A parameter is unknown, its default included: callers pass others. What may be computed is bounded, for the code
that is read was never meant to be run here.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from dataclasses import dataclass, field

from ms_convlint.facts.names import Names
from ms_convlint.facts.scopes import Binding, BindingKind, Scope

_MAXIMAL_DEPTH = 60
_LARGEST_NUMBER = 1 << 40
_LONGEST = 64

Plain = int | float | str | bytes | bool | complex | None


class Unknown:
    """A value that cannot be told."""

    def __repr__(self) -> str:
        return "Unknown"


UNKNOWN = Unknown()


@dataclass(frozen=True, eq=False)
class Known:
    """A plain value; True is another than 1, as it is for what takes it."""

    value: Plain

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Known) and type(self.value) is type(other.value) and self.value == other.value

    def __hash__(self) -> int:
        return hash((type(self.value), self.value))


@dataclass(frozen=True)
class Items:
    """A tuple or a list whose length is known; single items may be unknown."""

    items: tuple[Value, ...]
    is_list: bool = False


Value = Unknown | Known | Items

_ARITHMETIC: dict[type[ast.operator], Callable[[int | float, int | float], int | float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.FloorDiv: operator.floordiv,
    ast.Div: operator.truediv,
    ast.Mod: operator.mod,
}
COMPARISONS: dict[type[ast.cmpop], Callable[..., bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
}


@dataclass
class Values:
    """The values of one file's expressions."""

    names: Names
    imported: Callable[[str], Value]
    """The value of a name that is imported from elsewhere in the project."""
    _settled: dict[Binding, Value] = field(default_factory=dict)

    def value(self, node: ast.expr, scope: Scope, depth: int = 0) -> Value:
        """The value of an expression."""
        if depth > _MAXIMAL_DEPTH:
            return UNKNOWN
        evaluate = _EVALUATE.get(node.__class__)
        return evaluate(self, node, scope, depth + 1) if evaluate is not None else UNKNOWN

    def candidates(self, node: ast.expr, scope: Scope) -> tuple[Value, ...]:
        """All that a name is ever bound to, without asking which of it reaches; of other expressions the value."""
        bindings = scope.lookup(node.id) if isinstance(node, ast.Name) else []
        if len(bindings) > 1:
            return tuple(self._binding(binding, 0) for binding in bindings)
        return (self.value(node, scope),)

    def _constant(self, node: ast.Constant, scope: Scope, depth: int) -> Value:
        return UNKNOWN if node.value is Ellipsis else Known(node.value)

    def _sequence(self, node: ast.Tuple | ast.List, scope: Scope, depth: int) -> Value:
        if len(node.elts) > _LONGEST or any(isinstance(item, ast.Starred) for item in node.elts):
            return UNKNOWN
        items = tuple(_shallow(self.value(item, scope, depth)) for item in node.elts)
        return Items(items, is_list=isinstance(node, ast.List))

    def _name(self, node: ast.Name, scope: Scope, depth: int) -> Value:
        bindings = scope.lookup(node.id)
        if len(bindings) > _LONGEST:
            return UNKNOWN
        found = [self._binding(binding, depth) for binding in bindings]
        if len(set(found)) == 1:
            return found[0]
        if all(value is UNKNOWN for value in found):
            return UNKNOWN
        return self._bound(self.names.narrow(node, bindings), depth)

    def _attribute(self, node: ast.Attribute, scope: Scope, depth: int) -> Value:
        bindings = self.names.attribute_bindings(node, scope)
        if bindings:
            return self._bound(bindings, depth)
        name = self.names.name(node, scope)
        return self.imported(name) if name is not None else UNKNOWN

    def _bound(self, bindings: list[Binding], depth: int) -> Value:
        """The value that all bindings agree on."""
        found = {self._binding(binding, depth) for binding in bindings}
        return found.pop() if len(found) == 1 else UNKNOWN

    def _binding(self, binding: Binding, depth: int) -> Value:
        if binding not in self._settled:
            self._settled[binding] = UNKNOWN  # what a cycle comes to
            if binding.kind is BindingKind.VALUE:
                assert isinstance(binding.node, ast.expr)
                value = self.value(binding.node, binding.scope, depth)
                is_list = isinstance(value, Items) and value.is_list  # which may have grown or changed since
                self._settled[binding] = UNKNOWN if is_list else value
            elif binding.kind is BindingKind.IMPORT:
                self._settled[binding] = self.imported(binding.target)
        return self._settled[binding]

    def _unary(self, node: ast.UnaryOp, scope: Scope, depth: int) -> Value:
        operand = self.value(node.operand, scope, depth)
        if isinstance(node.op, ast.Not):
            truth = truth_of(operand)
            return UNKNOWN if truth is None else Known(not truth)
        if isinstance(operand, Known) and isinstance(operand.value, (int, float)):
            if isinstance(node.op, ast.USub):
                return Known(-operand.value)
            if isinstance(node.op, ast.UAdd):
                return Known(+operand.value)
        return UNKNOWN

    def _binary(self, node: ast.BinOp, scope: Scope, depth: int) -> Value:
        left, right = self.value(node.left, scope, depth), self.value(node.right, scope, depth)
        if isinstance(left, Items) or isinstance(right, Items):
            return _combine(node.op, left, right)
        if not (isinstance(left, Known) and isinstance(right, Known)):
            return UNKNOWN
        return _compute(node.op, left.value, right.value)

    def _compare(self, node: ast.Compare, scope: Scope, depth: int) -> Value:
        if len(node.ops) != 1:
            return UNKNOWN
        left, right = self.value(node.left, scope, depth), self.value(node.comparators[0], scope, depth)
        compare = COMPARISONS.get(type(node.ops[0]))
        if compare is None or not (isinstance(left, Known) and isinstance(right, Known)):
            return UNKNOWN
        try:
            return Known(bool(compare(left.value, right.value)))
        except TypeError:
            return UNKNOWN

    def _boolean(self, node: ast.BoolOp, scope: Scope, depth: int) -> Value:
        last: Value = UNKNOWN
        for operand in node.values:
            last = self.value(operand, scope, depth)
            truth = truth_of(last)
            if truth is None:
                return UNKNOWN
            if truth is isinstance(node.op, ast.Or):
                return last
        return last

    def _conditional(self, node: ast.IfExp, scope: Scope, depth: int) -> Value:
        truth = truth_of(self.value(node.test, scope, depth))
        if truth is not None:
            return self.value(node.body if truth else node.orelse, scope, depth)
        first, second = self.value(node.body, scope, depth), self.value(node.orelse, scope, depth)
        return first if first == second else UNKNOWN

    def _subscript(self, node: ast.Subscript, scope: Scope, depth: int) -> Value:
        if isinstance(node.slice, ast.Slice):
            return UNKNOWN
        index = self.value(node.slice, scope, depth)
        if not isinstance(index, Known):
            return UNKNOWN
        container = self.value(node.value, scope, depth)
        if isinstance(container, Items) and isinstance(index.value, int):
            inside = -len(container.items) <= index.value < len(container.items)
            return container.items[index.value] if inside else UNKNOWN
        return UNKNOWN

    def _call(self, node: ast.Call, scope: Scope, depth: int) -> Value:
        """``tuple(…)``, ``list(…)``, ``int(…)`` and ``bool(…)`` of a known value."""
        if not isinstance(node.func, ast.Name) or len(node.args) != 1 or node.keywords or scope.lookup(node.func.id):
            return UNKNOWN
        argument = self.value(node.args[0], scope, depth)
        if node.func.id in ("tuple", "list") and isinstance(argument, Items):
            return Items(argument.items, is_list=node.func.id == "list")
        if node.func.id == "bool":
            truth = truth_of(argument)
            return UNKNOWN if truth is None else Known(truth)
        if node.func.id == "int" and isinstance(argument, Known) and isinstance(argument.value, (int, float)):
            return Known(int(argument.value)) if abs(argument.value) < _LARGEST_NUMBER else UNKNOWN
        return UNKNOWN


_EVALUATE: dict[type[ast.AST], Callable[..., Value]] = {
    ast.Constant: Values._constant,
    ast.Tuple: Values._sequence,
    ast.List: Values._sequence,
    ast.Name: Values._name,
    ast.Attribute: Values._attribute,
    ast.UnaryOp: Values._unary,
    ast.BinOp: Values._binary,
    ast.Compare: Values._compare,
    ast.BoolOp: Values._boolean,
    ast.IfExp: Values._conditional,
    ast.Subscript: Values._subscript,
    ast.Call: Values._call,
}


def _shallow(item: Value) -> Value:
    """An item of a sequence; a sequence of sequences in it is unknown, for names may double it without end."""
    nested = isinstance(item, Items) and any(isinstance(inner, Items) for inner in item.items)
    return UNKNOWN if nested else item


def _compute(operation: ast.operator, left: Plain, right: Plain) -> Value:
    if isinstance(left, str) and isinstance(right, str) and isinstance(operation, ast.Add):
        return Known(left + right) if len(left) + len(right) <= _LONGEST else UNKNOWN
    compute = _ARITHMETIC.get(type(operation))
    if isinstance(operation, ast.Pow):
        compute = _power
    if compute is None or not isinstance(left, (int, float)) or not isinstance(right, (int, float)):
        return UNKNOWN
    try:
        result = compute(left, right)
    except (ArithmeticError, ValueError):
        return UNKNOWN
    return Known(result) if abs(result) < _LARGEST_NUMBER else UNKNOWN


def _power(base: int | float, exponent: int | float) -> int | float:
    if abs(base) > _LONGEST or not 0 <= exponent <= _LONGEST:
        raise ValueError("too large to be a size")
    return base**exponent


def _combine(operation: ast.operator, left: Value, right: Value) -> Value:
    """``(1,) * 4`` and ``(1, 1) + (0,)``."""
    if isinstance(operation, ast.Mult):
        if isinstance(left, Known):
            left, right = right, left
        if isinstance(left, Items) and isinstance(right, Known) and type(right.value) is int:
            fits = 0 <= right.value * len(left.items) <= _LONGEST and right.value <= _LONGEST
            return Items(left.items * right.value, left.is_list) if fits else UNKNOWN
    both = isinstance(left, Items) and isinstance(right, Items) and left.is_list is right.is_list
    if isinstance(operation, ast.Add) and both:
        assert isinstance(left, Items)
        assert isinstance(right, Items)
        joined = left.items + right.items
        return Items(joined, left.is_list) if len(joined) <= _LONGEST else UNKNOWN
    return UNKNOWN


def truth_of(value: Value) -> bool | None:
    """What ``bool(value)`` gives, None where the value is unknown."""
    if isinstance(value, Known):
        return bool(value.value)
    return bool(value.items) if isinstance(value, Items) else None


def integer(value: Value) -> int | None:
    """The value as an int, None where it is unknown or something else (a bool too)."""
    if isinstance(value, Known) and isinstance(value.value, int) and not isinstance(value.value, bool):
        return value.value
    return None


def per_axis(value: Value, axes: int) -> tuple[int | None, ...]:
    """A kernel_size, stride or dilation axis by axis; None for an axis that is unknown."""
    if isinstance(value, Items):
        items = value.items * axes if len(value.items) == 1 else value.items
        return tuple(integer(item) for item in items) if len(items) == axes else (None,) * axes
    return (integer(value),) * axes


def is_zero(value: Value) -> bool | None:
    """Whether a numeric padding is zero on every side; None where that is unknown or it is no number."""
    if isinstance(value, Items):
        parts = [is_zero(item) for item in value.items]
        if False in parts:
            return False
        return None if None in parts else True
    number = integer(value)
    return None if number is None else number == 0
