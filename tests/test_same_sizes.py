"""What pad_mode="same" adds, told for all sizes at once, against counting windows size by size."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from test_geometry import real_cells, windows

from ms_convlint.facts.geometry import same_padding
from ms_convlint.facts.same_sizes import SizesAlike, same_on_sizes

fixed = settings(max_examples=400, derandomize=True, deadline=None)
spans = st.integers(1, 12)
strides = st.integers(1, 8)


def holds(sizes: SizesAlike, size: int, axis_strides: tuple[int, ...]) -> bool:
    """Whether something is told of axes of this size."""
    if sizes.divisor == 0:
        return all(size % stride == 0 for stride in axis_strides)
    return size % sizes.divisor in sizes.remainders


def computes_the_same(size: int, span: int, stride: int, sides: tuple[int, int]) -> bool:
    """Whether each output sees the cells that 'same' gives it."""
    ours = windows(size, span, stride, 1, *same_padding(size, span, stride))
    theirs = windows(size, span, stride, 1, *sides)
    return real_cells(ours, size) == real_cells(theirs, size)


@given(st.lists(st.tuples(spans, strides), min_size=1, max_size=3))
@fixed
def test_on_every_size_that_is_told_of_the_cells_do_what_same_does(pairs: list[tuple[int, int]]) -> None:
    axis_spans, axis_strides = zip(*pairs, strict=True)
    told, complete = same_on_sizes(axis_spans, axis_strides)
    for size in range(1, 50):
        holding = [sizes for sizes in told if holds(sizes, size, axis_strides)]
        assert holding or not complete
        for sizes in holding:
            for (span, stride), sides in zip(pairs, sizes.sides, strict=True):
                assert computes_the_same(size, span, stride, sides)


@given(spans, strides)
@fixed
def test_sizes_that_the_stride_divides_come_first(span: int, stride: int) -> None:
    told, _ = same_on_sizes((span,), (stride,))
    assert holds(told[0], 24 * stride, (stride,))


@given(spans, strides)
@fixed
def test_what_does_on_every_size_is_not_told_by_sizes(span: int, stride: int) -> None:
    told, _ = same_on_sizes((span,), (stride,))
    sides = ((span - 1) // 2, span - 1 - (span - 1) // 2)
    does = all(computes_the_same(size, span, stride, sides) for size in range(1, 50))
    assert any(sizes.divisor == 1 for sizes in told) is does
    assert len(told) <= 2 or not does


def test_a_large_stride_is_told_of_the_sizes_that_it_divides() -> None:
    assert same_on_sizes((16, 16), (16, 16)) == ([SizesAlike(16, (0,), ((0, 0), (0, 0)))], False)
