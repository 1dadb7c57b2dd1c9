"""The convolutions that a fixture calls: the file is run, and each call of one is noted instead of made.

A fixture's convolutions cannot be made as they stand, since most of them raise. So every call in the file goes through
``called``, which passes on what is no convolution and keeps what is one, with the arguments that it got.
"""

from __future__ import annotations

import ast
import functools
import importlib.util
import inspect
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .frameworks import mindspore, torch

VALUES: dict[str, tuple[Any, ...]] = {
    "width": (8,),
    "channels": (8,),
    "in_channels": (8,),
    "out_channels": (8,),
    "kernel": (3,),
    "kernel_size": (3,),
    "dims": (1, 2),
    "stride": (1, 2),
    "dilation": (2,),
    "padding": (0, 1),
    "amount": (0, 1),
    "bias": (False, True),
    "groups": (2,),
    "sizes": ((3, 64, 1),),
    "options": ({},),
}
"""What the parameters of the fixtures' functions are given: every combination is run."""

_WATCHED = "__called__"
_FUNCTIONS = ("conv1d", "conv2d", "conv3d")
_PRIMITIVE = "Conv2D"
_LAYERS = tuple(f"Conv{axes}d{transposed}" for axes in (1, 2, 3) for transposed in ("", "Transpose"))
_TORCH_LAYERS = tuple(f"Conv{transposed}{axes}d" for axes in (1, 2, 3) for transposed in ("", "Transpose"))
_WORDS = {*_FUNCTIONS, _PRIMITIVE, *_LAYERS, *_TORCH_LAYERS}


@dataclass(frozen=True)
class Place:
    """Where a convolution is called: the qualified name of the scope, and the callee's place in the text."""

    scope: str
    line: int
    column: int


@dataclass
class Invocation:
    """A convolution as it is called once: the constructor or function and the arguments."""

    place: Place
    callee: Any
    positional: tuple[Any, ...]
    keywords: dict[str, Any]
    pad: Any = None
    """The pad layer that stands before it in a sequence."""

    def make(self) -> Any:
        """Call it: the layer, or the function's result."""
        return self.callee(*self.positional, **self.keywords)


@dataclass
class Symbol:
    """Stands for a tensor while a file is run: the functions get their tensors later."""

    name: str


@dataclass
class Recorder:
    """Runs a file and keeps its convolutions, by the values that its functions were given."""

    watched: tuple[Any, ...]
    stand_in: Callable[[], Any]
    places: list[Place] = field(default_factory=list)
    invocations: list[Invocation] = field(default_factory=list)
    layers: dict[int, tuple[Any, Invocation]] = field(default_factory=dict)
    """The stand-ins by their identity, and what each stands for."""

    def called(self, number: int, callee: Any, *positional: Any, **keywords: Any) -> Any:
        """Note a convolution, and do anything else."""
        convolution, arguments, named = _unwrapped(callee, positional, keywords)
        if not any(convolution is watched for watched in self.watched):
            return self._passed_on(callee, positional, keywords)
        invocation = Invocation(self.places[number], convolution, arguments, named)
        self.invocations.append(invocation)
        if isinstance(convolution, type) and convolution.__name__ in (*_LAYERS, *_TORCH_LAYERS):
            return None if inspect.ismethod(callee) else self._in_its_place(invocation)
        return _first if isinstance(convolution, type) else _first(*arguments)

    def _in_its_place(self, invocation: Invocation) -> Any:
        layer = self.stand_in()
        self.layers[id(layer)] = (layer, invocation)
        return layer

    def _passed_on(self, callee: Any, positional: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        if any(isinstance(argument, Symbol) for argument in positional) and not inspect.ismethod(callee):
            return positional[0]
        sequence = positional[0] if positional and isinstance(positional[0], list) else positional
        for before, layer in itertools.pairwise(sequence):
            if "Pad" in type(before).__name__ and id(layer) in self.layers:
                self.layers[id(layer)][1].pad = before
        return callee(*positional, **keywords)


def _first(*tensors: Any) -> Any:
    """In place of a function's result, or of calling a primitive: the input as it came."""
    return tensors[0]


def _unwrapped(callee: Any, positional: tuple[Any, ...], keywords: dict[str, Any]) -> tuple[Any, Any, dict[str, Any]]:
    """What is called in the end: through a ``partial``, by ``super().__init__`` or the base's ``__init__``."""
    if isinstance(callee, functools.partial):
        return callee.func, (*callee.args, *positional), {**callee.keywords, **keywords}
    if getattr(callee, "__name__", "") == "__init__":
        owner = callee.__qualname__.rpartition(".")[0]
        instance = callee.__self__ if inspect.ismethod(callee) else positional[0]
        base = next((base for base in type(instance).__mro__ if base.__qualname__ == owner), None)
        return base, positional if inspect.ismethod(callee) else positional[1:], keywords
    return callee, positional, keywords


def mindspore_invocations(text: str, path: Path) -> list[list[Invocation]]:
    """The convolutions of a MindSpore file, one list for each set of values that its functions were given."""
    nn, ops = mindspore().nn, mindspore().ops
    layers = tuple(getattr(nn, name) for name in _LAYERS)
    watched = (*layers, *(getattr(ops, name) for name in (*_FUNCTIONS, _PRIMITIVE)))
    return _runs(text, path, watched, nn.Identity)


def torch_invocations(text: str, path: Path) -> list[list[Invocation]]:
    """The same of a torch file."""
    nn = torch().nn
    layers = tuple(getattr(nn, name) for name in _TORCH_LAYERS)
    return _runs(text, path, (*layers, *(getattr(nn.functional, name) for name in _FUNCTIONS)), nn.Identity)


def _runs(text: str, path: Path, watched: tuple[Any, ...], stand_in: Callable[[], Any]) -> list[list[Invocation]]:
    runs = []
    names = sorted(_parameters(ast.parse(text)) & VALUES.keys())
    for values in itertools.product(*(VALUES[name] for name in names)):
        recorder = Recorder(watched, stand_in)
        _run(text, path, recorder, dict(zip(names, values, strict=True)))
        runs.append(sorted(recorder.invocations, key=lambda found: (found.place.line, found.place.column)))
    return runs


def _parameters(tree: ast.Module) -> set[str]:
    return {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}


def _run(text: str, path: Path, recorder: Recorder, values: dict[str, Any]) -> None:
    """Execute the file, then make its classes and call its functions with the values."""
    tree = _Instrumented(text, recorder.places).visit(ast.parse(text))
    names: dict[str, Any] = {"__name__": path.stem, _WATCHED: recorder.called}
    exec(compile(ast.fix_missing_locations(tree), str(path), "exec"), names)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and _words(node) & _WORDS:
            names[node.name](**_arguments(node, values))
        elif isinstance(node, ast.ClassDef):
            _run_class(node, names[node.name], values)


def _run_class(node: ast.ClassDef, made: Any, values: dict[str, Any]) -> None:
    methods = {method.name: method for method in node.body if isinstance(method, ast.FunctionDef)}
    instance = made(**_arguments(methods["__init__"], values)) if "__init__" in methods else made()
    for name in ("construct", "forward"):
        if name in methods and _words(methods[name]) & _WORDS:
            getattr(made, name)(instance, **_arguments(methods[name], values))


def _words(function: ast.FunctionDef) -> set[str]:
    """The names in a function: what names no convolution is not run."""
    return {getattr(node, "attr", getattr(node, "id", "")) for node in ast.walk(function)}


def _arguments(function: ast.FunctionDef, values: dict[str, Any]) -> dict[str, Any]:
    """A value, or a stand-in for a tensor, for each parameter; what has a default that no value replaces keeps it."""
    arguments = function.args
    optional = len(arguments.args) - len(arguments.defaults)
    given: dict[str, Any] = {}
    takes_tensors = any(argument.arg == "weight" for argument in arguments.args)
    for index, argument in enumerate(arguments.args):
        if argument.arg in values and not (takes_tensors and argument.arg == "bias"):
            given[argument.arg] = values[argument.arg]
        elif index < optional and argument.arg != "self":
            given[argument.arg] = Symbol(argument.arg)
    return given


class _Instrumented(ast.NodeTransformer):
    """Lets every call go through the recorder; ``super()`` stays, since it looks at where it is called."""

    def __init__(self, text: str, places: list[Place]) -> None:
        self.lines = text.splitlines()
        self.places = places
        self.scope: list[str] = []

    def visit_Import(self, node: ast.Import) -> ast.AST:  # the visitor's own name
        """Leave out what is not installed; the fixtures import it as a sign to the linter, and use nothing of it."""
        node.names = [alias for alias in node.names if importlib.util.find_spec(alias.name.split(".")[0])]
        return node if node.names else ast.Pass()

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        return self._scoped(node, node.name)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return self._scoped(node, "forward" if node.name == "construct" else node.name)

    def _scoped(self, node: ast.ClassDef | ast.FunctionDef, name: str) -> ast.AST:
        self.scope.append(name)
        self.generic_visit(node)
        self.scope.pop()
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        line = self.lines[node.func.lineno - 1].encode()
        column = len(line[: node.func.col_offset].decode())
        place = Place(".".join(self.scope), node.func.lineno, column)
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id == "super":
            return node
        self.places.append(place)
        number = ast.Constant(len(self.places) - 1)
        return ast.copy_location(
            ast.Call(ast.Name(_WATCHED, ast.Load()), [number, node.func, *node.args], node.keywords), node
        )


def by_scope(invocations: list[Invocation]) -> dict[str, list[Invocation]]:
    """The invocations in the order of the text, by the scope that they stand in; of a loop the first alone."""
    found: dict[str, dict[Place, Invocation]] = {}
    for invocation in invocations:
        found.setdefault(invocation.place.scope, {}).setdefault(invocation.place, invocation)
    return {scope: list(places.values()) for scope, places in found.items()}
