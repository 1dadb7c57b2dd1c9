"""What feeds a convolution and what consumes its output.

A graph is drawn once for the class (or function, or script) that a convolution stands in, and only when a rule asks;
flow.py draws it. Pooling and what merely reshapes are looked through.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ms_convlint.facts.graph import KEEPS_BIAS, TRANSPARENT, Graph, Node, Use
from ms_convlint.facts.names import Names
from ms_convlint.facts.roles import Role, role_of
from ms_convlint.facts.scopes import Scope, Scopes


@dataclass(frozen=True)
class Consumers:
    """What becomes of a convolution's output."""

    roles: frozenset[Role]
    is_returned: bool
    ends_sequence: bool
    names: dict[Role, str] = field(compare=False)
    """What a thing of a role is called in the text; "" where it has no name there."""


@dataclass
class Neighbours:
    """The neighbours of one file's convolutions."""

    names: Names
    scopes: Scopes
    _graphs: dict[ast.AST, Graph] = field(default_factory=dict)
    _returned: dict[ast.AST, set[ast.expr]] = field(default_factory=dict)

    def consumers(self, call: ast.Call, scope: Scope) -> Consumers | None:
        """What consumes the output of the convolution that ``call`` creates; None where that cannot be told."""
        region = region_of(scope)
        graph = self._graph(region)
        if not graph.complete:
            return None
        here = _consumers(graph, call)
        if not (here.is_returned or here.ends_sequence):
            return here
        for other in self._regions_using(region):
            there = self._graph(other)
            if there.complete and Role.NORM in _consumers(there, call).roles:
                return replace(here, roles=here.roles | {Role.NORM})
        return here

    def norm_stands_next(self, call: ast.Call, scope: Scope) -> bool:
        """Whether the next item of the list that the call stands in is a norm: told without drawing a graph."""
        following = self.scopes.next_calls.get(call)
        if following is None:
            return False
        name = self.names.in_reading_order().name(following.func, scope)
        return name is not None and role_of(name) is Role.NORM

    def norm_follows(self, call: ast.Call, scope: Scope) -> bool:
        """Whether a BatchNorm or InstanceNorm takes the output."""
        if self.norm_stands_next(call, scope):
            return True
        consumers = self.consumers(call, scope)
        return consumers is not None and Role.NORM in consumers.roles

    def feeding(self, call: ast.Call, scope: Scope, role: Role) -> list[ast.Call]:
        """The layers or operations of a role whose output the convolution takes."""
        graph = self._graph(region_of(scope))
        found = graph.reach(call, graph.feeders) if graph.complete else set()
        return [node for node in found if graph.roles.get(node) is role and isinstance(node, ast.Call)]

    def feeds_others(self, node: ast.Call, scope: Scope) -> bool:
        """Whether something that is no convolution takes a layer's output."""
        graph = self._graph(region_of(scope))
        roles = {graph.roles.get(consumer) for consumer in graph.reach(node, graph.consumers)}
        return bool(roles - {Role.CONVOLUTION, *TRANSPARENT})

    def follows_norm(self, call: ast.Call, scope: Scope) -> bool:
        """Whether norm → activation → convolution is the order here, as in a DenseNet.

        Behind convolution → norm → activation the order is the usual one: there the first norm has a convolution
        before it, and that convolution has no norm before it.
        """
        region = region_of(scope)
        return any(_starts_with_norm(self._graph(other), call) for other in (region, *self._regions_using(region)))

    def stands_behind_norm(self, call: ast.Call, scope: Scope) -> bool:
        """Whether norm → activation → convolution stands in the class itself, whatever comes before."""
        region = region_of(scope)
        graph = self._graph(region)
        return any(_stands_in(norm, region.node) for norm in _norms_before(graph, call))

    def is_wrapped(self, scope: Scope, call: ast.Call) -> bool:
        """Whether the call stands in a function that does nothing but return it."""
        function = scope.node
        if isinstance(function, ast.Lambda):
            return function.body is call
        if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return False
        if function not in self._returned:
            self._returned[function] = _returned_calls(function)
        return call in self._returned[function]

    def _regions_using(self, region: Scope) -> list[Scope]:
        """The other classes and functions of the file that call this one by its name."""
        if not isinstance(region.node, (ast.ClassDef, ast.FunctionDef)):
            return []
        name = region.node.name
        found = {
            region_of(scope)
            for call, scope in self.scopes.calls
            if isinstance(call.func, ast.Name) and call.func.id == name
        }
        others = found - {region, region.module}
        return sorted(others, key=lambda scope: scope.node.lineno)  # type: ignore[attr-defined]  # no module is left

    def _graph(self, region: Scope) -> Graph:
        if region.node not in self._graphs:
            from ms_convlint.facts.flow import draw

            self._graphs[region.node] = draw(region, self.names.in_reading_order(), self.scopes)
        return self._graphs[region.node]


def _returned_calls(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[ast.expr]:
    """What a function returns as it is made, at once or by a name."""
    made: list[tuple[str, ast.expr]] = []
    returned: set[ast.expr] = set()
    names: set[str] = set()
    for statement in _statements(function.body):
        if isinstance(statement, ast.Return) and isinstance(statement.value, ast.Name):
            names.add(statement.value.id)
        elif isinstance(statement, ast.Return) and statement.value is not None:
            returned.add(statement.value)
        elif isinstance(statement, ast.Assign):
            made += [(target.id, statement.value) for target in statement.targets if isinstance(target, ast.Name)]
    return returned | {value for name, value in made if name in names}


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a function, those of its branches and loops too."""
    pending = list(body)
    while pending:
        statement = pending.pop()
        yield statement
        for name in ("body", "orelse", "finalbody"):
            pending += getattr(statement, name, ())
        for handler in getattr(statement, "handlers", ()):
            pending += handler.body


def _consumers(graph: Graph, call: ast.Call) -> Consumers:
    passed = {call} | {node for node in graph.reach(call, graph.consumers) if graph.roles.get(node) in TRANSPARENT}
    reached = graph.reach(call, graph.consumers, KEEPS_BIAS)
    near = graph.reach(call, graph.consumers)
    ordered = sorted((n for n in reached if n in near or graph.roles.get(n) is Role.NORM), key=_place)
    roles = {graph.roles.get(node, Role.OTHER): node for node in reversed(ordered)}
    return Consumers(
        roles=frozenset(roles),
        is_returned=bool(passed & graph.returned),
        ends_sequence=bool(passed & graph.sequence_ends),
        names={role: _called(node) for role, node in roles.items()},
    )


def _created(node: Node) -> ast.AST:
    return node.created if isinstance(node, Use) else node


def _place(node: Node) -> tuple[int, int]:
    created = _created(node)
    return created.lineno, created.col_offset  # type: ignore[attr-defined]  # calls and operations have lines


def _starts_with_norm(graph: Graph, call: ast.Call) -> bool:
    seen: set[Node] = set()
    pending: list[Node] = [call]
    while pending:
        node = pending.pop()
        if node in seen:
            continue
        seen.add(node)
        for norm in _norms_before(graph, node):
            before = graph.reach(norm, graph.feeders)
            convolutions = [other for other in before if graph.roles.get(other) is Role.CONVOLUTION]
            if not convolutions:
                return True
            pending += convolutions
    return False


def _norms_before(graph: Graph, node: Node) -> set[Node]:
    """The norms whose output reaches a node, activations between them looked through."""
    found: set[Node] = set()
    for before in graph.reach(node, graph.feeders):
        if graph.roles.get(before) is Role.NORM:
            found.add(before)
        elif graph.roles.get(before) is Role.ACTIVATION:
            found |= {norm for norm in graph.reach(before, graph.feeders) if graph.roles.get(norm) is Role.NORM}
    return found


def _stands_in(node: Node, region: ast.AST) -> bool:
    """Whether a node's text is part of a region's."""
    if isinstance(region, ast.Module):
        return True
    first, last = region.lineno, region.end_lineno  # type: ignore[attr-defined]  # a class or a function
    return bool(first <= _place(node)[0] <= last)


def region_of(scope: Scope) -> Scope:
    """The class around a place, else the outermost function, else the module."""
    owner = scope.enclosing_class
    if owner is not None:
        return owner
    region = scope.module
    current: Scope | None = scope
    while current is not None:
        if current.is_function:
            region = current
        current = current.parent
    return region


def _called(node: Node) -> str:
    """The last part of the name by which a layer or operation is called; "" where it has none."""
    created = _created(node)
    function = created.func if isinstance(created, ast.Call) else created
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
