"""What a MindSpore convolution pads, in torch's terms."""

from __future__ import annotations

from dataclasses import dataclass, field

from ms_convlint.facts.convolutions import Convolution
from ms_convlint.facts.geometry import effective_kernel
from ms_convlint.facts.refusals import pad_mode_of
from ms_convlint.facts.same_sizes import SizesAlike, same_on_sizes
from ms_convlint.facts.values import is_zero
from ms_convlint.translation.torch_cutting import torch_cut
from ms_convlint.translation.torch_sides import (
    TorchPadding,
    UnsayableError,
    depends_on,
    known_spans,
    known_strides,
    layer_numbers,
    one_or_each,
    where_one_number,
    written_sides,
)
from ms_convlint.wording import listed, said

_MOST_FORMS = 3


@dataclass(frozen=True)
class TorchPaddings:
    """All the ways in which torch pads as much, by the size of the input, and what they leave open."""

    ways: list[TorchPadding] = field(default_factory=list)
    remark: str = ""


def torch_paddings(call: Convolution) -> TorchPaddings:
    """Say a call's padding as torch does.

    Raises:
        UnsayableError: what is padded depends on something unknown.
    """
    signature = call.signature
    mode = pad_mode_of(call)
    if signature.is_torch_like:
        return TorchPaddings([_as_written(call)])
    if mode is None:
        raise UnsayableError(depends_on("pad_mode", call.argument("pad_mode")))
    if signature.transposed:
        return TorchPaddings([torch_cut(call, mode)])
    if mode == "same":
        return _same(call)
    return TorchPaddings([TorchPadding() if mode == "valid" else _numbers(call)])


def _as_written(call: Convolution) -> TorchPadding:
    padding, output_padding = (call.argument(name) for name in ("padding", "output_padding"))
    return TorchPadding(
        padding=padding.shown if padding is not None else "",
        output_padding=output_padding.shown if output_padding is not None else "",
    )


def _same(call: Convolution) -> TorchPaddings:
    if all(stride == 1 for stride in call.stride) and not _odd_spans(call):
        return TorchPaddings([TorchPadding(padding='"same"')])
    spans, strides = known_spans(call), known_strides(call)
    found, complete = same_on_sizes(spans, strides)
    if len(found) > _MOST_FORMS:
        found, complete = found[:1], False
    return TorchPaddings([_on_sizes(sizes) for sizes in found], _left_open(found, complete))


def _left_open(found: list[SizesAlike], complete: bool) -> str:
    """What the forms do not tell: other sizes, or axes of an input whose sizes are unlike."""
    if not complete:
        return said('On other sizes pad_mode="same" pads otherwise.')
    several_axes = len(found[0].sides) > 1
    if several_axes and all(sizes.divisor != 1 for sizes in found):
        return said('Each holds where all axes have such a size; otherwise pad_mode="same" pads each by its own size.')
    return ""


def _odd_spans(call: Convolution) -> bool:
    return None not in call.dilation and all(
        kernel is not None and effective_kernel(kernel, dilation or 1) % 2
        for kernel, dilation in zip(call.kernel_size, call.dilation, strict=True)
    )


def _on_sizes(sizes: SizesAlike) -> TorchPadding:
    pairs = [(str(before), str(after)) for before, after in sizes.sides]
    return _padded(pairs, _sizes_in_words(sizes))


def _sizes_in_words(sizes: SizesAlike) -> str:
    if sizes.divisor == 0:
        return said("on sizes that the strides divide")
    if sizes.divisor == 1:
        return ""
    if sizes.divisor == 2:
        return said("on odd sizes") if sizes.remainders == (1,) else said("on even sizes")
    if sizes.remainders == (0,):
        return said("on sizes that {stride} divides", stride=sizes.divisor)
    return said(
        "on sizes that leave {remainders} over when they are divided by {stride}",
        remainders=listed(map(str, sizes.remainders)),
        stride=sizes.divisor,
    )


def _padded(pairs: list[tuple[str, str]], where: str = "") -> TorchPadding:
    """Pad each axis so much before and after: by ``padding=`` where both are alike, else by a layer."""
    if all(before == after for before, after in pairs):
        return TorchPadding(where, padding=one_or_each([before for before, _ in pairs]))
    return TorchPadding(where, before=layer_numbers(pairs))


def _numbers(call: Convolution) -> TorchPadding:
    """The padding of pad_mode="pad"."""
    argument = call.argument(call.signature.padding_name)
    if argument is None or is_zero(argument.value):
        return TorchPadding()
    pairs = written_sides(call, argument)
    return _padded(pairs) if pairs is not None else TorchPadding(where_one_number(call, argument), argument.shown)
