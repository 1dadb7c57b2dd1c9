"""One module of MindSpore's executed: what its convolution gives for an input, with weights that the shapes decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .frameworks import mindspore, numpy, torch
from .layers import random_input, run_mindspore
from .outcomes import Outcome, compared, raised
from .own_calls_drawing import OwnCall
from .own_calls_mistakes import MISSPELT

SIZES = {1: (11,), 2: (9, 10), 3: (7, 8, 7)}
CHANNELS = 12
"""Of a function's input and of the primitive's; a layer says its own."""
_WEIGHT = (3, 2, 2)
"""The kernel of the weight that a function is given."""
_GROUP_NAMES = ("group", *MISSPELT["group"], "groups", *MISSPELT["groups"])
_BIAS_INIT = ("bias_init", *MISSPELT["bias_init"])


@dataclass(frozen=True)
class Ran:
    """What a module comes to: it raises, or gives an output."""

    error: Outcome | None = None
    output: Any = None
    layer: Any = None

    @property
    def raises(self) -> bool:
        return self.error is not None

    def same_bits(self, other: Ran) -> bool:
        """Whether both run, and give the same output to the last bit."""
        if self.raises or other.raises:
            return False
        return bool(numpy().array_equal(self.output, other.output))

    def agrees(self, other: Ran) -> bool:
        """Whether both run, and give the same but for rounding."""
        return not self.raises and not other.raises and compared(self.output, other.output).equal


def run(call: OwnCall, text: str, seed: int) -> Ran:
    """Execute a module that was made of the call, and run its ``conv``."""
    scope: dict[str, Any] = {}
    try:
        exec(compile(text, "<module>", "exec"), scope)
    except Exception as error:  # whatever it raises is what is asked for
        return Ran(raised(error, at_call=False))
    conv = scope["conv"]
    try:
        output = _layer_output(conv, call, seed) if call.is_layer else _function_output(conv, call, seed)
    except Exception as error:
        return Ran(raised(error, at_call=True))
    return Ran(output=output, layer=conv if call.is_layer else None)


def _layer_output(layer: Any, call: OwnCall, seed: int) -> Any:
    layer.weight.set_data(mindspore().Tensor(random_input(layer.weight.shape, seed)))
    if layer.has_bias:
        layer.bias.set_data(mindspore().Tensor(random_input(layer.bias.shape, seed + 1)))
    return run_mindspore(layer, random_input((2, layer.in_channels, *SIZES[call.axes]), seed + 2))


def _function_output(conv: Any, call: OwnCall, seed: int) -> Any:
    group = next((call.arguments[name] for name in _GROUP_NAMES if name in call.arguments), 1)
    outgoing = CHANNELS if call.is_function else conv.out_channel
    kernel = _WEIGHT[: call.axes] if call.is_function else conv.kernel_size
    shapes = ((2, CHANNELS, *SIZES[call.axes]), (outgoing, CHANNELS // group, *kernel), (outgoing,))
    tensors = [mindspore().Tensor(random_input(shape, seed + place)) for place, shape in enumerate(shapes)]
    return conv(*tensors[: 3 if call.is_function else 2]).asnumpy()


def ignores_bias_init(call: OwnCall, ran: Ran) -> bool:
    """Whether the layer was given something to make a bias of, and has none."""
    given = next((call.arguments[name] for name in _BIAS_INIT if name in call.arguments), None)
    return ran.layer is not None and given is not None and given is not False and not ran.layer.has_bias


def differs_from_torch(call: OwnCall, ran: Ran, seed: int) -> bool:
    """Whether a Conv2dTranspose with an output_padding gives other numbers than torch with the same weights."""
    added = call.arguments.get("output_padding", 0)
    added = (added, added) if isinstance(added, int) else added
    if ran.raises or call.name != "Conv2dTranspose" or not any(added):
        return False
    functional, layer = torch().nn.functional, ran.layer
    values = random_input((2, layer.in_channels, *SIZES[2]), seed + 2)
    weight = torch().from_numpy(layer.weight.asnumpy())
    whole = functional.conv_transpose2d(
        torch().from_numpy(values), weight, None, layer.stride, groups=layer.group, dilation=layer.dilation
    )
    padding = call.arguments.get("padding", 0)
    top, bottom, left, right = (padding,) * 4 if isinstance(padding, int) else padding
    expected = functional.pad(whole, (-left, added[1] - right, -top, added[0] - bottom))
    if layer.has_bias:
        expected = expected + torch().from_numpy(layer.bias.asnumpy()).reshape(1, -1, 1, 1)
    return compared(ran.output, expected.numpy()).wrong
