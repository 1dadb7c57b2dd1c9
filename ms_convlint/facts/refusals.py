"""What a callable refuses of what is written: each thing that was measured to raise (docs/semantics.md)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial, reduce

from ms_convlint.facts.convolutions import Argument, Convolution
from ms_convlint.facts.geometry import reaches_appended
from ms_convlint.facts.signatures import MINDSPORE_WORDS, TORCH_KEYWORDS, Kind, Signature, torch_signature
from ms_convlint.facts.values import Items, Known, Unknown, Value, is_zero, per_axis
from ms_convlint.wording import said

PAD_MODES = ("same", "valid", "pad")


@dataclass(frozen=True)
class RefusedForm:
    """An argument in a form that the callable does not take, and what it takes instead."""

    name: str
    argument: Argument
    takes: str


def is_torch_order(call: Convolution) -> bool:
    """Whether the arguments stand in torch's positional order: the slot of pad_mode holds a padding."""
    slot = call.signature.index("pad_mode")
    torch = torch_signature(call.signature)
    if slot is None or torch is None or slot >= len(call.positional):
        return False
    value = call.positional[slot].value
    if isinstance(value, Items) or (isinstance(value, Known) and type(value.value) is int):
        return True
    if isinstance(value, Known) and value.value is None:
        return call.signature.kind is Kind.FUNCTION
    if not isinstance(value, Known) or value.value not in ("same", "valid"):
        return False
    return call.signature.kind is Kind.LAYER and _torch_follows(call, slot)


def _torch_follows(call: Convolution, slot: int) -> bool:
    """Whether what stands behind 'same' or 'valid' fits torch's order alone: a bias, a padding_mode, a keyword."""
    torch = torch_signature(call.signature)
    assert torch is not None
    by_position = {*torch.names[slot : len(call.positional)], "padding"}
    if call.signature.transposed or (by_position | MINDSPORE_WORDS) & call.keywords.keys():
        return False
    behind = call.positional[slot + 1].value if len(call.positional) > slot + 1 else None
    if behind == Known(0) or (isinstance(behind, Items) and len(behind.items) == 2 * call.signature.axes):
        return False  # no dilation, but MindSpore's padding
    if isinstance(behind, Known) and isinstance(behind.value, str):
        return False
    for argument in call.positional[slot + 1 :]:
        assert argument.position is not None
        name = torch.names[argument.position] if argument.position < len(torch.names) else ""
        ours = call.signature.names[argument.position] if argument.position < len(call.signature.names) else ""
        value = argument.value.value if isinstance(argument.value, Known) else None
        if name == "bias" and ours != "has_bias" and isinstance(value, bool):
            return True
        if name == "padding_mode" and isinstance(value, str):
            return True
    return len(call.positional) > slot + 1 and bool(torch_keywords(call))


def torch_keywords(call: Convolution) -> list[Argument]:
    """Keywords of torch's that the callable lacks."""
    return [
        argument
        for name, argument in call.keywords.items()
        if name in TORCH_KEYWORDS and name not in call.signature.names
    ]


def unknown_keywords(call: Convolution) -> list[Argument]:
    """Any other keywords that the callable lacks."""
    return [
        argument
        for name, argument in call.keywords.items()
        if name not in TORCH_KEYWORDS and name not in call.signature.names
    ]


def older_words(call: Convolution) -> list[Argument]:
    """MindSpore's own keywords on a layer that has torch's signature: the call was written for an older version."""
    if not call.signature.is_torch_like:
        return []
    lacked = MINDSPORE_WORDS - set(call.signature.names)
    return [argument for name, argument in call.keywords.items() if name in lacked]


def padding_without_pad_mode(call: Convolution) -> Argument | None:
    """A numeric padding that is known to be nonzero while pad_mode is missing, 'same' or 'valid'."""
    argument = call.argument(call.signature.padding_name)
    if argument is None or is_torch_order(call) or pad_mode_of(call) not in ("same", "valid"):
        return None
    return argument if is_zero(argument.value) is False else None


def pad_mode_of(call: Convolution) -> str | None:
    """The pad_mode that holds, the default included, as MindSpore reads it; None where unknown or refused."""
    if call.signature.parameter("pad_mode") is None:
        return None
    value = call.value("pad_mode")
    if not isinstance(value, Known) or not isinstance(value.value, str):
        return None
    mode = value.value.lower() if call.signature.any_case_pad_mode else value.value
    return mode if mode in PAD_MODES else None


def refused_pad_mode(call: Convolution) -> Argument | None:
    """A pad_mode, known, that the callable refuses."""
    argument = call.argument("pad_mode")
    if argument is None or is_torch_order(call) or isinstance(argument.value, Unknown):
        return None
    return argument if pad_mode_of(call) is None else None


def refused_forms(call: Convolution) -> list[RefusedForm]:
    """Arguments in a form that the callable refuses."""
    found = []
    padding_name = call.signature.padding_name
    for name in ("kernel_size", "stride", padding_name, "output_padding", "dilation"):
        argument = call.argument(name)
        if argument is None:
            continue
        slot, index = call.signature.index("pad_mode"), argument.position
        if is_torch_order(call) and slot is not None and index is not None and index >= slot:
            continue
        is_padding = name == padding_name
        if is_padding and older_words(call):
            continue  # it has the older version's form, as the rest of the call
        takes = _padding_takes(call.signature) if is_padding else _size_takes(call.signature, name)
        refuses = (
            partial(refuses_padding, call.signature) if is_padding else partial(refuses_size, call.signature, name)
        )
        if argument.may_be(refuses) and refuses(argument.value):
            found.append(RefusedForm(name, argument, takes))
    dtype = call.argument("dtype")
    if dtype is not None and not call.signature.is_torch_like and dtype.value == Known(None):
        found.append(RefusedForm("dtype", dtype, said("a type of MindSpore's")))
    return found


def _size_takes(signature: Signature, name: str) -> str:
    takes = said("an int or a tuple of {length}", length=signature.axes) if signature.tuple_lengths else said("an int")
    if name == "dilation" and signature.flat_dilation:
        return said("{takes}, 1 on the depth axis", takes=takes)
    return takes


def refuses_size(signature: Signature, name: str, value: Value) -> bool:
    """Whether a kernel_size, stride or dilation of this form raises."""
    if name == "dilation" and refuses_dilation(signature, value):
        return True
    if not isinstance(value, Items):
        return False
    refused_list = value.is_list and name not in signature.list_parameters
    return refused_list or len(value.items) not in signature.tuple_lengths


def refuses_dilation(signature: Signature, value: Value) -> bool:
    """Whether a dilation has a depth other than 1 where the callable takes no other."""
    depth = per_axis(value, signature.axes)[0]
    return signature.flat_dilation and depth is not None and depth > 1


def _padding_takes(signature: Signature) -> str:
    lengths: list[str] = [str(length) for length in signature.padding_lengths]
    if not lengths:
        return said("an int")
    length = reduce(lambda one, other: said("{one} or {other}", one=one, other=other), lengths)
    return said("an int or a tuple of {length}", length=length)


def refuses_padding(signature: Signature, value: Value) -> bool:
    """Whether a padding of this form raises."""
    if isinstance(value, Known):
        named = signature.is_torch_like and not signature.transposed and value.value in ("same", "valid")
        return type(value.value) is not int and not named
    if not isinstance(value, Items):
        return False
    refused_list = value.is_list and signature.padding_name not in signature.list_parameters
    return refused_list or len(value.items) not in signature.padding_lengths


def refused_output_padding(call: Convolution) -> Argument | None:
    """A nonzero output_padding that Conv2dTranspose appends after the bias, or that raises for want of 'pad'."""
    argument = call.argument("output_padding")
    if argument is None or is_torch_order(call) or is_zero(argument.value) is not False:
        return None
    if call.signature.is_torch_like:
        return None
    if call.signature.axes == 3 and (pad_mode_of(call) in ("pad", None) or padding_without_pad_mode(call)):
        return None
    return argument


def appends_what_torch_has(*sizes: Value) -> bool:
    """Whether the zeros that a 2d output_padding appends are what torch has there, were it not for a bias.

    ``sizes`` are kernel_size, stride, dilation, padding and output_padding.
    """
    kernel_size, stride, dilation, padding, output_padding = sizes
    if isinstance(padding, Items) and len(padding.items) == 4:
        padding = Items(padding.items[1::2], padding.is_list)  # what is cut off behind
    values = (kernel_size, stride, dilation, padding, output_padding)
    axes = [axis for axis in zip(*(per_axis(size, 2) for size in values), strict=True) if axis[-1] != 0]
    return all(None not in axis and not reaches_appended(*(size or 0 for size in axis)) for axis in axes)


def non_boolean_bias(call: Convolution) -> Argument | None:
    """A has_bias that is known and not a bool."""
    argument = call.argument("has_bias")
    if argument is None or is_torch_order(call) or isinstance(argument.value, Unknown):
        return None
    is_bool = isinstance(argument.value, Known) and isinstance(argument.value.value, bool)
    return None if is_bool else argument


def leaves_bias_out(call: Convolution) -> bool:
    """Whether the call says nothing of a bias, in either framework's words."""
    if "bias" in call.keywords or call.opaque_keywords or call.signature.is_torch_like:
        return False
    if is_torch_order(call):
        torch = torch_signature(call.signature)
        slot = torch.index("bias") if torch is not None else None
        by_position = slot is not None and len(call.positional) > slot
        return not by_position and "has_bias" not in call.keywords and not call.opaque
    return call.lacks("has_bias") and not _may_give_bias_in_torch_order(call)


def _may_give_bias_in_torch_order(call: Convolution) -> bool:
    """Whether the positional arguments, their values unknown, may be torch's with a bias among them."""
    slot, torch = call.signature.index("pad_mode"), torch_signature(call.signature)
    bias = torch.index("bias") if torch is not None else None
    if slot is None or bias is None or len(call.positional) <= bias:
        return False
    return isinstance(call.positional[slot].value, Unknown)


def _words_of_both(call: Convolution) -> set[str]:
    """pad_mode where it is given by position, last, as 'same' or 'valid': torch's padding would look just so."""
    slot = call.signature.index("pad_mode")
    if slot is None or len(call.positional) != slot + 1 or call.signature.transposed or "padding" in call.keywords:
        return set()
    return {"pad_mode"} if call.value("pad_mode") in (Known("same"), Known("valid")) else set()


def is_torch_spelled(call: Convolution) -> bool:
    """Whether the line was copied from torch: then its silence means torch's defaults."""
    if call.signature.kind is Kind.PRIMITIVE or call.signature.parameter("pad_mode") is None:
        return False
    known_to_torch = (
        argument.keyword != "output_padding" or call.signature.transposed for argument in torch_keywords(call)
    )
    if is_torch_order(call) or any(known_to_torch):
        return True
    if call.opaque or MINDSPORE_WORDS & set(call.bound) - _words_of_both(call):
        return False
    raises_for_output = pad_mode_of(call) == "same" and refused_output_padding(call) is not None
    return padding_without_pad_mode(call) is not None or bool(refused_forms(call)) or raises_for_output
