"""Numbers with which no convolution can be made; no rule judges them, since both raise, or torch has no such thing."""

from __future__ import annotations

from ms_convlint.facts.convolutions import Convolution
from ms_convlint.facts.values import Items, Known, integer
from ms_convlint.wording import Wording, said

_LARGEST = 1 << 31
"""No axis is longer; what is larger could not even be written out."""


def impossible_number(call: Convolution) -> Wording | None:
    """Why a call with these numbers raises; None where it does not, or they are unknown."""
    signature = call.signature
    least = {"kernel_size": 1, "stride": 1, "dilation": 1, signature.padding_name: 0, "output_padding": 0}
    for name, smallest in least.items():
        argument = call.argument(name)
        numbers = _numbers(call, name) if argument is not None else []
        if argument is not None and any(number < smallest for number in numbers):
            return said("{name}={written} raises in both frameworks", name=name, written=argument.shown)
        if argument is not None and any(number > _LARGEST for number in numbers):
            return said("{name}={written} is too large", name=name, written=argument.shown)
    return _indivisible(call) or _refused_mode(call)


def _numbers(call: Convolution, name: str) -> list[int]:
    value = call.value(name)
    found = map(integer, value.items) if isinstance(value, Items) else [integer(value)]
    return [number for number in found if number is not None]


def _indivisible(call: Convolution) -> Wording | None:
    argument = call.argument(call.signature.group_name or "")
    group = integer(argument.value) if argument is not None else None
    if argument is None or group is None:
        return None
    channels = (integer(call.value(name)) for name in ("in_channels", "out_channels"))
    if group > 0 and not any(number is not None and number % group for number in channels):
        return None
    return said(
        "{name}={written} does not divide the channels, which raises in both frameworks",
        name=call.signature.group_name,
        written=argument.shown,
    )


def _refused_mode(call: Convolution) -> Wording | None:
    """The ``mode`` of the primitive, of which MindSpore has the first alone."""
    argument = call.argument("mode")
    if argument is None or not isinstance(argument.value, Known) or argument.value == Known(1):
        return None
    return said("{name}={written} raises in MindSpore", name="mode", written=argument.shown)
