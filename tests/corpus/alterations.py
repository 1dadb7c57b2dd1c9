"""The experiments: which argument of which calls is taken out or respelled, and what should be said."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass

from .conv_calls import ConvCall


@dataclass(frozen=True)
class Alteration:
    """One experiment: ``keyword`` is dropped, or named ``new_name``, in the calls that it applies to."""

    name: str
    keyword: str
    applies: Callable[[ConvCall], bool]
    codes: tuple[str, ...]
    new_name: str | None = None
    restores: bool = False


def _literal(call: ConvCall, keyword: str, value: object) -> bool:
    argument = call.keyword(keyword)
    return argument is not None and isinstance(argument.value, ast.Constant) and argument.value.value == value


def _padding(call: ConvCall) -> object:
    """The literal padding, 0 where none is given, None where it is an expression."""
    padding = call.arguments().get("padding")
    try:
        return 0 if padding is None else ast.literal_eval(padding)
    except ValueError:
        return None


def _is_zero(padding: object) -> bool:
    return padding == 0 or (isinstance(padding, tuple) and all(number == 0 for number in padding))


def _unpadded(call: ConvCall) -> bool:
    return _literal(call, "pad_mode", "valid") or (_literal(call, "pad_mode", "pad") and _is_zero(_padding(call)))


ALTERATIONS = (
    Alteration(
        "pad_mode='pad' dropped beside a nonzero literal padding",
        "pad_mode",
        lambda call: _literal(call, "pad_mode", "pad") and _padding(call) is not None and not _is_zero(_padding(call)),
        ("MSC102",),
        restores=True,
    ),
    Alteration(
        "pad_mode='pad' dropped beside a padding that is an expression",
        "pad_mode",
        lambda call: _literal(call, "pad_mode", "pad") and _padding(call) is None,
        ("MSC102", "MSC108"),
        restores=True,
    ),
    Alteration("has_bias= respelled bias=", "has_bias", lambda _: True, ("MSC401",), "bias", restores=True),
    Alteration("group= respelled groups=", "group", lambda _: True, ("MSC401",), "groups", restores=True),
    Alteration("has_bias=True dropped", "has_bias", lambda c: _literal(c, "has_bias", True), ("MSC201",)),
    Alteration("has_bias=False dropped", "has_bias", lambda c: _literal(c, "has_bias", False), ("MSC201",)),
    Alteration(
        "pad_mode='same' dropped, kernel not 1",
        "pad_mode",
        lambda call: _literal(call, "pad_mode", "same") and not call.has_kernel_one(),
        ("MSC101",),
    ),
    Alteration(
        "pad_mode='valid', or 'pad' without padding, dropped, kernel not 1",
        "pad_mode",
        lambda call: _unpadded(call) and not call.has_kernel_one(),
        ("MSC101",),
    ),
)
