"""Python's own functions while weights are followed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ms_convlint.facts.weights.arguments import Arguments
from ms_convlint.facts.weights.elements import any_of, elements, pair
from ms_convlint.facts.weights.sources import copied
from ms_convlint.facts.weights.things import (
    CellParameter,
    Collection,
    Constant,
    Entry,
    Key,
    Network,
    ShapeOf,
    Thing,
    Torch,
    View,
)
from ms_convlint.facts.weights.words import words

if TYPE_CHECKING:
    from ms_convlint.facts.weights.reading import Reading

_COPIES = words("list tuple sorted iter reversed set dict")
_HARMLESS = words(
    "print isinstance type repr hasattr id open range int float bool max min sum any all vars dir issubclass "
    "format callable super filter"
)


def builtin_call(reader: Reading, name: str, arguments: Arguments) -> Thing:
    """What a builtin gives; of an unknown name what an unread function gives."""
    if name in _COPIES:
        return _copied(reader, name, arguments)
    read = _BUILTINS.get(name)
    if read is not None:
        return read(reader, arguments)
    if name == "setattr":
        reader.change_cell(arguments.thing(0))
    if name in _HARMLESS:
        return None
    reader.escape(arguments)
    weight = arguments.weight
    return weight.unknown if weight is not None else None


def _enumerated(reader: Reading, arguments: Arguments) -> Thing:
    found = elements(reader, arguments.thing(0))
    return None if found is None else Collection("list", [Entry(None, pair(None, thing)) for thing in found])


def _next(reader: Reading, arguments: Arguments) -> Thing:
    found = elements(reader, arguments.thing(0))
    return found[0] if found else None


def _text(reader: Reading, arguments: Arguments) -> Thing:
    thing = arguments.thing(0)
    return thing if isinstance(thing, (Key, Constant)) else None


def _length(reader: Reading, arguments: Arguments) -> Thing:
    thing = arguments.thing(0)
    if isinstance(thing, ShapeOf):
        return Constant(thing.rank) if thing.rank is not None else None
    return None


def _copied(reader: Reading, name: str, arguments: Arguments) -> Thing:
    thing = arguments.thing(0)
    if thing is None and not arguments.positional:
        copy = Collection("dict" if name == "dict" else "list")
        for keyword, (value, node) in arguments.keywords.items():
            copy.add(Entry(Constant(keyword), value, node))
        return copy
    if name == "dict" and isinstance(thing, (Collection, View)) and not _is_dict(thing):
        return _paired(reader, thing)
    if name != "dict" and isinstance(thing, (View, Network)):
        found = elements(reader, thing)
        return None if found is None else Collection("list", [Entry(None, element) for element in found])
    return copied(reader, thing)


def _is_dict(thing: Thing) -> bool:
    return isinstance(thing, Collection) and thing.kind == "dict"


def _paired(reader: Reading, thing: Thing) -> Collection:
    """``dict(pairs)``."""
    collection = Collection("dict")
    found = elements(reader, thing)
    collection.is_open = found is None
    for element in found or ():
        if isinstance(element, Collection) and len(element.entries) == 2:
            reader.put(collection, element.entries[0].value, element.entries[1].value, None)
    return collection


def _zipped(reader: Reading, arguments: Arguments) -> Thing:
    columns = [elements(reader, thing) for thing in arguments.things]
    if not columns or any(column is None for column in columns):
        return _partly_zipped(columns)
    rows = zip(*(column or () for column in columns), strict=False)
    return Collection("list", [Entry(None, _row(list(row))) for row in rows])


def _partly_zipped(columns: list[list[Thing] | None]) -> Thing:
    """Rows in which what nothing is known of stands for itself."""
    length = max((len(column) for column in columns if column is not None), default=0)
    rows = [
        [column[index] if column and index < len(column) else None for column in columns] for index in range(length)
    ]
    return Collection("list", [Entry(None, _row(row)) for row in rows]) if rows else None


def _row(things: list[Thing]) -> Collection:
    return Collection("tuple", [Entry(None, thing) for thing in things])


def _attribute(reader: Reading, arguments: Arguments) -> Thing:
    """``getattr(cell, "weight")`` and ``getattr(torch_net, name)``."""
    owner, name = arguments.thing(0), arguments.thing(1)
    text = name.value if isinstance(name, Constant) else None
    if isinstance(owner, Torch):
        return Torch(owner.store, (*owner.path, str(text or "")))
    if isinstance(owner, Network) and isinstance(text, str) and not owner.is_any:
        child = owner.cell.children.get(text)
        return Network(child) if child is not None else CellParameter(owner.cell, text)
    return any_of(owner) if isinstance(owner, Collection) else None


_BUILTINS: dict[str, Callable[..., Thing]] = {
    "len": _length,
    "zip": _zipped,
    "enumerate": _enumerated,
    "next": _next,
    "str": _text,
    "getattr": _attribute,
}
