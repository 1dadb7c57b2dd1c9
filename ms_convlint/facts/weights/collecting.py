"""Lists, dictionaries and comprehensions while weights are followed."""

from __future__ import annotations

import ast

from ms_convlint.facts.weights.elements import elements, merge, torch_weight
from ms_convlint.facts.weights.frames import Frame
from ms_convlint.facts.weights.joining import escape
from ms_convlint.facts.weights.reading import Reading
from ms_convlint.facts.weights.things import (
    Collection,
    Entry,
    Key,
    Thing,
    Torch,
    Weight,
)


def sequence(reader: Reading, node: ast.Tuple | ast.List | ast.Set, frame: Frame) -> Thing:
    """A tuple, list or set that is written out."""
    collection = Collection("tuple" if isinstance(node, ast.Tuple) else "list")
    for item in node.elts:
        if isinstance(item, ast.Starred):
            spread = elements(reader, reader.evaluate(item.value, frame))
            collection.is_open |= spread is None
            for thing in spread or ():
                collection.add(Entry(None, thing))
        else:
            collection.add(Entry(None, reader.evaluate(item, frame), item))
    return collection


def dictionary(reader: Reading, node: ast.Dict, frame: Frame) -> Thing:
    """A dictionary that is written out, ``**others`` spread in it."""
    collection = Collection("dict")
    for key, value in zip(node.keys, node.values, strict=True):
        thing = reader.evaluate(value, frame)
        if key is not None:
            reader.put(collection, reader.evaluate(key, frame), thing, value)
        elif isinstance(thing, Collection):
            merge(reader, collection, thing)
        elif isinstance(thing, Torch):
            collection.add(Entry(Key(reader.asked), torch_weight(reader, thing), value))
        else:
            collection.is_open = True
    return collection


def comprehension(
    reader: Reading, node: ast.ListComp | ast.GeneratorExp | ast.SetComp | ast.DictComp, frame: Frame
) -> Thing:
    """A comprehension: what it puts into the list or dictionary for the weight that is followed."""
    collection = Collection("dict" if isinstance(node, ast.DictComp) else "list")
    scope = reader.facts.scopes.by_node.get(node, frame.scope)  # what isinstance is given opens no scope
    inner = Frame(scope, dict(frame.names), frame.instance, frame.around)
    _generate(reader, node, 0, inner, collection)
    return collection


def _generate(
    reader: Reading, node: ast.expr, index: int, frame: Frame, collection: Collection, *, is_cut: bool = False
) -> None:
    """Run through the generators from ``index`` on and collect what stands in front of them.

    ``is_cut`` tells that an open condition leaves some out: then names are no longer all names of a network.
    """
    generators: list[ast.comprehension] = node.generators  # type: ignore[attr-defined]  # a comprehension
    if index == len(generators):
        if isinstance(node, ast.DictComp):
            reader.put(collection, reader.evaluate(node.key, frame), reader.evaluate(node.value, frame), node.value)
        elif isinstance(node, (ast.ListComp, ast.GeneratorExp, ast.SetComp)):
            thing = reader.evaluate(node.elt, frame)
            if is_cut and isinstance(thing, Key):
                thing = Key(thing.text)
            if reader.choices:
                escape(thing)
                thing = thing.unknown if isinstance(thing, Weight) else thing
            collection.add(Entry(None, thing, node.elt))
        return
    generator = generators[index]
    iterated = reader.evaluate(generator.iter, frame)
    found = elements(reader, iterated)
    for element in [None] if found is None else found:
        reader.note_loop(generator, iterated, element)
        reader.store(generator.target, element, frame, None)
        truths = [reader.truth(condition, frame) for condition in generator.ifs]
        if False in truths:
            continue
        choices = reader.choices
        for truth, condition in zip(truths, generator.ifs, strict=True):
            reader.choices += truth is None and reader.chooses(condition, frame)
            reader.refine(condition, frame)
        _generate(reader, node, index + 1, frame, collection, is_cut=is_cut or None in truths)
        reader.choices = choices
