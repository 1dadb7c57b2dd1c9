"""One drawn call: torch's layer, or function, on its inputs, and a module of MindSpore's beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .frameworks import mindspore, torch
from .layers import copy_weights, random_input, run_torch
from .outcomes import Outcome, compared, raised, worst
from .sweep_calls import Call

Prepare = Callable[[Any], Any]
"""What is done to an input before the convolution."""
Finish = Callable[[Any, tuple[int, ...]], Any]
"""What is done to its output, torch's shape beside it."""


@dataclass(frozen=True)
class Original:
    """What torch makes of a call: its layer, or what its function is given, the inputs and the outputs."""

    layer: Any
    weights: tuple[Any, ...]
    runs: tuple[tuple[Any, Any], ...]
    """Inputs and outputs, one of even sizes and one of odd ones."""


def original(call: Call, seed: int) -> Original:
    """Make torch's layer and run it. Raises whatever torch raises if it refuses the call."""
    if call.is_function:
        return _original_function(call, seed)
    torch().manual_seed(seed)
    layer = eval(call.torch_text, {"nn": torch().nn})
    inputs = [random_input((2, layer.in_channels, *sizes), seed) for sizes in call.sizes]
    return Original(layer, (), tuple((values, run_torch(layer, values)) for values in inputs))


def _original_function(call: Call, seed: int) -> Original:
    weight = random_input(call.weight_shape, seed)
    bias = random_input(call.weight_shape[:1], seed + 1)
    channels = call.weight_shape[1] * call.arguments.get("groups", 1)
    scope = {"F": torch().nn.functional, "w": torch().from_numpy(weight), "b": torch().from_numpy(bias)}
    inputs = [random_input((2, channels, *sizes), seed) for sizes in call.sizes]
    outputs = [eval(call.torch_text, scope | {"x": torch().from_numpy(values)}).numpy() for values in inputs]
    return Original(None, (weight, bias), tuple(zip(inputs, outputs, strict=True)))


def as_it_is(values: Any) -> Any:
    """Do nothing to an input."""
    return values


def _as_it_comes(output: Any, _: tuple[int, ...]) -> Any:
    return output


def outcome(text: str, beside: Original, prepare: Prepare = as_it_is, finish: Finish = _as_it_comes) -> Outcome:
    """Execute a module of MindSpore's, weights copied over, and run its ``conv`` on both inputs: the worse outcome."""
    try:
        conv = _executed(text)
        if beside.layer is not None:
            copy_weights(beside.layer, conv)
    except Exception as error:  # whatever it raises is what is asked for
        return raised(error, at_call=False)
    weights = [mindspore().Tensor(weight) for weight in beside.weights]
    outcomes: list[Outcome] = []
    for values, expected in beside.runs:
        try:
            output = finish(conv(prepare(mindspore().Tensor(values)), *weights), expected.shape).asnumpy()
        except Exception as error:
            return raised(error, at_call=True)
        outcomes.append(compared(output, expected))
    return worst(outcomes)


def _executed(text: str) -> Any:
    scope: dict[str, Any] = {}
    exec(compile(text, "<port>", "exec"), scope)
    return scope["conv"]
