"""torch's padding modes: MindSpore's convolutions have none, so a layer has to stand before them."""

from __future__ import annotations

from ms_convlint.facts.convolutions import Argument
from ms_convlint.facts.values import Items, Known, is_zero, per_axis
from ms_convlint.translation.reading import Reading, UntranslatableError, item_texts
from ms_convlint.wording import said

LAYERS = {"reflect": "nn.ReflectionPad", "replicate": "nn.ReplicationPad", "circular": None}
"""torch's padding modes besides zeros, and MindSpore's layers that do the same; circular has ``ops.pad`` alone."""


class LayerNeededError(UntranslatableError):
    """The call means a layer before it: ``layer`` is its text."""

    def __init__(self, mode: str, layer: str) -> None:
        super().__init__(
            said('torch\'s padding_mode="{mode}" needs a layer of its own: {layer} before it', mode=mode, layer=layer)
        )
        self.layer = layer


def translate_padding_mode(reading: Reading) -> None:
    """Take away a padding_mode that changes nothing: "zeros", or any where nothing is padded.

    Raises:
        LayerNeededError: it fills the padding with something else, or pad_mode is misused to say so.
        UntranslatableError: nobody knows with what.
    """
    argument, written = reading.arguments.get("padding_mode"), reading.arguments.get("pad_mode")
    misused = written.value.value if written is not None and isinstance(written.value, Known) else None
    if isinstance(misused, str) and misused.lower() in LAYERS:
        padding = reading.arguments.get("padding")
        if padding is None or _pads_nothing(padding):
            raise UntranslatableError(
                said('"{mode}" without a padding pads nothing: write pad_mode="valid", if that is meant', mode=misused)
            )
        raise LayerNeededError(misused.lower(), _layer_before(reading, misused.lower(), padding))
    if argument is None:
        return
    value = argument.value.value if isinstance(argument.value, Known) else None
    if value == "zeros":
        reading.drop(argument)
    elif not isinstance(value, str) or value not in LAYERS:
        raise UntranslatableError(said("MindSpore has no padding_mode, and its value here is unknown"))
    else:
        padding = _padding(reading)
        if padding is not None and not _pads_nothing(padding):
            raise LayerNeededError(value, _layer_before(reading, value, padding))
        reading.drop(argument)


def _padding(reading: Reading) -> Argument | None:
    """What says how much is padded: 'same' may stand as pad_mode, where nothing else is padded."""
    padding, written = reading.arguments.get("padding"), reading.arguments.get("pad_mode")
    if written is None or not (padding is None or is_zero(padding.value) is True):
        return padding
    if not isinstance(written.value, Known):
        raise UntranslatableError(
            said(
                "how much pad_mode={written} pads is unknown, and so which layer is needed",
                written=written.text,
            )
        )
    return written if written.value == Known("same") else padding


def _pads_nothing(padding: Argument) -> bool:
    """Whether the padding is none, so that its mode does not matter."""
    return padding.value == Known("valid") or is_zero(padding.value) is True


def _layer_before(reading: Reading, mode: str, padding: Argument) -> str:
    """What has to stand before the convolution: the layer, or the call of ``ops.pad``, with its numbers.

    They run as torch's functional pad has them: before and after, the last axis first (docs/semantics.md).

    Raises:
        UntranslatableError: the numbers cannot be told.
    """
    axes, layer = reading.call.signature.axes, LAYERS[mode]
    sides = _sides(reading, padding)
    if layer is None:
        return f'ops.pad(x, ({", ".join(sides)}), mode="{mode}")'
    numbers = sides[0] if len(set(sides)) == 1 else f"({', '.join(sides)})"
    return f"{layer}{axes}d({numbers})"


def _sides(reading: Reading, padding: Argument) -> list[str]:
    """Before and after on each axis, the last axis first."""
    axes, value = reading.call.signature.axes, padding.value
    if value == Known("same"):
        return _same_sides(reading, axes)
    if not isinstance(value, Items):
        return [padding.text] * 2 * axes
    items = item_texts(padding)
    if len(items) == 1:
        return [items[0]] * 2 * axes
    if len(items) == axes:
        return [item for item in reversed(items) for _ in range(2)]
    if len(items) == 2 * axes:
        return [side for axis in reversed(range(axes)) for side in items[2 * axis : 2 * axis + 2]]
    raise UntranslatableError(said("{given} does not fit {axes} axes", given=f"padding={padding.shown}", axes=axes))


def _same_sides(reading: Reading, axes: int) -> list[str]:
    """What torch's "same" adds: ``dilation * (kernel_size - 1)``, the smaller half before."""
    kernel_size, dilation = reading.arguments.get("kernel_size"), reading.arguments.get("dilation")
    kernels = per_axis(kernel_size.value, axes) if kernel_size is not None else (None,) * axes
    dilations = per_axis(dilation.value, axes) if dilation is not None else (1,) * axes
    sides: list[str] = []
    for kernel, apart in reversed(list(zip(kernels, dilations, strict=True))):
        if kernel is None or apart is None:
            raise UntranslatableError(said('what padding="same" adds cannot be told here: write it as numbers'))
        added = apart * (kernel - 1)
        sides += [str(added // 2), str(added - added // 2)]
    return sides
