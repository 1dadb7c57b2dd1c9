"""What an editor shows of one call: what it is bound to, and what torch calls the same. Data alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from ms_convlint.finding import Position


class Origin(str, Enum):
    """Where the value of a parameter comes from."""

    WRITTEN = "written"
    PARTIAL = "partial"
    """It is written in a ``partial(…)``."""
    DEFAULT = "default"
    HIDDEN = "hidden"
    """A ``*args`` or ``**kwargs`` may hold it."""
    MISSING = "missing"
    """It is required, and not given."""
    SURPLUS = "surplus"
    """It is written, and the callable has no such parameter."""


@dataclass(frozen=True)
class BoundParameter:
    """One parameter and what it is bound to."""

    name: str
    origin: Origin
    text: str = ""
    """As written, or the default; "" where it is hidden or missing."""
    value: str = ""
    """What the text is known to come to, where the text is no literal."""
    torch: tuple[str, ...] = ()
    """What says the same in torch: an argument, of the padding also layers."""


@dataclass(frozen=True)
class TorchForm:
    """A torch call that computes what the MindSpore call does: on every input, or ``where`` a condition holds."""

    code: str
    where: str = ""


@dataclass(frozen=True)
class PaddedSize:
    """What is done to one axis of ``size`` cells.

    Of a convolution ``before`` and ``after`` are the cells added to the input, of a transposed one those that are cut
    off the full output. What is ``appended`` to that are zeros, or, if ``has_bias_alone``, cells to which the bias is
    still added.
    """

    size: int
    before: int
    after: int
    appended: int = 0
    has_bias_alone: bool = False


@dataclass(frozen=True)
class PaddedAxis:
    """One axis, to be drawn: ``name`` is "" where all axes are alike."""

    name: str
    kernel: int
    stride: int
    dilation: int
    transposed: bool
    sizes: tuple[PaddedSize, ...]


@dataclass(frozen=True)
class TorchEquivalent:
    """What torch calls the same: a form, or several for inputs of different sizes; none, and ``reason`` says why.

    ``remark`` says what the forms leave open.
    """

    forms: tuple[TorchForm, ...] = ()
    reason: str = ""
    remark: str = ""
    axis: PaddedAxis | None = None


@dataclass(frozen=True)
class FixedCall:
    """The call after the fix of its findings, on one line, and its equivalent."""

    text: str
    equivalent: TorchEquivalent


@dataclass(frozen=True)
class CallDescription:
    """One call of a watched callable.

    ``callables`` are the dotted names of all that it may be. A call that ``raises`` has no ``equivalent``; ``fixed``
    tells what its fix makes of it, where there is one that can be applied.
    """

    callables: tuple[str, ...]
    start: Position
    end: Position
    initialized_class: str
    """The class whose ``super().__init__`` this is; "" for any other call."""
    is_default: bool
    """Whether what is called is only a parameter's default."""
    parameters: tuple[BoundParameter, ...]
    raises: bool
    equivalent: TorchEquivalent | None
    fixed: FixedCall | None = None
