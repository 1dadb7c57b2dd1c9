"""What feeds and what consumes a convolution, as far as MSC201 and MSC101 tell of it."""

from __future__ import annotations

import pytest

from ms_convlint import check_source

HEAD = """import mindspore.nn as nn
from collections import OrderedDict
from mindspore import ops
"""
CONV = 'nn.Conv2d(3, 64, 3, pad_mode="pad", padding=1)'


def evidence(text: str) -> list[str]:
    """What MSC201 says of the convolutions, in order."""
    return [
        finding.message.rpartition("(")[2].partition(")")[0]
        for finding in check_source(HEAD + text)
        if finding.code == "MSC201"
    ]


def cell(made: str, construct: str, more: str = "") -> str:
    """A class with layers, and what it does with them."""
    body = "\n".join(f"        {line}" for line in made.splitlines())
    steps = "\n".join(f"        {line}" for line in construct.splitlines())
    return (
        f"{more}\nclass Net(nn.Cell):\n    def __init__(self, flag):\n        super().__init__()\n{body}\n"
        f"    def construct(self, x):\n{steps}\n"
    )


NORM_FOLLOWS = {
    "positional": cell(f"self.all = nn.SequentialCell({CONV}, nn.BatchNorm2d(64))", "return self.all(x)"),
    "list": cell(f"self.all = nn.SequentialCell([{CONV}, nn.BatchNorm2d(64), nn.ReLU()])", "return self.all(x)"),
    "OrderedDict": cell(
        f'self.all = nn.SequentialCell(OrderedDict([("c", {CONV}), ("n", nn.BatchNorm2d(64))]))', "return self.all(x)"
    ),
    "append": cell(
        f"self.all = nn.SequentialCell()\nself.all.append({CONV})\nself.all.append(nn.BatchNorm2d(64))",
        "return self.all(x)",
    ),
    "list grown": cell(
        f"layers = [{CONV}]\nlayers += [nn.BatchNorm2d(64)]\nlayers.append(nn.ReLU())\n"
        "self.all = nn.SequentialCell(*layers)",
        "return self.all(x)",
    ),
    "in a loop": cell(
        f"layers = []\nfor _ in range(3):\n    layers.extend([{CONV}, nn.BatchNorm2d(64), nn.ReLU()])\n"
        "self.all = nn.SequentialCell(layers)",
        "return self.all(x)",
    ),
    "assignments": cell(
        f"self.conv = {CONV}\nself.bn = nn.BatchNorm2d(64)\nself.relu = nn.ReLU()",
        "x = self.conv(x)\nx = self.bn(x)\nreturn self.relu(x)",
    ),
    "nested": cell(f"self.conv = {CONV}\nself.bn = nn.InstanceNorm2d(64)", "return ops.relu(self.bn(self.conv(x)))"),
    "pooling between": cell(
        f"self.conv = {CONV}\nself.pool = nn.MaxPool2d(2)\nself.bn = nn.BatchNorm2d(64)",
        "return ops.relu(self.bn(self.pool(self.conv(x))))",
    ),
    "another method": cell(f"self.conv = {CONV}\nself.bn = nn.BatchNorm2d(64)", "return self.finish(self.conv(x))")
    + "    def finish(self, y):\n        return ops.relu(self.bn(y))\n",
    "CellList": cell(
        f"self.convs = nn.CellList([{CONV} for _ in range(3)])\n"
        "self.norms = nn.CellList([nn.BatchNorm2d(64) for _ in range(3)])",
        "for conv, norm in zip(self.convs, self.norms):\n    x = ops.relu(norm(conv(x)))\nreturn x",
    ),
    "CellList by index": cell(
        f"self.convs = nn.CellList([{CONV} for _ in range(3)])\nself.bn = nn.BatchNorm2d(64)",
        "for i, _ in enumerate(self.convs):\n    x = ops.relu(self.bn(self.convs[i](x)))\nreturn x",
    ),
    "helper of the file": cell(
        f"self.all = nn.SequentialCell({CONV}, _bn(64), nn.ReLU())",
        "return self.all(x)",
        "def _bn(channels):\n    return nn.BatchNorm2d(channels)\n",
    ),
    "class of the file": cell(
        f"self.conv = {CONV}\nself.act = BNReLU()",
        "return self.act(self.conv(x))",
        "class BNReLU(nn.Cell):\n    def __init__(self):\n        super().__init__()\n"
        "        self.bn = nn.BatchNorm2d(64)\n    def construct(self, x):\n        return ops.relu(self.bn(x))\n",
    ),
    "in one branch": cell(
        f"self.conv = {CONV}\nself.bn = nn.BatchNorm2d(64) if flag else None",
        "x = self.conv(x)\nif self.bn is not None:\n    x = self.bn(x)\nreturn ops.relu(x)",
    ),
    "subclass of SequentialCell": f"class Block(nn.SequentialCell):\n    def __init__(self):\n"
    f"        super().__init__({CONV}, nn.BatchNorm2d(64), nn.ReLU())\n",
    "behind the class": cell(f"self.conv = {CONV}", "return self.conv(x)")
    + "class Outer(nn.Cell):\n    def __init__(self):\n        super().__init__()\n        self.net = Net(1)\n"
    "        self.bn = nn.BatchNorm2d(64)\n"
    "    def construct(self, x):\n        return ops.relu(self.bn(self.net(x)))\n",
}


@pytest.mark.parametrize("text", NORM_FOLLOWS.values(), ids=NORM_FOLLOWS)
def test_a_norm_that_follows_needs_no_bias(text: str) -> None:
    assert evidence(text) == []


@pytest.mark.parametrize("text", NORM_FOLLOWS.values(), ids=NORM_FOLLOWS)
def test_without_the_norm_the_same_code_is_reported(text: str) -> None:
    for norm in ("BatchNorm2d", "InstanceNorm2d"):
        text = text.replace(f"nn.{norm}(64)", "nn.Dropout(p=0.1)").replace(f"nn.{norm}(channels)", "nn.Dropout(p=0.1)")
    assert evidence(text.replace("_bn", "_drop").replace(".bn", ".drop")) != []


@pytest.mark.parametrize(
    ("construct", "said"),
    [
        ("return ops.relu(self.conv(x))", "relu follows, no norm"),
        ("return self.act(self.conv(x))", "ReLU follows, no norm"),
        ("x = self.conv(x)\nreturn x", "its output is returned, no norm"),
        ("x = self.conv(x)\nreturn x.reshape((1, -1))", "its output is returned, no norm"),
        ("return self.act(self.pool(self.conv(x)))", "ReLU follows, no norm"),
    ],
)
def test_the_evidence_is_named(construct: str, said: str) -> None:
    made = f"self.conv = {CONV}\nself.act = nn.ReLU()\nself.pool = nn.MaxPool2d(2)"
    assert evidence(cell(made, construct)) == [said]


def test_what_is_added_to_something_is_no_evidence() -> None:
    assert evidence(cell(f"self.conv = {CONV}", "return self.conv(x) + x")) == []


def test_norm_then_activation_then_convolution_has_no_bias() -> None:
    made = f"self.bn = nn.BatchNorm2d(64)\nself.conv = {CONV}"
    assert evidence(cell(made, "return ops.relu(self.conv(ops.relu(self.bn(x))))")) == []


def test_a_function_that_only_returns_the_convolution_is_passed_over() -> None:
    assert evidence(f"def conv3x3():\n    return {CONV}\n") == []
    assert evidence(f"def conv3x3():\n    conv = {CONV}\n    return conv\n") == []


@pytest.mark.parametrize("pad", ["nn.ReflectionPad2d(1)", "nn.Pad(((0, 0), (0, 0), (1, 1), (1, 1)))"])
def test_a_pad_layer_before_it_means_torch_s_padding(pad: str) -> None:
    text = cell(f"self.all = nn.SequentialCell({pad}, nn.Conv2d(3, 64, 3, has_bias=True))", "return self.all(x)")
    (finding,) = [found for found in check_source(HEAD + text) if found.code == "MSC101"]
    assert "a pad layer feeds it" in finding.message
    assert finding.fix is not None
    assert 'pad_mode="valid"' in finding.fix.message
