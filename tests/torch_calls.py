"""Calls of torch's convolutions, made up at random, and what they come to in MindSpore's terms.

The table is written out here once more, apart from the engine: torch's signatures, MindSpore's, and what every
padding adds to every side.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

Sides = tuple[tuple[int, int], ...] | str
"""Cells added before and after, axis by axis; "same" where MindSpore reckons it."""

_LAYER = "in_channels, out_channels, kernel_size, stride=1, pad_mode='same', padding=0,"
_LAYER_END = "has_bias=False, weight_init=None, bias_init=None"
_FUNCTION = "input, weight, bias=None, stride=1, pad_mode='valid', padding=0, dilation=1, groups=1"
_MINDSPORE = {
    "Conv1d": f"{_LAYER} dilation=1, group=1, {_LAYER_END}, dtype=None",
    "Conv2d": f"{_LAYER} dilation=1, group=1, {_LAYER_END}, data_format='NCHW', dtype=None",
    "Conv3d": f"{_LAYER} dilation=1, group=1, {_LAYER_END}, data_format='NCDHW', dtype=None",
    "Conv1dTranspose": f"{_LAYER} dilation=1, group=1, {_LAYER_END}, dtype=None",
    "Conv2dTranspose": f"{_LAYER} output_padding=0, dilation=1, group=1, {_LAYER_END}, dtype=None",
    "Conv3dTranspose": f"{_LAYER} dilation=1, group=1, output_padding=0, {_LAYER_END}, data_format='NCDHW', dtype=None",
    "conv1d": _FUNCTION,
    "conv2d": _FUNCTION,
    "conv3d": _FUNCTION,
}
_TORCH_LAYER = "in_channels out_channels kernel_size stride padding dilation groups bias padding_mode device"
_TORCH_TRANSPOSED = (
    "in_channels out_channels kernel_size stride padding output_padding groups bias dilation padding_mode device"
)
_TORCH_FUNCTION = "input weight bias stride padding dilation groups"


@dataclass(frozen=True)
class Meaning:
    """What a convolution computes."""

    kernel: tuple[int, ...] | None
    stride: tuple[int, ...]
    dilation: tuple[int, ...]
    sides: Sides
    appended: tuple[int, ...]
    """Cells that MindSpore's own output_padding adds."""
    groups: int
    bias: object
    channels: tuple[Any, Any]


@dataclass(frozen=True)
class TorchCall:
    """One call: torch's arguments by name, in the order and the words in which they are written."""

    name: str
    arguments: Mapping[str, Any]
    written: tuple[str, ...]
    """The arguments' texts, keywords included."""
    text: str

    @property
    def axes(self) -> int:
        return next(int(letter) for letter in self.name if letter.isdigit())

    @property
    def transposed(self) -> bool:
        return self.name.endswith("Transpose")

    @property
    def is_function(self) -> bool:
        return self.name[0] == "c"

    def get(self, name: str, default: Any) -> Any:
        return self.arguments.get(name, default)

    def per_axis(self, name: str, default: int) -> tuple[int, ...]:
        return spread(self.get(name, default), self.axes)

    def means(self) -> Meaning | None:
        """What it computes, in MindSpore's terms; None where these have no words for it."""
        if self.get("padding_mode", "zeros") != "zeros":
            return None
        padding = self.get("padding", 0)
        sides: Sides
        if padding == "same":
            sides = "same"
        else:
            numbers = spread(0 if padding == "valid" else padding, self.axes)
            sides = tuple((number, number) for number in numbers)
        appended = (0,) * self.axes
        output = self.per_axis("output_padding", 0)
        if any(output):
            if self.axes == 1:
                return None
            if self.axes == 3:
                appended = output
            else:
                assert not isinstance(sides, str)
                if any(more > before for more, (before, _) in zip(output, sides, strict=True)):
                    return None
                sides = tuple(
                    (before, after - more) for more, (before, after) in zip(output, sides, strict=True)
                )
        kernel = None if self.is_function else self.per_axis("kernel_size", 1)
        bias: object = self.get("bias", None) if self.is_function else bool(self.get("bias", True))
        ends = ("input", "weight") if self.is_function else ("in_channels", "out_channels")
        return Meaning(
            kernel=kernel,
            stride=self.per_axis("stride", 1),
            dilation=self.per_axis("dilation", 1),
            sides=settled(sides, kernel, self.per_axis("stride", 1), self.per_axis("dilation", 1), self.transposed),
            appended=appended,
            groups=self.get("groups", 1),
            bias=bias,
            channels=(self.arguments[ends[0]], self.arguments[ends[1]]),
        )


def spread(value: Any, axes: int) -> tuple[int, ...]:
    """A number or numbers for each axis."""
    if isinstance(value, int):
        return (value,) * axes
    return tuple(value) * axes if len(value) == 1 else tuple(value)


def settled(
    sides: Sides,
    kernel: tuple[int, ...] | None,
    stride: tuple[int, ...],
    dilation: tuple[int, ...],
    transposed: bool,
) -> Sides:
    """What "same" is where it is the same whatever the input: nothing for kernel 1, or where (k' - s) / 2 is whole."""
    if sides != "same" or kernel is None:
        return sides
    if not transposed:
        return ((0, 0),) * len(kernel) if set(kernel) == {1} else "same"
    over = [d * (k - 1) + 1 - s for k, s, d in zip(kernel, stride, dilation, strict=True)]
    if any(more < 0 or more % 2 for more in over):
        return "same"
    return tuple((more // 2, more // 2) for more in over)


class RefusedError(Exception):
    """MindSpore raises."""


def mindspore_meaning(name: str, call: ast.Call) -> Meaning:
    """What a call of MindSpore's computes.

    Raises:
        RefusedError: nothing, it raises.
    """
    transposed, is_function = name.endswith("Transpose"), name[0] == "c"
    axes = next(int(letter) for letter in name if letter.isdigit())
    scope: dict[str, Any] = {}
    exec(f"def {name}({_MINDSPORE[name]}): pass", scope)
    try:
        bound = inspect.signature(scope[name]).bind(
            *[value_of(argument) for argument in call.args],
            **{keyword.arg or "": value_of(keyword.value) for keyword in call.keywords},
        )
    except TypeError as error:
        raise RefusedError(str(error)) from None
    bound.apply_defaults()
    given = bound.arguments
    sizes = {"stride": given["stride"], "dilation": given["dilation"]}
    if not is_function:
        sizes["kernel_size"] = given["kernel_size"]
    for size_name, size in sizes.items():
        fits = type(size) is int or (type(size) is tuple and (axes > 1 or is_function) and len(size) == axes)
        if not fits:
            raise RefusedError(f"{size_name}={size!r}")
    mode, padding = given["pad_mode"], given["padding"]
    if mode not in ("same", "valid", "pad"):
        raise RefusedError(f"pad_mode={mode!r}")
    if type(padding) is not int:
        kinds, length = ((tuple, list), axes) if is_function else ((tuple,), 2 * axes)
        if not isinstance(padding, kinds) or len(padding) != length or (axes == 1 and not is_function):
            raise RefusedError(f"padding={padding!r}")
    flat = [padding] if isinstance(padding, int) else list(padding)
    if any(flat) and mode != "pad":
        raise RefusedError(f"padding={padding!r} with {mode}")
    if not is_function and type(given["has_bias"]) is not bool:
        raise RefusedError(f"has_bias={given['has_bias']!r}")
    output = spread(given.get("output_padding", 0), axes)
    if any(output) and mode != "pad":
        raise RefusedError("output_padding without pad")
    sides: Sides
    if mode == "same":
        sides = "same"
    elif mode == "valid":
        sides = ((0, 0),) * axes
    elif isinstance(padding, int) or is_function:
        sides = tuple((number, number) for number in spread(padding, axes))
    else:
        sides = tuple(zip(padding[::2], padding[1::2], strict=True))
    if transposed and mode == "valid":
        sides = "valid, which is another shape for a transposed convolution"
    kernel = None if is_function else spread(given["kernel_size"], axes)
    stride, dilation = spread(given["stride"], axes), spread(given["dilation"], axes)
    ends = ("input", "weight") if is_function else ("in_channels", "out_channels")
    return Meaning(
        kernel=kernel,
        stride=stride,
        dilation=dilation,
        sides=settled(sides, kernel, stride, dilation, transposed),
        appended=output,
        groups=given["groups" if is_function else "group"],
        bias=given["bias" if is_function else "has_bias"],
        channels=(given[ends[0]], given[ends[1]]),
    )


def value_of(node: ast.expr) -> Any:
    """The value of an argument; of a name the name."""
    return node.id if isinstance(node, ast.Name) else ast.literal_eval(node)


# --- Made up at random -----------------------------------------------------------------------------------------------

NAMES = tuple(_MINDSPORE)
_LAYOUTS = ("line", "spaced", "arguments a line", "one a line", "commented", "hugging")


def _sizes(axes: int, low: int, high: int) -> st.SearchStrategy[Any]:
    number = st.integers(low, high)
    several = st.lists(number, min_size=axes, max_size=axes)
    return st.one_of(number, number, several.map(tuple), several)


@st.composite
def torch_calls(draw: st.DrawFn, names: tuple[str, ...] = NAMES) -> TorchCall:
    """Calls of torch's, only the prefix another."""
    name = draw(st.sampled_from(names))
    transposed, is_function = name.endswith("Transpose"), name[0] == "c"
    axes = next(int(letter) for letter in name if letter.isdigit())
    order = _TORCH_FUNCTION if is_function else _TORCH_TRANSPOSED if transposed else _TORCH_LAYER
    parameters = order.split()
    values: dict[str, Any] = {
        "in_channels": draw(st.sampled_from([4, 8])),
        "out_channels": draw(st.sampled_from([4, 8])),
        "kernel_size": draw(_sizes(axes, 1, 5)),
        "stride": draw(_sizes(axes, 1, 3)),
        "padding": draw(_sizes(axes, 0, 3)),
        "output_padding": draw(_sizes(axes, 0, 2)),
        "dilation": draw(_sizes(axes, 1, 2)),
        "groups": draw(st.sampled_from([1, 2, 4])),
        "bias": draw(st.sampled_from(["b", None] if is_function else [True, False, None])),
        "padding_mode": draw(st.sampled_from(["zeros"] * 3 if transposed else ["zeros", "zeros", "reflect", "circular"])),
        "device": None,
        "input": "x",
        "weight": "w",
    }
    if not transposed and draw(st.integers(0, 4)) == 0:
        values["padding"] = draw(st.sampled_from(["same", "valid"]))
        if values["padding"] == "same":
            values["stride"] = 1
    required = 2 if is_function else 3
    by_position = draw(st.integers(0, len(parameters) - 1))
    rest = parameters[max(by_position, required) :]
    chosen = [parameter for parameter in rest if draw(st.booleans())]
    keywords = draw(st.permutations([*parameters[by_position:required], *chosen]))
    written = [_shown(draw, values[parameter]) for parameter in parameters[:by_position]]
    written += [f"{parameter}={_shown(draw, values[parameter])}" for parameter in keywords]
    arguments = {parameter: values[parameter] for parameter in (*parameters[:by_position], *keywords)}
    prefix = "ops" if is_function else "nn"
    text = f"{prefix}.{name}{_laid_out(draw, written)}"
    return TorchCall(name, arguments, tuple(written), text)


def _shown(draw: st.DrawFn, value: Any) -> str:
    text = value if value in ("x", "w", "b") else repr(value)
    if isinstance(value, str) and text != value and draw(st.booleans()):
        text = text.replace("'", '"')
    if draw(st.integers(0, 7)) == 0:
        text = draw(st.sampled_from([f"({text})", f"(({text}))", f"( {text} )", f"(\n        {text}\n    )"]))
    return text


def _laid_out(draw: st.DrawFn, written: list[str]) -> str:
    layout = draw(st.sampled_from(_LAYOUTS))
    comma = draw(st.sampled_from(["", ","]))
    if layout == "line":
        return f"({', '.join(written)}{comma})"
    if layout == "spaced":
        return f"( {' , '.join(written)} {comma} )"
    if layout == "hugging":
        return f"({','.join(written)}{comma}\n)"
    if layout == "arguments a line":
        return f"(\n    {', '.join(written)}{comma}\n)"
    if layout == "one a line":
        lines = ",\n    ".join(written)
        return f"(\n    {lines}{comma}\n)"
    lines = ""
    for number, argument in enumerate(written):
        before = draw(st.sampled_from(["", "", f"# before {number}\n    "]))
        behind = draw(st.sampled_from(["", "", f"  # behind {number}, it's (so)"]))
        last = number + 1 == len(written)
        lines += f"    {before}{argument}{comma if last else ','}{behind}\n"
    return f"(  # it begins\n{lines})"
