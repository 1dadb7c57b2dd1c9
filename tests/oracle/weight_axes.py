"""Torch's weight expanded at each axis, in many spellings and for many sizes: reported where it raises, else equal."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from .weight_routes import findings, mended, said
from .weight_runs import LAYERS, Run, Shape, program, run

SHAPES = tuple(
    Shape(layer, *sizes)
    for layer in LAYERS
    for sizes in (
        (4, 8, 3),
        (4, 8, 1),
        (3, 3, 3),
        (4, 8, 4, 2),
        (4, 4, 3, 4),
        (1, 8, 3),
        (4, 1, 3),
        (1, 1, 3),
        (1, 1, 1),
    )
)

_TORCH = 'state_dict["conv.weight"]'
_ARRAY = f"{_TORCH}.numpy()"
EXPANSIONS: dict[int, tuple[str, ...]] = {
    0: (
        f"Tensor(np.expand_dims({_ARRAY}, 0))",
        f"Tensor({_ARRAY}[None])",
        f"Tensor({_TORCH}.unsqueeze(0).numpy())",
        f"Tensor({_ARRAY}).expand_dims(-4)",
    ),
    1: (
        f"Tensor(np.expand_dims({_ARRAY}, axis=1))",
        f"Tensor({_ARRAY}[:, None])",
        f"Tensor({_ARRAY}[:, np.newaxis, :, :])",
        f"Tensor({_TORCH}.unsqueeze(dim=1).numpy())",
        f"ops.expand_dims(Tensor({_ARRAY}), 1)",
    ),
    2: (
        f"Tensor(np.expand_dims({_ARRAY}, 2))",
        f"Tensor(np.expand_dims({_ARRAY}, -2))",
        f"Tensor({_ARRAY}[:, :, None])",
        f"Tensor({_ARRAY}[..., None, :])",
        f"Tensor({_TORCH}.unsqueeze(2).numpy())",
        f"Tensor({_ARRAY}).unsqueeze(-2)",
        f"ops.ExpandDims()(Tensor({_ARRAY}), 2)",
    ),
    3: (
        f"Tensor(np.expand_dims({_ARRAY}, -1))",
        f"Tensor({_ARRAY}[:, :, :, None])",
        f"Tensor({_ARRAY}[..., np.newaxis])",
        f"Tensor(torch.unsqueeze({_TORCH}, 3).numpy())",
        f"Tensor({_ARRAY}).expand_dims(3)",
    ),
}
"""The axes, counted in the result, and the ways to write them."""
_SINKS = {
    "set_data": "net.conv.weight.set_data(VALUE)",
    "load_param_into_net": '_ = ms.load_param_into_net(net, {"conv.weight": Parameter(VALUE)})',
}
_BIAS = 'net.conv.bias.set_data(Tensor(state_dict["conv.bias"].numpy()))\n'
_CORRECTED = 2


@dataclass(frozen=True)
class Case:
    """One expansion on one way into one layer."""

    shape: Shape
    axis: int
    value: str
    sink: str = "set_data"
    is_reshape: bool = False

    @property
    def text(self) -> str:
        """The program."""
        return program(self.shape, _BIAS + _SINKS[self.sink].replace("VALUE", self.value))

    @property
    def fits(self) -> bool:
        """Whether the expanded weight has the shape that the layer holds."""
        return _expanded(self.shape, self.axis) == _expanded(self.shape, _CORRECTED)


def _expanded(shape: Shape, axis: int) -> tuple[int, ...]:
    sizes = shape.torch_shape
    return (*sizes[:axis], 1, *sizes[axis:])


def _reshaped(shape: Shape, axis: int) -> Case:
    sizes = ", ".join(str(size) for size in _expanded(shape, axis))
    return Case(shape, axis, f"Tensor({_ARRAY}.reshape({sizes}))", is_reshape=True)


CASES = [
    *(Case(shape, axis, value) for shape in SHAPES for axis, values in EXPANSIONS.items() for value in values),
    *(
        Case(shape, axis, values[0], "load_param_into_net")
        for shape in SHAPES
        for axis, values in EXPANSIONS.items()
        if shape.group == 1
    ),
    *(_reshaped(shape, axis) for shape in SHAPES for axis in EXPANSIONS),
]


@dataclass(frozen=True)
class Verdict:
    """What is said of a case, what happens, and what the mended program computes."""

    says: str
    """"" where nothing is said."""
    happens: str
    mended: str

    @property
    def agrees(self) -> bool:
        """Reported is what raises, and as it raises; silence means torch's output, and so does the mended text."""
        return self.happens == (self.says or "equal") and self.mended == "equal"


@cache
def verdict(case: Case) -> Verdict:
    """Check, run, mend and run a case."""
    found = findings(case.text)
    assert all(finding.code == "MSC302" for finding in found)
    assert len(found) <= 1
    before = _run(case, case.text).fate
    after = _run(case, mended(case.text)).fate if found else before
    return Verdict(said(found[0]) if found else "", before, after)


def is_unreadable(case: Case) -> bool:
    """Whether nothing can be said: of several ones among the sizes of a reshape any may be the new axis."""
    return case.is_reshape and _expanded(case.shape, case.axis).count(1) > 1


def _run(case: Case, text: str) -> Run:
    return run(text, case.shape)


def measure_axes() -> dict[str, Any]:
    """By layer, sizes and axis what ``set_data`` comes to; and how many cases agree with what is said of them."""
    table: dict[str, Any] = {layer: {} for layer in LAYERS}
    agreeing, unread = 0, 0
    for case in CASES:
        result = verdict(case)
        if is_unreadable(case):
            unread += 1
            continue
        agreeing += result.agrees
        if case.sink == "set_data":
            row = table[case.shape.layer].setdefault(case.shape.name, {})
            fate = {"happens": result.happens, "mended": result.mended}
            same = row.get(str(case.axis), fate) == fate
            row[str(case.axis)] = fate if same else dict.fromkeys(fate, "different spellings differ")
    counts = {"cases": len(CASES), "as said": agreeing, "reshapes with several ones, not read": unread}
    return {"by axis": table, "counts": counts}
