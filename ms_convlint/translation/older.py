"""A call written for an older MindSpore in the terms of a version whose layers have torch's signature."""

from __future__ import annotations

from ms_convlint.facts.convolutions import Argument, Convolution
from ms_convlint.facts.geometry import effective_kernel
from ms_convlint.facts.refusals import older_words
from ms_convlint.facts.values import Items, Known, is_zero
from ms_convlint.translation.reading import Reading, UntranslatableError, item_texts
from ms_convlint.wording import said

_SHARED = 4
"""So many parameters stand in the same places in both: up to the stride."""
_GONE = ("weight_init", "bias_init", "data_format")


def rename_padding(reading: Reading) -> None:
    """Say with ``padding`` what ``pad_mode`` said, its default "same" too.

    Raises:
        UntranslatableError: no padding says it, or a word is gone for which there is no other.
    """
    call = reading.call
    fifth = call.positional[_SHARED].value if len(call.positional) > _SHARED else None
    if not older_words(call) and fifth != Known("pad"):
        return
    if fifth is not None:
        raise UntranslatableError(
            said("what stands behind the stride by position is in the older order: give it by keyword first")
        )
    for gone in _GONE:
        if gone in call.keywords and gone not in call.signature.names:
            raise UntranslatableError(
                said("{name} has no counterpart in this version: set it on the layer once it is made", name=gone)
            )
    mode = call.keywords.get("pad_mode")
    name = mode.value.value if mode is not None and isinstance(mode.value, Known) else None
    if mode is None:
        _keep_same(reading, None)
    elif name == "same":
        _keep_same(reading, mode)
    elif name in ("pad", "valid"):
        reading.drop(mode)
        _even_sides(reading)
    else:
        raise UntranslatableError(said("pad_mode={written}: write as padding what it means", written=mode.text))


def _keep_same(reading: Reading, mode: Argument | None) -> None:
    """Write the padding that ``pad_mode="same"`` adds."""
    text, padding = _same(reading.call), reading.arguments.get("padding")
    if padding is not None:
        if is_zero(padding.value) is not True:
            raise UntranslatableError(said('padding beside pad_mode="same" never ran: say which is meant'))
        reading.write(padding, "padding", text)
        if mode is not None:
            reading.drop(mode)
    elif mode is not None:
        reading.write(mode, "padding", text)
    elif text != "0":
        reading.appended.append(f"padding={text}")


def _same(call: Convolution) -> str:
    """The padding that "same" adds on every input: none for kernel 1, torch's own "same" at stride 1.

    Raises:
        UntranslatableError: it depends on the input's size, or cannot be told.
    """
    if all(kernel == 1 for kernel in call.kernel_size) and not call.signature.transposed:
        return "0"
    if call.signature.transposed:
        return _transposed_same(call)
    if any(stride != 1 for stride in call.stride):
        raise UntranslatableError(
            said('pad_mode="same" beside a stride pads by the input\'s size: pad the input in a layer before it')
        )
    return '"same"'


def _transposed_same(call: Convolution) -> str:
    numbers = []
    for kernel, stride, dilation in zip(call.kernel_size, call.stride, call.dilation, strict=True):
        if kernel is None or stride is None or dilation is None:
            raise UntranslatableError(said('what pad_mode="same" cuts off cannot be told: write it as padding'))
        over = effective_kernel(kernel, dilation) - stride
        if over < 0 or over % 2:
            raise UntranslatableError(said('no padding of torch\'s signature cuts off what pad_mode="same" does'))
        numbers.append(str(over // 2))
    return numbers[0] if len(set(numbers)) == 1 else f"({', '.join(numbers)})"


def _even_sides(reading: Reading) -> None:
    """One number an axis where the older version had two."""
    padding, axes = reading.arguments.get("padding"), reading.call.signature.axes
    if padding is None or not isinstance(padding.value, Items) or len(padding.value.items) != 2 * axes or axes == 1:
        return
    items = item_texts(padding)
    if items[::2] != items[1::2]:
        raise UntranslatableError(
            said("padding={written} differs from side to side: pad the input in a layer before", written=padding.shown)
        )
    reading.write(padding, "padding", f"({', '.join(items[::2])})")
