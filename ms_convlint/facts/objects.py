"""What an expression stands for while flow.py follows layers and their outputs through a class."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field

from ms_convlint.facts.graph import Node
from ms_convlint.facts.roles import Role
from ms_convlint.facts.scopes import Scope


@dataclass(frozen=True)
class Output:
    """A tensor, by what produced it."""

    producers: frozenset[Node]


@dataclass(frozen=True)
class Layer:
    """A layer that some call created, or a primitive; ``is_guess`` where its role rests on a bare name."""

    node: ast.AST
    role: Role
    is_guess: bool = False


_LARGEST = 2000


class TooLargeError(Exception):
    """A region is too large or too deep to be read."""


@dataclass(frozen=True)
class _Sized:
    size: int = field(default=1, init=False, compare=False, repr=False)
    """How many things it holds, those in its parts too: a list may hold itself twice, and so on without end."""

    def _measure(self, parts: Iterable[Thing]) -> None:
        size = 1 + sum(part.size if isinstance(part, _Sized) else 1 for part in parts)
        if size > _LARGEST:
            raise TooLargeError
        object.__setattr__(self, "size", size)


@dataclass(frozen=True)
class _Container(_Sized):
    items: tuple[Thing, ...] = ()

    def __post_init__(self) -> None:
        self._measure(self.items)


@dataclass(frozen=True)
class Items(_Container):
    """A list, a tuple, a CellList, the values of a dict."""


@dataclass(frozen=True)
class Branch(_Sized):
    """Within items: one of several runs of items, as different branches appended them."""

    options: tuple[tuple[Thing, ...], ...] = ()

    def __post_init__(self) -> None:
        self._measure(item for option in self.options for item in option)


@dataclass(frozen=True)
class Chain(_Container):
    """A SequentialCell."""


@dataclass(frozen=True)
class Choice(_Sized):
    """One of several things."""

    options: tuple[Thing, ...] = ()

    def __post_init__(self) -> None:
        self._measure(self.options)


@dataclass(frozen=True)
class Instance:
    """An object of a class of this file."""

    definition: Scope


@dataclass(frozen=True)
class Function:
    """A function of this file, with the object that it is bound to."""

    scope: Scope
    bound_to: Instance | None = None


Thing = Output | Layer | Items | Branch | Chain | Choice | Instance | Function | None


def join(first: Thing, second: Thing) -> Thing:
    """What a name stands for where two branches meet."""
    if first == second or second is None:
        return first
    if first is None:
        return second
    if isinstance(first, Output) and isinstance(second, Output):
        return Output(first.producers | second.producers)
    if isinstance(first, Items) and isinstance(second, Items):
        return Items(_join_items(first.items, second.items))
    if isinstance(first, Chain) and isinstance(second, Chain):
        return Chain(_join_items(first.items, second.items))
    options = [*options_of(first), *options_of(second)]
    return Choice(tuple(dict.fromkeys(options)))


def _join_items(first: tuple[Thing, ...], second: tuple[Thing, ...]) -> tuple[Thing, ...]:
    """Two lists with what they begin with in common kept in common."""
    shared = 0
    while shared < min(len(first), len(second)) and first[shared] == second[shared]:
        shared += 1
    return (*first[:shared], Branch((first[shared:], second[shared:])))


def options_of(thing: Thing) -> tuple[Thing, ...]:
    """The things that a thing may be."""
    return thing.options if isinstance(thing, Choice) else (thing,)


def producers_in(thing: Thing) -> frozenset[Node]:
    """What produced the tensors in a thing."""
    if isinstance(thing, Output):
        return thing.producers
    if isinstance(thing, Items):
        return frozenset().union(*(producers_in(item) for item in thing.items))
    if isinstance(thing, (Branch, Choice)):
        options = thing.options if isinstance(thing, Choice) else tuple(Items(option) for option in thing.options)
        return frozenset().union(*(producers_in(option) for option in options))
    return frozenset()


def elements(thing: Thing) -> tuple[Thing, ...]:
    """What iterating over a thing gives; () where that is unknown."""
    if isinstance(thing, (Items, Chain)):
        found: list[Thing] = []
        for item in thing.items:
            if isinstance(item, Branch):
                longest = max(item.options, key=len)
                found += longest
            else:
                found.append(item)
        return tuple(found)
    return (thing, thing) if isinstance(thing, Output) else ()


def any_of(things: tuple[Thing, ...]) -> Thing:
    """One thing that may be any of several."""
    result: Thing = None
    for thing in things:
        result = join(result, thing)
    return result
