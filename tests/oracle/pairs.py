"""A convolution of a port beside the one at its place in torch's original: both made and run on the same input."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .frameworks import mindspore, numpy, torch
from .invocations import Invocation, Symbol
from .layers import UnfitError, copy_weights, input_sizes, made_torch, random_input, run_mindspore, run_torch
from .outcomes import Outcome, compared, raised, worst

SEEDS = (0, 1)
PARITIES = ("even", "odd")
_CHANNELS = 12
"""Channels of the tensors that functions are given: divisible by the groups that fixtures write."""
_KERNEL = 3


@dataclass(frozen=True)
class Pair:
    """One convolution of a port, and torch's."""

    port: Invocation
    original: Invocation

    def outcomes(self) -> dict[str, Outcome]:
        """What the port's comes to on even and on odd sizes, of several seeds the one that is furthest off."""
        found = {}
        for number, parity in enumerate(PARITIES):
            runs = [self._run(number, seed) for seed in SEEDS]
            found[parity] = worst(runs)
        return found

    def _run(self, size: int, seed: int) -> Outcome:
        expected, run_port = self._beside(size, seed)
        try:
            output = run_port()
        except UnfitError:
            raise
        except Exception as error:  # whatever it raises is what is asked for
            return raised(error, at_call=not self._raises_when_made())
        return compared(output, expected)

    def _raises_when_made(self) -> bool:
        if self.is_function:
            return False
        try:
            self.port.make()
        except Exception:
            return True
        return False

    @property
    def is_function(self) -> bool:
        """Whether torch's is a function, the port's a function or a primitive."""
        return not isinstance(self.original.callee, type)

    def _beside(self, size: int, seed: int) -> tuple[Any, Any]:
        """torch's output, and a function that makes the port's and runs it."""
        if self.is_function:
            return self._functions(size, seed)
        layer = made_torch(self.original.make, seed)
        values = random_input((2, layer.in_channels, *input_sizes(layer)[size]), seed)

        def run_port() -> Any:
            cell = self.port.make()
            copy_weights(layer, cell)
            return run_mindspore(_behind(self.port.pad, cell), values)

        return run_torch(_behind(self.original.pad, layer), values), run_port

    def _functions(self, size: int, seed: int) -> tuple[Any, Any]:
        axes = axes_of(self.original.callee)
        primitive = isinstance(self.port.callee, type)
        outputs = self.port.positional[0] if primitive else _CHANNELS
        groups = self.original.keywords.get("groups", 1)
        if len(self.original.positional) > 6:
            groups = self.original.positional[6]
        tensors = {
            "input": random_input((2, _CHANNELS, *(8 + size + 2 * axis for axis in range(axes))), seed),
            "weight": random_input((outputs, _CHANNELS // groups, *(_KERNEL,) * axes), seed + 1) / _CHANNELS,
            "bias": random_input((outputs,), seed + 2),
        }
        expected = _with_tensors(self.original, tensors, torch().from_numpy).numpy()

        def run_port() -> Any:
            if primitive:
                made = self.port.make()
                return made(*(mindspore().Tensor(tensors[name]) for name in ("input", "weight"))).asnumpy()
            return _with_tensors(self.port, tensors, mindspore().Tensor).asnumpy()

        return expected, run_port


def axes_of(callee: Any) -> int:
    """The number in a convolution's name."""
    return next(int(letter) for letter in callee.__name__ if letter.isdigit())


def _behind(pad: Any, layer: Any) -> Any:
    """The layer with its pad layer before it, if it has one."""
    return layer if pad is None else lambda tensor: layer(pad(tensor))


def _with_tensors(invocation: Invocation, tensors: dict[str, Any], tensor: Any) -> Any:
    """Call a function with these tensors in place of those that its arguments stand for."""
    order = ("input", "weight", "bias")

    def given(name: str, value: Any) -> Any:
        stands_for_tensor = isinstance(value, (Symbol, torch().Tensor, mindspore().Tensor))
        return tensor(tensors[name]) if stands_for_tensor else value

    positional = [
        given(order[index], value) if index < len(order) else value for index, value in enumerate(invocation.positional)
    ]
    keywords = {name: given(name, value) for name, value in invocation.keywords.items()}
    return invocation.callee(*positional, **keywords)


@dataclass(frozen=True)
class Unchanged:
    """A convolution of MindSpore's before and after an edit that must change nothing."""

    before: Invocation
    after: Invocation

    @cached_property
    def holds(self) -> bool:
        """Whether both, with the same weights, give the same numbers to the last bit."""
        for seed in SEEDS:
            first, second = self.before.make(), self.after.make()
            if [(p.name, p.shape) for p in first.get_parameters()] != [
                (p.name, p.shape) for p in second.get_parameters()
            ]:
                return False
            for ours, theirs in zip(first.get_parameters(), second.get_parameters(), strict=True):
                theirs.set_data(ours)
            axes = axes_of(self.before.callee)
            values = random_input((2, first.in_channels, *(14 + seed + axis for axis in range(axes))), seed)
            if not numpy().array_equal(run_mindspore(first, values), run_mindspore(second, values)):
                return False
        return True


def with_arguments(original: Invocation, **changed: Any) -> Invocation:
    """torch's call with other arguments."""
    bound = inspect.signature(original.callee).bind(*original.positional, **original.keywords)
    return Invocation(original.place, original.callee, (), {**bound.arguments, **changed})
