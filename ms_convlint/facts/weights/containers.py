"""Methods of the dictionaries and lists in which weights travel."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ms_convlint.facts.weights.arguments import Arguments
from ms_convlint.facts.weights.elements import elements, entry_of, merge, torch_weight
from ms_convlint.facts.weights.joining import copy_of, escape, is_other_parameter, join, weight_in
from ms_convlint.facts.weights.things import Collection, Constant, Entry, Key, Thing, Torch, View

if TYPE_CHECKING:
    from ms_convlint.facts.weights.reading import Reading

_VIEWS = frozenset({"items", "keys", "values"})


def collection_method(reader: Reading, name: str, collection: Collection, arguments: Arguments) -> Thing:
    """A method of a dict or list."""
    if name in _VIEWS:
        return View(collection, name)
    if name == "copy":
        return copy_of(collection)
    if name in ("get", "pop"):
        found = entry_of(collection, arguments.thing(0))
        if name == "pop" and arguments.positional:
            forget(collection, arguments.thing(0))
        return found if name == "pop" or len(arguments.positional) == 1 else join(found, arguments.thing(1))
    if name == "popitem":
        pairs = elements(reader, View(collection, "items"))
        return pairs[0] if pairs else None
    if name == "setdefault":
        value, node = arguments.get(1)
        reader.put(collection, arguments.thing(0), value, node)
        return entry_of(collection, arguments.thing(0))
    change = _CHANGES.get(name)
    if change is not None:
        change(reader, collection, arguments)
    return None


def forget(owner: Thing, key: Thing) -> None:
    """An entry is taken out: what is left under a key of unknown text may be another's."""
    name = key.value if isinstance(key, Constant) else None
    if isinstance(owner, Torch):
        weight = weight_in(owner).unknown
        if isinstance(name, str):
            owner.store.changed[name] = weight
        else:
            owner.store.shapes |= weight.shapes
    elif isinstance(owner, Collection) and name is not None and owner.kind == "dict":
        owner.remove(Constant(name))
        if isinstance(name, str) and not is_other_parameter(name):
            owner.removed.add(name)
    elif isinstance(owner, Collection):
        escape(owner)


def _append(reader: Reading, collection: Collection, arguments: Arguments) -> None:
    if reader.choices:
        arguments.escape()  # it may be appended for other weights alone
    for thing, node in arguments.positional:
        collection.add(Entry(None, thing, node))


def _insert(reader: Reading, collection: Collection, arguments: Arguments) -> None:
    for thing, node in arguments.positional[1:]:
        collection.add(Entry(None, thing, node))


def _clear(reader: Reading, collection: Collection, arguments: Arguments) -> None:
    collection.clear()


def _extend(reader: Reading, collection: Collection, arguments: Arguments) -> None:
    found = elements(reader, arguments.thing(0))
    collection.is_open |= found is None
    for thing in found or ():
        collection.add(Entry(None, thing))


def _update(reader: Reading, collection: Collection, arguments: Arguments) -> None:
    more = arguments.thing(0)
    if isinstance(more, Collection) and more.kind == "dict":
        merge(reader, collection, more)
    elif isinstance(more, Torch):
        reader.put(collection, Key(reader.asked), torch_weight(reader, more), None)
    elif arguments.positional:
        pairs = elements(reader, more)
        collection.is_open |= pairs is None
        for thing in pairs or ():
            if isinstance(thing, Collection) and len(thing.entries) == 2:
                reader.put(collection, thing.entries[0].value, thing.entries[1].value, None)
    for spread in arguments.spread:
        if isinstance(spread, Collection):
            merge(reader, collection, spread)
        else:
            escape(collection)
    for name, (thing, written) in arguments.keywords.items():
        reader.put(collection, Constant(name), thing, written)


_CHANGES: dict[str, Callable[..., None]] = {
    "append": _append,
    "add": _append,
    "insert": _insert,
    "extend": _extend,
    "update": _update,
    "clear": _clear,
}
