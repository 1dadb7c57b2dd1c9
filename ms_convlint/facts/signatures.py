"""The watched callables as data, by framework and version.

Read off the installed frameworks (MindSpore 1.10.0, 2.0.0 and 2.10.0; torch 2.13.0) with inspect.signature. What a
callable refuses is in docs/semantics.md, as measured. A new release is one more entry in ``VERSIONS``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property

Default = str | int | bool | None


class Kind(Enum):
    """What is called: a layer's constructor, a function on tensors, or a primitive's constructor."""

    LAYER = "layer"
    FUNCTION = "function"
    PRIMITIVE = "primitive"


class _Required(Enum):
    REQUIRED = "required"


REQUIRED = _Required.REQUIRED


@dataclass(frozen=True)
class Parameter:
    """One parameter of a signature."""

    name: str
    default: Default | _Required


@dataclass(frozen=True)
class Signature:
    """What a convolution's callable takes.

    ``padding_lengths`` are the lengths of a padding tuple that it accepts (none: an int alone), ``tuple_axes`` whether
    kernel_size, stride and dilation may be tuples, ``lists`` the parameters that may be lists.
    """

    name: str
    kind: Kind
    axes: int
    transposed: bool
    parameters: tuple[Parameter, ...]
    padding_lengths: tuple[int, ...] = ()
    tuple_lengths: tuple[int, ...] = ()
    list_parameters: tuple[str, ...] = ()
    any_case_pad_mode: bool = False
    flat_dilation: bool = False
    """Whether the dilation of the first axis, the depth, must be 1."""

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of that name."""
        return next((parameter for parameter in self.parameters if parameter.name == name), None)

    def index(self, name: str) -> int | None:
        """The positional slot of a parameter, from 0."""
        names = self.names
        return names.index(name) if name in names else None

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The parameters' names in positional order."""
        return tuple(parameter.name for parameter in self.parameters)

    @property
    def short_name(self) -> str:
        """The name as people write it: ``nn.Conv2d``, ``ops.conv2d``."""
        return self.name.split(".", 1)[1]

    @property
    def padding_name(self) -> str:
        """``padding``, or ``pad`` on the primitive."""
        return "pad" if self.kind is Kind.PRIMITIVE else "padding"

    @property
    def group_name(self) -> str | None:
        """``group`` or ``groups``, whichever it has."""
        return next((name for name in ("group", "groups") if name in self.names), None)

    @property
    def is_torch_like(self) -> bool:
        """Whether this is a layer with torch's signature, as the docstrings since 2.9 announce for a later version."""
        return self.kind is Kind.LAYER and "pad_mode" not in self.names

    @property
    def bias_name(self) -> str | None:
        """``has_bias`` or, on a layer with torch's signature, ``bias``."""
        candidates = ("has_bias", "bias") if self.kind is Kind.LAYER else ()
        return next((name for name in candidates if name in self.names), None)


def _parameters(text: str, **defaults: Default) -> tuple[Parameter, ...]:
    return tuple(Parameter(name, defaults.get(name, REQUIRED)) for name in text.split())


def _layer(name: str, axes: int, *, version: tuple[int, ...]) -> Signature:
    transposed = name.endswith("Transpose")
    names = "in_channels out_channels kernel_size stride pad_mode padding"
    if name == "Conv2dTranspose" and version >= (2, 0):
        names += " output_padding"
    names += " dilation group"
    if name == "Conv3dTranspose":
        names += " output_padding"
    names += " has_bias weight_init bias_init"
    if name in ("Conv2d", "Conv3d", "Conv3dTranspose"):
        names += " data_format"
    if version >= (2, 4):
        names += " dtype"
    initial: tuple[Default, Default] = (None, None) if version >= (2, 1) else ("normal", "zeros")
    return Signature(
        name=f"mindspore.nn.{name}",
        kind=Kind.LAYER,
        axes=axes,
        transposed=transposed,
        parameters=_parameters(
            names,
            stride=1,
            pad_mode="same",
            padding=0,
            output_padding=0,
            dilation=1,
            group=1,
            has_bias=False,
            weight_init=initial[0],
            bias_init=initial[1],
            data_format="NCDHW" if axes == 3 else "NCHW",
            dtype="mindspore.float32",
        ),
        padding_lengths={1: (), 2: (4,), 3: (6,)}[axes],
        tuple_lengths={1: (), 2: (2,), 3: (3,)}[axes],
        any_case_pad_mode=axes == 3,
        flat_dilation=name == "Conv3dTranspose",
    )


def _lists(axes: int) -> tuple[str, ...]:
    """What the functions take as a list: the padding, and in 1d every size."""
    return ("stride", "padding", "dilation") if axes == 1 else ("padding",)


def _function(name: str, axes: int, *, version: tuple[int, ...]) -> Signature:
    recent = version >= (2, 0)
    names = (
        "input weight bias stride pad_mode padding dilation groups"
        if recent
        else "inputs weight pad_mode padding stride dilation group"
    )
    return Signature(
        name=f"mindspore.ops.{name}",
        kind=Kind.FUNCTION,
        axes=axes,
        transposed=False,
        parameters=_parameters(names, bias=None, stride=1, pad_mode="valid", padding=0, dilation=1, groups=1, group=1),
        padding_lengths=(axes,) if recent else (4,),
        tuple_lengths=(axes,),
        list_parameters=_lists(axes) if recent else (),
        any_case_pad_mode=axes == 3,
    )


_PRIMITIVE = Signature(
    name="mindspore.ops.Conv2D",
    kind=Kind.PRIMITIVE,
    axes=2,
    transposed=False,
    parameters=_parameters(
        "out_channel kernel_size mode pad_mode pad stride dilation group data_format",
        mode=1,
        pad_mode="valid",
        pad=0,
        stride=1,
        dilation=1,
        group=1,
        data_format="NCHW",
    ),
    padding_lengths=(4,),
    tuple_lengths=(2,),
)

LAYERS = {
    "Conv1d": 1,
    "Conv2d": 2,
    "Conv3d": 3,
    "Conv1dTranspose": 1,
    "Conv2dTranspose": 2,
    "Conv3dTranspose": 3,
}
FUNCTIONS = {"conv1d": 1, "conv2d": 2, "conv3d": 3}


def _table(version: tuple[int, ...]) -> dict[str, Signature]:
    signatures = [_layer(name, axes, version=version) for name, axes in LAYERS.items()]
    functions = FUNCTIONS if version >= (2, 0) else {"conv2d": 2}
    signatures += [_function(name, axes, version=version) for name, axes in functions.items()]
    signatures.append(_PRIMITIVE)
    return {signature.name: signature for signature in signatures}


VERSIONS: dict[tuple[int, ...], dict[str, Signature]] = {
    version: _table(version) for version in ((1, 10), (2, 0), (2, 1), (2, 4))
}
"""The tables by the first version for which they hold."""


def mindspore_signatures(version: tuple[int, ...]) -> dict[str, Signature]:
    """The watched callables of a MindSpore version, by dotted name; the oldest table serves older versions."""
    known = [since for since in VERSIONS if since <= version]
    return VERSIONS[max(known) if known else min(VERSIONS)]


def _torch_layer(axes: int, *, transposed: bool) -> Signature:
    names = (
        "in_channels out_channels kernel_size stride padding output_padding groups bias dilation padding_mode"
        if transposed
        else "in_channels out_channels kernel_size stride padding dilation groups bias padding_mode"
    )
    return Signature(
        name=f"torch.nn.Conv{'Transpose' if transposed else ''}{axes}d",
        kind=Kind.LAYER,
        axes=axes,
        transposed=transposed,
        parameters=_parameters(
            names + " device dtype",
            stride=1,
            padding=0,
            output_padding=0,
            groups=1,
            bias=True,
            dilation=1,
            padding_mode="zeros",
            device=None,
            dtype=None,
        ),
        padding_lengths=(1, axes),
        tuple_lengths=(1, axes),
        list_parameters=("kernel_size", "stride", "padding", "output_padding", "dilation"),
    )


_TORCH_LAYERS = {
    (axes, transposed): _torch_layer(axes, transposed=transposed) for axes in (1, 2, 3) for transposed in (False, True)
}
_TORCH_FUNCTION = Signature(
    name="torch.nn.functional.conv",
    kind=Kind.FUNCTION,
    axes=0,
    transposed=False,
    parameters=_parameters(
        "input weight bias stride padding dilation groups",
        bias=None,
        stride=1,
        padding=0,
        dilation=1,
        groups=1,
    ),
)


def torch_signature(signature: Signature) -> Signature | None:
    """What torch calls by the same name; None for a primitive, which torch has not."""
    if signature.kind is Kind.LAYER:
        return _TORCH_LAYERS[signature.axes, signature.transposed]
    if signature.kind is Kind.FUNCTION:
        return replace(_TORCH_FUNCTION, name=f"torch.nn.functional.conv{signature.axes}d", axes=signature.axes)
    return None


TORCH_KEYWORDS = frozenset({"bias", "groups", "padding_mode", "device", "output_padding"})
"""What torch's constructors take and MindSpore's lack."""

MINDSPORE_WORDS = frozenset({"pad_mode", "group", "has_bias", "weight_init", "bias_init", "data_format"})
"""A call that says one of these was written for MindSpore."""

RENAMED_WORDS = {"pad_mode": "padding", "has_bias": "bias", "group": "groups"}
"""What MindSpore's words are called where a layer has torch's signature; the others have no counterpart there."""

WATCHED_NAMES = frozenset(LAYERS) | frozenset(FUNCTIONS) | {"Conv2D"}
