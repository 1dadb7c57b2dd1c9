"""Every parameter of a call with what it is bound to, beside torch's argument."""

from __future__ import annotations

from collections.abc import Iterator

from ms_convlint.description import BoundParameter, Origin
from ms_convlint.facts.convolutions import Argument, Convolution
from ms_convlint.facts.refusals import pad_mode_of, torch_keywords, unknown_keywords
from ms_convlint.facts.signatures import Kind, Parameter, torch_signature
from ms_convlint.facts.values import Items, Known, Plain, Value
from ms_convlint.translation.impossible_numbers import impossible_number
from ms_convlint.translation.torch_equivalent import TORCH_TYPES
from ms_convlint.translation.torch_padding import torch_paddings
from ms_convlint.translation.torch_sides import UnsayableError

_SAME_MEANING = ("kernel_size", "stride", "dilation", "input", "weight", "bias", "in_channels", "out_channels")
_OTHER_NAMES = {"has_bias": "bias", "group": "groups", "groups": "groups", "inputs": "input"}
_LONGEST_VALUE = 60
_LARGEST_NUMBER = 1 << 63


def bound_parameters(call: Convolution, *, raises: bool) -> tuple[BoundParameter, ...]:
    """What each parameter is bound to, in the order of the signature; then what fits none.

    Where the call ``raises`` nothing stands beside them: its equivalent is that of its fix, with other arguments.
    """
    padding = () if call.opaque or impossible_number(call) else _padding(call)
    decisive = call.signature.padding_name if pad_mode_of(call) in ("pad", None) else "pad_mode"
    bound = []
    for parameter in call.signature.parameters:
        torch = padding if parameter.name == decisive else _torch_argument(call, parameter.name)
        bound.append(_bound(call, parameter, () if raises else torch))
    return (*bound, *_surplus(call))


def _padding(call: Convolution) -> tuple[str, ...]:
    """What torch has for the padding: arguments and layers."""
    try:
        ways = torch_paddings(call).ways
    except UnsayableError:
        return ()
    pad = f"ZeroPad{call.signature.axes}d({{}})" if call.signature.kind is Kind.LAYER else "pad(…, {})"
    texts: dict[str, None] = {}
    for way in ways:
        layers = [pad.format(f"({', '.join(numbers)})") for numbers in (way.before, *way.behind) if numbers]
        said_in_call = way.padding or ("" if layers or way.output_padding else "0")
        arguments = {"padding": said_in_call, "output_padding": way.output_padding}
        texts |= dict.fromkeys([*(f"{name}={text}" for name, text in arguments.items() if text), *layers])
    return tuple(texts)


def cannot_be_bound(call: Convolution) -> bool:
    """Whether Python itself refuses the arguments: one too many, one twice, a required one missing."""
    names = call.signature.names
    by_position = names[: len(call.positional)]
    if len(call.positional) > len(names) or set(by_position) & call.keywords.keys():
        return True
    required = [parameter.name for parameter in call.signature.parameters if not _has_default(parameter)]
    return any(call.lacks(name) for name in required)


def _has_default(parameter: Parameter) -> bool:
    return parameter.default is None or isinstance(parameter.default, (str, int))


def _bound(call: Convolution, parameter: Parameter, torch: tuple[str, ...]) -> BoundParameter:
    name, argument = parameter.name, call.argument(parameter.name)
    if argument is not None:
        origin = Origin.PARTIAL if argument.inherited else Origin.WRITTEN
        return BoundParameter(name, origin, argument.shown, _known_value(argument), torch)
    if not call.lacks(name):
        return BoundParameter(name, Origin.HIDDEN)
    if not _has_default(parameter):
        return BoundParameter(name, Origin.MISSING)
    return BoundParameter(name, Origin.DEFAULT, _default_text(parameter), "", torch)


def _default_text(parameter: Parameter) -> str:
    default = parameter.default
    if parameter.name == "dtype":
        return str(default)
    return _in_code(default) if default is None or isinstance(default, (str, int)) else ""


def _torch_argument(call: Convolution, name: str) -> tuple[str, ...]:
    """The argument of torch's that says the same as one that is no padding."""
    argument, parameter = call.argument(name), call.signature.parameter(name)
    text = argument.shown if argument is not None else _default_text(parameter) if parameter is not None else ""
    if name == "dtype":
        meant = TORCH_TYPES.get(argument.dotted_name or "" if argument is not None else text)
        return (f"dtype={meant}",) if meant is not None else ()
    theirs = _OTHER_NAMES.get(name, name)
    torch = torch_signature(call.signature)
    if name not in (*_SAME_MEANING, *_OTHER_NAMES) or (torch is not None and theirs not in torch.names):
        return ()
    return (f"{theirs}={text}",)


def _surplus(call: Convolution) -> Iterator[BoundParameter]:
    for argument in (*torch_keywords(call), *unknown_keywords(call)):
        yield BoundParameter(argument.keyword or "", Origin.SURPLUS, argument.shown, _known_value(argument))
    for argument in call.positional[len(call.signature.names) :]:
        yield BoundParameter("", Origin.SURPLUS, argument.shown, _known_value(argument))


def _known_value(argument: Argument) -> str:
    """What an argument is known to be, where its text does not show it."""
    text = _written(argument.value)
    if text is None or len(text) > _LONGEST_VALUE or _bare(text) == _bare(argument.text):
        return ""
    return text


def _bare(text: str) -> str:
    return "".join(text.replace("'", '"').split())


def _in_code(value: Plain) -> str:
    """A value as Python writes it, a text in double quotes."""
    return f'"{repr(value)[1:-1]}"' if isinstance(value, str) and '"' not in value else repr(value)


def _written(value: Value) -> str | None:
    """A value as Python writes it; None where a part of it is unknown."""
    if isinstance(value, Known):
        is_too_long = isinstance(value.value, int) and abs(value.value) > _LARGEST_NUMBER
        return None if is_too_long else _in_code(value.value)
    if not isinstance(value, Items):
        return None
    items = [_written(item) for item in value.items]
    if None in items:
        return None
    inside = ", ".join(item for item in items if item is not None)
    if value.is_list:
        return f"[{inside}]"
    return f"({inside},)" if len(items) == 1 else f"({inside})"
