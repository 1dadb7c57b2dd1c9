"""What an expression stands for while weights are followed through a file."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field, replace
from enum import Enum

from ms_convlint.facts.names import Names
from ms_convlint.facts.scopes import Scope
from ms_convlint.facts.weights.cells import Cell
from ms_convlint.facts.weights.shapes import RAW, UNKNOWN, Shapes


class Form(Enum):
    """What holds a weight's numbers."""

    TORCH = "a tensor of torch's"
    NUMPY = "an array"
    TENSOR = "a Tensor"
    PARAMETER = "a Parameter"


OF_MINDSPORE = frozenset({Form.TENSOR, Form.PARAMETER})
"""What holds numbers for MindSpore."""


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
    is_picked: bool = False
    """Whether it was looked up under a key of which nothing is known."""
    store: TorchStore | None = field(default=None, compare=False)
    """The store that it stands in, where a change of it is a change of that."""

    def spoil(self) -> None:
        """It was changed where it is: what its store gives from now on may fit."""
        if self.store is not None:
            self.store.shapes |= UNKNOWN

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
    is_array_file: bool = False
    """Whether it is a file of arrays, which may hold more than parameters."""
    own_class: Scope | None = None
    """The module's class, where the project has it."""
    names: Names | None = None
    """The names of the file in which that class stands."""


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


class TooInvolvedError(Exception):
    """A file is too large or too deep to be followed."""


_MOST_ENTRIES = 40_000


@dataclass(eq=False)
class Collection:
    """A dict, list or tuple, by what it may hold; ``entries`` grow by ``add`` alone."""

    kind: str
    entries: list[Entry] = field(default_factory=list)
    is_open: bool = False
    """Whether it may hold more, or other things, than its entries."""
    removed: set[str] = field(default_factory=set)
    """The names whose entries were taken out again."""
    saved_at: ast.expr | None = None
    """The call that saved it, where it was read back from there."""
    may_be_another: bool = False
    """Whether another branch has something unknown in its place."""
    escaped: int = -1
    """How many entries it had when code that is not read got hold of it."""

    def __post_init__(self) -> None:
        self._by_key: dict[Thing, Entry] = {}
        entries, self.entries = self.entries, []
        for entry in entries:
            self.add(entry)

    def add(self, entry: Entry) -> None:
        """Put in one more.

        Raises:
            TooInvolvedError: there are too many, as a list has that is doubled again and again.
        """
        if len(self.entries) >= _MOST_ENTRIES:
            raise TooInvolvedError
        self.entries.append(entry)
        if isinstance(entry.key, (Constant, Key)):
            self._by_key[_place(entry.key)] = entry

    def find(self, key: Thing) -> Entry | None:
        """The entry that was last put under a key; keys whose text is not known are one."""
        return self._by_key.get(_place(key)) if isinstance(key, (Constant, Key)) else None

    def remove(self, key: Constant) -> None:
        """Take out what stands under a key."""
        if self._by_key.pop(key, None) is not None:
            self.entries[:] = [entry for entry in self.entries if entry.key != key]

    def clear(self) -> None:
        """Take out everything."""
        self.entries.clear()
        self._by_key.clear()


def _place(key: Constant | Key) -> Thing:
    return Key(key.text) if isinstance(key, Key) else key


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
