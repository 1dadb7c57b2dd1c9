"""Functions and classes of the file where they are called while weights are followed."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from ms_convlint.facts.scopes import Scope
from ms_convlint.facts.weights.arguments import Arguments
from ms_convlint.facts.weights.attributes import method_of
from ms_convlint.facts.weights.frames import Frame
from ms_convlint.facts.weights.joining import definitions, join
from ms_convlint.facts.weights.sources import named_for_torch, store_at
from ms_convlint.facts.weights.things import Collection, Definition, Entry, Instance, Network, Several, Thing
from ms_convlint.facts.weights.words import words

if TYPE_CHECKING:
    from ms_convlint.facts.weights.reading import Reading

_KEEPING_DECORATORS = words("staticmethod classmethod property no_grad inference_mode lru_cache cache")
_MOST_CALLS = 8
"""How deep functions are followed into functions."""


def call_any(
    reader: Reading, node: ast.Call, called: Definition | Several, arguments: Arguments, frame: Frame
) -> Thing:
    """Call a function, or one of several: what each of them may give."""
    first, *others = definitions(called)
    result = call_definition(reader, node, first, arguments, frame)
    for other in others:
        result = join(result, call_definition(reader, node, other, arguments, frame))
    return result


def call_definition(reader: Reading, node: ast.Call, called: Definition, arguments: Arguments, frame: Frame) -> Thing:
    """Call a function or class of this file."""
    if called.scope.is_class:
        return instantiate(reader, node, called.scope, arguments, frame)
    if called.scope.node in reader.stack or len(reader.stack) >= _MOST_CALLS or _is_wrapped(called.scope.node):
        arguments.escape()
        weight = arguments.weight
        return weight.unknown if weight is not None else None
    return enter(reader, called, arguments, frame)


def enter(reader: Reading, called: Definition, arguments: Arguments, caller: Frame | None = None) -> Thing:
    """Read a function with what it is called on; what it returns."""
    node = called.scope.node
    assert isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
    reader.entered.add(node)
    frame = Frame(called.scope, {}, called.bound_to, called.around)
    _bind(reader, node, called, arguments, frame, caller)
    reader.stack.append(node)
    doubt, choices, exits = reader.doubt, reader.choices, reader.exits
    reader.exits = []
    try:
        if isinstance(node, ast.Lambda):
            return reader.evaluate(node.body, frame)
        reader.block(node.body, frame)
    finally:
        reader.stack.pop()
        reader.doubt, reader.choices, reader.exits = doubt, choices, exits
    if frame.yielded:
        return Collection("list", [Entry(None, thing) for thing in frame.yielded])
    if not frame.returned:
        return None
    result = frame.returned[0]
    for thing in frame.returned[1:]:
        result = join(result, thing)
    return result


def _is_wrapped(node: ast.AST) -> bool:
    """Whether a decorator may change what a function returns."""
    names = [ast.unparse(d).partition("(")[0].rpartition(".")[2] for d in getattr(node, "decorator_list", ())]
    return any(name not in _KEEPING_DECORATORS for name in names)


def instantiate(reader: Reading, node: ast.Call, scope: Scope, arguments: Arguments, frame: Frame) -> Thing:
    """Make an object of a class of this file: a module of torch's, a cell, or something else."""
    assert isinstance(scope.node, ast.ClassDef)
    if reader.cells.is_torch(scope):
        torch = store_at(node, scope.node.name)
        torch.store.own_class, torch.store.names = scope, reader.names
        return torch
    if reader.cells.is_cell(scope):
        return Network(replace(reader.cells.of_class(scope)))  # an object of its own
    instance = Instance(scope)
    initializer = method_of(reader, scope, "__init__", instance)
    if initializer is not None and initializer.scope.node not in reader.stack and len(reader.stack) < _MOST_CALLS:
        enter(reader, initializer, arguments, frame)
    return instance


def of_annotation(reader: Reading, annotation: ast.expr | None, scope: Scope) -> Thing:
    """What a parameter stands for by its annotation: a cell of this file or of the project."""
    if not isinstance(annotation, (ast.Name, ast.Attribute)):
        return None
    references = reader.names.references(annotation, scope.parent or scope)
    if len(references) != 1:
        return None
    definition = references[0].definition
    if definition is not None:
        found = reader.facts.scopes.by_node[definition]
        is_cell = found.is_class and reader.cells.is_cell(found)
        return Network(reader.cells.of_class(found)) if is_cell else None
    other = reader.cells.modules.definition(reader.facts, references[0].name)
    if other is None or not other[1].is_class:
        return None
    cells = reader.cells.modules.cells(other[0])
    return Network(cells.of_class(other[1])) if cells.is_cell(other[1]) else None


def _bind(
    reader: Reading,
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda,
    called: Definition,
    arguments: Arguments,
    frame: Frame,
    caller: Frame | None,
) -> None:
    """Give the parameters what they are called on; where that is unknown, what their names and annotations say."""
    parameters = [*node.args.posonlyargs, *node.args.args]
    is_method = called.scope.method is called.scope and called.bound_to is not None
    if is_method and parameters:
        frame.names[parameters.pop(0).arg] = called.bound_to
    given = {p.arg: thing for p, (thing, _) in zip(parameters, arguments.positional, strict=False)}
    given |= {name: thing for name, (thing, _) in arguments.keywords.items()}
    if caller is not None:
        written = [(p.arg, node) for p, (_, node) in zip(parameters, arguments.positional, strict=False)]
        written += [(name, node) for name, (_, node) in arguments.keywords.items()]
        frame.given = {name: (argument, caller) for name, argument in written}
    for parameter in (*parameters, *node.args.kwonlyargs):
        thing = given.get(parameter.arg)
        if parameter.arg not in given:
            thing = named_for_torch(reader, parameter)
        if thing is None:
            thing = of_annotation(reader, parameter.annotation, called.scope)
        frame.names[parameter.arg] = thing
    if node.args.vararg is not None:
        rest = arguments.positional[len(parameters) :]
        frame.names[node.args.vararg.arg] = Collection("tuple", [Entry(None, thing, n) for thing, n in rest])
    if node.args.kwarg is not None:
        frame.names[node.args.kwarg.arg] = None
