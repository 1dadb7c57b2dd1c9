"""Follows the weights of one file: reads it once for a weight of any name, and again for the names that matter."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from ms_convlint.facts.names import definition_name
from ms_convlint.facts.scopes import Binding, BindingKind, Scope
from ms_convlint.facts.weights.arguments import Arguments
from ms_convlint.facts.weights.arrivals import Arrival, Initial, Loading, Log
from ms_convlint.facts.weights.attributes import method_of
from ms_convlint.facts.weights.cells import Cell
from ms_convlint.facts.weights.frames import Frame
from ms_convlint.facts.weights.functions import enter
from ms_convlint.facts.weights.handling import may_be_handled, written_expansions
from ms_convlint.facts.weights.modules import Modules
from ms_convlint.facts.weights.reader import Reader
from ms_convlint.facts.weights.routes import Route
from ms_convlint.facts.weights.shapes import RAW
from ms_convlint.facts.weights.signs import may_drop_result, may_hold_torch_weights, names_torch_source, takes_weights
from ms_convlint.facts.weights.sinks import arrive_saved
from ms_convlint.facts.weights.things import Definition, Instance, Network, Thing, TooInvolvedError

if TYPE_CHECKING:
    from ms_convlint.facts.file_facts import FileFacts

_FIRST_METHODS = ("__init__", "setUpClass", "setup_class", "setUp", "setup_method")
"""What runs before the other methods of an object, or of a test."""
_LIBRARIES = ("transformers.", "timm.", "diffusers.")
_READS_PARAMETERS = frozenset({"state_dict", "named_parameters"})
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
                layers = {path: cell for path, cell in layers.items() if self._arrives(arrival, path)}
            if layers and not arrival.is_single and self._may_be_handled(arrival):
                continue
            if layers:
                found.append(
                    replace(arrival, layers=layers, is_single=arrival.is_single and arrival.node not in others)
                )
        return _merged(_first_causes(found))

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

    def _may_be_handled(self, arrival: Arrival) -> bool:
        is_raw = all(weight.shapes == RAW for weight in arrival.weights.values())
        return is_raw and may_be_handled(self._written, self.run(None), arrival)

    @cached_property
    def _written(self) -> list[ast.expr]:
        """The expressions that add an axis, but for those in functions without users."""
        return [node for node, scope in written_expansions(self.facts) if not self._is_idle(scope.function)]

    def _is_idle(self, scope: Scope | None) -> bool:
        """Whether a function of the module's, which changes nobody's state, is neither used nor takes a weight."""
        if scope is None:
            return False
        is_plain = scope.parent is not None and scope.parent.parent is None
        return is_plain and scope.node not in self._relevant and not self._is_called(scope)

    def _arrives(self, arrival: Arrival, path: str) -> bool:
        """Whether the weight of a layer, by its own name, gets there and does not fit either."""
        if list(arrival.layers).index(path) >= _MOST_NAMES:
            return False
        name = f"{path}.weight" if path else "weight"
        again = [other for other in self.run(name).arrivals if other.node is arrival.node]
        return any(path in other.layers and other.misfits(path) for other in again)

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
                arrive_saved(reader, self._built, self._imported)
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
        for scope in list(self.facts.scopes.by_node.values()):
            if not scope.is_function or scope.node in reader.entered or scope.parent is None:
                continue
            owner = scope.parent if scope.parent.is_class else None
            if scope.node not in self._relevant or self._is_called(scope):
                continue
            if owner is None and scope.parent.function is not None:
                continue  # a function within a function is read where that calls it
            if owner is not None and reader.cells.is_torch(owner):
                continue
            if owner is not None and owner not in instances:
                instances[owner] = _instance(reader, owner)
            if scope.node not in reader.entered:
                enter(reader, Definition(scope, instances[owner] if owner is not None else None), Arguments())

    @cached_property
    def _may_find(self) -> bool:
        """Whether anything is there to follow: torch in this file or in one that it imports, or a dropped result."""
        text = self.facts.source.text
        if self.is_port and may_drop_result(text):
            return True
        return may_hold_torch_weights(text) and (names_torch_source(text) or self._reads_torch_module)

    @property
    def _reads_torch_module(self) -> bool:
        """Whether the parameters are read of something made by a library of torch's or a module that imports torch."""
        for call, scope in self.facts.scopes.calls:
            if not isinstance(call.func, ast.Attribute) or call.func.attr not in _READS_PARAMETERS:
                continue
            made = call.func.value
            if isinstance(made, ast.Name):
                bindings = scope.lookup(made.id)
                made = bindings[0].node if len(bindings) == 1 and isinstance(bindings[0].node, ast.expr) else made
            dotted = self.facts.names.name(made.func, scope) if isinstance(made, ast.Call) else None
            if dotted is None:
                continue
            if dotted.startswith(_LIBRARIES) or self.modules.imports_torch(self.facts, dotted.rpartition(".")[0]):
                return True
        return False

    @property
    def _imports(self) -> list[Binding]:
        scopes = self.facts.scopes.by_node.values()
        tables = [bindings for scope in scopes for bindings in scope.bindings.values()]
        return [binding for bindings in tables for binding in bindings if binding.kind is BindingKind.IMPORT]

    @cached_property
    def _relevant(self) -> set[ast.AST]:
        """The functions in which something takes a weight, and those that call them by their names."""
        functions = [scope.node for scope in self.facts.scopes.by_node.values() if scope.is_function]
        texts = {node: self._text(node) for node in functions}
        found = {node for node, text in texts.items() if takes_weights(text)}
        before = 0
        while len(found) > before:
            before = len(found)
            called = re.compile("|".join(rf"\b{re.escape(definition_name(node))}\b" for node in found) or r"(?!)")
            found |= {node for node, text in texts.items() if called.search(text.partition("\n")[2])}
        return found

    def _text(self, node: ast.AST) -> str:
        """The lines of a function."""
        assert isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        return "".join(self.facts.source.lines[node.lineno - 1 : node.end_lineno])

    @cached_property
    def _used(self) -> tuple[set[str], set[str]]:
        """The names, and the attributes of what is no module, by which the file may call functions or hand them on."""
        modules = {name for name, found in self.facts.scopes.module.bindings.items() if found[0].target}
        names: set[str] = set()
        attributes: set[str] = set()
        for node in ast.walk(self.facts.source.tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                names.add(node.id)
            elif isinstance(node, ast.Attribute) and not (
                isinstance(node.value, ast.Name) and node.value.id in modules
            ):
                attributes.add(node.attr)
        return names, attributes - {"__init__"}

    def _is_called(self, scope: Scope) -> bool:
        """Whether the file itself uses a function: it is read where that is."""
        names, attributes = self._used
        is_method = scope.parent is not None and scope.parent.is_class
        return definition_name(scope.node) in (attributes if is_method else names)

    @property
    def _built(self) -> list[tuple[Cell, Scope]]:
        """The networks of this file's own classes that it builds outside of its cells, each with the place."""
        cells = self.modules.cells(self.facts)
        found = []
        for call, scope in self.facts.scopes.calls:
            owner = scope.enclosing_class
            if owner is not None and cells.is_cell(owner):
                continue
            references = self.facts.names.references(call.func, scope)
            definition = references[0].definition if len(references) == 1 else None
            if isinstance(definition, ast.ClassDef) and cells.is_cell(self.facts.scopes.by_node[definition]):
                found.append((cells.of_class(self.facts.scopes.by_node[definition]), scope))
        return found

    @cached_property
    def _imported(self) -> list[Cell]:
        """The networks that the file imports from other modules of its project."""
        cells = []
        for binding in self._imports:
            if binding.target.startswith(("mindspore", "torch")):
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
