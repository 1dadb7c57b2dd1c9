"""Reads expressions for flow.py: what each stands for, and which edges its calls draw."""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field

from ms_convlint.facts.graph import Graph, Node, Use
from ms_convlint.facts.names import Names, Reference
from ms_convlint.facts.objects import (
    Branch,
    Chain,
    Choice,
    Function,
    Instance,
    Items,
    Layer,
    Output,
    Thing,
    TooLargeError,
    any_of,
    elements,
    join,
    producers_in,
)
from ms_convlint.facts.roles import Role, role_of, role_of_unknown
from ms_convlint.facts.scopes import BindingKind, Scope, Scopes

_STEPS = 40_000
_MAXIMAL_DEPTH = 90
_CALL_DEPTH = 6
_LONGEST_SEQUENCE = 400


@dataclass
class Frame:
    """One function being read."""

    scope: Scope
    names: dict[str, Thing]
    instance: Instance | None
    returned: list[Thing] = field(default_factory=list)


class Expressions(ABC):
    """What expressions stand for."""

    def __init__(self, names: Names, scopes: Scopes) -> None:
        self.names = names
        self.scopes = scopes
        self.graph = Graph()
        self.attributes: dict[Scope, dict[str, Thing]] = {}
        self.closures: dict[ast.AST, dict[str, Thing]] = {}
        self.entered: set[ast.AST] = set()
        self.read: dict[Hashable, Thing] = {}
        self.stack: list[ast.AST] = []
        self.steps = 0
        self.depth = 0

    @abstractmethod
    def block(self, statements: Sequence[ast.stmt], frame: Frame) -> bool:
        """Read statements in order; whether control surely leaves by a return or raise."""

    @abstractmethod
    def attributes_of(self, owner: Scope) -> dict[str, Thing]:
        """The attributes of an instance of a class."""

    @abstractmethod
    def replace(self, target: ast.expr, value: Thing, frame: Frame) -> None:
        """Put a list that has grown in place of what it was."""

    def spend(self, steps: int = 1) -> None:
        """Count steps.

        Raises:
            TooLargeError: there were too many.
        """
        self.steps += steps
        if self.steps > _STEPS:
            raise TooLargeError

    def evaluate(self, node: ast.expr, frame: Frame) -> Thing:
        """What an expression stands for."""
        self.spend()
        read = _EXPRESSIONS.get(type(node))
        if read is None:
            return None
        self.depth += 1
        if self.depth > _MAXIMAL_DEPTH:
            raise TooLargeError
        try:
            return read(self, node, frame)
        finally:
            self.depth -= 1

    def _name(self, node: ast.Name, frame: Frame) -> Thing:
        if node.id in frame.names:
            return frame.names[node.id]
        if frame.instance is not None and node.id == frame.scope.self_name:
            return frame.instance
        bindings = frame.scope.lookup(node.id)
        if len(bindings) == 1 and bindings[0].kind is BindingKind.VALUE and bindings[0].scope.parent is None:
            value = bindings[0].node
            assert isinstance(value, ast.expr)
            frame.names[node.id] = None
            frame.names[node.id] = self.evaluate(value, Frame(bindings[0].scope, frame.names, None))
            return frame.names[node.id]
        return None

    def _attribute(self, node: ast.Attribute, frame: Frame) -> Thing:
        owner = self.evaluate(node.value, frame)
        if isinstance(owner, Instance):
            found = self.attributes_of(owner.definition).get(node.attr)
            if found is None:
                method = self.method(owner.definition, node.attr)
                return Function(method, owner) if method is not None else None
            return self._named(found, node.attr)
        return owner if isinstance(owner, Output) and node.attr in ("T", "mT", "data") else None

    def _named(self, thing: Thing, name: str) -> Thing:
        """A layer of a guessed role, with the name of its attribute as one more hint."""
        if isinstance(thing, Layer) and thing.is_guess and thing.role is Role.OTHER:
            return Layer(thing.node, role_of_unknown(name), is_guess=True)
        return thing

    def _sequence(self, node: ast.Tuple | ast.List, frame: Frame) -> Thing:
        return Items(self.arguments(node.elts, frame))

    def _dict(self, node: ast.Dict, frame: Frame) -> Thing:
        return Items(tuple(self.evaluate(value, frame) for value in node.values))

    def _comprehension(self, node: ast.ListComp | ast.GeneratorExp | ast.SetComp, frame: Frame) -> Thing:
        generator = node.generators[0]
        found = elements(self.evaluate(generator.iter, frame))[:8] or (None, None)
        items = []
        for element in found:
            inner = Frame(self.scopes.by_node[node], dict(frame.names), frame.instance)
            self._bind(generator.target, element, inner)
            items.append(self.evaluate(node.elt, inner))
        return Items(tuple(items))

    def _bind(self, target: ast.expr, value: Thing, frame: Frame) -> None:
        if isinstance(target, ast.Name):
            frame.names[target.id] = value
        elif isinstance(target, (ast.Tuple, ast.List)):
            values = elements(value)
            for index, item in enumerate(target.elts):
                self._bind(item, values[index] if len(values) == len(target.elts) else None, frame)

    def _conditional(self, node: ast.IfExp, frame: Frame) -> Thing:
        return join(self.evaluate(node.body, frame), self.evaluate(node.orelse, frame))

    def _boolean(self, node: ast.BoolOp, frame: Frame) -> Thing:
        return any_of(tuple(self.evaluate(value, frame) for value in node.values))

    def _binary(self, node: ast.BinOp, frame: Frame) -> Thing:
        left, right = self.evaluate(node.left, frame), self.evaluate(node.right, frame)
        if isinstance(left, Items) and not producers_in(left):
            if isinstance(node.op, ast.Mult):
                return Items(left.items * 2)
            return Items((*left.items, *elements(right)))
        role = Role.SUM if isinstance(node.op, (ast.Add, ast.Sub)) else Role.PASS
        return self.operate(node, (left, right), role)

    def _unary(self, node: ast.UnaryOp, frame: Frame) -> Thing:
        return self.operate(node, (self.evaluate(node.operand, frame),), Role.PASS)

    def _compare(self, node: ast.Compare, frame: Frame) -> Thing:
        self.evaluate(node.left, frame)
        for comparator in node.comparators:
            self.evaluate(comparator, frame)
        return None

    def _subscript(self, node: ast.Subscript, frame: Frame) -> Thing:
        container = self.evaluate(node.value, frame)
        if isinstance(container, Output):
            return container
        found = elements(container)
        index = node.slice.value if isinstance(node.slice, ast.Constant) else None
        if isinstance(container, (Items, Chain)) and isinstance(node.slice, ast.Slice):
            return container
        if type(index) is int and 0 <= index < len(found) and not any(isinstance(i, Branch) for i in found):
            return found[index]
        return any_of(found)

    def _lambda(self, node: ast.Lambda, frame: Frame) -> Thing:
        self.closures[node] = frame.names
        return Function(self.scopes.by_node[node], frame.instance)

    def _walrus(self, node: ast.NamedExpr, frame: Frame) -> Thing:
        value = self.evaluate(node.value, frame)
        frame.names[node.target.id] = value
        return value

    def _call(self, node: ast.Call, frame: Frame) -> Thing:
        from ms_convlint.facts.invocations import call

        return call(self, node, frame)

    def arguments(self, nodes: Sequence[ast.expr], frame: Frame) -> tuple[Thing, ...]:
        """What arguments stand for, ``*name`` spread out."""
        found: list[Thing] = []
        for node in nodes:
            if isinstance(node, ast.Starred):
                spread = self.evaluate(node.value, frame)
                found += spread.items if isinstance(spread, (Items, Chain)) else [spread]
            else:
                found.append(self.evaluate(node, frame))
        return tuple(found)

    def operate(self, node: Node, things: tuple[Thing, ...], role: Role = Role.OTHER) -> Thing:
        """An operation on tensors: an edge from each, and its output; None where there is no tensor."""
        producers = frozenset().union(*(producers_in(thing) for thing in things))
        has_tensor = producers or any(isinstance(thing, Output) for thing in things)
        if not has_tensor:
            return None
        self.graph.roles[node] = role
        for producer in producers:
            self.graph.connect(producer, node)
        return Output(frozenset((node,)))

    def apply(self, thing: Thing, arguments: tuple[Thing, ...], node: ast.AST, frame: Frame, index: int = 0) -> Thing:
        """Call a thing on arguments, at a node, as the item ``index`` of a sequence that is called there."""
        self.spend()
        if isinstance(thing, Layer):
            is_unique = thing.role in (Role.CONVOLUTION, Role.PAD)
            used = thing.node if is_unique else Use(thing.node, node, index)
            self.graph.roles[used] = thing.role
            for producer in frozenset().union(*(producers_in(argument) for argument in arguments)):
                self.graph.connect(producer, used)
            return Output(frozenset((used,)))
        if isinstance(thing, Chain):
            return self.run_items(thing.items, arguments, node, frame)
        if isinstance(thing, Choice):
            return any_of(tuple(self.apply(option, arguments, node, frame) for option in thing.options))
        if isinstance(thing, Instance):
            construct = self.method(thing.definition, "construct")
            if construct is not None and construct.node not in self.stack and len(self.stack) < _CALL_DEPTH:
                self.attributes_of(thing.definition)
                return self.enter(Function(construct, thing), arguments)
        if isinstance(thing, Function) and thing.scope.node not in self.stack and len(self.stack) < _CALL_DEPTH:
            return self.enter(thing, arguments)
        return self.operate(node, arguments)

    def run_items(self, items: tuple[Thing, ...], arguments: tuple[Thing, ...], node: ast.AST, frame: Frame) -> Thing:
        """Call the items of a sequence one after another."""
        if len(items) > _LONGEST_SEQUENCE:
            raise TooLargeError
        current: Thing = arguments[0] if len(arguments) == 1 else Items(arguments)
        for index, item in enumerate(items):
            if isinstance(item, Branch):
                runs = [self.run_items(option, (current,), node, frame) for option in item.options]
                current = any_of(tuple(runs))
            elif isinstance(item, Items):
                current = self.run_items(item.items, (current,), node, frame)
            elif item is None:
                current = self.operate(Use(node, node, index), (current,))
            else:
                current = self.apply(item, (current,), node, frame, index)
        return current

    def enter(
        self,
        function: Function,
        arguments: tuple[Thing, ...] = (),
        keywords: dict[str, Thing] | None = None,
        otherwise: Thing = None,
    ) -> Thing:
        """Read a function of this file with what it is called on; what it returns.

        ``otherwise`` is what a parameter stands for that nothing is given for.
        """
        node = function.scope.node
        assert isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
        self.entered.add(node)
        arguments = tuple(self._gate(node, index, argument) for index, argument in enumerate(arguments))
        keywords = {name: self._gate(node, name, argument) for name, argument in (keywords or {}).items()}
        key = (function, arguments, tuple(keywords.items()), otherwise)
        if key not in self.read:
            self.read[key] = self._read_function(node, function, arguments, keywords, otherwise)
        return self.read[key]

    def _gate(self, node: ast.AST, name: int | str, argument: Thing) -> Thing:
        """What a function sees of a tensor that it is called on: one gate a parameter, whatever comes in by it.

        So a function is read once, however often and on whatever tensors it is called.
        """
        if not isinstance(argument, Output):
            return argument
        gate = Use(node, node, name)
        self.graph.roles[gate] = Role.PASS
        for producer in argument.producers:
            self.graph.connect(producer, gate)
        return Output(frozenset((gate,)))

    def _read_function(
        self,
        node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda,
        function: Function,
        arguments: tuple[Thing, ...],
        keywords: dict[str, Thing],
        otherwise: Thing,
    ) -> Thing:
        names: dict[str, Thing] = dict(self.closures.get(node, {}))
        parameters = [parameter.arg for parameter in (*node.args.posonlyargs, *node.args.args)]
        if function.bound_to is not None and function.scope.method is function.scope and parameters:
            names[parameters.pop(0)] = function.bound_to
        given = dict(zip(parameters, arguments, strict=False)) | keywords
        for parameter in (*parameters, *(parameter.arg for parameter in node.args.kwonlyargs)):
            names[parameter] = given.get(parameter, otherwise)
        if node.args.vararg is not None:
            names[node.args.vararg.arg] = Items(arguments[len(parameters) :])
        frame = Frame(function.scope, names, function.bound_to)
        self.stack.append(node)
        try:
            if isinstance(node, ast.Lambda):
                return self.evaluate(node.body, frame)
            self.block(node.body, frame)
        finally:
            self.stack.pop()
        return any_of(tuple(frame.returned))

    def method(self, owner: Scope, name: str) -> Scope | None:
        """A method of a class or of its base classes in this file."""
        for ancestor in self.names.ancestors(owner):
            for binding in ancestor.bindings.get(name, ()):
                if isinstance(binding.node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    return self.scopes.by_node[binding.node]
        return None

    def own_attributes(self, target: ast.Attribute, frame: Frame) -> dict[str, Thing] | None:
        """The attributes that ``self.name = …`` assigns to."""
        owner = self.evaluate(target.value, frame)
        return self.attributes.setdefault(owner.definition, {}) if isinstance(owner, Instance) else None

    def layer(self, node: ast.AST, reference: Reference | None, name: str) -> Layer:
        """A layer that a call creates, by what is called."""
        if reference is not None and reference.definition is None:
            return Layer(node, role_of(reference.name))
        return Layer(node, role_of_unknown(name), is_guess=True)


_EXPRESSIONS: dict[type[ast.expr], Callable[[Expressions, ast.expr, Frame], Thing]] = {
    ast.Name: Expressions._name,  # type: ignore[dict-item]
    ast.Attribute: Expressions._attribute,  # type: ignore[dict-item]
    ast.Tuple: Expressions._sequence,  # type: ignore[dict-item]
    ast.List: Expressions._sequence,  # type: ignore[dict-item]
    ast.Dict: Expressions._dict,  # type: ignore[dict-item]
    ast.ListComp: Expressions._comprehension,  # type: ignore[dict-item]
    ast.GeneratorExp: Expressions._comprehension,  # type: ignore[dict-item]
    ast.SetComp: Expressions._comprehension,  # type: ignore[dict-item]
    ast.IfExp: Expressions._conditional,  # type: ignore[dict-item]
    ast.BoolOp: Expressions._boolean,  # type: ignore[dict-item]
    ast.BinOp: Expressions._binary,  # type: ignore[dict-item]
    ast.UnaryOp: Expressions._unary,  # type: ignore[dict-item]
    ast.Compare: Expressions._compare,  # type: ignore[dict-item]
    ast.Subscript: Expressions._subscript,  # type: ignore[dict-item]
    ast.Lambda: Expressions._lambda,  # type: ignore[dict-item]
    ast.NamedExpr: Expressions._walrus,  # type: ignore[dict-item]
    ast.Call: Expressions._call,  # type: ignore[dict-item]
}
