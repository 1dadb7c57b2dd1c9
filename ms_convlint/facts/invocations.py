"""Reads calls for flow.py: a layer made, a sequence grown, a method entered, an operation performed."""

from __future__ import annotations

import ast

from ms_convlint.facts.application import CALL_DEPTH, Frame
from ms_convlint.facts.expressions import Expressions
from ms_convlint.facts.names import Reference
from ms_convlint.facts.objects import (
    Chain,
    Function,
    Instance,
    Items,
    Layer,
    Output,
    Thing,
    any_of,
    elements,
    producers_in,
)
from ms_convlint.facts.roles import Role, role_of, role_of_unknown
from ms_convlint.facts.scopes import Scope

_LAYER_ROLES = frozenset({Role.NORM, Role.OTHER_NORM, Role.ACTIVATION, Role.CONVOLUTION})
_ITERATIONS = frozenset({"zip", "enumerate", "reversed", "list", "tuple", "sorted", "iter"})


def call(reader: Expressions, node: ast.Call, frame: Frame) -> Thing:
    """What a call stands for."""
    function = node.func
    if _is_base_initializer(function):
        return _base_initializer(reader, node, frame)
    if isinstance(function, ast.Attribute):
        grown = _grow(reader, node, function, frame)
        if grown is not None:
            return None
    if isinstance(function, ast.Name) and function.id in _ITERATIONS:
        return _iterate(reader, node, function.id, frame)
    leaf = _leaf(reader, node, frame)
    if leaf is not None:
        return leaf
    called = reader.evaluate(function, frame)
    arguments = reader.arguments(node.args, frame)
    keywords = {
        keyword.arg: reader.evaluate(keyword.value, frame) for keyword in node.keywords if keyword.arg is not None
    }
    given = (*arguments, *keywords.values())
    if isinstance(called, Function) and called.scope.node not in reader.stack and len(reader.stack) < CALL_DEPTH:
        return reader.enter(called, arguments, keywords)
    if called is not None and not isinstance(called, (Items, Output)):
        return reader.apply(called, given, node, frame)
    return _named(reader, node, arguments, keywords, frame)


def _leaf(reader: Expressions, node: ast.Call, frame: Frame) -> Layer | None:
    """A layer of the framework's, by its plain name: what its sizes stand for need not be read."""
    function = node.func
    if not isinstance(function, ast.Attribute) or not isinstance(function.value, ast.Name):
        return None
    if function.value.id in frame.names or not function.attr[:1].isupper():
        return None
    references = reader.names.references(function, frame.scope)
    if len(references) != 1 or references[0].definition is not None:
        return None
    role = role_of(references[0].name)
    return Layer(node, role) if role in _LAYER_ROLES or role is Role.POOLING else None


def _named(
    reader: Expressions,
    node: ast.Call,
    arguments: tuple[Thing, ...],
    keywords: dict[str, Thing],
    frame: Frame,
) -> Thing:
    """A call of something that is known by its name alone."""
    given = (*arguments, *keywords.values())
    references = reader.names.references(node.func, frame.scope)
    if references:
        found = [_of_reference(reader, node, reference, arguments, keywords) for reference in references]
        return any_of(tuple(found))
    name = _last_name(node.func)
    if isinstance(node.func, ast.Attribute):
        owner = reader.evaluate(node.func.value, frame)
        if isinstance(owner, Output):
            role = role_of(f"mindspore.ops.{name}")
            return reader.operate(node, (owner, *given), role)
    if _has_output(given):
        return reader.operate(node, given, role_of_unknown(name))
    layers = [thing for thing in given if isinstance(thing, Layer) and thing.role is Role.CONVOLUTION]
    if layers and "norm" in name.lower():
        return layers[0]  # weight_norm(conv), spectral_norm(conv): the same convolution
    return reader.layer(node, None, name)


def _of_reference(
    reader: Expressions,
    node: ast.Call,
    reference: Reference,
    arguments: tuple[Thing, ...],
    keywords: dict[str, Thing],
) -> Thing:
    given = (*arguments, *keywords.values())
    definition = reference.definition
    if isinstance(definition, ast.ClassDef):
        return _instance(reader, node, definition)
    if definition is not None:
        function = Function(reader.scopes.by_node[definition])
        if definition not in reader.stack and len(reader.stack) < CALL_DEPTH:
            return reader.enter(function, arguments, keywords)
        return reader.operate(node, given)
    role = role_of(reference.name)
    name = reference.name.rpartition(".")[2]
    if role is Role.SEQUENCE:
        return _sequence(reader, node, arguments)
    if role is Role.LIST:
        return Items(_flattened(arguments))
    if name[:1].isupper() or name.startswith("get_activation") or not _has_output(given):
        layers = [thing for thing in given if isinstance(thing, Layer) and thing.role is Role.CONVOLUTION]
        if layers and "norm" in name.lower():
            return layers[0]
        return Layer(node, role, is_guess=not reference.name.startswith("mindspore"))
    return reader.operate(node, given, role)


def _has_output(things: tuple[Thing, ...]) -> bool:
    return any(isinstance(thing, Output) or producers_in(thing) for thing in things)


def _instance(reader: Expressions, node: ast.Call, definition: ast.ClassDef) -> Thing:
    """An object of a class of this file; of one that extends a norm, an activation or a convolution: such a layer."""
    scope = reader.scopes.by_node[definition]
    for ancestor in reader.names.ancestors(scope):
        assert isinstance(ancestor.node, ast.ClassDef)
        for base in ancestor.node.bases:
            name = reader.names.name(base, ancestor.parent or ancestor)
            if name is not None and (role := role_of(name)) in _LAYER_ROLES:
                return Layer(node, role)
    if reader.method(scope, "construct") is None:
        if any(_extends_sequence(reader, ancestor) for ancestor in reader.names.ancestors(scope)):
            return _own_sequence(reader, scope)
        return Layer(node, role_of_unknown(definition.name))
    return Instance(scope)


def _extends_sequence(reader: Expressions, ancestor: Scope) -> bool:
    assert isinstance(ancestor.node, ast.ClassDef)
    names = [reader.names.name(base, ancestor.parent or ancestor) for base in ancestor.node.bases]
    return any(name is not None and role_of(name) is Role.SEQUENCE for name in names)


def _own_sequence(reader: Expressions, scope: Scope) -> Thing:
    """A class that extends SequentialCell: what it handed to ``super().__init__``."""
    found = reader.attributes_of(scope).get("<sequence>")
    return found if isinstance(found, Chain) else None


def _sequence(reader: Expressions, node: ast.Call, arguments: tuple[Thing, ...]) -> Chain:
    chain = Chain(_flattened(arguments))
    _close(reader, chain, node)
    return chain


def _close(reader: Expressions, chain: Chain, node: ast.AST) -> None:
    """Draw the edges inside a sequence and note where it ends."""
    frame = Frame(reader.scopes.module, {}, None)
    result = reader.run_items(chain.items, (Output(frozenset()),), node, frame)
    reader.graph.sequence_ends |= producers_in(result)


def _flattened(arguments: tuple[Thing, ...]) -> tuple[Thing, ...]:
    """The cells given to a container: one by one, in a list, or as named pairs in an OrderedDict."""
    if len(arguments) == 1 and isinstance(arguments[0], (Items, Chain)):
        arguments = arguments[0].items
    pairs = [item for item in arguments if isinstance(item, Items) and len(item.items) == 2 and item.items[0] is None]
    return tuple(item.items[1] if item in pairs and isinstance(item, Items) else item for item in arguments)


def _is_base_initializer(function: ast.expr) -> bool:
    return (
        isinstance(function, ast.Attribute)
        and function.attr == "__init__"
        and isinstance(function.value, ast.Call)
        and isinstance(function.value.func, ast.Name)
        and function.value.func.id == "super"
    )


def _base_initializer(reader: Expressions, node: ast.Call, frame: Frame) -> Thing:
    """``super().__init__(…)``: the base class of this file, or the cells of a SequentialCell."""
    instance, method = frame.instance, frame.scope.method
    arguments = reader.arguments(node.args, frame)
    if instance is None or method is None or method.parent is None:
        return None
    owner = method.parent
    for ancestor in reader.names.ancestors(owner)[1:]:
        for binding in ancestor.bindings.get("__init__", ()):
            if isinstance(binding.node, ast.FunctionDef) and binding.node not in reader.stack:
                reader.enter(Function(reader.scopes.by_node[binding.node], instance), arguments)
                return None
    if _extends_sequence(reader, owner) and arguments:
        chain = _sequence(reader, node, arguments)
        reader.attributes.setdefault(instance.definition, {})["<sequence>"] = chain
    return None


def _grow(reader: Expressions, node: ast.Call, function: ast.Attribute, frame: Frame) -> Thing:
    """``cells.append(…)``, ``extend``, ``insert``: the list or sequence with more in it; None for other calls."""
    if function.attr not in ("append", "extend", "insert", "insert_child_to_cell", "add_module"):
        return None
    container = reader.evaluate(function.value, frame)
    arguments = reader.arguments(node.args, frame)
    if not isinstance(container, (Items, Chain)) or not arguments:
        return None
    added = arguments[-1]
    more = elements(added) if function.attr == "extend" else (added,)
    at_start = function.attr == "insert" and isinstance(node.args[0], ast.Constant) and node.args[0].value == 0
    items = (*more, *container.items) if at_start else (*container.items, *more)
    grown = type(container)(items)
    if isinstance(container, Chain) and isinstance(grown, Chain):
        reader.graph.sequence_ends -= producers_in(
            reader.run_items(container.items, (Output(frozenset()),), node, frame)
        )
        _close(reader, grown, node)
    reader.replace(function.value, grown, frame)
    return grown


def _iterate(reader: Expressions, node: ast.Call, name: str, frame: Frame) -> Thing:
    arguments = reader.arguments(node.args, frame)
    columns = [elements(argument) for argument in arguments]
    if name == "zip":
        length = max((len(column) for column in columns), default=0)
        rows = [tuple(column[row] if row < len(column) else None for column in columns) for row in range(length)]
        return Items(tuple(Items(row) for row in rows))
    if name == "enumerate":
        return Items(tuple(Items((None, item)) for item in (columns[0] if columns else ())))
    items = columns[0] if columns else ()
    return Items(tuple(reversed(items)) if name == "reversed" else items)


def _last_name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
