"""What the default padding of one call does to its input, axis by axis."""

from __future__ import annotations

from ms_convlint.facts.convolutions import Convolution
from ms_convlint.facts.geometry import effective_kernel, is_lopsided, shape_keeping_padding


def is_harmless(call: Convolution) -> bool:
    """Whether 'same' pads nothing whatever the input: kernel 1, or a transposed convolution whose k' is its stride."""
    if call.signature.transposed:
        pairs = zip(call.kernel_size, call.stride, call.dilation, strict=True)
        return all(
            kernel is not None
            and stride is not None
            and (kernel == 1 or dilation is not None)
            and effective_kernel(kernel, dilation or 1) == stride
            for kernel, stride, dilation in pairs
        )
    return all(kernel == 1 for kernel in call.kernel_size)


def kernel_is_stride(call: Convolution) -> bool | None:
    """Whether the kernel spans just its stride on every axis (patches); None where unknown."""
    answers: list[bool | None] = []
    for kernel, stride, dilation in zip(call.kernel_size, call.stride, call.dilation, strict=True):
        if kernel is None or stride is None or dilation is None:
            answers.append(None)
        else:
            answers.append(effective_kernel(kernel, dilation) == stride)
    if False in answers:
        return False
    return None if None in answers else True


def lopsided_axis(call: Convolution, *, strided: bool) -> tuple[int, int] | None:
    """The kernel and stride of the first axis on which 'same' pads one side more than the other.

    ``strided`` asks for a stride above 1 there; otherwise for stride 1, where the kernel is even.
    """
    for kernel, stride, dilation in zip(call.kernel_size, call.stride, call.dilation, strict=True):
        if kernel is None or stride is None or dilation is None:
            continue
        if (stride > 1) is strided and is_lopsided(kernel, stride, dilation):
            return kernel, stride
    return None


def even_paddings(call: Convolution) -> tuple[int, ...] | None:
    """(k'-1)/2 per axis: the even padding that keeps the output's size; None where unknown or an axis has none."""
    found = []
    for kernel, dilation in zip(call.kernel_size, call.dilation, strict=True):
        padding = None if kernel is None or dilation is None else shape_keeping_padding(kernel, dilation)
        if padding is None:
            return None
        found.append(padding)
    return tuple(found)
