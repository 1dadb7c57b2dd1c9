"""What iterating over a thing gives, and what its entries are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ms_convlint.facts.weights.cells import is_sequence
from ms_convlint.facts.weights.joining import is_other_parameter, join
from ms_convlint.facts.weights.shapes import UNKNOWN
from ms_convlint.facts.weights.things import (
    CellParameter,
    Collection,
    Constant,
    Entry,
    Key,
    Network,
    Thing,
    Torch,
    View,
    Weight,
)
from ms_convlint.facts.weights.torch_layers import is_other_layer, is_without, layers_made

if TYPE_CHECKING:
    from ms_convlint.facts.weights.reading import Reading

_MOST_JOINED = 200
_NAMED = frozenset({"items", "parameters_and_names", "named_parameters", "named_buffers"})
_NAMES = frozenset({"keys", "parameters_dict"})
_CELLS_AND_NAMES = frozenset({"cells_and_names", "named_modules", "named_children", "name_cells"})
_CELLS = frozenset({"cells", "modules", "children"})


def elements(reader: Reading, thing: Thing) -> list[Thing] | None:
    """What iterating over a thing gives; None where that is unknown."""
    if isinstance(thing, Collection):
        if thing.is_open and not thing.entries:
            return None
        return [entry.key for entry in thing.entries] if thing.kind == "dict" else [e.value for e in thing.entries]
    if isinstance(thing, Torch):
        return [Key(reader.asked)]
    if isinstance(thing, View):
        return _of_view(reader, thing)
    if isinstance(thing, Network) and is_sequence(thing.cell.name):
        return [Network(child) for child in thing.cell.children.values()]
    return None


def names_network(reader: Reading, thing: Thing) -> bool:
    """Whether a thing holds the names of a network's parameters."""
    found = elements(reader, thing) if isinstance(thing, (View, Collection)) else None
    return bool(found) and all(isinstance(name, Key) and name.from_net for name in found or ())


def pair(first: Thing, second: Thing) -> Collection:
    """A tuple of two."""
    return Collection("tuple", [Entry(None, first), Entry(None, second)])


def torch_weight(reader: Reading, torch: Torch) -> Weight:
    """The weight of a store that a loop over it comes to: the one that the run asks about."""
    store, asked = torch.store, reader.asked
    if torch.path and is_other_parameter(torch.path[-1]):
        return Weight(store.origin, UNKNOWN, store.form)
    if asked is None:
        return Weight(store.origin, store.shapes, store.form, store=store)
    if is_other_parameter(asked):
        return Weight(store.origin, UNKNOWN, store.form)
    made = layers_made(store, asked.partition(".")[0])
    if is_without(store, asked.partition(".")[0]) or (made and all(is_other_layer(layer) for layer in made)):
        return Weight(store.origin, UNKNOWN, store.form)
    changed = _changed(torch, asked, reader.asked_names)
    return changed if changed is not None else Weight(store.origin, store.shapes, store.form, store=store)


def _changed(torch: Torch, asked: str, asked_names: frozenset[str]) -> Weight | None:
    """What an assignment to a literal key has made of the weight; where keys have other names any of them may be it."""
    by_key = {
        key: thing for key, thing in torch.store.changed.items() if isinstance(thing, Weight) and key.endswith("weight")
    }
    if asked in by_key:
        return by_key[asked]
    strangers = [weight for key, weight in by_key.items() if key not in asked_names]
    if not strangers:
        return None
    return strangers[0].unknown if len(strangers) > 1 else strangers[0]


def _of_view(reader: Reading, view: View) -> list[Thing] | None:
    owner, kind = view.owner, view.kind
    if isinstance(owner, Collection):
        return _of_collection(owner, kind)
    if isinstance(owner, Torch):
        return _of_torch(reader, owner, kind)
    return _of_network(reader, owner, kind) if isinstance(owner, Network) else None


def _of_collection(collection: Collection, kind: str) -> list[Thing] | None:
    if collection.is_open and not collection.entries:
        return None
    if kind in _NAMED:
        return [pair(entry.key, entry.value) for entry in collection.entries]
    return [entry.key if kind in _NAMES else entry.value for entry in collection.entries]


def _of_torch(reader: Reading, torch: Torch, kind: str) -> list[Thing] | None:
    key = Key(reader.asked)
    if kind in _NAMED:
        weight = torch_weight(reader, torch)
        return [pair(key, weight.unknown if "buffers" in kind else weight)]
    if kind in _NAMES:
        return [key]
    if kind in _CELLS_AND_NAMES:
        return [pair(Key(), torch)]
    if kind in _CELLS:
        return [torch]
    weight = torch_weight(reader, torch)
    return [weight.unknown if "buffers" in kind else weight]


def _of_network(reader: Reading, network: Network, kind: str) -> list[Thing] | None:
    key = Key(reader.asked, from_net=True)
    parameter = CellParameter(network.cell, is_any=True)
    if kind in _NAMED:
        return [pair(key, parameter)]
    if kind in _NAMES:
        return [key]
    if kind in _CELLS_AND_NAMES:
        return [pair(Key(from_net=True), Network(network.cell, is_any=True))]
    return [Network(network.cell, is_any=True)] if kind in _CELLS else [parameter]


def entry_of(collection: Collection, key: Thing) -> Thing:
    """An entry of a collection by its key or index."""
    if isinstance(key, Constant):
        if isinstance(key.value, int) and collection.kind != "dict":
            inside = not collection.is_open and -len(collection.entries) <= key.value < len(collection.entries)
            return collection.entries[key.value].value if inside else any_of(collection)
        exact = collection.find(key)
        if exact is not None:
            return exact.value
        return any_of(collection, only_unnamed=True)
    return any_of(collection)


def merge(reader: Reading, collection: Collection, more: Collection) -> None:
    """Put the entries of another collection into one: of a dictionary they replace what stands under their keys."""
    collection.is_open |= more.is_open
    for entry in list(more.entries):
        if collection.kind == "dict" and entry.key is not None:
            reader.put(collection, entry.key, entry.value, entry.value_node)
        else:
            collection.add(entry)


def any_of(collection: Collection, *, only_unnamed: bool = False) -> Thing:
    """One thing that may be any of a collection's."""
    found = [e.value for e in collection.entries if not (only_unnamed and isinstance(e.key, Constant))]
    if len(found) > _MOST_JOINED:
        weight = next((thing for thing in found if isinstance(thing, Weight)), None)
        return weight.unknown if weight is not None else None
    if not found:
        return None
    result = found[0]
    for thing in found[1:]:
        result = join(result, thing)
    return result
