"""The axis of a call that shows best what is padded, for a drawing."""

from __future__ import annotations

from dataclasses import replace

from ms_convlint.description import PaddedAxis, PaddedSize
from ms_convlint.facts.convolutions import Convolution
from ms_convlint.facts.geometry import same_padding
from ms_convlint.facts.refusals import pad_mode_of
from ms_convlint.facts.signatures import Kind
from ms_convlint.translation.torch_cutting import Cut, cuts
from ms_convlint.translation.torch_sides import UnsayableError, known_sides, known_spans, known_strides
from ms_convlint.wording import said

_LEAST_SIZE, _LEAST_TRANSPOSED_SIZE = 8, 4
_NAMES = {1: ("",), 2: (said("height"), said("width")), 3: (said("depth"), said("height"), said("width"))}


def drawn_axis(call: Convolution) -> PaddedAxis | None:
    """The first axis on which something is padded or cut off; None where none is, or a number is unknown."""
    if call.signature.kind is Kind.FUNCTION or call.signature.is_torch_like:
        return None
    try:
        axes = _axes(call)
    except UnsayableError:
        return None
    alike = len({(axis.kernel, axis.stride, axis.dilation, axis.sizes) for axis in axes}) == 1
    for axis, name in zip(axes, _NAMES[call.signature.axes], strict=False):
        if any(size.before or size.after or size.appended for size in axis.sizes):
            return axis if alike else replace(axis, name=name)
    return None


def _axes(call: Convolution) -> list[PaddedAxis]:
    """All axes; none where a number is unknown."""
    transposed, found = call.signature.transposed, []
    for kernel, stride, dilation, sizes in zip(
        call.kernel_size, call.stride, call.dilation, _sizes_of_axes(call), strict=False
    ):
        if not kernel or not stride or not dilation:
            return []
        found.append(PaddedAxis("", kernel, stride, dilation, transposed, sizes))
    return found


def _sizes_of_axes(call: Convolution) -> list[tuple[PaddedSize, ...]]:
    """What is done to each axis, on one size or on two that are padded otherwise; nothing where that is unknown.

    Raises:
        UnsayableError: it depends on something unknown.
    """
    mode = pad_mode_of(call)
    if mode is not None and call.signature.transposed:
        return [(_cut(cut),) for cut in cuts(call, mode) or []]
    if mode == "same":
        pairs = zip(known_spans(call), known_strides(call), strict=True)
        return [_same_on_two_sizes(span, stride) for span, stride in pairs]
    padding = call.argument(call.signature.padding_name)
    if mode != "pad" or padding is None:
        return []
    spans = known_spans(call)
    sides = known_sides(call, padding) or []
    return [(PaddedSize(max(_LEAST_SIZE, span), *pair),) for span, pair in zip(spans, sides, strict=False)]


def _cut(cut: Cut) -> PaddedSize:
    """What is cut off and appended; where the output goes on behind the last window, that is before the bias."""
    if cut.after < 0:
        return PaddedSize(_LEAST_TRANSPOSED_SIZE, cut.before, 0, -cut.after, has_bias_alone=True)
    return PaddedSize(_LEAST_TRANSPOSED_SIZE, cut.before, cut.after, cut.appended)


def _same_on_two_sizes(span: int, stride: int) -> tuple[PaddedSize, ...]:
    """A size that the stride divides, and the next one where that is padded otherwise."""
    divided = -(-max(_LEAST_SIZE, span) // stride) * stride
    first, second = (PaddedSize(size, *same_padding(size, span, stride)) for size in (divided, divided + 1))
    return (first,) if (first.before, first.after) == (second.before, second.after) else (first, second)
