"""The arguments of a call while weights are followed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ms_convlint.facts.weights.frames import Frame
from ms_convlint.facts.weights.joining import escape
from ms_convlint.facts.weights.things import Thing, Weight

if TYPE_CHECKING:
    from ms_convlint.facts.weights.reading import Reading


@dataclass
class Arguments:
    """What was handed over, with the expressions."""

    positional: list[tuple[Thing, ast.expr]] = field(default_factory=list)
    keywords: dict[str, tuple[Thing, ast.expr]] = field(default_factory=dict)
    spread: list[Thing] = field(default_factory=list)
    """What was given as ``**mapping``."""

    def get(self, index: int, *names: str) -> tuple[Thing, ast.expr | None]:
        """An argument by its position or by one of the names that it may have."""
        for name in names:
            if name in self.keywords:
                return self.keywords[name]
        return self.positional[index] if index < len(self.positional) else (None, None)

    def thing(self, index: int, *names: str) -> Thing:
        """What an argument stands for."""
        return self.get(index, *names)[0]

    starred: list[Thing] = field(default_factory=list)
    """What was given as ``*values``, and what stands behind that."""

    @property
    def things(self) -> Iterator[Thing]:
        """What all arguments stand for."""
        yield from (thing for thing, _ in (*self.positional, *self.keywords.values()))
        yield from (*self.spread, *self.starred)

    @property
    def weight(self) -> Weight | None:
        """The first weight among the arguments."""
        return next((thing for thing in self.things if isinstance(thing, Weight)), None)

    def escape(self) -> None:
        """They were handed to code that is not read."""
        for thing in self.things:
            escape(thing)


def read_arguments(reader: Reading, node: ast.Call, frame: Frame) -> Arguments:
    """Evaluate the arguments of a call, each once."""
    arguments = Arguments()
    for argument in node.args:
        inner = argument.value if isinstance(argument, ast.Starred) else argument
        thing = reader.evaluate(inner, frame)
        if arguments.starred or isinstance(argument, ast.Starred):
            arguments.starred.append(thing)  # from here on nobody knows which parameter it is for
            thing = thing.unknown if isinstance(thing, Weight) else None
        arguments.positional.append((thing, inner))
    for keyword in node.keywords:
        thing = reader.evaluate(keyword.value, frame)
        if keyword.arg is not None:
            arguments.keywords[keyword.arg] = (thing, keyword.value)
        else:
            arguments.spread.append(thing)
    return arguments
