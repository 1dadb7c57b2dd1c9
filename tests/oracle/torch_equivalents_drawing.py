"""Calls of MindSpore's to be shown in torch's terms: as drawn, with other numbers, and with names for numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from random import Random
from typing import Any

from ms_convlint import apply_fixes, check_source
from ms_convlint.description import CallDescription, TorchEquivalent
from ms_convlint.engine import describe
from ms_convlint.finding import Position
from ms_convlint.settings import Settings
from ms_convlint.source import Source

from .own_calls_drawing import HEAD, ORDERS, OwnCall, drawn
from .sweep_calls import Name

DRAWN = 140
"""How many calls of each callable are drawn, mistakes and all."""
MISTAKEN = 12
"""How many with mistakes are kept of each."""
LARGEST_STRIDE = 4
_NEVER_NAMED = ("input", "weight", "bias", "dtype")


@dataclass(frozen=True)
class Written:
    """A call, its arguments partly names whose values only the run knows."""

    call: OwnCall
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def module(self) -> str:
        """A module around the call, which stands at the end of its last line."""
        before = "def conv(x, w, b):\n    return" if self.call.is_function else "conv ="
        return f"{HEAD}{before} {self.call.text}\n"

    @cached_property
    def description(self) -> CallDescription:
        """What an editor is told of it."""
        lines = self.module.splitlines()
        place = Position(len(lines), len(lines[-1]) - 1)
        described = describe(Source("module.py", self.module), Settings(), place)
        assert described is not None, self.module
        return described

    @property
    def equivalent(self) -> TorchEquivalent | None:
        """What is shown of it, or of what its fix makes of it."""
        fixed = self.description.fixed
        return self.description.equivalent or (fixed.equivalent if fixed is not None else None)

    @property
    def today(self) -> str:
        """The module as it is; of a call that is said to raise, and has a fix, the module after it."""
        if self.description.fixed is None:
            return self.module
        return apply_fixes(self.module, check_source(self.module))


def written_calls(seed: int, number: int = DRAWN) -> Iterator[Written]:
    """Yield calls as they are drawn, with other numbers, and with names for numbers."""
    random = Random(seed)
    calls = drawn(dict.fromkeys(ORDERS, number), seed)
    for name in ORDERS:
        of_name = [each for each in calls if each.name == name]
        right = [each for each in of_name if not each.mistakes and not each.beside]
        for call in right:
            other = _with_other_numbers(call, random)
            yield Written(call)
            yield Written(other)
            yield _with_names(other, random)
        yield from map(Written, [each for each in of_name if each.mistakes][:MISTAKEN])
        yield from map(Written, [each for each in of_name if each.beside])


def _with_other_numbers(call: OwnCall, random: Random) -> OwnCall:
    """The call with a larger kernel and stride, and sides that are padded unlike."""
    arguments = dict(call.arguments)
    stride = random.randint(1, LARGEST_STRIDE)
    unlike = call.axes > 1 and random.random() < 0.4
    arguments["stride"] = (stride, *(random.randint(1, 3) for _ in range(call.axes - 1))) if unlike else stride
    if "kernel_size" in arguments:
        arguments["kernel_size"] = random.randint(1, 7 if call.axes < 3 else 4)
    if random.random() < 0.5:
        arguments["pad_mode"] = "same"
        if call.is_function and random.random() < 0.8:
            arguments["stride"] = 1  # beyond it torch's equivalent depends on the weight
        for name in ("padding", "pad", "output_padding"):
            arguments.pop(name, None)
    elif random.random() < 0.5:
        arguments["pad_mode"] = "pad"
        arguments["pad" if call.name == "Conv2D" else "padding"] = random.randint(0, 2)
        arguments.pop("output_padding", None)
    elif call.transposed and call.axes > 1:
        arguments["pad_mode"] = "pad"
        arguments["padding"] = tuple(random.randint(0, 1) for _ in range(2 * call.axes))
        arguments["output_padding"] = random.randint(0, 1) if stride > 1 and not unlike else 0
    return replace(call, arguments=arguments, by_position=0)


def _with_names(call: OwnCall, random: Random) -> Written:
    """The call with some of its arguments given by name."""
    likely = {"padding": 0.8, "pad_mode": 0.1}
    named = [name for name in call.arguments if name not in _NEVER_NAMED and random.random() < likely.get(name, 0.25)]
    values = {f"the_{name}": call.arguments[name] for name in named}
    arguments = {name: Name(f"the_{name}") if name in named else value for name, value in call.arguments.items()}
    return Written(replace(call, arguments=arguments), values)
