"""A MindSpore call in torch's terms: the torch call that computes what this one does, as it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ms_convlint.description import TorchEquivalent, TorchForm
from ms_convlint.facts.convolutions import Argument, Convolution
from ms_convlint.facts.refusals import pad_mode_of
from ms_convlint.facts.signatures import Kind, torch_signature
from ms_convlint.facts.values import Known, is_zero
from ms_convlint.translation.drawn_axis import drawn_axis
from ms_convlint.translation.impossible_numbers import impossible_number
from ms_convlint.translation.torch_padding import torch_paddings
from ms_convlint.translation.torch_sides import TorchPadding, UnsayableError
from ms_convlint.wording import Wording, clauses, listed, said

TORCH_TYPES = {f"mindspore.{name}": f"torch.{name}" for name in ("float16", "float32", "float64", "bfloat16")}
_FUNCTIONAL = "torch.nn.functional"
_CHANNELS_FIRST = ("NCHW", "NCDHW")


def torch_equivalent(readings: Sequence[Convolution], *, of_several: bool) -> TorchEquivalent:
    """What torch calls the same as a call that runs; where nothing can be said, why.

    Where the call may be ``of_several`` callables, there are forms for each that does not raise.
    """
    if not of_several:
        return _of_one(readings[0])
    equivalents = [(reading.signature.short_name, _of_one(reading)) for reading in readings]
    if any(equivalent.reason for _, equivalent in equivalents):
        return TorchEquivalent(
            reason=said("it may be one of several callables, and not each of them has an equivalent")
        )
    forms = [
        TorchForm(form.code, _conditions(said("where it is {callable}", callable=name), form.where))
        for name, equivalent in equivalents
        for form in equivalent.forms
    ]
    return TorchEquivalent(tuple(forms), remark=next((each.remark for _, each in equivalents if each.remark), ""))


def _of_one(call: Convolution) -> TorchEquivalent:
    if call.opaque:
        return TorchEquivalent(reason=said("arguments may be hidden in {hiding}", hiding=_hiding(call)))
    layout = call.value("data_format") if "data_format" in call.signature.names else Known(_CHANNELS_FIRST[0])
    if isinstance(layout, Known) and layout.value not in _CHANNELS_FIRST:
        return TorchEquivalent(reason=said("torch has the channels first, and no data_format"))
    impossible = impossible_number(call)
    if impossible is not None:
        return TorchEquivalent(reason=impossible)
    try:
        paddings = torch_paddings(call)
    except UnsayableError as error:
        return TorchEquivalent(reason=error.reason)
    more = [*_zeros(call), *([] if isinstance(layout, Known) else [_channels_first(call)])]
    forms = [TorchForm(_code(call, way), _conditions(way.where, *more)) for way in paddings.ways]
    return TorchEquivalent(tuple(forms), remark=paddings.remark, axis=drawn_axis(call))


def _conditions(*conditions: str) -> str:
    real = [condition for condition in conditions if condition]
    return clauses(real) if real else ""


def _hiding(call: Convolution) -> str:
    stars = ["*" * call.opaque_positional, "**" * call.opaque_keywords]
    return listed(f"{star}…" for star in stars if star)


def _zeros(call: Convolution) -> Iterator[Wording]:
    """Of what has to be zero beside 'same' and 'valid', since it raises otherwise, what is unknown."""
    if pad_mode_of(call) not in ("same", "valid"):
        return
    for name in (call.signature.padding_name, "output_padding"):
        argument = call.argument(name)
        if argument is not None and is_zero(argument.value) is None:
            yield said("where {written} is 0", written=argument.shown)


def _channels_first(call: Convolution) -> str:
    argument = call.argument("data_format")
    return said("where {written} puts the channels first", written=argument.shown if argument else "data_format")


def _code(call: Convolution, padding: TorchPadding) -> str:
    if call.signature.kind is Kind.LAYER:
        return _layer(call, padding)
    if call.signature.kind is Kind.FUNCTION:
        tensors = [argument.shown for name in call.signature.names[:2] if (argument := call.argument(name)) is not None]
        return _function(call, padding, tensors)
    return f"lambda x, weight: {_function(call, padding, ['x', 'weight'])}"


def _layer(call: Convolution, padding: TorchPadding) -> str:
    signature = torch_signature(call.signature)
    assert signature is not None
    sizes = [
        argument.shown
        for name in ("in_channels", "out_channels", "kernel_size")
        if (argument := call.argument(name)) is not None
    ]
    layer = f"{signature.name}({', '.join([*sizes, *_keywords(call, padding), *_bias(call), *_dtype(call)])})"
    pad = f"torch.nn.ZeroPad{call.signature.axes}d"
    before = [f"{pad}(({', '.join(padding.before)}))"] if padding.before else []
    behind = [f"{pad}(({', '.join(numbers)}))" for numbers in padding.behind]
    if not before and not behind:
        return layer
    return "\n".join(["torch.nn.Sequential(", *(f"    {each}," for each in (*before, layer, *behind)), ")"])


def _function(call: Convolution, padding: TorchPadding, tensors: list[str]) -> str:
    if padding.before:
        tensors[0] = f"{_FUNCTIONAL}.pad({tensors[0]}, ({', '.join(padding.before)}))"
    bias = call.argument("bias")
    if bias is not None and bias.value != Known(None):
        tensors.append(bias.shown if bias.keyword is None else f"bias={bias.shown}")
    return f"{_FUNCTIONAL}.conv{call.signature.axes}d({', '.join([*tensors, *_keywords(call, padding)])})"


def _keywords(call: Convolution, padding: TorchPadding) -> list[str]:
    """What both frameworks have, but for the padding; without what torch has as its default."""
    texts = {
        "stride": _as_written(call.argument("stride")),
        "padding": padding.padding,
        "output_padding": padding.output_padding,
        "dilation": _as_written(call.argument("dilation")),
        "groups": _as_written(call.argument(call.signature.group_name or "groups")),
    }
    return [f"{name}={text}" for name, text in texts.items() if text not in ("", _DEFAULTS[name])]


_DEFAULTS = {"stride": "1", "padding": "0", "output_padding": "0", "dilation": "1", "groups": "1"}


def _as_written(argument: Argument | None) -> str:
    """An argument as written; "" where it is not given."""
    return "" if argument is None else argument.shown


def _bias(call: Convolution) -> list[str]:
    if call.signature.is_torch_like:
        bias = call.argument("bias")
        return [f"bias={bias.shown}"] if bias is not None else []
    value = call.value("has_bias")
    if value == Known(True):
        return []
    argument = call.argument("has_bias")
    return [f"bias={argument.shown}" if argument is not None else "bias=False"]


def _dtype(call: Convolution) -> list[str]:
    argument = call.argument("dtype")
    meant = TORCH_TYPES.get(argument.dotted_name or "") if argument is not None else None
    return [f"dtype={meant}"] if meant is not None and meant != "torch.float32" else []
