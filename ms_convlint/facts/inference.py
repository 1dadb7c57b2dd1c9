"""What astroid says where plain reading ends: which of several bindings of a name reach a place.

astroid's scopes know branches, loops and try blocks. Only its look-up is used, never its evaluation: so nothing is
imported, and nothing large is computed. The tree is built once a file, and only for a file that needs it.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ms_convlint.facts.scopes import Binding, BindingKind
from ms_convlint.source import Source

if TYPE_CHECKING:
    from astroid import nodes

_MANY = 64
"""A name bound more often than this is a running variable, not a constant."""


@dataclass
class Inference:
    """astroid's view of one file."""

    source: Source
    given_module: Callable[[], nodes.Module] | None = None
    """pylint's own tree, where the host has one."""

    @cached_property
    def module(self) -> nodes.Module | None:
        """The astroid tree, None where astroid cannot build it."""
        if self.given_module is not None:
            return self.given_module()
        from astroid.builder import AstroidBuilder
        from astroid.exceptions import AstroidError
        from astroid.manager import AstroidManager

        builder = AstroidBuilder(AstroidManager(), apply_transforms=False)
        try:
            return builder.string_build(self.source.text, path=self.source.path)
        except (AstroidError, RecursionError, MemoryError):
            return None

    @cached_property
    def _names(self) -> dict[tuple[int, int], nodes.Name]:
        from astroid import nodes

        found = {}
        pending: list[nodes.NodeNG] = [self.module] if self.module is not None else []
        while pending:
            node = pending.pop()
            if isinstance(node, nodes.Name):
                found[node.lineno, node.col_offset] = node
            pending += node.get_children()
        return found

    def reaching(self, node: ast.expr, bindings: list[Binding]) -> list[Binding]:
        """Of the bindings of a name those that reach ``node``; [] where that cannot be told."""
        if not isinstance(node, ast.Name) or len(bindings) > _MANY:
            return []
        name = self._names.get((node.lineno, node.col_offset))
        if name is None:
            return []
        _, statements = name.lookup(node.id)
        by_place = {_place(binding): binding for binding in bindings}
        reached = [by_place.get((statement.lineno, statement.col_offset)) for statement in statements]
        found = [binding for binding in reached if binding is not None]
        if len(found) != len(reached):
            return []
        passed_over = [binding for binding in bindings if binding not in found]
        scopes = {binding.scope for binding in bindings}
        doubtful = passed_over and (len(scopes) > 1 or self._doubtful(name, statements, passed_over))
        return [] if doubtful else found

    def _doubtful(self, name: nodes.Name, statements: list[nodes.NodeNG], passed_over: list[Binding]) -> bool:
        """Whether what astroid passed over may reach ``name`` all the same.

        astroid reads from above, once. A function runs when it is called, not where it stands; a loop brings back what
        its end binds; what binds in a loop or a try may be skipped, or be left behind before another binds there, all
        the more before a finally; and an expression that binds may stand in a branch.
        """
        from astroid import nodes

        frame = name.frame()
        if any(s.frame() is not frame or isinstance(s.parent, nodes.NamedExpr) for s in statements):
            return True
        if any(isinstance(t, nodes.Try) and _is_inside(name, t.finalbody) for t in name.node_ancestors()):
            return True
        around = [name, *statements]
        repeated = (nodes.For, nodes.While, nodes.Try)
        blocks = {node for start in around for node in start.node_ancestors() if isinstance(node, repeated)}
        spans = [range(block.lineno, (block.end_lineno or block.lineno) + 1) for block in blocks]
        return any(_place(binding)[0] in span for binding in passed_over for span in spans)


def _is_inside(name: nodes.Name, block: list[nodes.NodeNG]) -> bool:
    return bool(block) and block[0].lineno <= name.lineno <= (block[-1].end_lineno or name.lineno)


def _place(binding: Binding) -> tuple[int, int]:
    place = binding.place
    if binding.kind is BindingKind.PARAMETER:
        return (-1, -1)  # astroid names the whole argument list, which is no place of ours
    return place.lineno, place.col_offset  # type: ignore[attr-defined]  # a place has lines
