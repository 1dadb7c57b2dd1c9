"""What an expression stands for while weights are followed through a file."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field, replace
from enum import Enum

from ms_convlint.facts.scopes import Scope
from ms_convlint.facts.weights.cells import Cell
from ms_convlint.facts.weights.shapes import RAW, UNKNOWN, Plain, Shapes


class Form(Enum):
    """What holds a weight's numbers."""

    TORCH = "a tensor of torch's"
    NUMPY = "an array"
    TENSOR = "a Tensor"
    PARAMETER = "a Parameter"


@dataclass(frozen=True)
class Origin:
    """Where torch's weights come from: the expression, and what it is called in a message."""

    node: ast.AST
    name: str


@dataclass(frozen=True)
class Constant:
    """A plain value."""

    value: str | int | float | bool | None


@dataclass(frozen=True)
class Key:
    """A parameter's name of unknown text, or of one that a run asks about.

    ``from_net`` tells that it was read off a network of MindSpore's, so that nothing it names can be missing there.
    """

    text: str | None = None
    from_net: bool = False


@dataclass(frozen=True)
class Weight:
    """One weight of torch's; ``is_conv1d`` where it is known to have been a Conv1d's."""

    origin: Origin
    shapes: Shapes = RAW
    form: Form | None = Form.TORCH
    is_conv1d: bool = False

    @property
    def unknown(self) -> Weight:
        """The same after something that may have made it fit."""
        return replace(self, shapes=UNKNOWN)


@dataclass(frozen=True)
class ShapeOf:
    """The shape of a weight or parameter, by its rank; None where that is open."""

    rank: int | None


@dataclass(eq=False)
class TorchStore:
    """The weights of a torch module, checkpoint or state dict, which code may change where they are."""

    origin: Origin
    shapes: Shapes = RAW
    form: Form | None = Form.TORCH
    changed: dict[str, Thing] = field(default_factory=dict)
    """Entries that were assigned under a literal key."""
    own_class: Scope | None = None
    """The module's class, where this file has it."""


@dataclass(frozen=True)
class Torch:
    """Some part of a store: a module, a dictionary, or, when it is used as one, a tensor."""

    store: TorchStore
    path: tuple[str, ...] = ()
    is_conv1d: bool = False


@dataclass(eq=False)
class Entry:
    """One entry of a collection; ``value_node`` is the expression that was put there."""

    key: Thing
    value: Thing
    value_node: ast.expr | None = None


@dataclass(eq=False)
class Collection:
    """A dict, list or tuple, by what it may hold."""

    kind: str
    entries: list[Entry] = field(default_factory=list)
    is_open: bool = False
    """Whether it may hold more, or other things, than its entries."""
    removed: set[str] = field(default_factory=set)
    """The names whose entries were taken out again."""
    saved_at: ast.expr | None = None
    """The call that saved it, where it was read back from there."""


@dataclass(frozen=True)
class View:
    """What ``items()``, ``parameters_and_names()`` and their like give of a store, a collection or a network."""

    owner: Thing
    kind: str


@dataclass(frozen=True)
class Network:
    """A cell of MindSpore's, with its prefix in what it is part of; ``is_any`` for one of the cells in it."""

    cell: Cell
    is_any: bool = False
    is_conv1d: bool = False
    """Whether that one is a Conv1d."""


@dataclass(frozen=True)
class CellParameter:
    """A parameter of MindSpore's: that of ``cell``, or with ``is_any`` one of all that are in the network."""

    cell: Cell
    name: str = ""
    is_any: bool = False
    is_conv1d: bool = False
    """Whether that one is a Conv1d's."""


@dataclass(frozen=True)
class Definition:
    """A class or function of this file, with the object that a method is bound to."""

    scope: Scope
    bound_to: Thing = None
    around: dict[str, Thing] | None = field(default=None, compare=False, hash=False)
    """The names around a nested function."""


@dataclass(frozen=True)
class Several:
    """One of several functions, as a dictionary of them gives by an unknown key."""

    options: tuple[Definition, ...]


@dataclass(eq=False)
class Instance:
    """An object of a class of this file that is no cell."""

    scope: Scope
    attributes: dict[str, Thing] = field(default_factory=dict)


@dataclass(frozen=True)
class Operation:
    """An object that is called as a function of a framework's, ``ops.ExpandDims()``: by the dotted name."""

    name: str


Thing = (
    Constant
    | Key
    | Weight
    | ShapeOf
    | Torch
    | Collection
    | View
    | Network
    | CellParameter
    | Definition
    | Several
    | Instance
    | Operation
    | None
)
"""None is what nothing is known of, and what has nothing to do with weights."""


def join(first: Thing, second: Thing) -> Thing:
    """What a name stands for where two branches meet."""
    if first == second:
        return first
    if isinstance(first, Weight) or isinstance(second, Weight):
        return _join_weights(first, second)
    if first == Constant(None) or second == Constant(None):
        return second if first == Constant(None) else first
    if first is None or second is None:
        return next((thing for thing in (first, second) if _keeps(thing)), None)
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
    return replace(collection, entries=entries, removed=set(collection.removed))


def _join_collections(first: Collection, second: Collection) -> Collection:
    is_open, saved_at = first.is_open or second.is_open, first.saved_at or second.saved_at
    removed = first.removed | second.removed
    if first.kind == second.kind == "tuple" and len(first.entries) == len(second.entries):
        pairs = zip(first.entries, second.entries, strict=True)
        return Collection("tuple", [Entry(None, join(one.value, other.value)) for one, other in pairs], is_open)
    return Collection(first.kind, [*first.entries, *second.entries], is_open, removed, saved_at)


def _keeps(thing: Thing) -> bool:
    """Whether the other branch's knowing nothing leaves it standing: what may hold raw weights still may."""
    return isinstance(thing, (Collection, Torch, View))


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
    return Weight(store.origin, UNKNOWN if is_other_parameter(name) else store.shapes, store.form, torch.is_conv1d)


_OTHERS = frozenset({"bias", "running_mean", "running_var", "num_batches_tracked", "weight_g", "weight_v"})


def is_other_parameter(name: str) -> bool:
    """Whether a parameter's name tells that it is no convolution's weight."""
    return name.rpartition(".")[2] in _OTHERS


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
        thing.is_open = True
        for entry in thing.entries:
            if isinstance(entry.value, Weight):
                entry.value = replace(entry.value, shapes=entry.value.shapes | {Plain.UNKNOWN})
            else:
                escape(entry.value, depth + 1)
