"""What MindSpore's convolutions compute, written out once more apart from the engine: an oracle for its tests."""

from __future__ import annotations

import ast
import inspect
from dataclasses import dataclass
from typing import Any

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

NAMES = tuple(_MINDSPORE)


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


def axes_of(name: str) -> int:
    """The number in a callable's name."""
    return next(int(letter) for letter in name if letter.isdigit())


def is_function(name: str) -> bool:
    """Whether the callable is ops.conv1d, ops.conv2d or ops.conv3d."""
    return name[0] == "c"


def mindspore_meaning(name: str, call: ast.Call) -> Meaning:
    """What a call of MindSpore's computes.

    Raises:
        RefusedError: nothing, it raises.
    """
    axes, function, transposed = axes_of(name), is_function(name), name.endswith("Transpose")
    given = _bound(name, call)
    _refuse_sizes(name, given)
    _refuse_padding(name, given)
    if not function and type(given["has_bias"]) is not bool:
        raise RefusedError(f"has_bias={given['has_bias']!r}")
    kernel = None if function else spread(given["kernel_size"], axes)
    stride, dilation = spread(given["stride"], axes), spread(given["dilation"], axes)
    ends = ("input", "weight") if function else ("in_channels", "out_channels")
    return Meaning(
        kernel=kernel,
        stride=stride,
        dilation=dilation,
        sides=settled(_sides(name, given), kernel, stride, dilation, transposed),
        appended=spread(given.get("output_padding", 0), axes),
        groups=given["groups" if function else "group"],
        bias=given["bias" if function else "has_bias"],
        channels=(given[ends[0]], given[ends[1]]),
    )


def _bound(name: str, call: ast.Call) -> dict[str, Any]:
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
    return bound.arguments


def _refuse_sizes(name: str, given: dict[str, Any]) -> None:
    axes, function = axes_of(name), is_function(name)
    for size_name in {"kernel_size", "stride", "dilation", "output_padding"} & given.keys():
        size = given[size_name]
        takes_tuple = type(size) is tuple and (axes > 1 or function)
        takes_tuple |= type(size) is list and name == "conv1d"
        if type(size) is not int and not (takes_tuple and len(size) == axes):
            raise RefusedError(f"{size_name}={size!r}")
    if name == "Conv3dTranspose" and spread(given["dilation"], axes)[0] != 1:
        raise RefusedError(f"dilation={given['dilation']!r}")


def _refuse_padding(name: str, given: dict[str, Any]) -> None:
    axes, function = axes_of(name), is_function(name)
    mode, padding = given["pad_mode"], given["padding"]
    if mode not in ("same", "valid", "pad"):
        raise RefusedError(f"pad_mode={mode!r}")
    if type(padding) is not int:
        kinds, length = ((tuple, list), axes) if function else ((tuple,), 2 * axes)
        if not isinstance(padding, kinds) or len(padding) != length or (axes == 1 and not function):
            raise RefusedError(f"padding={padding!r}")
    if mode != "pad" and (any(spread(padding, axes)) or any(spread(given.get("output_padding", 0), axes))):
        raise RefusedError(f"{mode} with padding={padding!r} or with output_padding")


def _sides(name: str, given: dict[str, Any]) -> Sides:
    axes, mode, padding = axes_of(name), given["pad_mode"], given["padding"]
    if mode == "same":
        return "same"
    if mode == "valid":
        transposed = name.endswith("Transpose")
        return "valid, another shape where transposed" if transposed else ((0, 0),) * axes
    if isinstance(padding, int) or is_function(name):
        return tuple((number, number) for number in spread(padding, axes))
    return tuple(zip(padding[::2], padding[1::2], strict=True))


def value_of(node: ast.expr) -> Any:
    """The value of an argument; of a name the name."""
    return node.id if isinstance(node, ast.Name) else ast.literal_eval(node)
