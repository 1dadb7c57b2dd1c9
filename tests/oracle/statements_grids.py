"""Statements that hold for every kernel, stride, dilation and length: run on a grid of them.

Each function counts how many of the calls that a statement is about come to what it says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any, NamedTuple

from . import layers
from .frameworks import mindspore, torch
from .statements_table import statements

__all__ = (
    "even_reach_keeps_no_shape",
    "even_reach_with_a_stride_keeps_the_shape",
    "half_the_excess_and_no_other",
    "half_the_reach_keeps_the_shape",
    "kernel_one_is_torch_default",
    "lopsided_is_no_padding_of_torch",
    "native_output_padding_differs",
    "native_output_padding_in_3d",
    "output_padding_as_padding",
    "same_formula",
    "small_reach_is_torch_default",
    "torch_same",
    "transposed_default",
    "transposed_pad",
)

LENGTHS = range(5, 15)


class Geometry(NamedTuple):
    """A convolution along one axis."""

    kernel: int
    stride: int
    dilation: int

    @property
    def reach(self) -> int:
        """How many cells lie between the first and the last that a kernel takes, both counted."""
        return self.dilation * (self.kernel - 1) + 1

    def original(self, padding: Any = 0) -> Any:
        """torch's layer."""
        kernel, stride, dilation = (self.kernel, 1), (self.stride, 1), (self.dilation, 1)
        padding = padding if isinstance(padding, str) else (padding, 0)
        return torch().nn.Conv2d(1, 2, kernel, stride, padding, dilation)

    def port(self) -> Any:
        """MindSpore's, with its default pad_mode."""
        kernel, stride, dilation = (self.kernel, 1), (self.stride, 1), (self.dilation, 1)
        return mindspore().nn.Conv2d(1, 2, kernel, stride, dilation=dilation, has_bias=True)

    def equals(self, length: int, padding: Any) -> bool:
        """Whether the default equals torch's padding on an input of this length."""
        return layers.run_layers(self.original(padding), self.port(), (length, 1), 0).equal

    def keeps_shape(self, length: int, padding: int) -> bool:
        """Whether torch's padding gives the shape of the default."""
        return layers.run_layers(self.original(padding), self.port(), (length, 1), 0).shapes is None


def same_formula() -> str:
    """``max((ceil(H / s) - 1) * s + k' - H, 0)`` cells, the smaller half before."""

    def holds(geometry: Geometry, length: int) -> bool:
        total = max((-(-length // geometry.stride) - 1) * geometry.stride + geometry.reach - length, 0)
        before = total // 2

        class Padded:
            """torch's layer behind zeros that are put there by hand."""

            def __init__(self, layer: Any) -> None:
                self._layer = layer

            def __call__(self, values: Any) -> Any:
                return self._layer(torch().nn.functional.pad(values, (0, 0, before, total - before)))

            def __getattr__(self, name: str) -> Any:
                return getattr(self._layer, name)

        return layers.run_layers(Padded(geometry.original()), geometry.port(), (length, 1), 0).equal

    grid = product((1, 2, 3, 4, 5, 7), (1, 2, 3, 4), (1, 2))
    return _counted(holds(Geometry(*one), length) for one in grid for length in LENGTHS)


def kernel_one_is_torch_default() -> str:
    return _counted(Geometry(1, s, d).equals(length, 0) for s in range(1, 6) for d in (1, 2) for length in LENGTHS)


def small_reach_is_torch_default() -> str:
    grid = [one for one in _geometries() if one.reach <= one.stride]
    return _counted(one.equals(one.stride * times, 0) for one in grid for times in (4, 5))


def half_the_excess_and_no_other() -> str:
    """Where the stride divides the length, ``k' >= s`` and ``k' - s`` is even."""
    grid = [one for one in _geometries() if one.reach >= one.stride and (one.reach - one.stride) % 2 == 0]
    return _counted(_equal_paddings(one) == [(one.reach - one.stride) // 2] for one in grid)


def lopsided_is_no_padding_of_torch() -> str:
    return _counted(not _equal_paddings(one) for one in _lopsided())


def half_the_reach_keeps_the_shape() -> str:
    """On odd reaches, where nothing gives the numbers."""
    grid = [one for one in _lopsided() if one.reach % 2]
    return _counted(one.keeps_shape(_divisible(one), (one.reach - 1) // 2) for one in grid)


def even_reach_keeps_no_shape() -> str:
    """At stride 1: no padding of torch's gives the shape."""
    grid = [one for one in _lopsided() if one.reach % 2 == 0 and one.stride == 1]
    return _counted(not any(one.keeps_shape(_divisible(one), p) for p in range(one.reach)) for one in grid)


def even_reach_with_a_stride_keeps_the_shape() -> str:
    """At stride 3 and 5 ``k' / 2 - 1`` gives it."""
    grid = [one for one in _lopsided() if one.reach % 2 == 0 and one.stride > 1]
    return _counted(one.keeps_shape(_divisible(one), one.reach // 2 - 1) for one in grid)


def torch_same() -> str:
    """``padding="same"``, which torch takes with stride 1 alone."""
    grid = product(range(1, 8), (1,), (1, 2, 3))
    return _counted(Geometry(*one).equals(length, "same") for one in grid for length in (9, 10))


def transposed_default() -> str:
    """Equal to torch exactly where ``k - s = 2 * padding``."""
    grid = product(range(2, 6), (1, 2, 3), (0, 1, 2))
    return _counted(
        _transposed({}, kernel, stride, padding) == (kernel - stride == 2 * padding) for kernel, stride, padding in grid
    )


def transposed_pad() -> str:
    """``pad_mode="pad", padding=p``, for p = 0 too and kernels smaller than the stride."""
    grid = product(range(1, 6), (1, 2, 3), (0, 1, 2))
    return _counted(
        _transposed({"pad_mode": "pad", "padding": p}, k, s, p) for k, s, p in grid if (5 - 1) * s + k > 2 * p
    )


def output_padding_as_padding() -> str:
    """``padding=(p, p - op, p, p - op)`` where torch has ``output_padding=op``."""
    return _counted(
        _transposed({"pad_mode": "pad", "padding": (p, p - op, p, p - op)}, k, s, p, output_padding=op)
        for k, s, p, op in _output_paddings()
    )


def native_output_padding_differs() -> str:
    return _counted(
        not _transposed({"pad_mode": "pad", "padding": p, "output_padding": op}, k, s, p, output_padding=op)
        for k, s, p, op in _output_paddings()
    )


def native_output_padding_in_3d() -> str:
    return _counted(
        layers.run_layers(
            torch().nn.ConvTranspose3d(1, 2, k, s, p, output_padding=op),
            mindspore().nn.Conv3dTranspose(1, 2, k, s, pad_mode="pad", padding=p, output_padding=op, has_bias=True),
            (4, 5, 6),
            0,
        ).equal
        for k, s, p, op in _output_paddings()
    )


def _output_paddings() -> Iterator[tuple[int, int, int, int]]:
    for k, s, p, op in product((3, 4, 5), (2, 3), (1, 2), (1, 2)):
        if op <= p and op < s:
            yield k, s, p, op


def _transposed(port: dict[str, Any], k: int, s: int, p: int, output_padding: int = 0) -> bool:
    original = torch().nn.ConvTranspose2d(1, 2, k, s, p, output_padding=output_padding)
    made = mindspore().nn.Conv2dTranspose(1, 2, k, s, has_bias=True, **port)
    return layers.run_layers(original, made, (5, 6), 0).equal


def _geometries() -> list[Geometry]:
    return [Geometry(*one) for one in product(range(1, 8), range(1, 6), (1, 2, 3))]


def _lopsided() -> list[Geometry]:
    return [one for one in _geometries() if one.reach > one.stride and (one.reach - one.stride) % 2]


def _divisible(geometry: Geometry) -> int:
    """A length that the stride divides, longer than the reach."""
    return geometry.stride * (-(-geometry.reach // geometry.stride) + 1)


def _equal_paddings(geometry: Geometry) -> list[int]:
    return [padding for padding in range(geometry.reach) if geometry.equals(_divisible(geometry), padding)]


def _counted(cases: Iterable[bool]) -> str:
    outcomes = list(cases)
    return f"{sum(outcomes)} of {len(outcomes)}"


SAME = 'semantics.md: When the default "same" equals torch'
TRANSLATION = "semantics.md: The translation"
GRIDS = (
    *statements(
        SAME,
        [
            (
                '"same" adds max((ceil(H / s) - 1) * s + k\' - H, 0) cells, the smaller half before',
                [("same_formula()", "480 of 480")],
            ),
            ("`k = 1`", [("kernel_one_is_torch_default()", "100 of 100")]),
            ("`k' ≤ s`", [("small_reach_is_torch_default()", "62 of 62")]),
            ("`k' - s` even", [("half_the_excess_and_no_other()", "48 of 48")]),
            (
                "`k' - s` odd (kernel 3 or 7 with stride 2, kernel 2 with stride 1)",
                [
                    ("lopsided_is_no_padding_of_torch()", "36 of 36"),
                    ("half_the_reach_keeps_the_shape()", "22 of 22"),
                    ("even_reach_keeps_no_shape()", "6 of 6"),
                    ("even_reach_with_a_stride_keeps_the_shape()", "8 of 8"),
                ],
            ),
            ("A transposed default equals torch where k - s = 2 * padding", [("transposed_default()", "36 of 36")]),
            ('torch\'s own padding="same" equals pad_mode="same"', [("torch_same()", "42 of 42")]),
        ],
    ),
    *statements(
        TRANSLATION,
        [
            (
                "transposed, any `padding=p`, 0 too",
                [("transposed_pad()", "45 of 45")],
            ),
            (
                "transposed in 2d, `output_padding=op`, `op ≤ p`",
                [("output_padding_as_padding()", "15 of 15"), ("native_output_padding_differs()", "15 of 15")],
            ),
            (
                "transposed in 2d, `output_padding`, `padding=0`, no bias",
                [
                    (
                        "beside(torch.nn.ConvTranspose2d(3, 4, 4, 3, output_padding=(2, 1), bias=False), "
                        "nn.Conv2dTranspose(3, 4, 4, 3, 'pad', output_padding=(2, 1)))",
                        "equal",
                    ),
                ],
            ),
            ("transposed in 3d, `output_padding`", [("native_output_padding_in_3d()", "15 of 15")]),
        ],
    ),
)
