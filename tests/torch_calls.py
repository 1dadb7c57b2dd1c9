"""Calls of torch's convolutions, made up at random, and what they compute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st
from mindspore_calls import NAMES, Meaning, Sides, axes_of, is_function, settled, spread

_TORCH_LAYER = "in_channels out_channels kernel_size stride padding dilation groups bias padding_mode device"
_TORCH_TRANSPOSED = (
    "in_channels out_channels kernel_size stride padding output_padding groups bias dilation padding_mode device"
)
_TORCH_FUNCTION = "input weight bias stride padding dilation groups"


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
        return axes_of(self.name)

    @property
    def transposed(self) -> bool:
        return self.name.endswith("Transpose")

    @property
    def is_function(self) -> bool:
        return is_function(self.name)

    def get(self, name: str, default: Any) -> Any:
        return self.arguments.get(name, default)

    def per_axis(self, name: str, default: int) -> tuple[int, ...]:
        return spread(self.get(name, default), self.axes)

    def means(self) -> Meaning | None:
        """What it computes, in MindSpore's terms; None where these have no words for it."""
        padding = self.get("padding", 0)
        if self.get("padding_mode", "zeros") != "zeros" and padding != "valid" and _some(padding):
            return None
        if self.name == "Conv3dTranspose" and self.per_axis("dilation", 1)[0] != 1:
            return None
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
                no_padding = all(pair == (0, 0) for pair in sides)
                if no_padding and not self.get("bias", True):
                    appended = output
                elif any(more > before for more, (before, _) in zip(output, sides, strict=True)):
                    return None
                else:
                    sides = tuple((before, after - more) for more, (before, after) in zip(output, sides, strict=True))
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


def _some(padding: Any) -> bool:
    """Whether anything is padded."""
    return padding == "same" or any(spread(padding, 1))


# --- Made up at random -----------------------------------------------------------------------------------------------

_LAYOUTS = ("line", "spaced", "arguments a line", "one a line", "commented", "hugging")


def _sizes(axes: int, low: int, high: int) -> st.SearchStrategy[Any]:
    number = st.integers(low, high)
    several = st.lists(number, min_size=axes, max_size=axes)
    return st.one_of(number, number, several.map(tuple), several)


@st.composite
def torch_calls(draw: st.DrawFn, names: tuple[str, ...] = NAMES) -> TorchCall:
    """Calls of torch's, only the prefix another."""
    name = draw(st.sampled_from(names))
    transposed, function, axes = name.endswith("Transpose"), is_function(name), axes_of(name)
    order = _TORCH_FUNCTION if function else _TORCH_TRANSPOSED if transposed else _TORCH_LAYER
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
        "bias": draw(st.sampled_from(["b", None] if function else [True, False, None])),
        "padding_mode": draw(
            st.sampled_from(["zeros"] * 3 if transposed else ["zeros", "zeros", "reflect", "circular"])
        ),
        "device": None,
        "input": "x",
        "weight": "w",
    }
    if not transposed and draw(st.integers(0, 4)) == 0:
        values["padding"] = draw(st.sampled_from(["same", "valid"]))
        if values["padding"] == "same":
            values["stride"] = 1
    required = 2 if function else 3
    by_position = draw(st.integers(0, len(parameters) - 1))
    rest = parameters[max(by_position, required) :]
    chosen = [parameter for parameter in rest if draw(st.booleans())]
    keywords = draw(st.permutations([*parameters[by_position:required], *chosen]))
    written = [_shown(draw, values[parameter]) for parameter in parameters[:by_position]]
    written += [f"{parameter}={_shown(draw, values[parameter])}" for parameter in keywords]
    arguments = {parameter: values[parameter] for parameter in (*parameters[:by_position], *keywords)}
    prefix = "ops" if function else "nn"
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
