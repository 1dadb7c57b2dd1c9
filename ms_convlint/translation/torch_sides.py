"""The numbers of a call that decide what is padded, and the form in which torch takes them."""

from __future__ import annotations

from dataclasses import dataclass

from ms_convlint.facts.convolutions import Argument, Convolution
from ms_convlint.facts.geometry import effective_kernel
from ms_convlint.facts.signatures import Kind
from ms_convlint.facts.values import Items, Known, integer, per_axis
from ms_convlint.wording import Wording, said

_LONGEST_ITEM = 60


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


def layer_numbers(pairs: list[tuple[str, str]]) -> tuple[str, ...]:
    """The numbers of a pad layer: the last axis first."""
    return tuple(number for pair in reversed(pairs) for number in pair)


def one_or_each(numbers: list[str]) -> str:
    """One number where all axes are alike, else a tuple; "" where it is torch's default."""
    if set(numbers) == {"0"}:
        return ""
    return numbers[0] if len(set(numbers)) == 1 else f"({', '.join(numbers)})"


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
    items = _plain_items(argument) or tuple(str(number) for number in numbers if number is not None)
    if len(items) < len(numbers):
        raise UnsayableError(depends_on(call.signature.padding_name, argument))
    if len(items) == call.signature.axes:
        return [(item, item) for item in items]
    pairs = list(zip(items[::2], items[1::2], strict=False))
    return pairs if len(pairs) == call.signature.axes else None


def _plain_items(argument: Argument) -> tuple[str, ...]:
    """The items as written, where each is short and may stand somewhere else."""
    items = argument.items or ()
    plain = argument.may_repeat and all(item.isprintable() and len(item) <= _LONGEST_ITEM for item in items)
    return items if plain else ()


def known_sides(call: Convolution, argument: Argument) -> list[tuple[int, int]] | None:
    """The same in numbers; None where they are not all known."""
    axes, value = call.signature.axes, argument.value
    if isinstance(value, Items) and len(value.items) == 2 * axes:
        numbers = [integer(item) for item in value.items]
    else:
        numbers = [number for number in per_axis(value, axes) for _ in range(2)]
    known = [number for number in numbers if number is not None]
    return None if len(known) < 2 * axes else list(zip(known[::2], known[1::2], strict=True))
