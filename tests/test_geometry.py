"""The formulas about padding against counting windows on an axis, one by one."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ms_convlint.facts.geometry import (
    effective_kernel,
    equal_padding,
    is_lopsided,
    reaches_appended,
    same_padding,
    shape_keeping_padding,
    transposed_padding,
)

fixed = settings(max_examples=300, derandomize=True, deadline=None)
kernels = st.integers(1, 9)
strides = st.integers(1, 6)
dilations = st.integers(1, 4)
sizes = st.integers(1, 40)
paddings = st.integers(0, 12)


def windows(size: int, kernel: int, stride: int, dilation: int, before: int, after: int) -> list[tuple[int, ...]]:
    """The cells that each output sees, counted from the first cell of the input; None of them may be outside."""
    found = []
    start = -before
    while start + (kernel - 1) * dilation < size + after:
        found.append(tuple(start + tap * dilation for tap in range(kernel)))
        start += stride
    return found


def real_cells(seen: list[tuple[int, ...]], size: int) -> list[tuple[int | None, ...]]:
    """The same with what lies in the padding, which is zero wherever it lies, told as None."""
    return [tuple(cell if 0 <= cell < size else None for cell in window) for window in seen]


def computes_as_same(size: int, kernel: int, stride: int, dilation: int, padding: int) -> bool:
    """Whether torch's padding gives every output the cells that 'same' gives it."""
    before, after = same_padding(size, kernel, stride, dilation)
    ours = windows(size, kernel, stride, dilation, before, after)
    theirs = windows(size, kernel, stride, dilation, padding, padding)
    return real_cells(ours, size) == real_cells(theirs, size)


@given(kernels, dilations)
@fixed
def test_a_dilated_kernel_spans_from_its_first_to_its_last_tap(kernel: int, dilation: int) -> None:
    taps = [tap * dilation for tap in range(kernel)]
    assert effective_kernel(kernel, dilation) == taps[-1] - taps[0] + 1


@given(sizes, kernels, strides, dilations)
@fixed
def test_same_makes_one_output_a_stride(size: int, kernel: int, stride: int, dilation: int) -> None:
    before, after = same_padding(size, kernel, stride, dilation)
    seen = windows(size, kernel, stride, dilation, before, after)
    assert len(seen) == len(range(0, size, stride))


@given(sizes, kernels, strides, dilations)
@fixed
def test_same_pads_no_more_than_it_must_and_the_odd_cell_behind(
    size: int, kernel: int, stride: int, dilation: int
) -> None:
    before, after = same_padding(size, kernel, stride, dilation)
    assert 0 <= after - before <= 1
    if before + after:
        fewer = windows(size, kernel, stride, dilation, before, after - 1)
        assert len(fewer) < len(range(0, size, stride))


@given(st.integers(1, 10), kernels, strides, dilations)
@fixed
def test_equal_padding_sees_the_same_cells(outputs: int, kernel: int, stride: int, dilation: int) -> None:
    padding = equal_padding(kernel, stride, dilation)
    size = outputs * stride
    if padding is not None:
        assert computes_as_same(size, kernel, stride, dilation, padding)


@given(st.integers(2, 10), kernels, strides, dilations, paddings)
@fixed
def test_no_other_padding_sees_the_same_cells(
    outputs: int, kernel: int, stride: int, dilation: int, padding: int
) -> None:
    span = effective_kernel(kernel, dilation)
    size = outputs * stride
    assume(span >= stride and size > 2 * span)
    assume(padding != equal_padding(kernel, stride, dilation))
    assert not computes_as_same(size, kernel, stride, dilation, padding)


@given(st.integers(1, 10), kernels, strides, dilations)
@fixed
def test_lopsided_is_what_pads_one_side_more_and_has_no_equal(
    outputs: int, kernel: int, stride: int, dilation: int
) -> None:
    before, after = same_padding(outputs * stride, kernel, stride, dilation)
    lopsided = is_lopsided(kernel, stride, dilation)
    assert lopsided == (before != after)
    assert lopsided == (equal_padding(kernel, stride, dilation) is None)


@given(sizes, kernels, strides, dilations)
@fixed
def test_shape_keeping_padding_gives_the_size_that_same_gives(
    size: int, kernel: int, stride: int, dilation: int
) -> None:
    padding = shape_keeping_padding(kernel, dilation)
    assume(padding is not None)
    assert padding is not None
    seen = windows(size, kernel, stride, dilation, padding, padding)
    assert len(seen) == len(range(0, size, stride))


@given(st.integers(1, 4).map(lambda half: 2 * half), st.sampled_from([1, 3]), paddings)
@fixed
def test_an_even_span_has_no_padding_that_keeps_the_size_at_stride_1(kernel: int, dilation: int, padding: int) -> None:
    assert shape_keeping_padding(kernel, dilation) is None
    assert len(windows(30, kernel, 1, dilation, padding, padding)) != 30


@given(sizes, strides, dilations)
@fixed
def test_kernel_1_needs_no_padding(size: int, stride: int, dilation: int) -> None:
    assert same_padding(size, 1, stride, dilation) == (0, 0)
    assert equal_padding(1, stride, dilation) == 0
    assert not is_lopsided(1, stride, dilation)


@given(st.integers(1, 12), kernels, strides, st.integers(0, 4), st.integers(0, 4))
@fixed
def test_transposed_padding_cuts_less_at_the_end(
    size: int, kernel: int, stride: int, padding: int, output_padding: int
) -> None:
    """A transposed convolution makes (size - 1) * stride + kernel cells and cuts the padding off both ends."""
    whole = list(range((size - 1) * stride + kernel))
    in_torch = whole[padding : len(whole) - padding + output_padding]
    sides = transposed_padding(padding, output_padding)
    if output_padding > padding:
        assert sides is None
        return
    assert sides is not None
    before, after = sides
    assert whole[before : len(whole) - after] == in_torch


@given(kernels, strides, dilations, paddings, st.integers(0, 6))
@fixed
def test_the_kernel_reaches_an_appended_cell_where_one_of_its_cells_lands_on_it(
    kernel: int, stride: int, dilation: int, padding: int, output_padding: int
) -> None:
    """Seen from an input cell at 0 the kernel's cells are at multiples of the dilation, other inputs strides before."""
    first = effective_kernel(kernel, dilation) - padding
    landed = {tap * dilation - back * stride for tap in range(kernel) for back in range(dilation * kernel + padding)}
    expected = any(cell in landed for cell in range(first, first + output_padding))
    assert reaches_appended(kernel, stride, dilation, padding, output_padding) == expected


def test_numbers_that_nobody_means_take_no_time() -> None:
    assert not reaches_appended(3, 1, 1, 0, 10**12)
    assert reaches_appended(10**12, 10**11, 3, 1, 10**12)
    assert not reaches_appended(3, 0, 1, 1, 1)


@pytest.mark.parametrize(
    ("kernel", "stride", "padding"),
    [(3, 1, 1), (4, 2, 1), (16, 16, 0), (3, 2, None), (7, 2, None), (11, 4, None), (2, 1, None), (1, 2, 0)],
)
def test_the_cases_that_were_measured(kernel: int, stride: int, padding: int | None) -> None:
    assert equal_padding(kernel, stride) == padding
    assert is_lopsided(kernel, stride) == (padding is None)
