"""Which of MindSpore's parameters each argument of a call with mistakes is obviously meant for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .own_calls_drawing import ORDERS, OwnCall
from .own_calls_mistakes import MISSPELT

_RIGHT = {wrong: right for right, misspelt in MISSPELT.items() for wrong in misspelt}
_OWN_WORDS = {"pad_mode", "group", "has_bias", "weight_init", "bias_init", "data_format"}
_TORCH_WORDS = {"bias", "groups", "padding_mode", "device"}


class UnclearError(Exception):
    """There is no telling what is meant."""


def by_right_names(call: OwnCall) -> dict[str, Any]:
    """The arguments under the names that MindSpore has for them; of the padding always ``padding``.

    Raises:
        UnclearError: a name is like none, or two say the same.
    """
    known = {*ORDERS[call.name].split(), "padding", "padding_mode", "output_padding"}
    arguments: dict[str, Any] = {}
    for written, value in _in_the_order_meant(call):
        name = _right_name(written, call)
        if name == "has_bias" and written == "bias":
            value = bool(value)
        if _says_nothing(name, value, call):
            continue
        if name not in known or name in arguments:
            raise UnclearError(name)
        arguments[name] = value
    return arguments


def _right_name(written: str, call: OwnCall) -> str:
    name = written if written in ORDERS[call.name].split() else _RIGHT.get(written, written)
    name = {"groups": "group", "pad": "padding"}.get(name, name)
    if call.is_function:
        return "groups" if name == "group" else name
    return "has_bias" if name == "bias" else name


def _says_nothing(name: str, value: Any, call: OwnCall) -> bool:
    """Whether an argument that the callable lacks, or refuses, asks for nothing that it would not do without."""
    no_bias = name == "has_bias" and not call.is_layer and value is False
    return no_bias or name == "device" or (name == "dtype" and value is None and call.is_layer)


def _in_the_order_meant(call: OwnCall) -> Iterable[tuple[str, Any]]:
    """The arguments, those by position under torch's names where they can be meant so alone."""
    written = list(call.arguments.items())
    if _holds_a_mode(call):
        return [*written[:4], ("pad_mode", written[4][1]), *written[5:]]
    if not _is_torch_order(call):
        return written
    values = [value for _, value in written[4 : call.by_position]]
    named = zip(("padding", "dilation", "groups", "bias"), values, strict=False)
    return [*written[:4], *named, *written[call.by_position :]]


def _holds_a_mode(call: OwnCall) -> bool:
    """Whether what was put by position for a padding is a string, and so a pad_mode."""
    fifth = list(call.arguments.items())[4:5] if call.by_position > 4 else []
    return any(name == "padding" and isinstance(value, str) for name, value in fifth)


def _is_torch_order(call: OwnCall) -> bool:
    """Whether 'same' or 'valid' by position is torch's padding, since what follows is no padding of MindSpore's."""
    names, values = list(call.arguments)[: call.by_position], list(call.arguments.values())
    if call.transposed or not call.is_layer or names[4:6] != ["pad_mode", "padding"]:
        return False
    mode, behind = values[4:6]
    numbers = [behind] if type(behind) is int else behind
    is_dilation = isinstance(numbers, (tuple, list)) and len(numbers) in (1, call.axes) and all(numbers)
    keywords = call.arguments.keys() - set(names)
    _, torch = words(call)
    return mode in ("same", "valid") and torch and is_dilation and not keywords & (_OWN_WORDS | {"dilation"})


def words(call: OwnCall) -> tuple[bool, bool]:
    """Whether the call has words of MindSpore's alone, and whether it has some of torch's."""
    own = _OWN_WORDS & call.arguments.keys()
    order = list(call.arguments)[: call.by_position]
    by_position = order[4:5] == ["padding"]
    if not call.transposed and order[4:] == ["pad_mode"] and "padding" not in call.arguments:
        own -= {"pad_mode"}  # "same" would stand there in torch's order, too
    lacked = (_TORCH_WORDS | ({"output_padding"} if call.transposed else set())) - set(ORDERS[call.name].split())
    return bool(own), by_position or bool(lacked & call.arguments.keys())
