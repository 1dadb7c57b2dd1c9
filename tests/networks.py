"""Ways of putting a convolution and another layer together: CONV and LAYER stand for their constructors."""

from __future__ import annotations


def cell(initializer: str, construct: str = "return x", rest: str = "") -> str:
    """A class of these bodies, separated by semicolons or lines."""
    return (
        "class Network(nn.Cell):\n"
        "  def __init__(self, flag, other):\n"
        f"{body(initializer)}"
        "  def construct(self, x):\n"
        f"{body(construct)}"
        f"{rest}"
    )


def body(statements: str) -> str:
    """Statements as the body of a method."""
    return "".join(f"    {line}\n" for line in statements.split("\n"))


MADE = "self.conv = CONV\nself.layer = LAYER"
STRUCTURES = {
    "sequence": cell("self.all = nn.SequentialCell(CONV, LAYER, nn.Flatten())"),
    "sequence of a list": cell("self.all = nn.SequentialCell([CONV, LAYER, nn.Flatten()])"),
    "sequence of a tuple spread": cell("self.all = nn.SequentialCell(*(CONV, LAYER, nn.Flatten()))"),
    "sequence of an OrderedDict": cell(
        "self.all = nn.SequentialCell(OrderedDict([('a', CONV), ('b', LAYER), ('c', nn.Flatten())]))"
    ),
    "sequence of an OrderedDict that grows": cell(
        "d = OrderedDict()\nd['a'] = CONV\nd['b'] = LAYER\nself.all = nn.SequentialCell(d)"
    ),
    "sequence appended to": cell(
        "self.all = nn.SequentialCell()\nself.all.append(CONV)\nself.all.append(LAYER)\nself.all.append(nn.Flatten())"
    ),
    "list appended to": cell(
        "layers = []\nlayers.append(CONV)\nlayers.append(LAYER)\nself.all = nn.SequentialCell(layers)"
    ),
    "list extended": cell(
        "layers = [nn.Flatten()]\nlayers.extend([CONV, LAYER])\nself.all = nn.SequentialCell(*layers)"
    ),
    "list added to": cell("layers = []\nlayers += [CONV]\nlayers += [LAYER]\nself.all = nn.SequentialCell(layers)"),
    "lists added": cell("self.all = nn.SequentialCell([CONV] + [LAYER])"),
    "lists in a list": cell("first = [CONV]\nself.all = nn.SequentialCell([*first, LAYER])"),
    "list filled in a loop": cell(
        "layers = []\nfor i in range(flag):\n    layers.append(CONV)\n    layers.append(LAYER)\n"
        "self.all = nn.SequentialCell(layers)"
    ),
    "list filled in a branch": cell(
        "layers = [CONV]\nif flag:\n    layers.append(LAYER)\nlayers.append(nn.Flatten())\n"
        "self.all = nn.SequentialCell(layers)"
    ),
    "sequence in a sequence": cell("self.all = nn.SequentialCell(nn.SequentialCell(CONV), LAYER)"),
    "sequence, then a layer": cell(
        "self.all = nn.SequentialCell(nn.Flatten(), CONV)\nself.layer = LAYER", "return self.layer(self.all(x))"
    ),
    "sequence of a local function": "def block(first):\n  return nn.SequentialCell(first, LAYER)\n"
    + cell("self.all = block(CONV)"),
    "sequence of a method": cell(
        "self.all = self.block()",
        "return self.all(x)",
        "  def block(self):\n    layers = [CONV]\n    layers.append(LAYER)\n    return nn.SequentialCell(*layers)\n",
    ),
    "layer of a local function": "def make():\n  return LAYER\n" + cell("self.all = nn.SequentialCell(CONV, make())"),
    "layer of a local function, by a name": "def make(a=1):\n  made = LAYER\n  return made\n"
    + cell("self.conv = CONV\nself.layer = make()", "return self.layer(self.conv(x))"),
    "layer of a local class": "class Own(nn.Cell):\n  def __init__(self):\n    self.inner = LAYER\n"
    "  def construct(self, x):\n    return self.inner(x)\n" + cell("self.all = nn.SequentialCell(CONV, Own())"),
    "nested calls": cell(MADE, "return self.layer(self.conv(x))"),
    "one assignment after another": cell(MADE, "x = self.conv(x)\nx = self.layer(x)\nreturn x"),
    "other names": cell(MADE, "out = self.conv(x)\nother = out\nreturn self.layer(other)"),
    "unpacked": cell("self.conv, self.layer = CONV, LAYER", "return self.layer(self.conv(x))"),
    "pooling between": cell(f"{MADE}\nself.pool = nn.MaxPool2d(2)", "return self.layer(self.pool(self.conv(x)))"),
    "pooling between, in a sequence": cell("self.all = nn.SequentialCell(CONV, nn.AvgPool2d(2), LAYER)"),
    "pooling by ops": cell(MADE, "x = ops.max_pool2d(self.conv(x), 2)\nreturn self.layer(x)"),
    "dropout between": cell("self.all = nn.SequentialCell(CONV, nn.Dropout(p=0.5), LAYER)"),
    "reshaped": cell(
        MADE, "x = self.conv(x)\nx = x.reshape((1, -1))\nx = ops.transpose(x, (1, 0))\nreturn self.layer(x)"
    ),
    "sliced": cell(MADE, "x = self.conv(x)\nreturn self.layer(x[:, 1:])"),
    "in a method": cell(MADE, "return self.finish(self.conv(x))", "  def finish(self, y):\n    return self.layer(y)\n"),
    "out of a method": cell(
        MADE, "return self.layer(self.begin(x))", "  def begin(self, y):\n    return self.conv(y)\n"
    ),
    "in another method alone": cell(
        MADE, "return x", "  def run(self, y):\n    y = self.conv(y)\n    return self.layer(y)\n"
    ),
    "through two methods": cell(
        MADE,
        "return self.a(self.conv(x))",
        "  def a(self, y):\n    return self.b(y)\n  def b(self, z):\n    return self.layer(z)\n",
    ),
    "cells, by index": cell("self.cells = nn.CellList([CONV, LAYER])", "return self.cells[1](self.cells[0](x))"),
    "cells, one after another": cell(
        "self.cells = nn.CellList([CONV, LAYER])", "for one in self.cells:\n    x = one(x)\nreturn x"
    ),
    "cells, zipped": cell(
        "self.convs = nn.CellList([CONV])\nself.layers = nn.CellList([LAYER])",
        "for conv, layer in zip(self.convs, self.layers):\n    x = layer(conv(x))\nreturn x",
    ),
    "cells, counted": cell(
        "self.convs = nn.CellList([CONV])\nself.layers = nn.CellList([LAYER])",
        "for i, conv in enumerate(self.convs):\n    x = self.layers[i](conv(x))\nreturn x",
    ),
    "cells, by a range": cell(
        "self.convs = nn.CellList([CONV])\nself.layers = nn.CellList([LAYER])",
        "for i in range(3):\n    x = self.convs[i](x)\n    x = self.layers[i](x)\nreturn x",
    ),
    "cells, comprehended": cell(
        "self.convs = nn.CellList([CONV for _ in range(3)])\nself.layers = nn.CellList([LAYER for _ in range(3)])",
        "for conv, layer in zip(self.convs, self.layers):\n    x = layer(conv(x))\nreturn x",
    ),
    "cells, appended to": cell(
        "self.cells = nn.CellList()\nfor i in range(flag):\n    self.cells.append(nn.SequentialCell(CONV, LAYER))",
        "for one in self.cells:\n    x = one(x)\nreturn x",
    ),
    "sequence, one after another": cell(
        "self.all = nn.SequentialCell(CONV, LAYER)", "for one in self.all:\n    x = one(x)\nreturn x"
    ),
    "branch": cell(
        MADE, "x = self.conv(x)\nif self.flag:\n    x = self.layer(x)\nelse:\n    x = self.layer(x)\nreturn x"
    ),
    "branch in between": cell(
        f"{MADE}\nself.pool = nn.MaxPool2d(2)",
        "x = self.conv(x)\nif self.flag:\n    x = self.pool(x)\nx = self.layer(x)\nreturn x",
    ),
    "conditional": cell(MADE, "x = self.conv(x) if self.flag else x\nreturn self.layer(x)"),
    "made in a branch": cell(
        "if flag:\n    self.conv = CONV\nelse:\n    self.conv = nn.Flatten()\nself.layer = LAYER",
        "return self.layer(self.conv(x))",
    ),
    "try": cell(MADE, "try:\n    x = self.conv(x)\nfinally:\n    pass\nreturn self.layer(x)"),
    "with": cell(MADE, "with other:\n    x = self.conv(x)\n    x = self.layer(x)\nreturn x"),
    "walrus": cell(MADE, "if (y := self.conv(x)) is not None:\n    return self.layer(y)"),
    "while": cell(MADE, "while self.flag:\n    x = self.layer(self.conv(x))\nreturn x"),
    "lambda": cell(MADE, "run = lambda y: self.layer(y)\nreturn run(self.conv(x))"),
    "function in the method": cell(MADE, "def run(y):\n    return self.layer(y)\nreturn run(self.conv(x))"),
    "two outputs": cell(
        MADE, "a, b = self.both(x)\nreturn self.layer(a)", "  def both(self, x):\n    return self.conv(x), x\n"
    ),
    "base's construct": "class Base(nn.Cell):\n  def construct(self, x):\n"
    "    return self.layer(self.conv(x))\n"
    "class Network(Base):\n  def __init__(self):\n    super().__init__()\n    self.conv = CONV\n"
    "    self.layer = LAYER\n",
    "base's layers": "class Base(nn.Cell):\n  def __init__(self):\n    self.layer = LAYER\n"
    "class Network(Base):\n  def __init__(self):\n    super().__init__()\n    self.conv = CONV\n"
    "  def construct(self, x):\n    return self.layer(self.conv(x))\n",
    "function": "def run(x):\n  conv = CONV\n  layer = LAYER\n  return layer(conv(x))\n",
    "script": "conv = CONV\nlayer = LAYER\nx = layer(conv(x))\n",
    "called where it is made": "def run(x):\n  return LAYER(CONV(x))\n",
}
