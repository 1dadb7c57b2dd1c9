"""Every parameter of a call with what it is bound to, beside torch's argument."""

from __future__ import annotations

from collections.abc import Iterator

from ms_convlint.description import BoundParameter, Origin
from ms_convlint.facts.convolutions import Argument, Convolution
from ms_convlint.facts.refusals import torch_keywords, unknown_keywords
from ms_convlint.facts.signatures import Parameter, torch_signature
from ms_convlint.facts.values import Items, Known, Value
from ms_convlint.translation.torch_equivalent import TORCH_TYPES

_SAME_MEANING = ("kernel_size", "stride", "dilation", "input", "weight", "bias", "in_channels", "out_channels")
_OTHER_NAMES = {"has_bias": "bias", "group": "groups", "groups": "groups", "inputs": "input"}
_LONGEST_VALUE = 60


def bound_parameters(call: Convolution) -> tuple[BoundParameter, ...]:
    """What each parameter is bound to, in the order of the signature; then what fits none."""
    return (*(_bound(call, parameter) for parameter in call.signature.parameters), *_surplus(call))


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


def _bound(call: Convolution, parameter: Parameter) -> BoundParameter:
    argument = call.argument(parameter.name)
    if argument is not None:
        origin = Origin.PARTIAL if argument.inherited else Origin.WRITTEN
        torch = _torch_argument(call, parameter.name, argument.shown, argument)
        return BoundParameter(parameter.name, origin, argument.shown, _known_value(argument), torch)
    if not call.lacks(parameter.name):
        return BoundParameter(parameter.name, Origin.HIDDEN)
    if not _has_default(parameter):
        return BoundParameter(parameter.name, Origin.MISSING)
    text = parameter.default if parameter.name == "dtype" else repr(parameter.default).replace("'", '"')
    torch = _torch_argument(call, parameter.name, str(text), None)
    return BoundParameter(parameter.name, Origin.DEFAULT, str(text), "", torch)


def _torch_argument(call: Convolution, name: str, text: str, argument: Argument | None) -> str:
    """The argument of torch's that says the same; of the padding it stands in the equivalent alone."""
    if name == "dtype":
        meant = TORCH_TYPES.get(argument.dotted_name or "" if argument is not None else text, "")
        return meant and f"dtype={meant}"
    theirs = _OTHER_NAMES.get(name, name)
    torch = torch_signature(call.signature)
    if name not in (*_SAME_MEANING, *_OTHER_NAMES) or (torch is not None and theirs not in torch.names):
        return ""
    return f"{theirs}={text}"


def _surplus(call: Convolution) -> Iterator[BoundParameter]:
    for argument in (*torch_keywords(call), *unknown_keywords(call)):
        yield BoundParameter(argument.keyword or "", Origin.SURPLUS, argument.shown, _known_value(argument))
    for argument in call.positional[len(call.signature.names) :]:
        yield BoundParameter("", Origin.SURPLUS, argument.shown, _known_value(argument))


def _known_value(argument: Argument) -> str:
    """What an argument is known to be, where its text does not show it."""
    text = _written(argument.value)
    same = text is None or text.replace("'", '"') == argument.text.replace("'", '"')
    return "" if same or text is None or len(text) > _LONGEST_VALUE else text


def _written(value: Value) -> str | None:
    """A value as Python writes it; None where a part of it is unknown."""
    if isinstance(value, Known):
        return repr(value.value).replace("'", '"') if isinstance(value.value, str) else repr(value.value)
    if not isinstance(value, Items):
        return None
    items = [_written(item) for item in value.items]
    if None in items:
        return None
    inside = ", ".join(item for item in items if item is not None)
    if value.is_list:
        return f"[{inside}]"
    return f"({inside},)" if len(items) == 1 else f"({inside})"
