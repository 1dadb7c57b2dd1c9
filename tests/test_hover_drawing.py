"""The drawing of what a call pads, cuts off or appends."""

from __future__ import annotations

import pytest
from descriptions import described

from ms_convlint.reports.hover import markdown


def drawing(call: str) -> str:
    """What is drawn; "" where nothing is."""
    _, _, behind = markdown(described(f"c = {call}\n"), "en").partition("```text\n")
    return behind.removesuffix("\n```")


def test_a_drawing_shows_an_even_size_and_an_odd_one_where_they_are_padded_otherwise() -> None:
    assert drawing("nn.Conv2d(3, 4, 3, 2)") == (
        "kernel 3, stride 2; 0 is a cell that the padding adds\n\n"
        "8 cells: 0 added before, 1 after\n"
        "  |1|2|3|4|5|6|7|8|0|\n  [=====]\n      [=====]\n          [=====]\n              [=====]\n\n"
        "9 cells: 1 added before, 1 after\n"
        "|0|1|2|3|4|5|6|7|8|9|0|\n[=====]\n    [=====]\n        [=====]\n            [=====]\n                [=====]"
    )


def test_a_drawing_shows_one_size_where_all_are_padded_alike() -> None:
    assert drawing("nn.Conv1d(3, 4, 3, pad_mode='pad', padding=2, dilation=2)").count("cells:") == 1
    assert "dilation 2" in drawing("nn.Conv1d(3, 4, 3, pad_mode='pad', padding=2, dilation=2)")


def test_a_drawing_names_the_axis_where_they_differ() -> None:
    assert drawing("nn.Conv2d(3, 4, (1, 3))").startswith("width: kernel 3, stride 1;")
    assert drawing("nn.Conv3d(3, 4, (3, 1, 1))").startswith("depth: kernel 3, stride 1;")
    assert drawing("nn.Conv2d(3, 4, 3, pad_mode='pad', padding=(0, 1, 0, 1))").startswith("kernel 3")


def test_a_transposed_drawing_shows_what_is_cut_off_and_appended() -> None:
    assert "4 cells in: 0 cut off before, 1 after\n|1|2|3|4|5|6|7|8|x|" in drawing("nn.Conv2dTranspose(3, 4, 3, 2)")
    appended = drawing("nn.Conv2dTranspose(3, 4, 3, 2, 'pad', 1, output_padding=1)")
    assert appended.startswith("kernel 3, stride 2; x is a cell cut off the output, 0 one appended\n")
    assert appended.endswith("4 cells in: 1 cut off before, 1 after, 1 appended\n|x|2|3|4|5|6|7|8|x|0|")


@pytest.mark.parametrize(
    ("call", "cells"),
    [
        ("nn.Conv2dTranspose(1, 1, 2, stride=4, has_bias=True)", "0 after, 2 added with the bias alone\n| 1| 2|"),
        ("nn.Conv1dTranspose(1, 1, 2, 4, pad_mode='valid', has_bias=True)", "0 after, 2 added with the bias alone\n"),
        ("nn.Conv3dTranspose(1, 1, 2, 3, 'pad', 0, output_padding=2)", "0 after, 2 added with the bias alone\n| 1| 2|"),
    ],
)
def test_cells_of_a_transposed_output_that_no_window_reaches_hold_the_bias_and_are_no_zeros(
    call: str, cells: str
) -> None:
    drawn = drawing(call)
    assert "+ one added that holds nothing but the bias\n" in drawn
    assert f"4 cells in: 0 cut off before, {cells}" in drawn
    assert drawn.endswith("| +| +|")


@pytest.mark.parametrize(
    "call",
    [
        "nn.Conv2d(3, 4, 3, pad_mode='valid')",
        "nn.Conv2d(3, 4, 1)",
        "nn.Conv2d(3, 4, k)",
        "nn.Conv2d(3, 4, 3, pad_mode='pad', padding=p)",
        "nn.Conv2d(3, 4, 63)",
        "nn.Conv2d(3, 4, 10**9, 10**8)",
        "nn.Conv2dTranspose(3, 4, 3, 2, 'pad', 10**9)",
        "nn.Conv2dTranspose(3, 4, 10**9, 10**8)",
        "ops.conv2d(x, w, pad_mode='pad', padding=1)",
    ],
)
def test_nothing_is_drawn_where_nothing_is_padded_or_numbers_are_unknown_or_too_large(call: str) -> None:
    assert drawing(call) == ""


@pytest.mark.parametrize("kernel", range(1, 40))
@pytest.mark.parametrize("stride", [1, 2, 3, 5])
def test_no_drawing_is_wider_than_can_be_read(kernel: int, stride: int) -> None:
    for name in ("Conv1d", "Conv1dTranspose"):
        assert max(map(len, drawing(f"nn.{name}(3, 4, {kernel}, {stride})").splitlines()), default=0) <= 100
