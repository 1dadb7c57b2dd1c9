"""Follows the weights of one file: reads it once for a weight of any name, and again for the names that matter."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from ms_convlint.facts.scopes import BindingKind, Scope
from ms_convlint.facts.weights.arguments import Arguments
from ms_convlint.facts.weights.arrivals import Arrival, Initial, Loading, Log
from ms_convlint.facts.weights.attributes import method_of
from ms_convlint.facts.weights.cells import Cell
from ms_convlint.facts.weights.expressions import TooInvolvedError
from ms_convlint.facts.weights.frames import Frame
from ms_convlint.facts.weights.functions import enter
from ms_convlint.facts.weights.modules import Modules
from ms_convlint.facts.weights.reader import Reader
from ms_convlint.facts.weights.sinks import arrive_saved
from ms_convlint.facts.weights.things import Definition, Instance, Network, Thing

if TYPE_CHECKING:
    from ms_convlint.facts.file_facts import FileFacts

_MOST_NAMES = 24
"""How many layers are asked about one by one."""


@dataclass
class Following:
    """What becomes of torch's weights in one file."""

    facts: FileFacts
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
                layers = {path: cell for path, cell in layers.items() if self._arrives(arrival, path)}
            if layers:
                found.append(
                    replace(arrival, layers=layers, is_single=arrival.is_single and arrival.node not in others)
                )
        return _merged(found)

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
        return frozenset(
            f"{path}.weight" if path else "weight" for arrival in self.run(None).arrivals for path in arrival.layers
        )

    def _arrives(self, arrival: Arrival, path: str) -> bool:
        """Whether the weight of a layer, by its own name, gets there and does not fit either."""
        if list(arrival.layers).index(path) >= _MOST_NAMES:
            return False
        name = f"{path}.weight" if path else "weight"
        again = [other for other in self.run(name).arrivals if other.node is arrival.node]
        return any(path in other.layers and other.misfits(path) for other in again)

    def _read(self, asked: str | None) -> Log:
        log = Log()
        names = frozenset() if asked is None else self._names
        reader = Reader(self.facts, self.modules.cells(self.facts), log, asked, names)
        try:
            self._read_module(reader)
            self._read_functions(reader)
            arrive_saved(reader, self._imported)
        except (TooInvolvedError, RecursionError):
            return Log()
        return log

    def _read_module(self, reader: Reader) -> None:
        module = self.facts.scopes.module
        assert isinstance(module.node, ast.Module)
        frame = Frame(module, reader.module_names)
        reader.block(module.node.body, frame)
        reader.module_names = frame.names

    def _read_functions(self, reader: Reader) -> None:
        """The functions and methods that nothing in the file calls: somebody else does."""
        instances: dict[Scope, Thing] = {}
        for scope in list(self.facts.scopes.by_node.values()):
            if not scope.is_function or scope.node in reader.entered or scope.parent is None:
                continue
            owner = scope.parent if scope.parent.is_class else None
            if owner is None and scope.parent.function is not None:
                continue  # a function within a function is read where that calls it
            if owner is not None and reader.cells.is_torch(owner):
                continue
            if owner is not None and owner not in instances:
                instances[owner] = _instance(reader, owner)
            if scope.node not in reader.entered:
                enter(reader, Definition(scope, instances[owner] if owner is not None else None), Arguments())

    @cached_property
    def _imported(self) -> list[Cell]:
        """The networks that the file imports from other modules of its project."""
        cells = []
        for bindings in self.facts.scopes.module.bindings.values():
            for binding in bindings:
                if binding.kind is not BindingKind.IMPORT or binding.target.startswith(("mindspore", "torch")):
                    continue
                found = self.modules.definition(self.facts, binding.target)
                if found is not None and found[1].is_class and self.modules.cells(found[0]).is_cell(found[1]):
                    cells.append(self.modules.cells(found[0]).of_class(found[1]))
        return cells


def _instance(reader: Reader, owner: Scope) -> Thing:
    """An object of a class that somebody else makes."""
    if reader.cells.is_cell(owner):
        return Network(reader.cells.of_class(owner))
    instance = Instance(owner)
    initializer = method_of(reader, owner, "__init__", instance)
    if initializer is not None:
        enter(reader, initializer, Arguments())
    return instance


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
