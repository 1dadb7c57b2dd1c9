"""What pad_mode="same" adds, for all sizes of an input at once.

Of a size only what it leaves over when it is divided by the stride matters: 'same' adds ``max(k' - r, 0)`` cells,
where r is what is left over, or the stride where nothing is.
"""

from __future__ import annotations

from dataclasses import dataclass

from ms_convlint.facts.geometry import same_padding

_LARGEST_DIVISOR = 8
"""Of a larger stride there are too many sizes to tell them apart."""

Sides = tuple[int, int]
"""How many cells are added before and after an axis."""


@dataclass(frozen=True)
class SizesAlike:
    """Sizes on which the same cells, added on each axis, do what 'same' does.

    They are those that leave one of ``remainders`` over when they are divided by ``divisor``; all if it is 1. A divisor
    of 0 stands for the stride of each axis, where these differ. Every axis has to be of such a size.
    """

    divisor: int
    remainders: tuple[int, ...]
    sides: tuple[Sides, ...]

    @property
    def even(self) -> bool:
        """Whether each axis is padded alike on both sides."""
        return all(before == after for before, after in self.sides)


def same_on_sizes(spans: tuple[int, ...], strides: tuple[int, ...]) -> tuple[list[SizesAlike], bool]:
    """What 'same' adds on axes of these effective kernels and strides; and whether that is told of all sizes.

    First what holds on the sizes that the strides divide, or on all. Where it is told by the size, an input whose axes
    are of different kinds is told nothing of.
    """
    pairs = list(zip(spans, strides, strict=True))
    divided = SizesAlike(
        _common(strides), (0,), tuple(same_padding(span * stride, span, stride) for span, stride in pairs)
    )
    every = [_on_every_size(span, stride) for span, stride in pairs]
    if None not in every:
        always = SizesAlike(1, (0,), tuple(sides for sides in every if sides is not None))
        return ([divided, always] if divided.even and not always.even else [always]), True
    if divided.divisor == 0 or divided.divisor > _LARGEST_DIVISOR:
        return [divided], False
    return [divided, *_elsewhere(pairs, divided)] if divided.even else _elsewhere(pairs, None), True


def _common(strides: tuple[int, ...]) -> int:
    """The one stride above 1; 0 where there are several."""
    above = {stride for stride in strides if stride > 1}
    return 0 if len(above) > 1 else max(above, default=1)


def _on_every_size(span: int, stride: int) -> Sides | None:
    """The cells that do on every size: k' - 1 in all, where it is always the same number that stands before."""
    before = (span - 1) // 2
    return (before, span - 1 - before) if stride == 1 or span <= 2 or (stride == 2 and span % 2 == 0) else None


def _elsewhere(pairs: list[tuple[int, int]], told: SizesAlike | None) -> list[SizesAlike]:
    """The sizes grouped by what stands before each axis, without those that are told already."""
    divisor = max(stride for _, stride in pairs)
    groups: dict[tuple[int, ...], list[int]] = {}
    for left in [*([] if told else [divisor]), *range(1, divisor)]:
        befores = tuple(max(span - min(left, stride), 0) // 2 for span, stride in pairs)
        groups.setdefault(befores, []).append(left)
    found = []
    for befores, lefts in groups.items():
        afters = (
            max(span - before - min(*lefts, stride), 0) for (span, stride), before in zip(pairs, befores, strict=True)
        )
        remainders = tuple(sorted(left % divisor for left in lefts))
        found.append(SizesAlike(divisor, remainders, tuple(zip(befores, afters, strict=True))))
    return found
