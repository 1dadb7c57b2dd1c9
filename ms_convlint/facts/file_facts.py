"""All facts of one file, each gathered when it is first asked for."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ms_convlint.facts.calls import Calls
from ms_convlint.facts.convolutions import Convolution
from ms_convlint.facts.inference import Inference
from ms_convlint.facts.names import Names
from ms_convlint.facts.neighbours import Neighbours
from ms_convlint.facts.peers import Peers
from ms_convlint.facts.provenance import Provenance
from ms_convlint.facts.scopes import Scope, Scopes
from ms_convlint.facts.signatures import mindspore_signatures
from ms_convlint.facts.values import Value, Values
from ms_convlint.facts.walk import gather
from ms_convlint.finding import Position
from ms_convlint.source import Source

if TYPE_CHECKING:
    from astroid import nodes

    from ms_convlint.facts.pads import ChannelPadding


@dataclass
class FileFacts:
    """What is true of one file."""

    source: Source
    mindspore_version: tuple[int, ...]
    astroid_module: Callable[[], nodes.Module] | None = None
    rewritten: frozenset[Position] = frozenset()
    """The callees of calls that were only just rewritten by fixes."""

    @cached_property
    def scopes(self) -> Scopes:
        """Scopes, bindings and calls."""
        return gather(self.source.tree)

    @cached_property
    def inference(self) -> Inference:
        """Astroid's view, built when a name is bound twice."""
        return Inference(self.source, self.astroid_module)

    @cached_property
    def names(self) -> Names:
        """What names mean."""
        elsewhere = frozenset(self.scopes.assigned_attributes)
        return Names(self.scopes.module, self.scopes.by_node, self.inference.reaching, elsewhere)

    @cached_property
    def values(self) -> Values:
        """What expressions are worth."""
        return Values(self.names, self._imported)

    @cached_property
    def neighbours(self) -> Neighbours:
        """What feeds and consumes convolutions."""
        return Neighbours(self.names, self.scopes)

    @cached_property
    def provenance(self) -> Provenance:
        """Where the code came from."""
        return Provenance(self.source.text, self.source.path)

    @cached_property
    def convolutions(self) -> list[tuple[Convolution, ...]]:
        """The convolutions' calls in the order of the text; one reading a callable that each may be."""
        calls = Calls(
            self.source,
            self.scopes,
            self.names,
            self.values,
            mindspore_signatures(self.mindspore_version),
            self.neighbours,
            self.provenance,
        )
        return list(calls.convolutions())

    @cached_property
    def peers(self) -> Peers:
        """What the convolutions of a class say."""
        peers = Peers(self.scopes, self.rewritten)
        peers.gather(reading for readings in self.convolutions for reading in readings)
        return peers

    @cached_property
    def channel_paddings(self) -> list[ChannelPadding]:
        """Pads of the channel axis in front of convolutions."""
        if not self.provenance.has_pad_layers:
            return []
        from ms_convlint.facts.pads import channel_paddings

        scopes: dict[ast.Call, Scope] = dict(self.scopes.calls)
        readings = [readings[0] for readings in self.convolutions]
        return channel_paddings(readings, self.neighbours, self.values, scopes)

    def release(self) -> None:
        """Let go of everything, so that it is freed at once and not by a search for garbage.

        Scopes point at one another in circles, and hold the syntax tree.
        """
        for scope in self.scopes.by_node.values():
            scope.__dict__.clear()
        self.__dict__.clear()

    def _imported(self, dotted: str) -> Value:
        from ms_convlint.facts.project import imported_value

        return imported_value(self.source.path, dotted)
