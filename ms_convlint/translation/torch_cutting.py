"""What a transposed MindSpore convolution cuts off its full output and appends to it, in torch's terms."""

from __future__ import annotations

from dataclasses import dataclass

from ms_convlint.facts.convolutions import Convolution
from ms_convlint.facts.values import is_zero, per_axis
from ms_convlint.translation.torch_sides import (
    TorchPadding,
    UnsayableError,
    depends_on,
    known_sides,
    known_spans,
    known_strides,
    layer_numbers,
    one_or_each,
    where_one_number,
    written_sides,
)


@dataclass(frozen=True)
class Cut:
    """One axis: how many cells go before and after, and how many come behind.

    A negative ``after`` adds cells to the full output, before the bias, as torch's output_padding does; ``appended``
    are zeros behind the bias.
    """

    before: int
    after: int
    appended: int = 0


def cuts(call: Convolution, mode: str) -> list[Cut] | None:
    """What is cut off each axis; None where the numbers are not all known.

    Raises:
        UnsayableError: a number of 'same' or 'valid' is unknown.
    """
    if mode == "pad":
        return _cuts_of_pad(call)
    overhangs = [span - stride for span, stride in zip(known_spans(call), known_strides(call), strict=True)]
    if mode == "valid":
        return [Cut(0, min(overhang, 0)) for overhang in overhangs]
    return [Cut(over // 2, over - over // 2) if over > 0 else Cut(0, over) for over in overhangs]


def _cuts_of_pad(call: Convolution) -> list[Cut] | None:
    padding, output_padding = call.argument("padding"), call.argument("output_padding")
    axes = call.signature.axes
    sides = [(0, 0)] * axes if padding is None else known_sides(call, padding)
    added = (0,) * axes if output_padding is None else per_axis(output_padding.value, axes)
    if sides is None or None in added:
        return None
    more = [number or 0 for number in added]
    if axes == 2:
        return [Cut(before, after, number) for (before, after), number in zip(sides, more, strict=True)]
    return [Cut(before, after - number) for (before, after), number in zip(sides, more, strict=True)]


def torch_cut(call: Convolution, mode: str) -> TorchPadding:
    """Say what is cut as torch does.

    Raises:
        UnsayableError: it depends on something unknown.
    """
    found = cuts(call, mode)
    if found is None:
        return _written(call)
    limits = [max(stride or 1, dilation or 1) for stride, dilation in zip(call.stride, call.dilation, strict=True)]
    said_by_torch = [_said_by_torch(cut, limit) for cut, limit in zip(found, limits, strict=True)]
    paddings, more, cropped = (list(each) for each in zip(*said_by_torch, strict=True))
    appended = [("0", str(cut.appended)) for cut in found]
    return TorchPadding(
        padding=one_or_each(paddings),
        output_padding=one_or_each(more),
        behind=tuple(
            layer_numbers(pairs) for pairs in (cropped, appended) if any(pair != ("0", "0") for pair in pairs)
        ),
    )


def _said_by_torch(cut: Cut, limit: int) -> tuple[str, str, tuple[str, str]]:
    """What torch says as padding and output_padding of one axis, and what a layer has to cut off besides.

    torch takes no output_padding that reaches the stride and the dilation.
    """
    extended = cut.before - cut.after
    if 0 <= extended < limit:
        return str(cut.before), str(extended), ("0", "0")
    after = max(cut.after, 0)
    padding = min(cut.before, after)
    return str(padding), str(after - cut.after), (str(padding - cut.before), str(padding - after))


def _written(call: Convolution) -> TorchPadding:
    """A padding whose numbers are unknown, where it may stand as it is."""
    padding, output_padding = call.argument("padding"), call.argument("output_padding")
    if output_padding is not None and is_zero(output_padding.value) is not True:
        if call.signature.axes == 2:
            raise UnsayableError(depends_on("output_padding", output_padding))
        more = output_padding.shown
    else:
        more = ""
    if padding is None:
        return TorchPadding(output_padding=more)
    pairs = written_sides(call, padding)
    if pairs is None:
        return TorchPadding(where_one_number(call, padding), padding.shown, more)
    if any(before != after for before, after in pairs):
        raise UnsayableError(depends_on("padding", padding))
    return TorchPadding("", one_or_each([before for before, _ in pairs]), more)
