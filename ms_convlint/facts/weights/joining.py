"""What becomes of things where branches meet, and of those that leave what is read."""

from __future__ import annotations

import re
from dataclasses import replace

from ms_convlint.facts.weights.shapes import UNKNOWN, Plain
from ms_convlint.facts.weights.things import (
    Collection,
    Constant,
    Definition,
    Entry,
    Key,
    Several,
    Thing,
    Torch,
    TorchStore,
    View,
    Weight,
)


def join(first: Thing, second: Thing) -> Thing:
    """What a name stands for where two branches meet."""
    if first == second:
        return first
    if isinstance(first, Weight) or isinstance(second, Weight):
        return _join_weights(first, second)
    if first == Constant(None) or second == Constant(None):
        return second if first == Constant(None) else first
    if first is None or second is None:
        return _beside_unknown(first if second is None else second)
    if isinstance(first, Key) and isinstance(second, Key):
        return Key(from_net=first.from_net and second.from_net)
    if isinstance(first, (Key, Constant)) and isinstance(second, (Key, Constant)):
        return Key()
    if isinstance(first, Collection) and isinstance(second, Collection):
        return _join_collections(first, second)
    if isinstance(first, (Definition, Several)) and isinstance(second, (Definition, Several)):
        options = [*definitions(first), *definitions(second)]
        return Several(tuple(dict.fromkeys(options)))
    if isinstance(first, Torch) and isinstance(second, Torch):
        return first if first.store is second.store else Torch(_joined_store(first.store, second.store))
    return None


def definitions(thing: Thing) -> tuple[Definition, ...]:
    """The functions that a thing may be."""
    if isinstance(thing, Several):
        return thing.options
    return (thing,) if isinstance(thing, Definition) else ()


def copy_of(collection: Collection) -> Collection:
    """Another collection with the same entries."""
    entries = [replace(entry) for entry in collection.entries]
    return Collection(collection.kind, entries, collection.is_open, set(collection.removed), collection.saved_at)


def _join_collections(first: Collection, second: Collection) -> Collection:
    is_open, saved_at = first.is_open or second.is_open, first.saved_at or second.saved_at
    removed = first.removed | second.removed
    if first.kind == second.kind == "tuple" and len(first.entries) == len(second.entries):
        pairs = zip(first.entries, second.entries, strict=True)
        return Collection("tuple", [Entry(None, join(one.value, other.value)) for one, other in pairs], is_open)
    joined = copy_of(first) if first.kind == "dict" else Collection(first.kind, list(first.entries))
    joined.is_open, joined.removed, joined.saved_at = is_open, removed, saved_at
    joined.may_be_another = first.may_be_another or second.may_be_another
    shared = {id(entry) for entry in first.entries}
    for entry in second.entries:
        before = joined.find(entry.key)
        if before is not None:
            before.value_node = before.value_node if before.value_node is entry.value_node else None
            before.value = join(before.value, entry.value)
        elif id(entry) not in shared:
            joined.add(replace(entry))
    return joined


def _beside_unknown(thing: Thing) -> Thing:
    """What stands where the other branch knows nothing: what may hold raw weights still may."""
    if isinstance(thing, Collection):
        thing.may_be_another = True
    return thing if isinstance(thing, (Collection, Torch, View)) else None


def _join_weights(first: Thing, second: Thing) -> Thing:
    if not isinstance(first, Weight):
        first, second = second, first
    assert isinstance(first, Weight)
    if second == Constant(None):
        return first
    if not isinstance(second, Weight):
        return first.unknown
    return Weight(
        first.origin,
        first.shapes | second.shapes,
        first.form if first.form is second.form else None,
        first.is_conv1d and second.is_conv1d,
        first.is_picked or second.is_picked,
    )


def _joined_store(first: TorchStore, second: TorchStore) -> TorchStore:
    return TorchStore(first.origin, first.shapes | second.shapes, first.form if first.form is second.form else None)


def weight_in(torch: Torch) -> Weight:
    """A part of a store, used as a tensor; what its name tells to be no convolution's weight has an unknown shape."""
    store = torch.store
    name = torch.path[-1] if torch.path else ""
    changed = store.changed.get(name)
    if isinstance(changed, Weight):
        return changed
    is_picked = bool(torch.path) and not name
    if is_other_parameter(name) or (store.is_array_file and name and not name.endswith("weight")):
        return Weight(store.origin, UNKNOWN, store.form)
    return Weight(store.origin, store.shapes, store.form, torch.is_conv1d, is_picked, store)


_KEY_OF_MINDSPORE = re.compile(r"(?:^|[._])(?:ms|mindspore)(?:[._]|$)")
"""A key that names MindSpore holds a weight in its shape."""
_OTHERS = frozenset({"bias", "running_mean", "running_var", "num_batches_tracked"})


def is_other_parameter(name: str) -> bool:
    """Whether a parameter's name tells that it is no convolution's weight."""
    return name.rpartition(".")[2] in _OTHERS or _KEY_OF_MINDSPORE.search(name) is not None


def weights_in(thing: Thing, depth: int = 0) -> list[Weight]:
    """The weights that a thing holds."""
    if isinstance(thing, Weight):
        return [thing]
    if isinstance(thing, Torch):
        return [weight_in(thing)]
    if isinstance(thing, View):
        return weights_in(thing.owner, depth + 1)
    if isinstance(thing, Collection) and depth < _DEEPEST:
        return [weight for entry in thing.entries for weight in weights_in(entry.value, depth + 1)]
    return []


_DEEPEST = 6


def escape(thing: Thing, depth: int = 0) -> None:
    """A thing was handed to code that is not read: its weights may have been made to fit there."""
    if isinstance(thing, Torch):
        thing.store.shapes |= UNKNOWN
    elif isinstance(thing, View):
        escape(thing.owner, depth + 1)
    elif isinstance(thing, Collection) and depth < _DEEPEST:
        if thing.escaped == len(thing.entries):
            return
        thing.is_open, thing.escaped = True, len(thing.entries)
        for entry in thing.entries:
            if isinstance(entry.value, Weight):
                entry.value = replace(entry.value, shapes=entry.value.shapes | {Plain.UNKNOWN})
            else:
                escape(entry.value, depth + 1)
