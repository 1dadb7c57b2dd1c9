"""Calls that no fix translates: why, as the linter says it, and whether what it tells one to write is right."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .frameworks import mindspore
from .outcomes import Outcome
from .sweep_calls import Call
from .sweep_product import fixed
from .sweep_runs import Original, Prepare, as_it_is, outcome

_LAYER_BEFORE = re.compile(r'padding_mode="(\w+)" needs a layer of its own: (.+) before it, then (.+)')


@dataclass(frozen=True)
class ByHand:
    """A reason that is given, and what comes of doing what it says; None where it tells nothing to write."""

    reason: str
    outcome: Outcome | None = None


def follow(call: Call, message: str, beside: Original) -> ByHand | None:
    """Do what the message says and compare with torch; None for a message that is not known here."""
    if match := _LAYER_BEFORE.search(message):
        return _layer_before(match[1], match[2], match[3], beside)
    for words, follows in _FOLLOWED.items():
        if words in message:
            return follows(call, beside)
    return next((ByHand(reason) for words, reason in _REASONS.items() if words in message), None)


def _layer_before(mode: str, layer: str, convolution: str, beside: Original) -> ByHand:
    """Put the layer in front of the convolution, both as the message shows them."""
    module = f"from mindspore import nn\n\nconv = {convolution}\n"
    return ByHand(f"padding_mode {mode}", outcome(module, beside, _padded_by(layer)))


def _padded_by(layer: str) -> Prepare:
    nn, ops = mindspore().nn, mindspore().ops
    if layer.startswith("ops."):
        return lambda values: eval(layer, {"ops": ops, "x": values})

    def padded(values: Any) -> Any:
        return eval(layer, {"nn": nn})(values)

    return padded


def _on_an_expanded_input(call: Call, beside: Original) -> ByHand:
    """Run Conv2dTranspose with a kernel of height 1; where that cannot say the output_padding, cut, too."""
    flat = call.flat()

    def expanded(values: Any) -> Any:
        return values.expand_dims(2)

    def squeezed(output: Any, _: tuple[int, ...]) -> Any:
        return output[:, :, 0]

    def cut(output: Any, shape: tuple[int, ...]) -> Any:
        return output[:, :, 0, : shape[2]]

    if _exceeds(call):
        enlarged = _enlarged(flat)
        came = outcome(_without_output_padding(flat), beside, lambda values: enlarged(expanded(values)), cut)
        return ByHand("Conv1dTranspose: output_padding exceeds the padding", came)
    return ByHand("Conv1dTranspose: output_padding", outcome(fixed(flat.module), beside, expanded, squeezed))


def _cut(call: Call, beside: Original) -> ByHand:
    """Compute a larger output, from an input with zeros behind it, and cut it."""

    def cut(output: Any, shape: tuple[int, ...]) -> Any:
        return output[:, :, : shape[2], : shape[3]]

    came = outcome(_without_output_padding(call), beside, _enlarged(call), cut)
    return ByHand("Conv2dTranspose: output_padding exceeds the padding", came)


def _exceeds(call: Call) -> bool:
    pairs = zip(call.per_axis("output_padding", 0), call.per_axis("padding", 0), strict=True)
    return any(more > padding for more, padding in pairs)


def _without_output_padding(call: Call) -> str:
    return fixed(call.with_arguments(output_padding=0).module)


def _enlarged(call: Call) -> Prepare:
    rows, columns = call.per_axis("output_padding", 0)
    if not rows and not columns:
        return as_it_is
    return lambda values: mindspore().ops.pad(values, (0, columns, 0, rows))


_FOLLOWED: dict[str, Callable[[Call, Original], ByHand]] = {
    "use Conv2dTranspose with kernel (1, k) on an expanded input": _on_an_expanded_input,
    "append zeros to the input and cut the output to torch's size": _cut,
}
_REASONS = {
    "order has dilation behind padding": "'same' or 'valid' by position, a number behind it: whose order is it",
    "on the depth axis": "Conv3dTranspose: dilation on the depth axis",
}
"""Said where there is nothing to write, by words of the message."""
