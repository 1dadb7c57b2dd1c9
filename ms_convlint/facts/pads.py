"""Pad layers and pad operations in front of convolutions."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from ms_convlint.facts.convolutions import Convolution
from ms_convlint.facts.neighbours import Neighbours
from ms_convlint.facts.roles import Role, role_of
from ms_convlint.facts.scopes import Scope
from ms_convlint.facts.values import Items, Known, Values, integer
from ms_convlint.finding import Position
from ms_convlint.source import Source

_LEADING_AXES = 2
"""Batch and channel stand before the axes that a convolution moves along."""


@dataclass(eq=False)
class ChannelPadding:
    """A pad call that pads the channel axis, and the convolutions that it feeds."""

    node: ast.Call
    source: Source
    before: int
    after: int
    channel: tuple[Position, Position] | None
    """Where the channel's numbers are written out, both of them; where they can go, from the number before them on."""
    without: str
    """What stands there when the channels are left alone: a row of zeros, or nothing, since ``ops.pad`` refuses to
    reflect when it gets numbers for a third axis, zeros too (docs/semantics.md)."""
    convolutions: list[Convolution] = field(default_factory=list)
    feeds_others: bool = False
    """Whether something else takes what is padded."""

    @property
    def start(self) -> Position:
        """Where the callee begins."""
        return self.source.start(self.node.func)

    @property
    def end(self) -> Position:
        """Where the callee ends."""
        return self.source.end(self.node.func)


def channel_paddings(
    calls: list[Convolution], neighbours: Neighbours, values: Values, scopes: dict[ast.Call, Scope]
) -> list[ChannelPadding]:
    """The pads of the channel axis of what feeds convolutions, each once."""
    found: dict[ast.Call, ChannelPadding] = {}
    if not any(_may_pad_channels(pad, values, scope) for pad, scope in scopes.items()):
        return []
    for call in calls:
        if call.argument("data_format") is not None and call.value("data_format") not in (
            Known("NCHW"),
            Known("NCDHW"),
        ):
            continue
        for pad in neighbours.feeding(call.node, call.scope, Role.PAD):
            if pad not in found:
                padding = _channel_padding(pad, call, values, scopes[pad])
                if padding is None:
                    continue
                found[pad] = padding
            found[pad].convolutions.append(call)
            found[pad].feeds_others |= neighbours.feeds_others(pad, call.scope)
    return list(found.values())


def _channel_padding(pad: ast.Call, call: Convolution, values: Values, scope: Scope) -> ChannelPadding | None:
    node = _paddings(pad)
    if node is None:
        return None
    value = values.value(node, scope)
    if not isinstance(value, Items):
        return None
    axes = call.signature.axes
    written = node.elts if isinstance(node, (ast.Tuple, ast.List)) else None
    if value.items and all(isinstance(item, Items) for item in value.items):
        if len(value.items) != axes + _LEADING_AXES:
            return None
        row = value.items[1]
        assert isinstance(row, Items)
        numbers = [integer(item) for item in row.items]
        span = (call.source.start(written[1]), call.source.end(written[1])) if written else None
        without = "(0, 0)"
    else:
        numbers = [integer(item) for item in value.items[2 * axes : 2 * axes + 2]]
        batch = [integer(item) for item in value.items[2 * axes + 2 :]]
        span = (call.source.end(written[2 * axes - 1]), call.source.end(written[-1])) if written else None
        without = ""
        if any(number != 0 for number in batch):
            return None
    if len(numbers) != _LEADING_AXES or numbers[0] is None or numbers[1] is None or numbers == [0, 0]:
        return None
    if not _pads_along(value, axes):
        return None
    if span is not None and "#" in call.source.text[call.source.offset(span[0]) : call.source.offset(span[1])]:
        span = None
    return ChannelPadding(pad, call.source, numbers[0], numbers[1], span, without)


def _pads_along(value: Items, axes: int) -> bool:
    """Whether the axes that the convolution moves along are padded, too: channels alone are a shortcut's zeros."""
    rows = [item for item in value.items[_LEADING_AXES:] if isinstance(item, Items)]
    numbers = [item for row in rows for item in row.items] if rows else list(value.items[: 2 * axes])
    return any(integer(number) != 0 for number in numbers)


def _may_pad_channels(pad: ast.Call, values: Values, scope: Scope) -> bool:
    """Whether a call is a pad's, with numbers for more than the last axis: asked before any graph is drawn."""
    name = pad.func.attr if isinstance(pad.func, ast.Attribute) else getattr(pad.func, "id", "")
    node = _paddings(pad) if "ad" in name else None
    if node is None or role_of(f"mindspore.nn.{name}") is not Role.PAD:
        return False
    value = values.value(node, scope)
    if not isinstance(value, Items) or len(value.items) <= _LEADING_AXES:
        return False
    row = value.items[1]
    numbers = row.items if isinstance(row, Items) else value.items[_LEADING_AXES:]
    return any(integer(number) for number in numbers)


def _paddings(pad: ast.Call) -> ast.expr | None:
    """The argument that says how much is padded: of nn.Pad the first, of ops.pad the second."""
    for keyword in pad.keywords:
        if keyword.arg in ("paddings", "padding", "pad"):
            return keyword.value
    name = pad.func.attr if isinstance(pad.func, ast.Attribute) else getattr(pad.func, "id", "")
    index = 1 if name == "pad" else 0
    return pad.args[index] if len(pad.args) > index else None
