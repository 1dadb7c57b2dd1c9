"""Networks for made-up programs: one layer in MindSpore and in torch, at many places, imports spelled many ways."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

CONV1D = ("Conv1d", "Conv1dTranspose")
OTHERS = ("Conv2d", "Dense", "mint.nn.Conv1d")
TWO = "list of two"
PLACEMENTS = ("attribute", "nested", "inherited", "sequence", "sequence of a list", "list", "alone")


@dataclass(frozen=True)
class Layer:
    """A layer that both frameworks have."""

    kind: str
    channels_in: int
    channels_out: int
    group: int
    kernel: int
    bias: bool

    @property
    def is_conv1d(self) -> bool:
        """Whether MindSpore holds its weight with one axis more than torch."""
        return self.kind in CONV1D

    @property
    def torch_shape(self) -> tuple[int, ...]:
        """The shape of torch's weight."""
        if self.kind == "Dense":
            return (self.channels_out, self.channels_in)
        first, second = self.channels_out, self.channels_in
        if self.kind == "Conv1dTranspose":
            first, second = second, first
        kernel = (self.kernel, 1) if self.kind == "Conv2d" else (self.kernel,)
        return (first, second // self.group, *kernel)

    def expanded(self, axis: int) -> tuple[int, ...]:
        """The shape of torch's weight with one axis more."""
        shape = list(self.torch_shape)
        shape.insert(axis, 1)
        return tuple(shape)

    def mindspore(self, **more: str) -> str:
        """The layer as MindSpore spells it."""
        sizes = f"{self.channels_in}, {self.channels_out}"
        if self.kind == "Dense":
            return f"@mindspore.nn.Dense({sizes}, has_bias={self.bias})"
        if self.kind == "mint.nn.Conv1d":
            return f"@mindspore.mint.nn.Conv1d({sizes}, {self.kernel}, groups={self.group}, bias={self.bias})"
        kernel = f"({self.kernel}, 1)" if self.kind == "Conv2d" else f"{self.kernel}"
        pad_mode = "pad" if self.kind == "Conv1dTranspose" else "valid"
        keywords = {"pad_mode": f'"{pad_mode}"', "group": f"{self.group}", "has_bias": f"{self.bias}", **more}
        written = ", ".join(f"{name}={value}" for name, value in keywords.items())
        return f"@mindspore.nn.{self.kind}({sizes}, {kernel}, {written})"

    def torch(self) -> str:
        """The layer as torch spells it."""
        sizes = f"{self.channels_in}, {self.channels_out}"
        if self.kind == "Dense":
            return f"@torch.nn.Linear({sizes}, bias={self.bias})"
        name = {"Conv1dTranspose": "ConvTranspose1d", "Conv2d": "Conv2d"}.get(self.kind, "Conv1d")
        kernel = f"({self.kernel}, 1)" if self.kind == "Conv2d" else f"{self.kernel}"
        return f"@torch.nn.{name}({sizes}, {kernel}, groups={self.group}, bias={self.bias})"


@dataclass(frozen=True)
class Network:
    """A layer at its place, perhaps with a head beside it."""

    layer: Layer
    placement: str
    has_head: bool

    @property
    def path(self) -> str:
        """What the names of the layer's parameters begin with."""
        return {"attribute": "conv", "inherited": "conv", "nested": "block.conv", "list": "layers.1", "alone": ""}.get(
            self.placement, "layers.0"
        )

    @property
    def key(self) -> str:
        """The name of the weight."""
        return f"{self.path}.weight".lstrip(".")

    @property
    def access(self) -> str:
        """How the layer is reached from the network."""
        return re.sub(r"\.(\d+)", r"[\1]", f".{self.path}") if self.path else ""

    @property
    def is_of_rank_3(self) -> bool:
        """Whether all of torch's weights are of rank 3."""
        return not self.layer.bias and not self.has_head

    def classes(self, *, torch: bool, method: str = "") -> tuple[str, str]:
        """The classes that make it up, and the call that makes one; ``method`` is a method of the outermost class."""
        layer = self.layer.torch() if torch else self.layer.mindspore()
        if self.placement == "alone":
            return "", layer
        name, prefix = ("TorchEncoder", "Torch") if torch else ("Encoder", "")
        base = "@torch.nn.Module" if torch else "@mindspore.nn.Cell"
        lines = [*self._lines(layer, prefix, torch=torch)]
        if self.has_head:
            lines.append(f"self.head = {'@torch.nn.Linear' if torch else '@mindspore.nn.Dense'}(8, 2)")
        classes = ""
        if self.placement == "nested":
            classes = _class(f"{prefix}Block", base, [f"self.conv = {layer}"])
        elif self.placement == "inherited":
            classes = _class(f"{prefix}Base", base, [f"self.conv = {layer}"])
            base = f"{prefix}Base"
        return f"{classes}{_class(name, base, lines)}{method}", f"{name}()"

    def _lines(self, layer: str, prefix: str, *, torch: bool) -> Iterator[str]:
        sequence = "@torch.nn.Sequential" if torch else "@mindspore.nn.SequentialCell"
        relu = "@torch.nn.ReLU()" if torch else "@mindspore.nn.ReLU()"
        if self.placement == "attribute":
            yield f"self.conv = {layer}"
        elif self.placement == "nested":
            yield f"self.block = {prefix}Block()"
        elif self.placement == "sequence" or (torch and self.placement == "sequence of a list"):
            yield f"self.layers = {sequence}({layer}, {relu})"
        elif self.placement == "sequence of a list":
            yield f"self.layers = {sequence}([{layer}, {relu}])"
        elif self.placement == TWO:
            yield f"self.layers = {'@torch.nn.ModuleList' if torch else '@mindspore.nn.CellList'}([{layer}, {layer}])"
        elif self.placement == "list":
            yield f"self.layers = {'@torch.nn.ModuleList' if torch else '@mindspore.nn.CellList'}([{relu}, {layer}])"


def _class(name: str, base: str, lines: list[str]) -> str:
    body = "".join(f"        {line}\n" for line in lines)
    return f"class {name}({base}):\n    def __init__(self):\n        super().__init__()\n{body}\n\n"


MINDSPORE = (
    "import mindspore as ms",
    "import mindspore",
    "import mindspore as ms\nfrom mindspore import Parameter, Tensor, nn, ops",
    "import mindspore\nimport mindspore.nn as nn\nimport mindspore.ops as ops\n"
    "from mindspore import Tensor as MsTensor",
    "import mindspore as mindspore_\nfrom mindspore.nn import Cell, CellList, Conv1d, Conv1dTranspose, SequentialCell\n"
    "from mindspore import Parameter, Tensor, load_checkpoint, load_param_into_net, save_checkpoint",
    "import mindspore as ms\nfrom mindspore import mint, nn as cells, ops, Parameter as Param",
)
TORCH = (
    "import torch",
    "import torch as th",
    "import torch\nimport torch.nn as tnn",
    "import torch\nfrom torch import load",
)
NUMPY = ("import numpy as np", "import numpy", "import numpy as np\nfrom numpy import array, expand_dims, newaxis")
SAFETENSORS = (
    "from safetensors import safe_open\nfrom safetensors.torch import load_file, save_file",
    "import safetensors\nimport safetensors.torch",
    "import safetensors.torch as st\nfrom safetensors import safe_open as opened_safely",
)


@dataclass(frozen=True)
class Spelling:
    """How the frameworks are imported; ``numpy`` "" where it is not."""

    mindspore: str
    torch: str
    numpy: str
    safetensors: str

    def spelled(self, text: str) -> str:
        """A text in which everything imported is written as ``@numpy.array``, with imports and the names they bind."""
        imports = [self.mindspore, self.torch]
        imports += [self.numpy] if self.numpy else []
        imports += [self.safetensors] if "@safetensors." in text else []
        imports += [f"import {name}" for name in ("collections", "pickle") if f"{name}." in text]
        head = "\n".join(imports)
        local = _local_names(head)
        return f"{head}\n\n\n{re.sub(r'@([a-z]+[.][A-Za-z0-9_.]*)', lambda found: _named(found[1], local), text)}"


def _local_names(imports: str) -> dict[str, str]:
    """What the names are called that imports bind, by what they mean."""
    names: dict[str, str] = {}
    for node in ast.parse(imports).body:
        if isinstance(node, ast.ImportFrom):
            names.update({f"{node.module}.{alias.name}": alias.asname or alias.name for alias in node.names})
        elif isinstance(node, ast.Import):
            for alias in node.names:
                names[alias.name if alias.asname else alias.name.split(".")[0]] = (
                    alias.asname or alias.name.split(".")[0]
                )
    return names


def _named(dotted: str, local: dict[str, str]) -> str:
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        name = local.get(".".join(parts[:length]))
        if name is not None:
            return ".".join([name, *parts[length:]])
    raise AssertionError(dotted)
