"""What happens to the rank of a weight on its way.

A weight of torch's Conv1d has rank 3, (out, in/groups, kernel); MindSpore's has rank 4, (out, in/group, 1, kernel). So
somebody has to add axis 2 (docs/weights.md).
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from enum import Enum

from ms_convlint.facts.convolutions import Convolution
from ms_convlint.facts.values import integer

TORCH_RANK = 3
MINDSPORE_RANK = 4
RIGHT_AXIS = 2


class Plain(Enum):
    """A shape that is not one known expansion."""

    RAW = "raw"
    """As torch has it, of rank 3."""
    UNKNOWN = "unknown"
    """Something was done that may have made it fit."""


@dataclass(frozen=True)
class Expansion:
    """The one place that added an axis: ``axis`` counts from 0 in the result of rank 4.

    ``number`` is the axis where it is written as an argument, ``index`` the index where it is written as one.
    """

    node: ast.expr
    operand: ast.expr
    axis: int
    number: ast.expr | None = None
    index: ast.expr | None = None
    proves_rank: bool = False
    """Whether the expression works on nothing but a value of rank 3."""


Shape = Plain | Expansion
Shapes = frozenset[Shape]

RAW: Shapes = frozenset({Plain.RAW})
UNKNOWN: Shapes = frozenset({Plain.UNKNOWN})


def rank_of(shapes: Shapes) -> int | None:
    """The rank of a weight, None where that is open."""
    if shapes == RAW:
        return TORCH_RANK
    return MINDSPORE_RANK if all(isinstance(shape, Expansion) for shape in shapes) else None


def expanded(shapes: Shapes, node: ast.expr, operand: ast.expr, axis: int | None, **written: ast.expr | None) -> Shapes:
    """The shapes after one more axis at ``axis`` (None: somewhere)."""
    if axis is None:
        return UNKNOWN
    position = axis if axis >= 0 else axis + MINDSPORE_RANK
    if not 0 <= position < MINDSPORE_RANK:
        return UNKNOWN
    expansion = Expansion(node, operand, position, number=written.get("number"), index=written.get("index"))
    return frozenset(expansion if shape is Plain.RAW else Plain.UNKNOWN for shape in shapes)


def indexed(shapes: Shapes, node: ast.Subscript, new_axes: frozenset[ast.expr]) -> Shapes:
    """The shapes of ``w[…]``; ``new_axes`` are the parts of the index that stand for None.

    A full slice keeps its axis, an ellipsis the axes that are left; anything else leads to an unknown shape.
    """
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    kept = [part for part in parts if _is_full_slice(part)]
    ellipses = [part for part in parts if isinstance(part, ast.Constant) and part.value is Ellipsis]
    added = [part for part in parts if part in new_axes]
    if len(kept) + len(ellipses) + len(added) != len(parts) or len(ellipses) > 1 or len(kept) > TORCH_RANK:
        return UNKNOWN
    if not added:
        return shapes
    if len(added) > 1:
        return UNKNOWN
    position = parts.index(added[0])
    if ellipses and parts.index(ellipses[0]) < position:
        position = MINDSPORE_RANK - (len(parts) - position)
    expansion = Expansion(node, node.value, position, index=node.slice, proves_rank=len(kept) == TORCH_RANK)
    return frozenset(expansion if shape is Plain.RAW else Plain.UNKNOWN for shape in shapes)


def reshaped(shapes: Shapes, node: ast.expr, operand: ast.expr, sizes: list[int | None] | None) -> Shapes:
    """The shapes after a reshape to ``sizes`` (None for a size that is no literal; None: to who knows what)."""
    if sizes is None:
        return UNKNOWN
    if len(sizes) == TORCH_RANK and shapes == RAW:
        return RAW
    ones = [axis for axis, size in enumerate(sizes) if size == 1]
    if len(sizes) != MINDSPORE_RANK or len(ones) != 1 or shapes != RAW:
        return UNKNOWN
    return frozenset({Expansion(node, operand, ones[0])})


def fits(shape: Shape, convolution: Convolution | None) -> bool | None:
    """Whether a weight of this shape is what the layer takes; None where that cannot be told.

    ``convolution`` None stands for a layer of unknown sizes. An axis other than 2 fits where the sizes happen to agree:
    at the end beside kernel_size 1, axis 1 beside one channel a group, as in a depthwise convolution, and axis 0 where
    the other channels are one besides (docs/weights.md).
    """
    if shape is Plain.UNKNOWN:
        return None
    if shape is Plain.RAW:
        return False
    assert isinstance(shape, Expansion)
    if shape.axis == RIGHT_AXIS:
        return True
    if convolution is None:
        return None
    if shape.axis == MINDSPORE_RANK - 1:
        kernel = convolution.kernel_size[0]
        return None if kernel is None else kernel == 1
    channels = _channels_a_group(convolution)
    if channels is None:
        return None
    if shape.axis == 1 or channels != 1:
        return channels == 1
    return _first_size(convolution) == 1 if _first_size(convolution) is not None else None


def is_one_by_one(convolution: Convolution | None) -> bool:
    """Whether the weight is surely of shape (1, 1, 1, kernel)."""
    return convolution is not None and _channels_a_group(convolution) == 1 and _first_size(convolution) == 1


def _first_size(convolution: Convolution) -> int | None:
    """The size of the weight's axis 0: out_channels, of a transposed convolution in_channels."""
    return integer(convolution.value("in_channels" if convolution.signature.transposed else "out_channels"))


def _channels_a_group(convolution: Convolution) -> int | None:
    """The size of the weight's axis 1: in_channels/group, of a transposed convolution out_channels/group.

    A depthwise convolution says group=in_channels, whatever that is.
    """
    name = "out_channels" if convolution.signature.transposed else "in_channels"
    channels, group = convolution.argument(name), convolution.argument("group")
    if group is not None and channels is not None and group.text == channels.text:
        return 1
    size, groups = integer(convolution.value(name)), integer(convolution.value("group"))
    return None if size is None or not groups else size // groups


def _is_full_slice(part: ast.expr) -> bool:
    return isinstance(part, ast.Slice) and part.lower is None and part.upper is None and part.step is None
