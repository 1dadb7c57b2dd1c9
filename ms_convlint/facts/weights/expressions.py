"""Reads expressions while weights are followed: what each stands for."""

from __future__ import annotations

import ast
from collections.abc import Callable

from ms_convlint.facts.scopes import BindingKind
from ms_convlint.facts.weights import collecting, subscripts
from ms_convlint.facts.weights.attributes import attribute_of
from ms_convlint.facts.weights.conditions import compared, negated, string_formed, text_of
from ms_convlint.facts.weights.elements import merge, names_network
from ms_convlint.facts.weights.frames import Frame
from ms_convlint.facts.weights.joining import join, weight_in, weights_in
from ms_convlint.facts.weights.reading import Reading
from ms_convlint.facts.weights.things import (
    Collection,
    Constant,
    Definition,
    Key,
    Thing,
    Torch,
    Weight,
)

_MAXIMAL_DEPTH = 80


class Expressions(Reading):
    """What expressions stand for."""

    def evaluate(self, node: ast.expr, frame: Frame) -> Thing:
        """What an expression stands for."""
        self.spend()
        read = _EXPRESSIONS.get(type(node), Expressions._other)
        if self.depth >= _MAXIMAL_DEPTH:
            return None
        self.depth += 1
        try:
            thing = read(self, node, frame)
        finally:
            self.depth -= 1
        if isinstance(thing, (Weight, Torch)):
            self.log.note_form(node, thing.form if isinstance(thing, Weight) else weight_in(thing).form)
        return thing

    def truth(self, test: ast.expr, frame: Frame) -> bool | None:
        """Whether a condition holds for the weight that is followed; None where that is open."""
        thing = self.evaluate(test, frame)
        if isinstance(thing, Constant):
            return bool(thing.value)
        return None

    def _name(self, node: ast.Name, frame: Frame) -> Thing:
        name = node.id
        if name in frame.names:
            return frame.names[name]
        if frame.instance is not None and name == frame.scope.self_name:
            return frame.instance
        if frame.around is not None and name in frame.around:
            return frame.around[name]
        bindings = frame.scope.lookup(name)
        if len(bindings) == 1 and bindings[0].kind is BindingKind.DEFINITION:
            return Definition(self.facts.scopes.by_node[bindings[0].node])
        if name == "__name__":
            return Constant("__main__")
        return self.module_names.get(name)

    def _attribute(self, node: ast.Attribute, frame: Frame) -> Thing:
        return attribute_of(self, node, self.evaluate(node.value, frame))

    def _constant(self, node: ast.Constant, frame: Frame) -> Thing:
        return Constant(node.value) if isinstance(node.value, (str, int, float, type(None))) else None

    def _conditional(self, node: ast.IfExp, frame: Frame) -> Thing:
        truth = self.truth(node.test, frame)
        if truth is not None:
            return self.evaluate(node.body if truth else node.orelse, frame)
        return join(self.evaluate(node.body, frame), self.evaluate(node.orelse, frame))

    def _boolean(self, node: ast.BoolOp, frame: Frame) -> Thing:
        """``and`` and ``or``: decided as soon as one operand decides, in whatever order they stand."""
        things = [self.evaluate(value, frame) for value in node.values]
        stops = isinstance(node.op, ast.Or)
        for thing in things:
            if isinstance(thing, Constant) and bool(thing.value) is stops:
                return thing
        if all(isinstance(thing, Constant) for thing in things):
            return things[-1]
        known = [thing for thing in things if not isinstance(thing, Constant)]
        return known[0] if len(known) == 1 and stops else None

    def _binary(self, node: ast.BinOp, frame: Frame) -> Thing:
        left, right = self.evaluate(node.left, frame), self.evaluate(node.right, frame)
        self.note_check(left, right, frame)
        if isinstance(left, Collection) and isinstance(right, Collection):
            joined = Collection(left.kind, list(left.entries), left.is_open)
            merge(self, joined, right)
            return joined
        for thing in (left, right):
            if isinstance(thing, Torch) and isinstance(node.op, (ast.Mult, ast.Div, ast.Add, ast.Sub)):
                return weight_in(thing)
            if isinstance(thing, Weight):
                return thing if not isinstance(node.op, ast.MatMult) else thing.unknown
        return string_formed(node.op, left, right)

    def _unary(self, node: ast.UnaryOp, frame: Frame) -> Thing:
        thing = self.evaluate(node.operand, frame)
        if isinstance(node.op, ast.Not):
            return negated(thing)
        if isinstance(node.op, ast.USub) and isinstance(thing, Constant) and isinstance(thing.value, (int, float)):
            return Constant(-thing.value)
        return thing if isinstance(thing, Weight) else None

    def _compare(self, node: ast.Compare, frame: Frame) -> Thing:
        left = self.evaluate(node.left, frame)
        results = []
        for operation, comparator in zip(node.ops, node.comparators, strict=True):
            right = self.evaluate(comparator, frame)
            self.note_check(left, right, frame)
            results.append(compared(operation, left, right))
            left = right
        if Constant(False) in results:
            return Constant(False)
        return results[0] if len(results) == 1 or None not in results else None

    def note_check(self, left: Thing, right: Thing, frame: Frame) -> None:
        """Names of a network held against those of what is to be loaded: the author looks for what has no match."""
        for names, loaded in ((left, right), (right, left)):
            if weights_in(loaded) and names_network(self, names):
                self.log.checked.add(frame.scope)

    def _lambda(self, node: ast.Lambda, frame: Frame) -> Thing:
        return self.definition(node, frame)

    def _walrus(self, node: ast.NamedExpr, frame: Frame) -> Thing:
        value = self.evaluate(node.value, frame)
        frame.names[node.target.id] = value
        return value

    def _formatted(self, node: ast.JoinedStr, frame: Frame) -> Thing:
        """An f-string: a key where a key stands in it."""
        parts = [v.value if isinstance(v, ast.FormattedValue) else v for v in node.values]
        things = [self.evaluate(part, frame) for part in parts]
        keys = [thing for thing in things if isinstance(thing, Key)]
        texts = [text_of(thing) for thing in things]
        text = "".join(text or "" for text in texts) if None not in texts else None
        if keys:
            return Key(text, from_net=all(key.from_net for key in keys))
        return Constant(text) if text is not None else None

    def _call(self, node: ast.Call, frame: Frame) -> Thing:
        from ms_convlint.facts.weights.calls import call

        return call(self, node, frame)

    def _yield(self, node: ast.Yield, frame: Frame) -> Thing:
        if node.value is not None:
            frame.yielded.append(self.evaluate(node.value, frame))
        return None

    def _other(self, node: ast.expr, frame: Frame) -> Thing:
        """Something that is not understood: whatever weight it is made of may fit now."""
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                thing = self.evaluate(child, frame)
                if isinstance(thing, Weight):
                    return thing.unknown
        return None


_EXPRESSIONS: dict[type[ast.expr], Callable[..., Thing]] = {
    ast.Name: Expressions._name,
    ast.Attribute: Expressions._attribute,
    ast.Constant: Expressions._constant,
    ast.Tuple: collecting.sequence,
    ast.List: collecting.sequence,
    ast.Set: collecting.sequence,
    ast.Dict: collecting.dictionary,
    ast.ListComp: collecting.comprehension,
    ast.GeneratorExp: collecting.comprehension,
    ast.SetComp: collecting.comprehension,
    ast.DictComp: collecting.comprehension,
    ast.IfExp: Expressions._conditional,
    ast.BoolOp: Expressions._boolean,
    ast.BinOp: Expressions._binary,
    ast.UnaryOp: Expressions._unary,
    ast.Compare: Expressions._compare,
    ast.Subscript: subscripts.subscript,
    ast.Lambda: Expressions._lambda,
    ast.NamedExpr: Expressions._walrus,
    ast.JoinedStr: Expressions._formatted,
    ast.Call: Expressions._call,
    ast.Yield: Expressions._yield,
}
