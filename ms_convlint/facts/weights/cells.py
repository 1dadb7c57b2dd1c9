"""What a network is made of, as far as source tells: cells, the cells in them, and which of them are Conv1d."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ms_convlint.facts.convolutions import Convolution
from ms_convlint.facts.roles import Role, role_of
from ms_convlint.facts.scopes import Scope

if TYPE_CHECKING:
    pass

_DEEPEST = 12
_MOST = 4000

CONV1D = frozenset({"mindspore.nn.Conv1d", "mindspore.nn.Conv1dTranspose"})


@dataclass(eq=False)
class Cell:
    """A cell: ``name`` is the class that it is made from, dotted where it is the framework's."""

    name: str
    grow: Callable[[], dict[str, Cell]] = dict
    is_conv1d: bool = False
    """Whether its weight has rank 4 where torch's has rank 3."""
    convolution: Convolution | None = None
    """The call that makes it, where that is a convolution's own."""
    may_lack: bool = False
    """Whether it is made on some condition only."""
    scope: Scope | None = None
    """The class that it is an object of, where that is known."""

    @cached_property
    def children(self) -> dict[str, Cell]:
        """The cells in it by attribute or index."""
        return self.grow()

    def walk(self, path: str = "", depth: int = 0) -> Iterator[tuple[str, Cell]]:
        """The cell and all cells that are surely in it with the prefixes of their parameters' names."""
        yield path, self
        if depth < _DEEPEST:
            for name, child in self.children.items():
                if child.may_lack:
                    continue
                yield from child.walk(f"{path}.{name}" if path else name, depth + 1)

    def conv1d_layers(self) -> dict[str, Cell]:
        """Its Conv1d and Conv1dTranspose layers by prefix."""
        return {path: cell for path, cell in self.all_cells() if cell.is_conv1d}

    def all_cells(self) -> list[tuple[str, Cell]]:
        """The cells of ``walk``, as many as are worth while."""
        found = []
        for entry in self.walk():
            found.append(entry)
            if len(found) >= _MOST:
                break
        return found

    def at(self, path: str) -> Cell | None:
        """The cell that stands at a dotted prefix."""
        cell: Cell | None = self
        for name in path.split(".") if path else ():
            cell = cell.children.get(name) if cell is not None else None
        return cell


def weight_name(path: str) -> str:
    """The name of the weight of the layer that stands at a prefix."""
    return f"{path}.weight" if path else "weight"


def sequence(items: list[Cell], name: str = "mindspore.nn.SequentialCell") -> Cell:
    """A SequentialCell or CellList of cells that are at hand."""
    return Cell(name, lambda: {str(index): item for index, item in enumerate(items)})


def is_sequence(name: str) -> bool:
    """Whether a dotted name means SequentialCell, CellList or their like."""
    return role_of(name) in (Role.SEQUENCE, Role.LIST)
