"""Calls of MindSpore's beside the torch calls that their descriptions show: executed, both give the same output."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from ms_convlint.description import TorchEquivalent
from ms_convlint.wording import Wording

from .frameworks import mindspore, torch
from .layers import random_input
from .outcomes import Outcome, compared, raised
from .own_calls_drawing import ORDERS
from .sweep_calls import Name, spread
from .torch_equivalents_drawing import Written, written_calls

SEED = 11
SIZES = {1: (16, 17, 18, 19), 2: (16, 17, 18, 19), 3: (8, 9, 10, 11)}
"""What each axis of an input has: even sizes and odd ones, and each that a stride of 2 to 4 leaves something of."""
DIVIDED = 12
"""What strides of 2, 3 and 4 divide."""
CHANNELS = 12
WEIGHT = (3, 2, 2)
"""The kernel of the weight that a function is given."""
EQUAL, RAISES_AND_FIXED = "equal", "raises, and is equal after the fix"
RAISES, NO_CALL = "raises, and has no fix", "no call"
UNEQUAL, UNTOLD, RUNS = "not equal", "equal, but a size is passed over", "said to raise, and runs"
RAISES_UNSAID = "raises, and a call is shown"
OTHERWISE = "shown for one number, and given several"
WRONG = (UNEQUAL, UNTOLD, RUNS)
Sizes = tuple[int, ...]
"""The axes of an input."""


class Pair:
    """MindSpore's callable, made, and torch's forms beside it, with the same weight and bias."""

    def __init__(self, written: Written) -> None:
        self._call, self._values = written.call, written.values
        scope = dict(written.values)
        exec(compile(written.today, "<module>", "exec"), scope)
        self._conv = scope["conv"]
        self._channels, self._weight, self._bias = self._tensors()

    def _tensors(self) -> tuple[int, Any, Any]:
        """The channels of the input; a weight and a bias, which a layer is given at once."""
        call, conv = self._call, self._conv
        if call.is_layer:
            weight, bias = (random_input(shape, SEED) for shape in (conv.weight.shape, (conv.out_channels,)))
            conv.weight.set_data(mindspore().Tensor(weight))
            if conv.has_bias:
                conv.bias.set_data(mindspore().Tensor(bias))
            return conv.in_channels, weight[:, :, 0] if call.axes == 1 else weight, bias
        group = next((self.value(name) for name in ("group", "groups") if name in call.arguments), 1)
        outgoing = CHANNELS if call.is_function else conv.out_channel
        kernel = WEIGHT[: call.axes] if call.is_function else conv.kernel_size
        shapes = ((outgoing, CHANNELS // group, *kernel), (outgoing,))
        weight, bias = (random_input(shape, SEED) for shape in shapes)
        return CHANNELS, weight, bias

    def value(self, name: str) -> Any:
        """What an argument is given, by name or as it is written."""
        given = self._call.arguments.get(name)
        return self._values[given] if isinstance(given, Name) and given in self._values else given

    def input(self, sizes: Sizes) -> Any:
        """An input with axes of these sizes."""
        return random_input((1, self._channels, *sizes), SEED)

    def in_mindspore(self, values: Any) -> Any:
        """MindSpore's output."""
        tensors = [mindspore().Tensor(each) for each in (values, self._weight, self._bias)]
        taken = 1 if self._call.is_layer else 3 if self._call.is_function else 2
        return self._conv(*tensors[:taken]).asnumpy()

    def in_torch(self, code: str, values: Any) -> Any:
        """What the code gives that is shown."""
        x, w, b = (torch().from_numpy(each) for each in (values, self._weight, self._bias))
        with torch().no_grad():
            shown = eval(code, {"torch": torch(), "x": x, "w": w, "b": b, **self._values})
            if self._call.is_function:
                return shown.numpy()
            if not self._call.is_layer:
                return shown(x, w).numpy()
            layer = next(each for each in shown.modules() if hasattr(each, "weight"))
            layer.weight.copy_(w)
            if layer.bias is not None:
                layer.bias.copy_(b)
            return shown(x).numpy()

    def holds(self, where: str, sizes: Sizes) -> bool:
        """Whether what is said of an input is so for all its axes."""
        divided = self.value("stride") if "that the strides divide" in where else 1
        strides = spread(divided, self._call.axes)
        fits = all(size % stride == 0 for size, stride in zip(sizes, strides, strict=True))
        return fits and self._holds_of_names(where) and all(_holds_of_size(where, size) for size in sizes)

    def _holds_of_names(self, where: str) -> bool:
        numbers = re.findall(r"where (\w+) is one number", where)
        zeros = re.findall(r"where (\w+) is 0", where)
        are_numbers = all(type(self._values[name]) is int for name in numbers)
        return are_numbers and all(self._values[name] == 0 for name in zeros)


def _holds_of_size(where: str, size: int) -> bool:
    left_over = re.search(r"on sizes that leave ([\d, ]+) over when they are divided by (\d+)", where)
    divided = re.search(r"on sizes that (\d+) divides", where)
    conditions = [
        "on even sizes" not in where or size % 2 == 0,
        "on odd sizes" not in where or size % 2 == 1,
        divided is None or size % int(divided[1]) == 0,
        left_over is None or size % int(left_over[2]) in map(int, left_over[1].split(", ")),
    ]
    return all(conditions)


@dataclass(frozen=True)
class Result:
    """What became of one call, how many outputs were compared, and the conditions under which."""

    written: Written
    outcome: str
    compared: int = 0
    conditions: frozenset[str] = frozenset()
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.written.call.text} {self.written.values}: {self.outcome} {self.detail}"


def result(written: Written) -> Result:
    """Make a call and run it beside what is shown of it."""
    equivalent = written.equivalent
    try:
        pair = Pair(written)
        outputs = {sizes: pair.in_mindspore(pair.input(sizes)) for sizes in _inputs(written)}
    except Exception as error:  # whatever it raises is what is asked for
        return _raising(written, raised(error, at_call=False))
    if equivalent is None or _impossible(equivalent):
        return Result(written, RUNS)
    if not equivalent.forms:
        return Result(written, f"{NO_CALL}: {_template(equivalent.reason)}")
    return _compared(written, pair, outputs, equivalent)


def _raising(written: Written, error: Outcome) -> Result:
    """What is said of a call that raises as it stands, or still after its fix."""
    equivalent = written.equivalent
    if equivalent is None:
        return Result(written, RAISES)
    if not equivalent.forms:
        return Result(written, f"{NO_CALL}: {_template(equivalent.reason)}")
    return Result(
        written, f"raises: {written.call.beside}" if written.call.beside else RAISES_UNSAID, detail=str(error)
    )


def _impossible(equivalent: TorchEquivalent) -> bool:
    return "in both frameworks" in equivalent.reason


def _inputs(written: Written) -> list[Sizes]:
    """An even size and an odd one; where what is shown depends on the size, one that leaves each remainder.

    The last axis is longer than the others: by what strides of 2, 3 and 4 divide, and, where it matters what each axis
    leaves over, by one more.
    """
    sizes, axes = SIZES[written.call.axes], written.call.axes
    equivalent = written.equivalent
    depends = equivalent is not None and (len(equivalent.forms) > 1 or equivalent.remark)
    if axes == 1:
        return [(size,) for size in (sizes if depends else sizes[:2])]
    alike = [(*(size,) * (axes - 1), size + DIVIDED) for size in (sizes if depends else sizes[:2])]
    return alike + [(*others, last + 1) for *others, last in alike if depends]


def _is_told_to_be_missing(equivalent: TorchEquivalent, sizes: Sizes) -> bool:
    """Whether something remarks that on these sizes none of the calls need be the same."""
    axes_are_alike = len({size % DIVIDED for size in sizes}) == 1
    if "one number" in equivalent.forms[0].where:
        return True
    return "On other sizes" in equivalent.remark or ("where all axes" in equivalent.remark and not axes_are_alike)


def _compared(written: Written, pair: Pair, outputs: dict[Sizes, Any], equivalent: TorchEquivalent) -> Result:
    conditions: set[str] = set()
    number = 0
    for sizes, output in outputs.items():
        told = [form for form in equivalent.forms if pair.holds(form.where, sizes)]
        if not told and not _is_told_to_be_missing(equivalent, sizes):
            return Result(written, UNTOLD, detail=str(sizes))
        for form in told:
            number += 1
            conditions |= _conditions(form.where)
            try:
                came = compared(pair.in_torch(form.code, pair.input(sizes)), output)
            except Exception as error:
                return Result(written, UNEQUAL, detail=f"{form.code} at {sizes}: {error}")
            if not came.equal:
                return Result(written, UNEQUAL, detail=f"{form.code} at {sizes}: {came}")
    if not number:
        return Result(written, OTHERWISE)
    outcome = RAISES_AND_FIXED if written.description.raises else EQUAL
    return Result(written, outcome, number, frozenset(conditions))


def _conditions(where: str) -> set[str]:
    """The conditions that are joined to one."""
    joined = where.fields if isinstance(where, Wording) and {"clause", "others"} <= where.fields.keys() else {}
    parts = [part for part in joined.values() if isinstance(part, str)]
    return set().union(*map(_conditions, parts)) if parts else {_template(where)}


def _template(text: str) -> str:
    return text.template if isinstance(text, Wording) else text


def results() -> list[Result]:
    """What becomes of all calls."""
    torch().set_num_threads(1)  # on small inputs more of them are in each other's way
    return [result(written) for written in written_calls(SEED)]


def totals(found: list[Result]) -> dict[str, Any]:
    """The counts that are recorded."""
    of_name: dict[str, Counter[str]] = {name: Counter() for name in ORDERS}
    for each in found:
        of_name[each.written.call.name][each.outcome] += 1
    conditions = Counter(condition or "on every input" for each in found for condition in each.conditions)
    return {
        "seed": SEED,
        "calls": len(found),
        "outputs compared": sum(each.compared for each in found),
        "outcomes": _sorted(Counter(each.outcome for each in found)),
        "outcomes, by callable": {name: _sorted(counts) for name, counts in of_name.items()},
        "conditions": _sorted(conditions),
    }


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items()))


def measure() -> dict[str, Any]:
    """What is recorded."""
    return totals(results())
