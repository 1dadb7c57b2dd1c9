"""Whether a file may handle the rank in a way that was not followed.

Most code that carries torch weights over does add the axis. Where an expansion stands in the file of which it is not
known what became, nothing is said of loops and whole networks.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ms_convlint.facts.values import integer
from ms_convlint.facts.weights.arrivals import Arrival, Log
from ms_convlint.facts.weights.shapes import MINDSPORE_RANK, RIGHT_AXIS, Expansion
from ms_convlint.facts.weights.steps import EXPANDS, IN_PLACE, RESHAPES
from ms_convlint.facts.weights.words import words

if TYPE_CHECKING:
    from ms_convlint.facts.file_facts import FileFacts
    from ms_convlint.facts.scopes import Scope

_OF_TENSORS = words("construct forward __call__")


def may_be_handled(written: list[ast.expr], log: Log, arrival: Arrival) -> bool:
    """Whether an expansion that was lost sight of, of those ``written`` in the file, may be this weight's."""
    accounted = {shape.node for other in log.arrivals if other.is_single for shape in _expansions(other)}
    accounted |= {shape.node for shape in _expansions(arrival)}
    origins = {weight.origin for weight in arrival.weights.values()}
    for node in log.expanded:
        if node not in accounted and log.expanded[node] & origins:
            return True
    return any(node not in log.expanded for node in written)


def _expansions(arrival: Arrival) -> Iterator[Expansion]:
    for weight in arrival.weights.values():
        yield from (shape for shape in weight.shapes if isinstance(shape, Expansion))


def written_expansions(facts: FileFacts) -> Iterator[tuple[ast.expr, Scope]]:
    """The expressions of the file that add an axis at 2, those left out in which layers compute."""
    for node, scope in facts.scopes.calls:
        if not _computes(scope) and _adds_axis(facts, node, scope):
            yield node, scope
    for scope in facts.scopes.by_node.values():
        if scope.is_class or _computes(scope):
            continue
        for inner in _inside(scope.node):
            if isinstance(inner, ast.Subscript) and isinstance(inner.slice, ast.Tuple) and _is_index(inner.slice):
                yield inner, scope


def _inside(node: ast.AST) -> Iterator[ast.AST]:
    """What stands in a scope, without the functions and classes in it."""
    pending = list(ast.iter_child_nodes(node))
    while pending:
        inner = pending.pop()
        yield inner
        if not isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            pending += ast.iter_child_nodes(inner)


def _computes(scope: Scope) -> bool:
    method = scope.method
    return method is not None and getattr(method.node, "name", "") in _OF_TENSORS


def _adds_axis(facts: FileFacts, node: ast.Call, scope: Scope) -> bool:
    function = node.func.func if isinstance(node.func, ast.Call) else node.func  # ops.ExpandDims()(weight, 2)
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    written = [*node.args, *(keyword.value for keyword in node.keywords)]
    if name in EXPANDS and written:
        axis = integer(facts.values.value(written[-1], scope))
        return axis in (None, RIGHT_AXIS, RIGHT_AXIS - MINDSPORE_RANK)
    if name in RESHAPES | IN_PLACE:
        sizes = node.args[-1].elts if node.args and isinstance(node.args[-1], (ast.Tuple, ast.List)) else node.args
        return len(sizes) == MINDSPORE_RANK and _is_one(sizes[RIGHT_AXIS])
    return False


def _is_one(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == 1


def _is_index(index: ast.Tuple) -> bool:
    """``[:, :, None]`` and its like."""
    parts = index.elts
    new_axes = [n for n, part in enumerate(parts) if isinstance(part, ast.Constant) and part.value is None]
    return new_axes == [RIGHT_AXIS] and all(isinstance(part, ast.Slice) for part in parts[:RIGHT_AXIS])
