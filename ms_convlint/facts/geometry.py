"""What a padding does to an axis: pure arithmetic, lengths in cells.

The formulas were held against MindSpore's kernels (480 of 480 cases of 'same', docs/semantics.md).
"""

from __future__ import annotations

from math import gcd

_MOST_APPENDED = 10_000
"""So many appended cells are looked at; torch takes fewer than the stride or the dilation."""


def effective_kernel(kernel: int, dilation: int = 1) -> int:
    """K' = dilation * (kernel - 1) + 1: how many cells a dilated kernel spans."""
    return dilation * (kernel - 1) + 1


def same_padding(size: int, kernel: int, stride: int = 1, dilation: int = 1) -> tuple[int, int]:
    """How many cells pad_mode='same' adds before and after an axis of ``size`` cells.

    The smaller half stands before, the larger after.
    """
    outputs = -(-size // stride)
    total = max((outputs - 1) * stride + effective_kernel(kernel, dilation) - size, 0)
    return total // 2, total - total // 2


def is_lopsided(kernel: int, stride: int = 1, dilation: int = 1) -> bool:
    """Whether 'same' pads one side more than the other on a size that the stride divides."""
    overhang = effective_kernel(kernel, dilation) - stride
    return overhang > 0 and overhang % 2 == 1


def equal_padding(kernel: int, stride: int = 1, dilation: int = 1) -> int | None:
    """The one torch ``padding`` that equals 'same' on a size that the stride divides, None if there is none."""
    overhang = effective_kernel(kernel, dilation) - stride
    if overhang <= 0:
        return 0
    return None if overhang % 2 else overhang // 2


def shape_keeping_padding(kernel: int, dilation: int = 1) -> int | None:
    """(k'-1)/2: the even padding that gives the output the size that 'same' gives; None for an even k'."""
    overhang = effective_kernel(kernel, dilation) - 1
    return None if overhang % 2 else overhang // 2


def transposed_padding(padding: int, output_padding: int) -> tuple[int, int] | None:
    """The lopsided padding that a transposed convolution needs for torch's ``output_padding``.

    None where ``output_padding`` exceeds ``padding``: MindSpore takes no negative padding.
    """
    if output_padding > padding:
        return None
    return padding, padding - output_padding


def reaches_appended(kernel: int, stride: int, dilation: int, padding: int, output_padding: int) -> bool:
    """Whether in torch some cell of the kernel reaches one of the cells that ``output_padding`` adds behind an axis.

    The last input cell stands at the output cell k' - 1 places before the end of what is uncropped, the others in steps
    of the stride before it. (Where none reaches, torch has zeros there, and the bias: docs/semantics.md.)
    """
    if min(kernel, stride, dilation) < 1:
        return False
    first, last = effective_kernel(kernel, dilation) - padding, dilation * (kernel - 1)
    common = gcd(stride, dilation)
    period = stride // common
    for added in range(first, min(first + min(output_padding, _MOST_APPENDED), last + 1)):
        if added % common:
            continue
        # The cells of the kernel that are whole strides away: this one, and every period-th after it.
        cell = added // common * pow(dilation // common, -1, period) % period
        if cell < kernel and dilation * (cell + (kernel - 1 - cell) // period * period) >= added:
            return True
    return False
