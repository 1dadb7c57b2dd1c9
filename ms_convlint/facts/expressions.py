"""Reads expressions for flow.py: what each stands for, and which edges its calls draw."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

from ms_convlint.facts.application import Application, Frame
from ms_convlint.facts.names import Reference
from ms_convlint.facts.objects import (
    Branch,
    Chain,
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
from ms_convlint.facts.scopes import BindingKind

_MAXIMAL_DEPTH = 90


class Expressions(Application):
    """What expressions stand for."""

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

    def own_attributes(self, target: ast.Attribute, frame: Frame) -> dict[str, Thing] | None:
        """The attributes that ``self.name = …`` assigns to."""
        owner = self.evaluate(target.value, frame)
        return self.attributes.setdefault(owner.definition, {}) if isinstance(owner, Instance) else None

    def layer(self, node: ast.AST, reference: Reference | None, name: str) -> Layer:
        """A layer that a call creates, by what is called."""
        if reference is not None and reference.definition is None:
            return Layer(node, role_of(reference.name))
        return Layer(node, role_of_unknown(name), is_guess=True)


_EXPRESSIONS: dict[type[ast.expr], Callable[..., Thing]] = {
    ast.Name: Expressions._name,
    ast.Attribute: Expressions._attribute,
    ast.Tuple: Expressions._sequence,
    ast.List: Expressions._sequence,
    ast.Dict: Expressions._dict,
    ast.ListComp: Expressions._comprehension,
    ast.GeneratorExp: Expressions._comprehension,
    ast.SetComp: Expressions._comprehension,
    ast.IfExp: Expressions._conditional,
    ast.BoolOp: Expressions._boolean,
    ast.BinOp: Expressions._binary,
    ast.UnaryOp: Expressions._unary,
    ast.Compare: Expressions._compare,
    ast.Subscript: Expressions._subscript,
    ast.Lambda: Expressions._lambda,
    ast.NamedExpr: Expressions._walrus,
    ast.Call: Expressions._call,
}
