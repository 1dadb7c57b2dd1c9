"""Torch's weight as ``weight_init``: of rank 3 it is right, expanded it raises where the layer is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .weight_routes import mended
from .weight_runs import LAYERS, LOAD, Shape, program, run

SHAPES = tuple(
    Shape(layer, *sizes)
    for layer in LAYERS
    for sizes in ((4, 8, 3), (4, 8, 1), (4, 8, 4, 2), (4, 4, 3, 4), (1, 8, 3), (1, 1, 1))
)
SOURCES = {
    "torch.load": 'taken = state_dict["conv.weight"]',
    "a module": (
        "torch_net = torch.nn.MODULE(IN, OUT, KERNEL, groups=GROUP)\n"
        'torch_net.load_state_dict({"weight": state_dict["conv.weight"], "bias": state_dict["conv.bias"]})\n'
        "taken = torch_net.weight.detach()"
    ),
}
"""Where the weight comes from: only of a module's it is known that it is a convolution's."""
RAW = "Tensor(taken.numpy())"
EXPANDED = (
    "Tensor(np.expand_dims(taken.numpy(), 2))",
    "Tensor(np.expand_dims(taken.numpy(), -1))",
    "Tensor(taken.numpy()[:, :, None, :])",
    "Tensor(taken.unsqueeze(2).numpy())",
    "Tensor(taken.numpy()).expand_dims(2)",
    "Parameter(ops.expand_dims(Tensor(taken.numpy()), 2))",
)
"""Spellings that end in rank 4."""


@dataclass(frozen=True)
class Making:
    """A layer that is made with a weight of torch's."""

    shape: Shape
    source: str
    value: str

    @property
    def text(self) -> str:
        """The program."""
        shape = self.shape
        module = {"Conv1d": "Conv1d", "Conv1dTranspose": "ConvTranspose1d"}[shape.layer]
        source = SOURCES[self.source].replace("MODULE", module).replace("GROUP", str(shape.group))
        source = source.replace("IN", str(shape.channels_in)).replace("OUT", str(shape.channels_out))
        source = source.replace("KERNEL", str(shape.kernel))
        bias = 'Tensor(state_dict["conv.bias"].numpy())'
        return program(shape, f"{source}\nnet.conv = {shape.call(weight_init=self.value, bias_init=bias)}")

    @property
    def name(self) -> str:
        return f"{self.shape.layer}, {self.shape.name}, {self.source}, {self.value}"

    def happens(self, text: str) -> str:
        """What the program comes to, or what became of it."""
        return run(text, self.shape).fate.replace(f"at {LOAD}", "when made")


MAKINGS = [
    Making(shape, source, value)
    for shape in SHAPES
    for source in SOURCES
    for value in (RAW, *EXPANDED)
    if shape.kernel > 1 or source == "a module"
]
"""A weight of unknown origin beside kernel 1 may be a linear layer's, which has to be expanded: left out."""


def measure_initial() -> dict[str, Any]:
    """By layer and rank: what happens, and what the mended program computes."""
    table: dict[str, Any] = {}
    for layer in LAYERS:
        raw = [making for making in MAKINGS if making.shape.layer == layer and making.value == RAW]
        expanded = [making for making in MAKINGS if making.shape.layer == layer and making.value != RAW]
        table[layer] = {
            "rank 3": sorted({making.happens(making.text) for making in raw}),
            "rank 3, cases": len(raw),
            "rank 4": sorted({making.happens(making.text) for making in expanded}),
            "rank 4, cases": len(expanded),
            "rank 4, mended": sorted({making.happens(mended(making.text)) for making in expanded}),
        }
    return table
