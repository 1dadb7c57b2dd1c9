"""The graph of layers and operations that flow.py draws and neighbours.py reads."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from ms_convlint.facts.roles import Role

TRANSPARENT = frozenset({Role.PASS, Role.POOLING})
KEEPS_BIAS = TRANSPARENT | {Role.SUM}
"""What a bias survives, though it is no longer the last thing added."""


@dataclass(frozen=True)
class Use:
    """One use of a layer that may be used twice, as a ReLU is: what created it, and the place that calls it."""

    created: ast.AST
    place: ast.AST
    index: int | str = 0
    """Its place in a sequence that the place calls; of a function's gate the parameter."""


Node = ast.AST | Use
"""A convolution or a pad is the call that creates it, another layer its use, an operation the expression."""
Edges = dict[Node, set[Node]]


@dataclass
class Graph:
    """Which layer feeds which."""

    roles: dict[Node, Role] = field(default_factory=dict)
    consumers: Edges = field(default_factory=dict)
    feeders: Edges = field(default_factory=dict)
    returned: set[Node] = field(default_factory=set)
    sequence_ends: set[Node] = field(default_factory=set)
    complete: bool = True
    """False where drawing was given up: then nothing may be concluded from what is missing."""

    def connect(self, feeder: Node, consumer: Node) -> None:
        """One thing's output is another's input."""
        self.consumers.setdefault(feeder, set()).add(consumer)
        self.feeders.setdefault(consumer, set()).add(feeder)

    def reach(self, start: Node, edges: Edges, through: frozenset[Role] = TRANSPARENT) -> set[Node]:
        """What lies along ``edges``; things of the roles ``through`` are looked through (and among the result)."""
        seen: set[Node] = set()
        pending = list(edges.get(start, ()))
        while pending:
            node = pending.pop()
            if node not in seen:
                seen.add(node)
                if self.roles.get(node) in through:
                    pending += edges.get(node, ())
        return seen
