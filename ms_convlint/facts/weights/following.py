"""Follows the weights of one file: reads it once for a weight of any name, and again for the names that matter."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from ms_convlint.facts.scopes import Scope
from ms_convlint.facts.weights.arguments import Arguments
from ms_convlint.facts.weights.arrivals import Arrival, Initial, Loading, Log
from ms_convlint.facts.weights.attributes import method_of
from ms_convlint.facts.weights.cells import Cell, weight_name
from ms_convlint.facts.weights.frames import Frame
from ms_convlint.facts.weights.functions import enter
from ms_convlint.facts.weights.handling import may_be_handled, written_expansions
from ms_convlint.facts.weights.modules import Modules
from ms_convlint.facts.weights.network_sinks import arrive_saved
from ms_convlint.facts.weights.prospects import may_find, networks_built, networks_imported
from ms_convlint.facts.weights.reader import Reader
from ms_convlint.facts.weights.roots import Roots
from ms_convlint.facts.weights.routes import Route
from ms_convlint.facts.weights.shapes import RAW
from ms_convlint.facts.weights.things import Definition, Instance, Network, Thing, TooInvolvedError, Weight

if TYPE_CHECKING:
    from ms_convlint.facts.file_facts import FileFacts

_FIRST_METHODS = ("__init__", "setUpClass", "setup_class", "setUp", "setup_method")
"""What runs before the other methods of an object, or of a test."""
_MOST_NAMES = 24
"""How many layers are asked about one by one."""


@dataclass
class Following:
    """What becomes of torch's weights in one file."""

    facts: FileFacts
    is_port: bool = False
    """Whether dictionaries of unknown origin count, too."""
    modules: Modules = field(default_factory=Modules)
    _runs: dict[str | None, Log] = field(default_factory=dict)

    @property
    def loadings(self) -> list[Loading]:
        """The calls of load_param_into_net, each once, where any of the ways to it says what is loaded."""
        found: dict[ast.Call, Loading] = {}
        for loading in self.run(None).loadings:
            if loading.node not in found or found[loading.node].origin is None:
                found[loading.node] = loading
        return list(found.values())

    @property
    def initial(self) -> list[Initial]:
        """The convolutions that are made with a weight of torch's, each once."""
        return list({initial.convolution.node: initial for initial in self.run(None).initial}.values())

    @cached_property
    def misfits(self) -> list[Arrival]:
        """The arrivals at which a weight surely does not fit, each with the layers alone that are concerned."""
        found = []
        others = {arrival.node for arrival in self.run(None).arrivals if not arrival.layers}
        for arrival in self.run(None).arrivals:
            layers = {path: cell for path, cell in arrival.layers.items() if arrival.misfits(path)}
            if not arrival.is_single:
                arrival = self._by_names(arrival, layers)
                layers = arrival.layers
            if layers and not arrival.is_single and self._may_be_handled(arrival):
                continue
            if layers:
                found.append(
                    replace(arrival, layers=layers, is_single=arrival.is_single and arrival.node not in others)
                )
        return _merged(_first_causes(found))

    @cached_property
    def _may_find(self) -> bool:
        return may_find(self.facts, self.modules, is_port=self.is_port)

    @cached_property
    def _roots(self) -> Roots:
        return Roots(self.facts)

    def run(self, asked: str | None) -> Log:
        """What a run over the file meets that asks about one parameter's name (None: about any)."""
        if asked not in self._runs:
            self._runs[asked] = self._read(asked)
        return self._runs[asked]

    def release(self) -> None:
        """Let go of other modules."""
        self.modules.release()

    @cached_property
    def _names(self) -> frozenset[str]:
        """The names of the Conv1d weights of all networks."""
        return frozenset(weight_name(path) for arrival in self.run(None).arrivals for path in arrival.layers)

    def _may_be_handled(self, arrival: Arrival) -> bool:
        is_raw = all(weight.shapes == RAW for weight in arrival.weights.values())
        return is_raw and may_be_handled(self._written, self.run(None), arrival)

    @cached_property
    def _written(self) -> list[ast.expr]:
        """The expressions that add an axis, but for those in functions without users."""
        return [node for node, scope in written_expansions(self.facts) if not self._roots.is_idle(scope.function)]

    def _by_names(self, arrival: Arrival, layers: dict[str, Cell]) -> Arrival:
        """What arrives of the layers' weights, each asked about by its own name: those that do not fit either.

        Of many layers the first are asked about, and speak for the others where they agree.
        """
        found: dict[str, Weight] = {}
        for path in list(layers)[:_MOST_NAMES]:
            name = weight_name(path)
            for other in self.run(name).arrivals:
                if other.node is arrival.node and path in other.layers and other.misfits(path):
                    found[path] = other.weights[path]
        asked = list(layers)[:_MOST_NAMES]
        unasked = set(layers).difference(asked) if len(found) == len(asked) else set()
        return replace(
            arrival,
            layers={path: cell for path, cell in layers.items() if path in found or path in unasked},
            weights={**arrival.weights, **found},
        )

    def _read(self, asked: str | None) -> Log:
        log = Log()
        if not self._may_find:
            return log
        names = frozenset() if asked is None else self._names
        reader = Reader(self.facts, self.modules.cells(self.facts), log, asked, names)
        try:
            self._read_module(reader)
            self._read_functions(reader)
            if log.saved:
                built = networks_built(self.facts, self.modules)
                arrive_saved(reader, built, networks_imported(self.facts, self.modules))
        except (TooInvolvedError, RecursionError, MemoryError):
            return Log()
        return log

    def _read_module(self, reader: Reader) -> None:
        module = self.facts.scopes.module
        assert isinstance(module.node, ast.Module)
        frame = Frame(module, reader.module_names)
        reader.block(module.node.body, frame)
        reader.module_names = frame.names

    def _read_functions(self, reader: Reader) -> None:
        """The functions and methods whose names the file does not use: somebody else calls them."""
        instances: dict[Scope, Thing] = {}
        for scope in self._roots:
            owner = scope.parent if scope.parent is not None and scope.parent.is_class else None
            if scope.node in reader.entered or (owner is not None and reader.cells.is_torch(owner)):
                continue
            if owner is not None and owner not in instances:
                instances[owner] = _instance(reader, owner)
            if scope.node not in reader.entered:
                enter(reader, Definition(scope, instances[owner] if owner is not None else None), Arguments())


def _instance(reader: Reader, owner: Scope) -> Thing:
    """An object of a class that somebody else makes."""
    if reader.cells.is_cell(owner):
        return Network(reader.cells.of_class(owner))
    instance = Instance(owner)
    for name in _FIRST_METHODS:
        method = method_of(reader, owner, name, instance)
        if method is not None:
            enter(reader, method, Arguments())
    return instance


def _first_causes(arrivals: list[Arrival]) -> list[Arrival]:
    """The arrivals without what is saved and, from the same source, loaded in the same function: that says it all."""
    loaded = {
        (weight.origin, arrival.scope)
        for arrival in arrivals
        if arrival.route is not Route.SAVE_CHECKPOINT
        for weight in arrival.weights.values()
    }
    return [
        arrival
        for arrival in arrivals
        if arrival.route is not Route.SAVE_CHECKPOINT
        or not any((weight.origin, arrival.scope) in loaded for weight in arrival.weights.values())
    ]


def _merged(arrivals: list[Arrival]) -> list[Arrival]:
    """One arrival a place: where several ways lead to it, the layers of all."""
    found: dict[ast.expr, Arrival] = {}
    for arrival in arrivals:
        before = found.get(arrival.node)
        if before is None:
            found[arrival.node] = arrival
            continue
        is_single = before.is_single and arrival.is_single and before.values == arrival.values
        found[arrival.node] = replace(
            before,
            layers={**before.layers, **arrival.layers},
            weights={**before.weights, **arrival.weights},
            is_single=is_single,
        )
    return list(found.values())
