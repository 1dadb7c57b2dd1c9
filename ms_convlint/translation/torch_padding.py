"""What a MindSpore convolution pads or cuts off, in torch's terms."""

from __future__ import annotations

from dataclasses import dataclass, field

from ms_convlint.facts.convolutions import Argument, Convolution
from ms_convlint.facts.geometry import effective_kernel
from ms_convlint.facts.refusals import pad_mode_of
from ms_convlint.facts.same_sizes import SizesAlike, same_on_sizes
from ms_convlint.facts.signatures import Kind
from ms_convlint.facts.values import Items, Known, integer, is_zero, per_axis
from ms_convlint.wording import Wording, listed, said

_MOST_FORMS = 3


class UnsayableError(Exception):
    """Nothing can be said of the padding; ``reason`` is for the reader."""

    def __init__(self, reason: Wording) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class TorchPadding:
    """How torch pads as much: arguments of the call, and pad layers before and behind it.

    The numbers of a layer stand in torch's order, those of the last axis first; negative ones cut off.
    """

    where: str = ""
    """For which inputs; "" for all."""
    padding: str = ""
    output_padding: str = ""
    before: tuple[str, ...] = ()
    behind: tuple[tuple[str, ...], ...] = ()


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
        from ms_convlint.translation.torch_cutting import torch_cut

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
    remark = "" if complete else said('On other sizes pad_mode="same" pads otherwise.')
    return TorchPaddings([_on_sizes(sizes) for sizes in found], remark)


def _odd_spans(call: Convolution) -> bool:
    return None not in call.dilation and all(
        kernel is not None and effective_kernel(kernel, dilation or 1) % 2
        for kernel, dilation in zip(call.kernel_size, call.dilation, strict=True)
    )


def known_spans(call: Convolution) -> tuple[int, ...]:
    """The effective kernel of each axis.

    Raises:
        UnsayableError: one is unknown.
    """
    if call.signature.kind is Kind.FUNCTION:
        raise UnsayableError(said("how much is padded depends on the kernel, which is the weight's size"))
    spans = []
    for kernel, dilation in zip(call.kernel_size, call.dilation, strict=True):
        if kernel is None:
            raise UnsayableError(depends_on("kernel_size", call.argument("kernel_size")))
        if dilation is None and kernel != 1:
            raise UnsayableError(depends_on("dilation", call.argument("dilation")))
        spans.append(effective_kernel(kernel, dilation or 1))
    return tuple(spans)


def known_strides(call: Convolution) -> tuple[int, ...]:
    """The stride of each axis.

    Raises:
        UnsayableError: one is unknown.
    """
    strides = tuple(stride for stride in call.stride if stride is not None)
    if len(strides) < len(call.stride):
        if all(kernel == 1 for kernel in call.kernel_size) and not call.signature.transposed:
            return (1,) * len(call.stride)  # 'same' adds nothing to any size
        raise UnsayableError(depends_on("stride", call.argument("stride")))
    return strides


def depends_on(name: str, argument: Argument | None) -> Wording:
    """Say that what is padded depends on a parameter."""
    if argument is None:
        return said("how much is padded depends on {name}, which is not known here", name=name)
    return said(
        "how much is padded depends on {name}={written}, which is not known here", name=name, written=argument.shown
    )


def _on_sizes(sizes: SizesAlike) -> TorchPadding:
    pairs = [(str(before), str(after)) for before, after in sizes.sides]
    return padded(pairs, _sizes_in_words(sizes))


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


def padded(pairs: list[tuple[str, str]], where: str = "") -> TorchPadding:
    """Pad each axis so much before and after: by ``padding=`` where both are alike, else by a layer."""
    if all(before == after for before, after in pairs):
        return TorchPadding(where, padding=one_or_each([before for before, _ in pairs]))
    return TorchPadding(where, before=layer_numbers(pairs))


def layer_numbers(pairs: list[tuple[str, str]]) -> tuple[str, ...]:
    """The numbers of a pad layer: the last axis first."""
    return tuple(number for pair in reversed(pairs) for number in pair)


def one_or_each(numbers: list[str]) -> str:
    """One number where all axes are alike, else a tuple; "" where it is torch's default."""
    if set(numbers) == {"0"}:
        return ""
    return numbers[0] if len(set(numbers)) == 1 else f"({', '.join(numbers)})"


def _numbers(call: Convolution) -> TorchPadding:
    """The padding of pad_mode="pad"."""
    argument = call.argument(call.signature.padding_name)
    if argument is None or is_zero(argument.value):
        return TorchPadding()
    pairs = written_sides(call, argument)
    return padded(pairs) if pairs is not None else TorchPadding(where_one_number(call, argument), argument.shown)


def where_one_number(call: Convolution, argument: Argument) -> str:
    """The condition under which torch's ``padding=`` may be what MindSpore's is."""
    takes_two_an_axis = 2 * call.signature.axes in call.signature.padding_lengths
    if isinstance(argument.value, Known) or not takes_two_an_axis:
        return ""
    return said("where {written} is one number", written=argument.shown)


def written_sides(call: Convolution, argument: Argument) -> list[tuple[str, str]] | None:
    """The cells before and after each axis, as written, of a padding that is a tuple; None of any other.

    Raises:
        UnsayableError: its numbers are unknown.
    """
    if not isinstance(argument.value, Items):
        return None
    numbers = [integer(item) for item in argument.value.items]
    items = argument.items or tuple(map(str, numbers))
    if argument.items is None and None in numbers:
        raise UnsayableError(depends_on(call.signature.padding_name, argument))
    if len(items) == call.signature.axes:
        return [(item, item) for item in items]
    pairs = list(zip(items[::2], items[1::2], strict=False))
    return pairs if len(pairs) == call.signature.axes else None


def known_sides(call: Convolution, argument: Argument) -> list[tuple[int, int]] | None:
    """The same in numbers; None where they are not all known."""
    axes, value = call.signature.axes, argument.value
    if isinstance(value, Items) and len(value.items) == 2 * axes:
        numbers = [integer(item) for item in value.items]
    else:
        numbers = [number for number in per_axis(value, axes) for _ in range(2)]
    known = [number for number in numbers if number is not None]
    return None if len(known) < 2 * axes else list(zip(known[::2], known[1::2], strict=True))
