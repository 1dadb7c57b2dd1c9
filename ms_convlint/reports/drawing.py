"""Drawings of one axis: which cells a padding adds, and where the windows of the kernel stand."""

from __future__ import annotations

from ms_convlint.description import PaddedAxis, PaddedSize
from ms_convlint.facts.geometry import effective_kernel, same_padding, transposed_padding
from ms_convlint.languages import ENGLISH, in_language
from ms_convlint.wording import Wording, said

_ABOUT_PAD_MODE = ("MSC101", "MSC102", "MSC108")
_SIZE, _KERNEL, _STRIDE, _PADDING = 8, 3, 2, 1
_WIDEST = 100


def drawing_for(code: str, language: str = ENGLISH) -> str:
    """Give the drawing that belongs to a rule's page, "" where it is not about padding."""
    if code == "MSC106":
        return draw_transposed(4, _KERNEL, _STRIDE, padding=1, output_padding=1, language=language)
    return draw_paddings(_SIZE, _KERNEL, _STRIDE, _PADDING, language=language) if code in _ABOUT_PAD_MODE else ""


def draw_paddings(size: int, kernel: int, stride: int, padding: int, dilation: int = 1, language: str = ENGLISH) -> str:
    """Draw 'same', 'valid' and 'pad' below each other: ``0`` is an added cell, a bracket is a window."""
    modes = (
        ('pad_mode="same"', same_padding(size, kernel, stride, dilation)),
        ('pad_mode="valid"', (0, 0)),
        (f'pad_mode="pad", padding={padding}', (padding, padding)),
    )
    most = max(before for _, (before, _) in modes)
    head = said(
        "{windows}, on an axis of {size} cells (1 to {size}); 0 is a cell that the padding adds",
        windows=_windows(kernel, stride, dilation),
        size=size,
    )
    parts = [in_language(head, language)]
    for title, (before, after) in modes:
        line = said("{padding}: {before} before, {after} after", padding=title, before=before, after=after)
        if before != after:
            line = said("{line} (one side more than the other: no torch padding= equals it)", line=line)
        parts.append(in_language(line, language))
        parts.append(_draw(size, before, after, effective_kernel(kernel, dilation), stride, most - before))
    return "\n\n".join(parts)


def draw_transposed(
    size: int, kernel: int, stride: int, padding: int, output_padding: int, language: str = ENGLISH
) -> str:
    """Draw what torch and MindSpore leave of the full output of a transposed convolution."""
    full = (size - 1) * stride + kernel
    ends = transposed_padding(padding, output_padding)
    before, after = ends or (padding, padding)
    rows = (
        (f"torch padding={padding}, output_padding={output_padding}", before, after, 0),
        (
            said('MindSpore pad_mode="pad", padding=({before}, {after}) on this axis', before=before, after=after),
            before,
            after,
            0,
        ),
        (f"MindSpore padding={padding}, output_padding={output_padding}", padding, padding, output_padding),
    )
    head = said(
        "transposed, {windows}, {size} cells in, {full} out before any is cut; x is a cell cut, 0 one appended",
        windows=_windows(kernel, stride),
        size=size,
        full=full,
    )
    parts = [in_language(head, language)]
    for title, cut_before, cut_after, appended in rows:
        parts.append(f"{in_language(title, language)}\n{_draw_output(full, cut_before, cut_after, '0' * appended)}")
    return "\n\n".join(parts)


def draw_axis(axis: PaddedAxis, language: str) -> str:
    """Draw what one call does to an axis, on each of its sizes; "" where that is too wide, or nothing is left of it."""
    most = max(size.before for size in axis.sizes)
    if any(_width(axis, size) > _WIDEST or _leaves_nothing(axis, size) for size in axis.sizes):
        return ""
    parts = [in_language(_head(axis), language)]
    for size in axis.sizes:
        drawn = _draw_cut(axis, size) if axis.transposed else _draw_padded(axis, size, most)
        parts.append(f"{in_language(_done(axis, size), language)}\n{drawn}")
    return "\n\n".join(parts)


def _width(axis: PaddedAxis, size: PaddedSize) -> int:
    """How wide a drawing is, in characters."""
    last = _full(axis, size) if axis.transposed else size.size
    more = size.appended if axis.transposed else size.before + size.after
    return (last + more) * (len(str(last)) + 1) + 1


def _leaves_nothing(axis: PaddedAxis, size: PaddedSize) -> bool:
    return axis.transposed and size.before + size.after >= _full(axis, size)


def _full(axis: PaddedAxis, size: PaddedSize) -> int:
    """The output of a transposed convolution before any of it is cut off."""
    return (size.size - 1) * axis.stride + effective_kernel(axis.kernel, axis.dilation)


def _windows(kernel: int, stride: int, dilation: int = 1) -> Wording:
    windows = said("kernel {kernel}, stride {stride}", kernel=kernel, stride=stride)
    return said("{kernel}, dilation {dilation}", kernel=windows, dilation=dilation) if dilation > 1 else windows


def _head(axis: PaddedAxis) -> Wording:
    kernel = _windows(axis.kernel, axis.stride, axis.dilation)
    if axis.name:
        kernel = said("{axis}: {kernel}", axis=axis.name, kernel=kernel)
    if any(size.has_bias_alone for size in axis.sizes):
        return said(
            "{kernel}; x is a cell cut off the output, + one added that holds nothing but the bias", kernel=kernel
        )
    if axis.transposed:
        return said("{kernel}; x is a cell cut off the output, 0 one appended", kernel=kernel)
    return said("{kernel}; 0 is a cell that the padding adds", kernel=kernel)


def _done(axis: PaddedAxis, size: PaddedSize) -> Wording:
    numbers = {"size": size.size, "before": size.before, "after": size.after}
    if not axis.transposed:
        return said("{size} cells: {before} added before, {after} after", **numbers)
    if not size.appended:
        return said("{size} cells in: {before} cut off before, {after} after", **numbers)
    more = {**numbers, "appended": size.appended}
    if size.has_bias_alone:
        return said(
            "{size} cells in: {before} cut off before, {after} after, {appended} added with the bias alone", **more
        )
    return said("{size} cells in: {before} cut off before, {after} after, {appended} appended", **more)


def _draw_padded(axis: PaddedAxis, size: PaddedSize, most: int) -> str:
    span = effective_kernel(axis.kernel, axis.dilation)
    return _draw(size.size, size.before, size.after, span, axis.stride, most - size.before)


def _draw_cut(axis: PaddedAxis, size: PaddedSize) -> str:
    sign = "+" if size.has_bias_alone else "0"
    return _draw_output(_full(axis, size), size.before, size.after, sign * size.appended)


def _draw(size: int, before: int, after: int, span: int, stride: int, indent: int) -> str:
    cells = ["0"] * before + [str(cell) for cell in range(1, size + 1)] + ["0"] * after
    width = max(map(len, cells))
    margin = " " * ((width + 1) * indent)
    rows = [margin + _boxes(cells, width)]
    for first in range(0, len(cells) - span + 1, stride):
        window = "[" + "=" * (span * (width + 1) - 1) + "]"
        rows.append(margin + " " * (first * (width + 1)) + window)
    return "\n".join(rows)


def _draw_output(full: int, cut_before: int, cut_after: int, appended: str) -> str:
    kept = [str(cell) for cell in range(cut_before + 1, full - cut_after + 1)]
    cells = ["x"] * cut_before + kept + ["x"] * cut_after + list(appended)
    return _boxes(cells, len(str(full)))


def _boxes(cells: list[str], width: int) -> str:
    return "|" + "|".join(f"{cell:>{width}}" for cell in cells) + "|"
