"""Where torch's weights arrive, and in which shape: the facts that the rules MSC301, 302, 303 and 304 are about."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from ms_convlint.facts.convolutions import Argument, Convolution
from ms_convlint.facts.scopes import Scope
from ms_convlint.facts.weights.cells import Cell
from ms_convlint.facts.weights.routes import Route
from ms_convlint.facts.weights.shapes import Shape, Shapes, fits, is_one_by_one
from ms_convlint.facts.weights.things import Collection, Form, Origin, Torch, Weight

_BROADCASTING = frozenset({Route.ITEMS, Route.COPY_})
"""They spread a weight out: (1, 1, kernel) into (1, 1, 1, kernel) is right."""


@dataclass(frozen=True)
class Loop:
    """A loop over torch's dictionary: the names of its two variables and its line."""

    key: str
    value: str
    line: int
    form: Form | None
    is_comprehension: bool = False


@dataclass(eq=False)
class Arrival:
    """Weights that are handed to parameters at one place.

    ``weights`` are those that may arrive in the Conv1d layers, by the layers' prefixes; ``values`` the expressions that
    were handed over, where single tensors are.
    """

    node: ast.expr
    route: Route
    scope: Scope
    layers: dict[str, Cell]
    weights: dict[str, Weight]
    values: list[ast.expr] = field(default_factory=list)
    elsewhere: Shapes = frozenset()
    """The shapes of a weight that is handed to something that is no Conv1d."""
    is_single: bool = True
    """Whether each of ``values`` is one tensor for a Conv1d and nothing else."""

    def misfits(self, path: str) -> frozenset[Shape] | None:
        """The shapes in which a weight arrives that its layer does not take; None where one of them may fit."""
        weight, convolution = self.weights.get(path), self.layers[path].convolution
        if weight is None or any(fits(shape, convolution) is not False for shape in weight.shapes):
            return None
        if self.route in _BROADCASTING and is_one_by_one(convolution):
            return None
        return weight.shapes


@dataclass(eq=False)
class Loading:
    """A call of ``load_param_into_net``."""

    node: ast.Call
    scope: Scope
    is_dropped: bool
    """Whether nothing is done with what it returns."""
    origin: Origin | None
    """Where torch's weights in the dictionary come from, None where none are known to be in it."""
    keys_from_net: bool
    """Whether the dictionary's keys were read off the network."""
    network: Cell | None
    keys: frozenset[str | None] = frozenset()
    """The names under which the parameter that the run asks about is loaded."""


@dataclass(eq=False)
class Saved:
    """A checkpoint that the file writes.

    ``scope`` is None where it is a file of torch's, which is nothing to MindSpore until it is loaded.
    """

    node: ast.Call
    checkpoint: Collection | Torch
    path: tuple[ast.AST | None, str]
    scope: Scope | None


@dataclass(eq=False)
class Initial:
    """A Conv1d or Conv1dTranspose that is made with a weight of torch's as its ``weight_init``."""

    convolution: Convolution
    argument: Argument
    weight: Weight


@dataclass
class Log:
    """What one run over a file has met."""

    arrivals: list[Arrival] = field(default_factory=list)
    loadings: list[Loading] = field(default_factory=list)
    initial: list[Initial] = field(default_factory=list)
    forms: dict[ast.expr, Form | None] = field(default_factory=dict)
    wrapped: dict[ast.expr, ast.expr] = field(default_factory=dict)
    """Of a written-out ``Tensor(…)`` or ``Parameter(…)`` what is in it."""
    saved: list[Saved] = field(default_factory=list)
    """The checkpoints that were saved."""
    loaded: set[ast.expr] = field(default_factory=set)
    """The calls that saved a checkpoint which the file loads itself."""
    loops: dict[Origin, Loop] = field(default_factory=dict)
    """The loops over torch's dictionaries, by where those come from."""
    renames: bool = False
    """Whether keys of torch's are changed anywhere."""
    expanded: dict[ast.expr, set[Origin]] = field(default_factory=dict)
    """The expressions that changed a weight's shape, with the sources of the weights."""
    shared: set[ast.expr] = field(default_factory=set)
    """The expressions that expanded something else than a weight of torch's, too."""
    checked: set[Scope] = field(default_factory=set)
    """The functions that hold the names of a network against those of what is to be loaded."""

    def note_form(self, node: ast.expr, form: Form | None) -> None:
        """What holds the numbers that an expression stands for; two answers are none."""
        if node in self.forms and self.forms[node] is not form:
            form = None
        self.forms[node] = form

    def note_expanded(self, node: ast.expr, before: Weight, after: Weight) -> None:
        """A weight went through an expression that may have changed its shape."""
        if after.shapes != before.shapes:
            self.expanded.setdefault(node, set()).add(before.origin)

    def innermost(self, node: ast.expr) -> ast.expr:
        """What a written-out Tensor or Parameter is made of."""
        while node in self.wrapped:
            node = self.wrapped[node]
        return node
