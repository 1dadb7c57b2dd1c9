"""What methods and functions do to a weight: which keep its rank, which add an axis, which leave it open."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from ms_convlint.facts.values import Known, integer
from ms_convlint.facts.weights.arguments import Arguments
from ms_convlint.facts.weights.frames import Frame
from ms_convlint.facts.weights.shapes import TORCH_RANK, expanded, rank_of, reshaped
from ms_convlint.facts.weights.things import Constant, Form, ShapeOf, Thing, Weight
from ms_convlint.facts.weights.words import words

if TYPE_CHECKING:
    from ms_convlint.facts.weights.reading import Reading

KEEPS_RANK = words(
    "detach cpu cuda npu float half double bfloat16 to clone copy contiguous astype type type_as "
    "requires_grad_ init_data asarray array ascontiguousarray from_numpy tensor cast deepcopy "
    "float32 float16 clamp clip nan_to_num stop_gradient as_tensor Cast FloatTensor pin_memory share_memory_ value "
    "_weight_norm"
)
_TO_NUMPY = frozenset({"numpy", "asnumpy", "tonumpy"})
EXPANDS = frozenset({"expand_dims", "unsqueeze", "unsqueeze_", "ExpandDims"})
IN_PLACE = frozenset({"squeeze_", "resize", "resize_", "transpose_", "t_"})
RESHAPES = frozenset({"reshape", "view", "Reshape", "reshape_"})

_FORMS = {"numpy": Form.NUMPY, "torch": Form.TORCH, "mindspore": Form.TENSOR}


def weight_method(
    reader: Reading, node: ast.Call, function: ast.Attribute, weight: Weight, arguments: Arguments, frame: Frame
) -> Thing:
    """A method of a weight's."""
    name = function.attr
    if name == "asnumpy" and weight.form is Form.TORCH:
        return weight.unknown  # only MindSpore's tensors have it
    if name in _TO_NUMPY:
        return replace(weight, form=Form.NUMPY)
    if name == "tolist":
        return replace(weight, form=None)
    if name in ("dim", "ndimension", "ndim"):
        rank = rank_of(weight.shapes)
        return Constant(rank) if rank is not None else None
    if name == "size":
        return None if arguments.positional else ShapeOf(rank_of(weight.shapes))
    result = _step(reader, node, name, weight, function.value, arguments, 0, frame)
    if (name in IN_PLACE or name == "unsqueeze_") and isinstance(
        function.value, (ast.Name, ast.Subscript, ast.Attribute)
    ):
        weight.spoil()
        reader.store(function.value, result, frame, None)
    return result


def weight_function(
    reader: Reading, node: ast.Call, dotted: str, weight: Weight, arguments: Arguments, frame: Frame
) -> Weight:
    """A framework's function, called on a weight first."""
    framework, name = dotted.partition(".")[0], dotted.rpartition(".")[2]
    first, operand = arguments.get(0, "input", "a", "x", "input_x", "array", "ary")
    if first is not weight or operand is None:
        return weight.unknown
    result = _step(reader, node, name, weight, operand, arguments, 1, frame)
    return replace(result, form=_FORMS.get(framework, result.form))


def _step(
    reader: Reading,
    node: ast.Call,
    name: str,
    weight: Weight,
    operand: ast.expr,
    arguments: Arguments,
    first: int,
    frame: Frame,
) -> Weight:
    """One step; the arguments proper begin at ``first``."""
    if name in KEEPS_RANK:
        return weight
    if name in IN_PLACE:
        reader.log.note_expanded(node, weight, weight.unknown)
        return weight.unknown
    if name in EXPANDS:
        _, number = arguments.get(first, "axis", "dim")
        axis = integer(reader.facts.values.value(number, frame.scope)) if number is not None else None
        result = replace(weight, shapes=expanded(weight.shapes, node, operand, axis, number=number))
        reader.log.note_expanded(node, weight, result)
        return result
    if name in RESHAPES:
        sizes = _sizes(reader, [written for _, written in arguments.positional[first:]], frame)
        starred = [argument for argument in node.args if isinstance(argument, ast.Starred)]
        if starred:
            sizes = _sizes(reader, list(node.args[first:]), frame)
        result = replace(weight, shapes=reshaped(weight.shapes, node, operand, sizes))
        reader.log.note_expanded(node, weight, result)
        return result
    return weight.unknown


def _sizes(reader: Reading, written: list[ast.expr], frame: Frame) -> list[int | None] | None:
    """The sizes of a reshape, None for one that is no literal; None altogether where their number is unknown."""
    if len(written) == 1:
        if not isinstance(written[0], (ast.Tuple, ast.List)):
            return None
        written = written[0].elts
    sizes: list[int | None] = []
    for size in written:
        if not isinstance(size, ast.Starred):
            value = reader.facts.values.value(size, frame.scope)
            sizes.append(integer(value))
            continue
        count = _sliced(size.value)
        if count is None:
            return None
        sizes += [None] * count
    return sizes


def _sliced(node: ast.expr) -> int | None:
    """How many sizes ``*w.shape`` or ``*shape[:2]`` stands for."""
    is_shape = isinstance(node, ast.Attribute) and node.attr == "shape"
    is_size = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "size"
    if is_shape or is_size:
        return TORCH_RANK
    if not isinstance(node, ast.Subscript) or not isinstance(node.slice, ast.Slice):
        return None
    lower, upper, step = node.slice.lower, node.slice.upper, node.slice.step
    if step is not None:
        return None
    first = lower.value if isinstance(lower, ast.Constant) else 0 if lower is None else None
    last = upper.value if isinstance(upper, ast.Constant) else TORCH_RANK if upper is None else None
    if isinstance(first, int) and isinstance(last, int) and 0 <= first <= last:
        return last - first
    return None


def is_true(reader: Reading, node: ast.expr | None, frame: Frame) -> bool:
    """Whether an argument is True."""
    return node is not None and reader.facts.values.value(node, frame.scope) == Known(True)
