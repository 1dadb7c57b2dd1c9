"""A pad layer that feeds a convolution is found through every way of putting layers together."""

from __future__ import annotations

import pytest
from engine import HEAD, findings, lines_with
from networks import cell

CONV = "nn.Conv2d(3, 4, 3, has_bias=True)"
PADDED = {
    "sequence": cell("self.all = nn.SequentialCell(PAD, CONV)"),
    "sequence of a list": cell("layers = [PAD]\nlayers.append(CONV)\nself.all = nn.SequentialCell(layers)"),
    "list of a loop": cell(
        "layers = []\nfor i in range(3):\n    layers += [PAD, CONV, nn.ReLU()]\nself.all = nn.SequentialCell(*layers)"
    ),
    "nested calls": cell("self.pad = PAD\nself.conv = CONV", "return self.conv(self.pad(x))"),
    "assignments": cell("self.pad = PAD\nself.conv = CONV", "x = self.pad(x)\ny = x\nreturn self.conv(y)"),
    "method": cell(
        "self.pad = PAD\nself.conv = CONV",
        "return self.run(self.pad(x))",
        "  def run(self, y):\n    return self.conv(y)\n",
    ),
    "sequence behind": cell(
        "self.pad = PAD\nself.all = nn.SequentialCell(CONV, nn.ReLU())", "return self.all(self.pad(x))"
    ),
    "function": "def run(x):\n  pad = PAD\n  conv = CONV\n  return conv(pad(x))\n",
}
NOT_PADDED = {
    "behind": cell("self.all = nn.SequentialCell(CONV, PAD)"),
    "beside": cell("self.pad = PAD\nself.conv = CONV", "return self.conv(x), self.pad(x)"),
    "of another convolution": cell(
        "self.all = nn.SequentialCell(PAD, nn.Conv2d(3, 3, 5, pad_mode='valid', has_bias=True), nn.ReLU(), CONV)"
    ),
    "in another class": "class Other(nn.Cell):\n  def __init__(self):\n    self.pad = PAD\n" + cell("self.conv = CONV"),
}
PADS = [
    "nn.ReflectionPad2d(1)",
    "nn.ReplicationPad2d(1)",
    "nn.ZeroPad2d(1)",
    "nn.Pad(((0, 0), (0, 0), (1, 1), (1, 1)))",
]


def lacks_pad_mode(text: str) -> bool:
    """Whether the pad_mode of the convolution is asked for."""
    text = HEAD + text.replace("CONV", CONV)
    line = next(number for number, line in enumerate(text.split("\n"), 1) if CONV in line)
    return line in lines_with("MSC101", findings(text))


@pytest.mark.parametrize("text", PADDED.values(), ids=PADDED)
@pytest.mark.parametrize("pad", PADS)
def test_a_pad_layer_before_it_asks_for_the_pad_mode(text: str, pad: str) -> None:
    assert lacks_pad_mode(text.replace("PAD", pad))


@pytest.mark.parametrize("text", NOT_PADDED.values(), ids=NOT_PADDED)
@pytest.mark.parametrize("pad", PADS)
def test_a_pad_layer_elsewhere_says_nothing(text: str, pad: str) -> None:
    assert not lacks_pad_mode(text.replace("PAD", pad))


@pytest.mark.parametrize("pad", ["ops.pad(x, (1, 1, 1, 1))", "ops.pad(x, (1, 1, 1, 1), mode='reflect')"])
def test_ops_pad_before_it_asks_for_the_pad_mode(pad: str) -> None:
    assert lacks_pad_mode(cell("self.conv = CONV", f"x = {pad}\nreturn self.conv(x)"))
    assert lacks_pad_mode(cell("self.conv = CONV", f"return self.conv({pad})"))
    assert not lacks_pad_mode(cell("self.conv = CONV", f"return {pad} + self.conv(x)"))
