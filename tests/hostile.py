"""Code that nobody writes and everybody may meet: too deep, too large, or leading back to itself."""

from __future__ import annotations

MANY = 10_000


def cell(initializer: str, construct: str = "    return x\n") -> str:
    """A class of these bodies, each line of which is indented by four."""
    return (
        "class Network(nn.Cell):\n"
        "  def __init__(self):\n"
        "    super().__init__()\n"
        "    self.conv = nn.Conv2d(3, 4, 3)\n"
        "    self.relu = nn.ReLU()\n"
        f"{initializer}"
        "  def construct(self, x):\n"
        f"{construct}"
    )


def function(body: str) -> str:
    """A function of this body, each line of which is indented by two."""
    return f"def build(x, conditions):\n  made = nn.Conv2d(3, 4, 3)\n  layers = [made]\n{body}"


def numbered(line: str, count: int) -> str:
    """The line so many times, with ``#`` for its number and ``##`` for the next one."""
    return "".join(line.replace("##", str(number + 1)).replace("#", str(number)) for number in range(count))


def nested(line: str, depth: int, innermost: str) -> str:
    """Blocks in one another, two deep where they begin."""
    lines = [f"{' ' * (2 + number)}{line.replace('#', str(number))}\n" for number in range(depth)]
    return "".join(lines) + " " * (2 + depth) + innermost


DEEP_EXPRESSIONS = {
    "sum": "+".join(["1"] * MANY),
    "sum of calls": "+".join(["made(x)"] * MANY),
    "attributes": "a" + ".b" * MANY,
    "calls": "a" + "()" * MANY,
    "methods": "a" + ".b()" * MANY,
    "convolution called": "nn.Conv2d(3, 4, 3)" + "(x)" * MANY,
    "cells appended": "nn.SequentialCell()" + ".append(nn.Conv2d(3, 4, 3))" * MANY,
    "subscripts": "a" + "[0]" * MANY,
    "parentheses": "(" * MANY + "1" + ")" * MANY,
    "calls in calls": "f(" * MANY + ")" * MANY,
    "minus": "-" * MANY + "1",
    "not": "not " * MANY + "1",
    "or": " or ".join(["0"] * MANY),
    "comparison": "<".join(["1"] * MANY),
    "conditional": "nn.Conv1d if a else " * MANY + "nn.Conv2d",
    "lambdas": "lambda: " * MANY + "nn.Conv2d(3, 4, 3)",
    "text": "+".join(["'a'"] * MANY),
    "joined text": "'a' " * MANY,
    "awaited": "+".join(["(yield)"] * 50),
}
SHALLOWER = {
    "sum": "+".join(["1"] * 900),
    "attributes": "a" + ".b" * 900,
    "methods": "a" + ".b()" * 450,
    "convolution called": "nn.Conv2d(3, 4, 3)" + "(x)" * 900,
    "conditional": "(" + "nn.Conv1d if a else " * 900 + "nn.Conv2d)(3, 4, 3)",
    "parentheses": "(" * 80 + "1" + ")" * 80,
    "tuples": "(" * 80 + "1" + ",)" * 80,
    "cells in cells": "nn.SequentialCell(" * 80 + "nn.Conv2d(3, 4, 3)" + ")" * 80,
    "comprehensions": "[" * 60 + "nn.Conv2d(3, 4, 3)" + " for i in range(8)]" * 60,
    "lambdas": "lambda: " * 80 + "nn.Conv2d(3, 4, 3)",
}
"""What every interpreter can still parse."""

LARGE_NUMBERS = [
    "9**9**9",
    "10**100000",
    "1 << 10**9",
    "'%s' * 10**8",
    "b'a' * 10**9",
    "(1,) * 10**9",
    "[0] * 10**9",
    "(1, 2)[9**9**9]",
    "int(1e400)",
    "int(1e400 - 1e400)",
    "bool([0] * 10**9)",
    "1e400 // 1",
    "1 % 0",
    "1 // 0",
    "1 / 0.0",
    "(-2) ** 0.5",
    "0 ** -1",
    "-(2 ** 64) ** 64",
    "True ** True",
    "'a' % (1,) * 10**9",
    "1 if 9**9**9 > 1 else 2",
    "9**9**9 if x else 9**9**9",
    "9" * 4000,
    "9" * 4000 + " * " + "9" * 4000,
    "0x" + "f" * 100_000,
    "'" + "a" * 300_000 + "'",
    "(" + "1, " * 50_000 + ")",
    "1e999j",
    "...",
    "*[*[*a]]",
    "**{**{**a}}",
]

MODULES = {
    "elif": "if a:\n  pass\n" + "elif a:\n  c = nn.Conv2d(3, 4, 3)\n" * 3000,
    "classes in classes": numbered("class Inner#(nn.Cell):\n", 1)
    + "".join(f"{' ' * (depth + 1)}class Inner{depth}(nn.Cell):\n" for depth in range(90))
    + " " * 92
    + "x = nn.Conv2d(3, 4, 3)\n",
    "functions in functions": "def outer():\n" + nested("def f#():", 80, "return nn.Conv2d(3, 4, 3)\n"),
    "a long line of bases": "class Base0(nn.Conv2d): pass\n"
    + numbered("class Base##(Base#): pass\n", 3000)
    + "Base3000(3, 4, 3, padding=1)\n"
    + "class Last(Base3000):\n  def __init__(self):\n    super().__init__(3, 4, self.k, padding=self.p)\n",
    "its own base": "class A(A): pass\nA(3, 4, 3)\nclass B(C): pass\nclass C(B):\n"
    "  def __init__(self):\n    super().__init__(3, 4, self.k)\n    self.k = self.k\n",
    "cyclic aliases": "a = b\nb = a\nc = c\nd = (d, d)\ne = nn2 = e.Conv2d\na(3, 4, 3)\n"
    "nn.Conv2d(a, b, c, d)\n"
    "class A(nn.Cell):\n  def __init__(self):\n    self.a = self.b\n    self.b = self.a\n"
    "    self.c = self.c\n"
    "    nn.Conv2d(self.a, self.b, self.c)\n    self.a(3, 4, 3)\n    self.c.Conv2d(3, 4, 3)\n",
    "a name that is itself": "def f():\n  global nn, f\n  f = nn\n",
    "50,000 assignments": numbered("x# = #\n", 50_000) + "c = nn.Conv2d(3, 4, x1, padding=x2)\n",
    "50,000 increments": "x = 0\n" + "x = x + 1\n" * 50_000 + "c = nn.Conv2d(3, 4, x, padding=x)\n",
    "50,000 conditional increments": "x = 3\n" + "if x:\n  x = x + 1\n" * 25_000 + "c = nn.Conv2d(3, 4, x)\n",
    "50,000 aliases": "a0 = nn.Conv2d\n" + numbered("a## = a#\n", 50_000) + "a50000(3, 4, 3, padding=1)\n",
    "50,000 sums": "a0 = 3\n" + numbered("a## = a# + 1\n", 50_000) + "nn.Conv2d(3, 4, a50000, padding=a49999)\n",
    "Fibonacci's tuples": "a0 = (1,)\n" + numbered("a## = (a#, a#)\n", 60) + "nn.Conv2d(3, 4, a60, padding=a59)\n",
    "doubled tuples": "a0 = (1,)\n" + numbered("a## = a# + a#\n", 60) + "nn.Conv2d(3, 4, a60, padding=a59)\n",
    "doubled conditions": "a0 = nn.Conv1d\nb0 = nn.Conv2d\n"
    + numbered("a## = a# if x else b#\nb## = b# if x else a#\n", 60)
    + "a60(3, 4, 3)\n",
    "bound twice and doubled": "a0 = 1\n"
    + numbered("if x:\n  a## = a# + a#\nelse:\n  a## = a# * a#\n", 60)
    + "nn.Conv2d(3, 4, a60, padding=a59)\n",
    "partials of partials": "from functools import partial\na0 = nn.Conv2d\n"
    + numbered("a## = partial(a#, padding=#)\n", 3000)
    + "a3000(3, 4, 3)\na15(3, 4, 3)\n",
    "100,000 arguments": f"nn.Conv2d({'1, ' * 100_000})\n",
    "5,000 keywords": f"nn.Conv2d(3, 4, 3, {', '.join(f'k{number}={number}' for number in range(5_000))})\n",
    "3,000 calls": "nn.Conv2d(3, 4, 3, padding=1)\n" * 3000,
    "calls on one line": "nn.Conv2d(3, 4, 3, padding=1);" * 1500 + "\n",
    "calls on one wide line": "('é', " + "nn.Conv2d(3, 4, 3, padding=1), " * 1000 + ")\n",
    "calls in an f-string": "f'" + "{nn.Conv2d(3, 4, 3, padding=1)}" * 500 + "'\n",
    "statements on one line": "x = 1; " * 20_000 + "nn.Conv2d(3, 4, 3)\n",
    "a name bound twice, often": numbered(
        "if a:\n  conv# = nn.Conv2d\nelse:\n  conv# = nn.Conv1d\nconv#(3, 4, 3)\n", 700
    ),
    "decorators": "@nn.Conv2d(3, 4, 3)\n" * 1000 + "def f(): pass\n",
    "patterns": "match x:\n" + numbered("  case {'a': [#, *r], **k} if (q := nn.Conv2d(3, 4, #)):\n    pass\n", 1000),
    "half a megabyte of classes": numbered(
        cell("    self.norm = nn.BatchNorm2d(4)\n", "    return self.relu(self.norm(self.conv(x)))\n").replace(
            "Network", "Network#"
        ),
        2200,
    ),
    "1,500 layers in a class": cell(
        numbered("    self.conv# = nn.Conv2d(3, 4, 3, stride=2)\n", 1500),
        numbered("    x = self.relu(self.conv#(x))\n", 1500) + "    return x\n",
    ),
}

FLOWS = {
    "methods that call each other": cell(
        "",
        "    return self.f(self.conv(x))\n"
        "  def f(self, x):\n    return self.g(self.g(self.g(x)))\n"
        "  def g(self, x):\n    return self.f(self.f(self.construct(x)))\n",
    ),
    "methods four times each": cell(
        "",
        "    return self.f0(x)\n"
        + numbered("  def f#(self, x):\n    return self.f##(self.f##(self.f##(self.f##(x))))\n", 40)
        + "  def f40(self, x):\n    return self.conv(x)\n",
    ),
    "helpers that call each other": "def f(x): return g(g(g(x)))\ndef g(x): return h(h(h(x)))\n"
    "def h(x): return f(f(nn.Conv2d(3, 4, 3)(x)))\nnn.SequentialCell(f(1), nn.Conv2d(3, 4, 3))\n",
    "classes that hold each other": "class A(nn.Cell):\n  def __init__(self):\n    self.b = B()\n"
    "    self.conv = nn.Conv2d(3, 4, 3)\n"
    "  def construct(self, x):\n    return self.b(self.conv(x))\n"
    "class B(nn.Cell):\n  def __init__(self):\n    self.a = A()\n    self.conv = nn.Conv2d(3, 4, 3)\n"
    "  def construct(self, x):\n    return self.a(self.a(self.conv(x)))\n",
    "lambdas that call themselves": "f = lambda x: f(f(x))\ng = (lambda x: x(x))(lambda x: x(x))\n"
    "y = lambda f: (lambda x: f(x(x)))(lambda x: f(x(x)))\nz = y(lambda r: nn.Conv2d(3, 4, 3))\n"
    + cell(
        "    self.f = lambda x: self.f(self.f(x))\n", "    w = lambda x: x(x)\n    return self.f(w(self.conv(x)))\n"
    ),
    "lists in themselves": function(
        "  layers.append(layers)\n  chain = nn.SequentialCell(layers)\n  chain.append(chain)\n"
        "  layers += layers\n"
        "  layers.extend(layers)\n  for layer in layers:\n    layers.append(layer)\n"
        "  return nn.SequentialCell(*layers)(x)\n"
    ),
    "cells in themselves": cell(
        "    self.cells = nn.CellList([self.conv])\n    for i in range(3):\n"
        "      self.cells.append(self.cells)\n"
        "      self.cells.extend(self.cells)\n      self.cells += self.cells\n"
        "      self.cells = self.cells\n",
        "    for f in self.cells:\n      for g in self.cells:\n        for h in self.cells:\n"
        "          x = f(g(h(x)))\n"
        "    return x\n",
    ),
    "added to itself": function("  layers = layers + layers\n" * 60 + "  return nn.SequentialCell(*layers)\n"),
    "extended by itself": function("  layers.extend(layers)\n" * 60 + "  return nn.SequentialCell(*layers)\n"),
    "spread twice": function("  layers = [*layers, *layers]\n" * 60 + "  return nn.SequentialCell(*layers)\n"),
    "paired": function("  layers = [layers, layers]\n" * 60 + "  return nn.SequentialCell(*layers)\n"),
    "doubled": function("  layers = layers * 2\n" * 60 + "  return nn.SequentialCell(*layers)\n"),
    "sequences in pairs": function("  made = nn.SequentialCell(made, made)\n" * 60 + "  return made(x)\n"),
    "tensors in pairs": function("  x = made(x)\n" + "  x = (x, x)\n" * 60 + "  return x\n"),
    "dicts in pairs": function("  x = made(x)\n" + "  x = {'a': x, 'b': x}\n" * 60 + "  return x\n"),
    "choices in pairs": function("  a = made\n" + "  a = a if x else [a, a]\n" * 60 + "  return a(x)\n"),
    "branches that grow": function(
        numbered("  if conditions[#]:\n    layers.append(nn.ReLU())\n  else:\n    layers = [layers]\n", 60)
        + "  return nn.SequentialCell(*layers)\n"
    ),
    "many branches": function(
        numbered("  if conditions[#]:\n    made = nn.ReLU()\n  else:\n    made = nn.Conv2d(3, 4, #)\n", 600)
        + "  return made(x)\n"
    ),
    "loops in loops": function(nested("for i# in conditions:", 15, "x = made(x)\n") + "  return x\n"),
    "loops over lists in loops": function(
        "  eight = [1, 2, 3, 4, 5, 6, 7, 8]\n" + nested("for i# in eight:", 15, "x = made(x)\n") + "  return x\n"
    ),
    "whiles in whiles": function(nested("while x:", 18, "x = made(x)\n") + "  return x\n"),
    "tries in tries": function(
        "".join(f"{' ' * (2 + n)}try:\n" for n in range(15))
        + " " * 17
        + "x = made(x)\n"
        + "".join(f"{' ' * (2 + n)}except E: x = made(x)\n" for n in reversed(range(15)))
        + "  return x\n"
    ),
    "a residual a line": cell(
        numbered("    self.conv# = nn.Conv2d(3, 4, 3)\n", 600),
        numbered("    x = x + self.conv#(x)\n", 600) + "    return x\n",
    ),
    "a reshape a line": cell("", "    x = self.conv(x)\n" + "    x = ops.reshape(x, (1,))\n" * 3000 + "    return x\n"),
    "everything adds everything": cell(
        "", "    x = self.conv(x)\n" + "    x = self.relu(x) + x\n" * 3000 + "    return x\n"
    ),
    "a sequence of 4,000": cell(f"    self.all = nn.SequentialCell({'nn.Conv2d(3, 4, 3), nn.ReLU(), ' * 2000})\n"),
}
