"""What a call with mistakes obviously means: the right calls, written by hand from a small table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from .own_calls_drawing import ORDERS, OwnCall
from .own_calls_words import UnclearError, by_right_names, words

_MODES = {"same": "same", "valid": "valid", "pad": "pad", "zeros": "zeros", "smae": "same", "vaild": "valid"}
"""What is meant by a pad_mode, in small letters; "zeros" is torch's word for what is padded with, not how much."""


@dataclass(frozen=True)
class _Padding:
    """Cells on each side, axis by axis; or a name, where "same" or "valid" stands for them."""

    sides: tuple[int, ...] = ()
    name: str = ""
    written: bool = True

    @property
    def is_zero(self) -> bool:
        return not self.name and not any(self.sides)


def meant(call: OwnCall) -> list[OwnCall]:
    """The calls one of which is meant; none where there is no telling."""
    try:
        arguments = by_right_names(call)
        _mend_sizes(call, arguments)
        ways = product(_biases(call, arguments), _paddings(call, arguments))
        found = [_written(call, arguments | bias | padding) for bias, padding in ways]
    except UnclearError:
        return []
    return list({right.text: right for right in found if right is not None}.values())


def _mend_sizes(call: OwnCall, arguments: dict[str, Any]) -> None:
    for name in ("kernel_size", "stride", "dilation", "output_padding"):
        if name in arguments:
            arguments[name] = _size(name, arguments[name], call)
    if "output_padding" not in ORDERS[call.name].split() and not any(_spread(arguments, call)):
        arguments.pop("output_padding", None)


def _size(name: str, value: Any, call: OwnCall) -> Any:
    if isinstance(value, int):
        return value
    lengths = (call.axes,) if name == "kernel_size" else (1, call.axes)
    if not isinstance(value, (tuple, list)) or len(value) not in lengths:
        raise UnclearError(value)
    return value[0] if len(value) == 1 else tuple(value)


def _spread(arguments: Mapping[str, Any], call: OwnCall) -> tuple[int, ...]:
    numbers = _numbers(arguments.get("output_padding", 0))
    return numbers * call.axes if len(numbers) == 1 else numbers


def _numbers(value: Any) -> tuple[int, ...]:
    return (value,) if isinstance(value, int) else tuple(value)


def _biases(call: OwnCall, arguments: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The ways in which a bias may be meant."""
    if not call.is_layer:
        return [{}]
    if "has_bias" in arguments:
        value = arguments["has_bias"]
        if value is not None and not isinstance(value, (int, float)):
            raise UnclearError(value)
        return [{"has_bias": bool(value)}]
    own, torch = words(call)
    return [{"has_bias": bias} for bias in (False, True) if own == torch or bias is torch]


def _paddings(call: OwnCall, arguments: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The ways in which pad_mode and padding may be meant."""
    padding, mode = _padding(call, arguments), _mode(call, arguments)
    if arguments.get("padding_mode", "zeros") != "zeros" and not _pads_nothing(padding, mode, arguments):
        raise UnclearError("a layer before it")
    if padding.name and mode not in (None, "pad", "zeros", padding.name):
        raise UnclearError(mode)
    if padding.name:
        modes = [padding.name]
    elif not padding.is_zero or any(_spread(arguments, call)) or mode == "zeros":
        modes = ["pad"]
    else:
        modes = [mode] if mode is not None else _modes_left_out(call, padding)
    return [{"pad_mode": each, "padding": padding.sides or (0,) * 2 * call.axes} for each in modes]


def _pads_nothing(padding: _Padding, mode: str | None, arguments: Mapping[str, Any]) -> bool:
    one_cell = set(_numbers(arguments.get("kernel_size", 0))) == {1}
    return padding.name == "valid" or (padding.is_zero and (mode != "same" or one_cell))


def _modes_left_out(call: OwnCall, padding: _Padding) -> list[str]:
    """What is meant where no pad_mode is given: torch pads nothing; in MindSpore's own words its default may hold."""
    if not call.is_layer:
        return ["valid"]
    own, torch = words(call)
    if own == torch or (own and padding.written):
        return ["pad", "same"]
    return ["pad"] if torch else ["same"]


def _mode(call: OwnCall, arguments: Mapping[str, Any]) -> str | None:
    if "pad_mode" not in arguments:
        return None
    mode = arguments["pad_mode"]
    if mode is None and isinstance(arguments.get("padding"), str):
        return None
    if not isinstance(mode, str) or mode.lower() not in _MODES:
        raise UnclearError(mode)
    return _MODES[mode.lower()]


def _padding(call: OwnCall, arguments: Mapping[str, Any]) -> _Padding:
    axes = call.axes
    if "padding" not in arguments:
        return _Padding((0,) * 2 * axes, written=False)
    value = arguments["padding"]
    if value in ("same", "valid"):
        return _Padding(name=value)
    numbers = (value,) if type(value) is int else value
    if not isinstance(numbers, (tuple, list)):
        raise UnclearError(value)
    if len(numbers) == 1:
        return _Padding(tuple(numbers) * 2 * axes)
    if len(numbers) == axes:
        return _Padding(tuple(number for number in numbers for _ in range(2)))
    if len(numbers) != 2 * axes:
        raise UnclearError(value)
    return _Padding(tuple(numbers))


def _written(call: OwnCall, given: dict[str, Any]) -> OwnCall | None:
    """The right call, everything by keyword; None where MindSpore has no such call."""
    given = {name: value for name, value in given.items() if name != "padding_mode"}
    sides = given["padding"]
    added = _spread(given, call)
    if any(added):
        if call.name == "Conv2dTranspose" and (given.get("has_bias") or any(sides)):
            sides = tuple(side - more for side, more in zip(sides, (0, added[0], 0, added[1]), strict=True))
            del given["output_padding"]
        elif call.name not in ("Conv2dTranspose", "Conv3dTranspose"):
            return None
    if min(sides) < 0 or not _has_words_for(call, sides):
        return None
    if given["pad_mode"] == "pad":
        given["padding"] = _laid_out(call, sides)
    else:
        del given["padding"]
    names = {"padding": "pad"} if call.name == "Conv2D" else {}
    arguments = {names.get(name, name): value for name, value in given.items()}
    return replace(call, arguments=arguments, by_position=0)


def _has_words_for(call: OwnCall, sides: tuple[int, ...]) -> bool:
    """Whether the callable can pad so much on each side: on one axis, and in the functions, both alike."""
    return (call.axes > 1 and not call.is_function) or sides[::2] == sides[1::2]


def _laid_out(call: OwnCall, sides: tuple[int, ...]) -> Any:
    """The padding in the form that the callable takes."""
    if call.axes == 1:
        return sides[0]
    return sides[::2] if call.is_function else sides
