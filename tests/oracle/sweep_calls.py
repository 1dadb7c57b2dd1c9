"""Calls of torch's convolutions, drawn at random: every form of every argument, by position and by keyword."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import cycle
from random import Random
from typing import Any

LAYERS = ("Conv1d", "Conv2d", "Conv3d", "Conv1dTranspose", "Conv2dTranspose", "Conv3dTranspose")
FUNCTIONS = ("conv1d", "conv2d", "conv3d")
_LAYER = "in_channels out_channels kernel_size stride padding dilation groups bias padding_mode device dtype"
_TRANSPOSED = (
    "in_channels out_channels kernel_size stride padding output_padding groups bias dilation padding_mode device dtype"
)
_FUNCTION = "input weight bias stride padding dilation groups"
_REQUIRED = {"in_channels", "out_channels", "kernel_size", "input", "weight"}
_COMMON = {"stride", "dilation"}
_COMMON_OF_FUNCTIONS = {*_COMMON, "bias", "groups"}
"""What a call may be given besides, if it keeps to words that both frameworks have."""
_CHANNELS = ((4, 4), (4, 8), (8, 4), (4, 4), (3, 6), (2, 6), (1, 4), (3, 5))
_NUMBERS = ("number", "number", "tuple", "list", "1-tuple")
_PADDING_NUMBERS = ("absent", "zero", "number", "number", "tuple", "list", "1-tuple")
_PADDINGS = (*_PADDING_NUMBERS, "same", "valid")
_LARGEST_KERNEL = {1: 7, 2: 5, 3: 4}


class Name(str):
    """A variable's name, which stands in a call without quotes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


@dataclass(frozen=True)
class Call:
    """One call of torch's; it goes by the name that MindSpore has for the callable."""

    name: str
    arguments: Mapping[str, Any]
    """The values under torch's names, in the order in which they are written."""
    by_position: int
    """How many of them are written without a keyword."""
    kernel: tuple[int, ...]
    dilation: tuple[int, ...]
    weight_shape: tuple[int, ...] = ()
    """The shape of the weight that a function is given."""

    @property
    def axes(self) -> int:
        return int(self.name[4])

    @property
    def transposed(self) -> bool:
        return self.name.endswith("Transpose")

    @property
    def is_function(self) -> bool:
        return self.name in FUNCTIONS

    @property
    def torch_name(self) -> str:
        return f"ConvTranspose{self.axes}d" if self.transposed else self.name

    @property
    def written(self) -> str:
        """The arguments' text."""
        texts = [
            repr(value) if place < self.by_position else f"{name}={value!r}"
            for place, (name, value) in enumerate(self.arguments.items())
        ]
        return ", ".join(texts)

    @property
    def torch_text(self) -> str:
        """The call as torch takes it."""
        return f"{'F' if self.is_function else 'nn'}.{self.torch_name}({self.written})"

    @property
    def module(self) -> str:
        """A module of MindSpore's around the call, nothing but the name in front changed."""
        if self.is_function:
            return f"from mindspore import ops\n\n\ndef conv(x, w, b):\n    return ops.{self.name}({self.written})\n"
        return f"from mindspore import nn\n\nconv = nn.{self.name}({self.written})\n"

    @property
    def sizes(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Even sizes of an input, another one for each axis, and odd ones; large enough for the kernel."""
        reach = max(dilation * (kernel - 1) + 1 for kernel, dilation in zip(self.kernel, self.dilation, strict=True))
        even = max(4, reach + reach % 2)
        return (
            tuple(even + 2 * axis for axis in range(self.axes)),
            tuple(even + 1 + 2 * axis for axis in range(self.axes)),
        )

    def per_axis(self, name: str, default: int) -> tuple[int, ...]:
        """The numbers of an argument, one for each axis."""
        return spread(self.arguments.get(name, default), self.axes)

    def with_arguments(self, **values: Any) -> Call:
        """The same call, other values for those of these arguments that it has."""
        kept = {name: values.get(name, value) for name, value in self.arguments.items()}
        return replace(self, arguments=kept)

    def flat(self) -> Call:
        """A transposed convolution on one axis as one on two axes, the first of them of length 1."""
        fill = {"kernel_size": 1, "stride": 1, "padding": 0, "output_padding": 0, "dilation": 1}
        values = {name: (first, *self.per_axis(name, first)) for name, first in fill.items() if name in self.arguments}
        flat = replace(self, name="Conv2dTranspose", kernel=(1, *self.kernel), dilation=(1, *self.dilation))
        return flat.with_arguments(**values)


def passed_over(call: Call) -> str | None:
    """Why a call cannot be swept that torch takes, or None; ``test_sweep.py`` shows that it is so."""
    pairs = zip(call.per_axis("output_padding", 0), call.per_axis("stride", 1), strict=True)
    if call.name == "Conv3dTranspose" and any(more >= stride for more, stride in pairs):
        return "output_padding as large as the stride: MindSpore has no kernel for it on the processor"
    one_dilation = isinstance(call.arguments.get("dilation", 1), (tuple, list)) and len(call.arguments["dilation"]) == 1
    pads_before = call.arguments.get("padding_mode", "zeros") != "zeros"
    if call.axes > 1 and one_dilation and pads_before and call.arguments.get("padding") == "same":
        return "padding='same' with a padding_mode and one dilation for several axes: torch pads the first axis alone"
    return None


def spread(value: Any, axes: int) -> tuple[int, ...]:
    """A number, or numbers, for each axis."""
    numbers = (value,) if isinstance(value, int) else tuple(value)
    return numbers * axes if len(numbers) == 1 else numbers


class Drawing:
    """Draws calls of one callable, every form of padding in its turn."""

    def __init__(self, name: str, seed: int) -> None:
        self.name = name
        self.axes = int(name[4])
        self.transposed, self.is_function = name.endswith("Transpose"), name in FUNCTIONS
        self._random = Random(f"{name} {seed}")
        self._forms = cycle(_PADDING_NUMBERS if self.transposed else _PADDINGS)
        self._form = next(self._forms)
        self._common = False

    def next_form(self) -> None:
        """Go on to the next form of padding."""
        self._form = next(self._forms)

    def call(self) -> Call:
        """A call, which torch may refuse."""
        form = self._form
        if self.transposed and self._random.random() < 0.03:
            form = self._random.choice(("same", "valid"))
        self._common = self._random.random() < 0.3
        values = self._values(form)
        order = (_FUNCTION if self.is_function else _TRANSPOSED if self.transposed else _LAYER).split()
        last = order.index("padding") if self._common or form == "absent" else len(order)
        by_position = self._random.randint(0, last)
        named = [name for name in order[by_position:] if self._is_named(name, form)]
        if self._random.random() < 0.5:
            self._random.shuffle(named)
        arguments = {name: values[name] for name in (*order[:by_position], *named)}
        return Call(
            name=self.name,
            arguments=arguments,
            by_position=by_position,
            kernel=spread(values["kernel_size"], self.axes),
            dilation=spread(arguments.get("dilation", 1), self.axes),
            weight_shape=self._weight_shape(values, arguments.get("groups", 1)) if self.is_function else (),
        )

    def _is_named(self, name: str, form: str) -> bool:
        """Whether an argument that is not given by position is given at all."""
        if name in _REQUIRED:
            return True
        if name == "padding":
            return form != "absent"
        if self._common and name not in (_COMMON_OF_FUNCTIONS if self.is_function else _COMMON):
            return False
        return self._random.random() < {"padding_mode": 0.3, "device": 0.1, "dtype": 0.1}.get(name, 0.5)

    def _values(self, form: str) -> dict[str, Any]:
        random = self._random
        channels, out = random.choice(_CHANNELS)
        modes = ["zeros"] * (20 if self.transposed else 2) + ["reflect", "replicate", "circular"]
        return {
            "in_channels": channels,
            "out_channels": out,
            "kernel_size": self._numbers(1, _LARGEST_KERNEL[self.axes]),
            "stride": 1 if form == "same" and random.random() < 0.9 else self._numbers(1, 4),
            "padding": self._padding(form),
            "output_padding": self._numbers(0, 2),
            "dilation": self._dilation(),
            "groups": random.choice((1, 1, 2, channels)),
            "bias": random.choice((Name("b"), None) if self.is_function else (True, False, None)),
            "padding_mode": random.choice(modes),
            "device": None,
            "dtype": None,
            "input": Name("x"),
            "weight": Name("w"),
        }

    def _dilation(self) -> Any:
        if self.name == "Conv3dTranspose" and self._random.random() < 0.8:
            return (1, *self._in_form("tuple", 1, 3)[1:])  # MindSpore refuses every other one on the depth axis
        return 1 if self._random.random() < 0.3 else self._numbers(1, 3)

    def _padding(self, form: str) -> Any:
        if form in ("same", "valid"):
            return form
        if form == "zero":
            return 0
        return self._in_form("number" if form == "absent" else form, 1 if form == "number" else 0, 3)

    def _numbers(self, low: int, high: int) -> Any:
        forms = _NUMBERS if not self._common else ("number", "tuple") if self.axes > 1 else ("number",)
        return self._in_form(self._random.choice(forms), low, high)

    def _in_form(self, form: str, low: int, high: int) -> Any:
        """A number, or numbers; of 1-tuples torch takes some for several axes, too."""
        if form == "number":
            return self._random.randint(low, high)
        numbers = [self._random.randint(low, high) for _ in range(1 if form == "1-tuple" else self.axes)]
        return numbers if form == "list" else tuple(numbers)

    def _weight_shape(self, values: dict[str, Any], groups: int) -> tuple[int, ...]:
        kernel = spread(values["kernel_size"], self.axes)
        return (values["out_channels"], max(values["in_channels"] // groups, 1), *kernel)
