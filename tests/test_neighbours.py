"""What consumes and what feeds a convolution is followed through every way of putting layers together."""

from __future__ import annotations

import pytest
from engine import HEAD, findings, lines_with
from networks import STRUCTURES, cell

from ms_convlint.settings import TorchSemantics

CONV = "nn.Conv2d(3, 4, 3)"
IMPORTS = f"{HEAD}from collections import OrderedDict\n"


def told(text: str, semantics: TorchSemantics = TorchSemantics.AUTO) -> bool:
    """Whether the bias of the convolution is asked for."""
    text = IMPORTS + text.replace("CONV", CONV)
    line = next(number for number, line in enumerate(text.split("\n"), 1) if CONV in line)
    return line in lines_with("MSC201", findings(text, semantics))


structures = pytest.mark.parametrize("structure", STRUCTURES.values(), ids=STRUCTURES)


@structures
@pytest.mark.parametrize("layer", ["nn.BatchNorm2d(4)", "nn.InstanceNorm2d(4)"])
@pytest.mark.parametrize("semantics", [TorchSemantics.AUTO, TorchSemantics.ALWAYS], ids=lambda s: s.value)
def test_a_norm_behind_it_takes_the_bias_s_place(structure: str, layer: str, semantics: TorchSemantics) -> None:
    assert not told(structure.replace("LAYER", layer), semantics)


@structures
@pytest.mark.parametrize("layer", ["nn.ReLU()", "nn.LeakyReLU(0.2)"])
def test_an_activation_behind_it_asks_for_the_bias(structure: str, layer: str) -> None:
    assert told(structure.replace("LAYER", layer))


@structures
@pytest.mark.parametrize("layer", ["nn.GroupNorm(2, 4)", "nn.LayerNorm((4,))"])
def test_another_norm_does_not_take_the_bias_s_place(structure: str, layer: str) -> None:
    assert told(structure.replace("LAYER", layer), TorchSemantics.ALWAYS)


TOLD = {
    "last of its sequence": cell("self.all = nn.SequentialCell(nn.ReLU(), CONV)"),
    "last but for a pooling": cell("self.all = nn.SequentialCell(nn.ReLU(), CONV, nn.AvgPool2d(2))"),
    "returned": cell("self.conv = CONV", "return self.conv(x)"),
    "returned by a name": cell("self.conv = CONV", "out = self.conv(x)\nreturn out"),
    "returned with others": cell("self.conv = CONV", "return x, self.conv(x)"),
    "returned in a dict": cell("self.conv = CONV", "return {'out': self.conv(x)}"),
    "returned in a branch": cell("self.conv = CONV", "if self.flag:\n    return self.conv(x)\nreturn x"),
    "returned, pooled": cell("self.conv = CONV\nself.pool = nn.MaxPool2d(2)", "return self.pool(self.conv(x))"),
    "ops.relu": cell("self.conv = CONV", "return ops.relu(self.conv(x))"),
    "ops.ReLU()": cell("self.conv = CONV\nself.relu = ops.ReLU()", "return self.relu(self.conv(x))"),
    "ops.ReLU()()": cell("self.conv = CONV", "return ops.ReLU()(self.conv(x))"),
    "method of the tensor": cell("self.conv = CONV", "x = self.conv(x)\nreturn x.sigmoid()"),
    "the norm stands elsewhere": cell(
        "self.conv = CONV\nself.norm = nn.BatchNorm2d(3)\nself.relu = nn.ReLU()",
        "return self.relu(self.conv(x)) + self.norm(x)",
    ),
    "the norm stands before": cell(
        "self.all = nn.SequentialCell(nn.Conv2d(3, 3, 3, has_bias=True), nn.BatchNorm2d(3), nn.ReLU(), CONV, nn.ReLU())"
    ),
}
SILENT = {
    "nobody is known to use it": cell("self.conv = CONV", "return self.other(self.conv(x))"),
    "never called": cell("self.conv = CONV"),
    "a function's whole work": f"def make():\n  return {CONV}\n",
    "a function's whole work, by a name": f"def make():\n  made = {CONV}\n  return made\n",
    "a lambda's whole work": f"make = lambda: {CONV}\n",
    "norm, activation, convolution": cell("self.all = nn.SequentialCell(nn.BatchNorm2d(3), nn.ReLU(), CONV)"),
    "norm, activation, convolution, returned": cell(
        "self.norm = nn.BatchNorm2d(3)\nself.relu = nn.ReLU()\nself.conv = CONV",
        "return self.conv(self.relu(self.norm(x)))",
    ),
    "norm of another class": "class Block(nn.Cell):\n  def __init__(self):\n    self.conv = CONV\n"
    "  def construct(self, x):\n    return self.conv(x)\n"
    "class Network(nn.Cell):\n  def __init__(self):\n    self.block = Block()\n"
    "    self.norm = nn.BatchNorm2d(4)\n"
    "  def construct(self, x):\n    return self.norm(self.block(x))\n",
    "norm in a list of a local function": "def block():\n  return [CONV, nn.BatchNorm2d(4)]\n"
    + cell("self.all = nn.SequentialCell(*block())"),
    "norm behind a sum": cell("self.conv = CONV\nself.norm = nn.BatchNorm2d(4)", "return self.norm(self.conv(x) + x)"),
    "norm behind a concatenation": cell(
        "self.conv = CONV\nself.norm = nn.BatchNorm2d(4)", "return self.norm(ops.cat((self.conv(x), x), 1))"
    ),
    "norm by ops": cell("self.conv = CONV", "return ops.relu(ops.batch_norm(self.conv(x), a, b, c, d))"),
    "norm from outside": "class Network(nn.Cell):\n  def __init__(self, norm_layer):\n    self.conv = CONV\n"
    "    self.norm = norm_layer(4)\n    self.relu = nn.ReLU()\n"
    "  def construct(self, x):\n    return self.relu(self.norm(self.conv(x)))\n",
}


@pytest.mark.parametrize("text", TOLD.values(), ids=TOLD)
def test_where_the_bias_is_asked_for(text: str) -> None:
    assert told(text)


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_where_nothing_tells_that_a_bias_was_meant(text: str) -> None:
    assert not told(text)
