"""Conditions on names and ranks, and what becomes of names: strings as far as a run knows them."""

from __future__ import annotations

import ast
from dataclasses import replace

from ms_convlint.facts.values import COMPARISONS
from ms_convlint.facts.weights.shapes import TORCH_RANK
from ms_convlint.facts.weights.things import Collection, Constant, Key, ShapeOf, Thing

_LONGEST = 400

_QUESTIONS = frozenset({"startswith", "endswith", "isdigit", "isalpha"})
_CHANGES = frozenset(
    {"replace", "strip", "lstrip", "rstrip", "removeprefix", "removesuffix", "lower", "upper", "format"}
)


def text_of(thing: Thing) -> str | None:
    """The text of a string or of a name that the run knows."""
    if isinstance(thing, Key):
        return thing.text
    return thing.value if isinstance(thing, Constant) and isinstance(thing.value, str) else None


def compared(operation: ast.cmpop, left: Thing, right: Thing) -> Thing:
    """What a comparison gives; None where that is open."""
    if isinstance(operation, (ast.In, ast.NotIn)):
        if isinstance(left, Constant) and isinstance(right, Collection):
            return _is_among(operation, left, right)
        part, whole = text_of(left), text_of(right)
        if part is None or whole is None:
            return None
        return Constant((part in whole) is isinstance(operation, ast.In))
    if isinstance(left, Key) or isinstance(right, Key):
        first, second = text_of(left), text_of(right)
        if first is None or second is None:
            return None
        left, right = Constant(first), Constant(second)
    if isinstance(operation, (ast.Eq, ast.NotEq)) and _differ_in_rank(left, right):
        return Constant(isinstance(operation, ast.NotEq))
    compare = COMPARISONS.get(type(operation))
    if compare is None or not (isinstance(left, Constant) and isinstance(right, Constant)):
        return None
    try:
        return Constant(bool(compare(left.value, right.value)))
    except TypeError:
        return None


def _is_among(operation: ast.cmpop, value: Constant, collection: Collection) -> Thing:
    """Whether a value is in a tuple or list that is written out."""
    if collection.is_open or not all(isinstance(entry.value, Constant) for entry in collection.entries):
        return None
    found = any(entry.value == value for entry in collection.entries)
    return Constant(found is isinstance(operation, ast.In)) if collection.kind != "dict" else None


def _differ_in_rank(left: Thing, right: Thing) -> bool:
    """Whether two shapes surely differ: what a torch weight is compared with is MindSpore's shape."""
    shapes = [thing for thing in (left, right) if isinstance(thing, ShapeOf)]
    ranks = {shape.rank for shape in shapes}
    if len(shapes) == 1:
        return ranks == {TORCH_RANK} and None in (left, right)
    return len(shapes) == 2 and len(ranks) == 2 and None not in ranks


def negated(thing: Thing) -> Thing:
    """``not`` of a condition."""
    return Constant(not thing.value) if isinstance(thing, Constant) else None


def string_formed(operation: ast.operator, left: Thing, right: Thing) -> Thing:
    """``prefix + key``, ``"%s.weight" % name``, and numbers added."""
    keys = [thing for thing in (left, right) if isinstance(thing, Key)]
    first, second = text_of(left), text_of(right)
    if isinstance(operation, ast.Add) and first is not None and second is not None:
        text = (first + second)[:_LONGEST]
        return replace(keys[0], text=text) if keys else Constant(text)
    return Key(from_net=all(key.from_net for key in keys)) if keys else None


def string_method(owner: Key | Constant, name: str, arguments: list[Thing]) -> Thing:
    """A method of a string: a question is answered where the text is known, a change keeps a key a key."""
    texts = [_argument(argument) for argument in arguments]
    text = text_of(owner)
    known = text is not None and all(argument is not None for argument in texts)
    if known:
        try:
            answer = getattr(text, name)(*texts) if name in (_QUESTIONS | _CHANGES) - {"format"} else None
        except (TypeError, ValueError, OverflowError):
            return None  # it would raise there, too
    if name in _QUESTIONS:
        return Constant(bool(answer)) if known else None
    if name in _CHANGES:
        if known and name != "format":
            changed = str(answer)[:_LONGEST]
            return replace(owner, text=changed) if isinstance(owner, Key) else Constant(changed)
        keys = [thing for thing in (owner, *arguments) if isinstance(thing, Key)]
        return Key(from_net=all(key.from_net for key in keys)) if keys else None
    return None


def _argument(thing: Thing) -> object:
    """An argument of a string's method as a plain value, None where it is unknown."""
    if isinstance(thing, Collection) and thing.kind == "tuple" and not thing.is_open:
        texts = [text_of(entry.value) for entry in thing.entries]
        return tuple(texts) if all(text is not None for text in texts) else None
    if isinstance(thing, Constant) and isinstance(thing.value, int):
        return thing.value
    return text_of(thing)
