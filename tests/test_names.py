"""Every way of naming a convolution that real code uses, and what only looks like one."""

from __future__ import annotations

import pytest
from engine import findings, lines_with
from hypothesis import given, settings
from hypothesis import strategies as st

ARGUMENTS = "(3, 4, 3, padding=1, has_bias=True)"
"""MSC102 on each convolution of MindSpore's that has a constructor."""

WAYS = {
    "import mindspore.nn as nn": "import mindspore.nn as nn\nnn.Conv2d@\n",
    "from mindspore import nn": "from mindspore import nn\nnn.Conv2d@\n",
    "from mindspore import nn as layers": "from mindspore import nn as layers\nlayers.Conv2d@\n",
    "from mindspore.nn import Conv2d": "from mindspore.nn import Conv2d\nConv2d@\n",
    "renamed in its import": "from mindspore.nn import Conv2d as Convolution\nConvolution@\n",
    "import mindspore": "import mindspore\nmindspore.nn.Conv2d@\n",
    "import mindspore.nn": "import mindspore.nn\nmindspore.nn.Conv2d@\n",
    "import mindspore as ms": "import mindspore as ms\nms.nn.Conv2d@\n",
    "star import": "from mindspore.nn import *\nConv2d@\n",
    "deep module": "from mindspore.nn.layer.conv import Conv2d\nConv2d@\n",
    "deep package": "import mindspore.nn.layer as L\nL.Conv2d@\n",
    "imported in a function": "def build():\n    from mindspore import nn\n    return nn.Conv2d@\n",
    "imported in a class": "class Net:\n    from mindspore import nn\n    conv = nn.Conv2d@\n",
    "imported below": "def build():\n    return nn.Conv2d@\nfrom mindspore import nn\n",
    "local alias": "from mindspore import nn\nconv_nd = nn.Conv2d\nconv_nd@\n",
    "alias of an alias": "from mindspore import nn\nfirst = nn.Conv2d\nsecond = first\nsecond@\n",
    "alias of the module": "import mindspore\nlayers = mindspore.nn\nlayers.Conv2d@\n",
    "alias in a function": "from mindspore import nn\ndef build():\n    conv = nn.Conv2d\n    return conv@\n",
    "alias by a walrus": "from mindspore import nn\nprint(conv := nn.Conv2d)\nconv@\n",
    "alias in an unpacking": "from mindspore import nn\nconv, act = nn.Conv2d, nn.ReLU\nconv@\n",
    "annotated alias": "from mindspore import nn\nconv: type = nn.Conv2d\nconv@\n",
    "attribute": "from mindspore import nn\nclass Net(nn.Cell):\n    def __init__(self):\n"
    "        self.make = nn.Conv2d\n        self.conv = self.make@\n",
    "class attribute": "from mindspore import nn\nclass Net(nn.Cell):\n    make = nn.Conv2d\n"
    "    def __init__(self):\n"
    "        self.conv = self.make@\n",
    "class attribute by the class": "from mindspore import nn\nclass Kinds:\n    conv = nn.Conv2d\nKinds.conv@\n",
    "conditional": "from mindspore import nn\n(nn.Conv2d if x else nn.Conv3d)@\n",
    "conditional alias": "from mindspore import nn\nconv = nn.Conv1d if x else nn.Conv2d\nconv@\n",
    "or": "from mindspore import nn\n(None or nn.Conv2d)@\n",
    "dict": "from mindspore import nn\n{1: nn.Conv1d, 2: nn.Conv2d}[2]@\n",
    "dict, unknown key": "from mindspore import nn\n{1: nn.Conv1d, 2: nn.Conv2d}[dims]@\n",
    "dict by name": "from mindspore import nn\nKINDS = {'1d': nn.Conv1d, '2d': nn.Conv2d}\nKINDS[kind]@\n",
    "dict by attribute": "from mindspore import nn\nclass A:\n    kinds = {2: nn.Conv2d}\n    def f(self):\n"
    "        return self.kinds[2]@\n",
    "tuple": "from mindspore import nn\n(nn.Conv1d, nn.Conv2d, nn.Conv3d)[dims - 1]@\n",
    "default argument": "from mindspore import nn\ndef build(conv=nn.Conv2d):\n    return conv@\n",
    "keyword default": "from mindspore import nn\ndef build(*, conv=nn.Conv2d):\n    return conv@\n",
    "default of a lambda": "from mindspore import nn\nbuild = lambda conv=nn.Conv2d: conv@\n",
    "partial": "from functools import partial\nfrom mindspore import nn\n"
    "make = partial(nn.Conv2d, kernel_size=3)\nmake(3, 4, padding=1, has_bias=True)  # here\n",
    "functools.partial": "import functools\nfrom mindspore import nn\n"
    "make = functools.partial(nn.Conv2d, 3)\nmake(4, 3, padding=1, has_bias=True)  # here\n",
    "partial, called at once": "from functools import partial\nfrom mindspore import nn\n"
    "partial(nn.Conv2d, 3, 4)(3, padding=1, has_bias=True)  # here\n",
    "subclass": "from mindspore import nn\nclass Own(nn.Conv2d):\n    def __init__(self):\n        super().__init__@\n",
    "subclass, old super": "from mindspore import nn\nclass Own(nn.Conv2d):\n    def __init__(self):\n"
    "        super(Own, self).__init__@\n",
    "subclass, base by name": "from mindspore import nn\nclass Own(nn.Conv2d):\n    def __init__(self):\n"
    "        nn.Conv2d.__init__(self, 3, 4, 3, padding=1, has_bias=True)  # here\n",
    "subclass of a subclass": "from mindspore import nn\nclass Own(nn.Conv2d):\n    pass\nclass Other(Own):\n"
    "    def __init__(self):\n        super().__init__@\n",
    "subclass that changes nothing": "from mindspore import nn\nclass Own(nn.Conv2d):\n    pass\nOwn@\n",
    "in a base": "from mindspore import nn\nclass A(make(nn.Conv2d@)):\n    pass\n",
    "in a comprehension": "from mindspore import nn\nlayers = [nn.Conv2d@ for _ in range(3)]\n",
    "in a lambda": "from mindspore import nn\nbuild = lambda: nn.Conv2d@\n",
    "in an f-string": "from mindspore import nn\ntext = f'{nn.Conv2d@}'\n",
    "in an argument": "from mindspore import nn\nnn.SequentialCell(nn.ReLU(), nn.Conv2d@)\n",
    "in an async function": "from mindspore import nn\nasync def build():\n    return await make(nn.Conv2d@)\n",
    "in a with": "from mindspore import nn\nwith scope(nn.Conv2d@) as s:\n    pass\n",
    "in a pattern's guard": "from mindspore import nn\nmatch x:\n    case y if nn.Conv2d@:\n        pass\n",
    "bound by try, alike": "try:\n    from mindspore import nn\nexcept ImportError:\n"
    "    from mindspore import nn\nnn.Conv2d@\n",
    "import that may fail": "try:\n    from mindspore import nn\nexcept ImportError:\n    nn = None\nnn.Conv2d@\n",
    "bound in branches, alike": "import mindspore\nif x:\n    conv = mindspore.nn.Conv2d\nelse:\n"
    "    conv = mindspore.nn.Conv3d\nconv@\n",
    "bound again before it": "import torch.nn as nn\nimport mindspore.nn as nn\nnn.Conv2d@\n",
    "other framework elsewhere": "import torch.nn as nn\ndef build():\n    from mindspore import nn\n"
    "    return nn.Conv2d@\n",
    "global": "nn = None\ndef load():\n    global nn2\n    from mindspore import nn as nn2\n"
    "def build():\n    return nn2.Conv2d@\n",
}

LOOK_ALIKES = {
    "mint": "from mindspore.mint import nn\nnn.Conv2d@\n",
    "mint.nn": "from mindspore import mint\nmint.nn.Conv2d@\n",
    "mint, renamed": "import mindspore.mint.nn as nn\nnn.Conv2d@\n",
    "mint's function": "from mindspore import mint\nmint.nn.functional.conv2d(x, w, padding=1)  # here\n",
    "mindnlp.core": "from mindnlp.core import nn\nnn.Conv2d@\n",
    "mindtorch": "import mindspore\nfrom mindtorch.torch import nn\nnn.Conv2d@\n",
    "msadapter": "import mindspore\nfrom msadapter.pytorch import nn\nnn.Conv2d@\n",
    "torch": "import mindspore\nimport torch.nn as nn\nnn.Conv2d@\n",
    "torch in a function": "from mindspore import nn\ndef build():\n    import torch.nn as nn\n    return nn.Conv2d@\n",
    "torch again, after": "from mindspore import nn\nimport torch.nn as nn\nnn.Conv2d@\n",
    "own class": "import mindspore\nclass Conv2d:\n    pass\nConv2d@\n",
    "own class of a layer's name": "from mindspore import nn\nclass Conv2d(nn.Cell):\n    pass\nConv2d@\n",
    "own class in its import's stead": "from mindspore.nn import Conv2d\nclass Conv2d(Conv2d):\n"
    "    def __init__(self, *a):\n        pass\nConv2d@\n",
    "own function": "import mindspore\ndef conv2d(*a, **k):\n    pass\nconv2d@\n",
    "another module's": "import mindspore\nfrom .layers import Conv2d\nConv2d@\n",
    "another module of that name": "import mindspore\nfrom .mindspore import nn\nnn.Conv2d@\n",
    "another module, star": "import mindspore\nfrom .layers import *\nConv2d@\n",
    "two star imports": "from mindspore.nn import *\nfrom .layers import *\nConv2d@\n",
    "attribute of an object": "import mindspore\nclass A:\n    def f(self):\n        self.nn.Conv2d@\n",
    "method": "import mindspore\nclass A:\n    def Conv2d(self, *a, **k):\n        pass\n"
    "    def f(self):\n        self.Conv2d@\n",
    "parameter": "from mindspore import nn\ndef build(nn):\n    return nn.Conv2d@\n",
    "parameter without a default": "from mindspore import nn\ndef build(Conv2d):\n    return Conv2d@\n",
    "loop variable": "from mindspore import nn\nfor nn in modules:\n    nn.Conv2d@\n",
    "with target": "from mindspore import nn\nwith patched() as nn:\n    nn.Conv2d@\n",
    "caught exception": "from mindspore import nn\ntry:\n    pass\nexcept E as nn:\n    nn.Conv2d@\n",
    "pattern": "from mindspore import nn\nmatch x:\n    case nn:\n        nn.Conv2d@\n",
    "comprehension variable": "from mindspore import nn\n[nn.Conv2d@ for nn in modules]\n",
    "lambda's parameter": "from mindspore import nn\nf = lambda nn: nn.Conv2d@\n",
    "undefined": "import mindspore\nnn.Conv2d@\n",
    "deleted and bound anew": "from mindspore import nn\ndel nn\nnn = other\nnn.Conv2d@\n",
    "either framework": "import mindspore\nif x:\n    from mindspore import nn\nelse:\n"
    "    from torch import nn\nnn.Conv2d@\n",
    "either framework, by try": "try:\n    from mindspore import nn\nexcept ImportError:\n"
    "    from torch import nn\nnn.Conv2d@\n",
    "either, conditional": "from mindspore import nn\n(nn.Conv2d if x else Own)@\n",
    "either, dict": "from mindspore import nn\n{1: nn.Conv2d, 2: Own}[dims]@\n",
    "dict that grows": "from mindspore import nn\n{**others, 2: nn.Conv2d}[dims]@\n",
    "quantised": "from mindspore import nn\nnn.Conv2dBnAct@\n",
    "another layer": "from mindspore import nn\nnn.MaxPool2d(2, padding=1)  # here\n",
    "torch's name": "from mindspore import nn\nnn.ConvTranspose2d(3, 4, 3, padding=1)  # here\n",
    "string": "from mindspore import nn\nx = 'nn.Conv2d(3, 4, 3, padding=1)'  # here\n",
    "base with a construct": "from mindspore import nn\nclass Own(nn.Conv2d):\n"
    "    def __init__(self, a, b, c, padding, has_bias):\n"
    "        pass\nOwn@\n",
    "two bases": "from mindspore import nn\nclass Own(Mixin, nn.Conv2d):\n    def __init__(self):\n"
    "        super().__init__@\n",
    "base is a Cell": "from mindspore import nn\nclass Conv2d(nn.Cell):\n    def __init__(self):\n"
    "        super().__init__@\n",
    "called on an instance": "from mindspore import nn\nlayer = nn.Conv2d(3, 4, 1, has_bias=True)\nlayer@\n",
    "reached by getattr": "from mindspore import nn\ngetattr(nn, 'Conv2d')@\n",
    "cyclic": "import mindspore\nnn = layers\nlayers = nn\nnn.Conv2d@\n",
    "its own alias": "import mindspore\nConv2d = Conv2d\nConv2d@\n",
}


def call_line(text: str) -> int:
    """The line that the table is about."""
    return text[: text.index("# here")].count("\n") + 1


def spelt(text: str) -> str:
    """The table's text with its call."""
    if "@" not in text:
        return text
    before, _, behind = text.partition("@")
    rest, newline, last = behind.partition("\n")
    return f"{before}{ARGUMENTS}{rest}  # here{newline}{last}"


@pytest.mark.parametrize("text", WAYS.values(), ids=WAYS)
def test_a_convolution_is_found_however_it_is_named(text: str) -> None:
    text = spelt(text)
    assert lines_with("MSC102", findings(text)) == [call_line(text)]


@pytest.mark.parametrize("text", LOOK_ALIKES.values(), ids=LOOK_ALIKES)
def test_what_only_looks_like_one_is_passed_over(text: str) -> None:
    text = spelt(text)
    assert [finding for finding in findings(text) if finding.start.line == call_line(text)] == []


@pytest.mark.parametrize(
    "name", ["Conv1d", "Conv2d", "Conv3d", "Conv1dTranspose", "Conv2dTranspose", "Conv3dTranspose"]
)
def test_every_layer_is_watched(name: str) -> None:
    text = f"from mindspore import nn\nnn.{name}{ARGUMENTS}\n"
    assert lines_with("MSC102", findings(text)) == [2]


FUNCTIONS = {
    "ops.conv1d": "from mindspore import ops\nops.conv1d(x, w, padding=1)\n",
    "ops.conv2d": "from mindspore import ops\nops.conv2d(x, w, padding=1)\n",
    "ops.conv3d": "from mindspore import ops\nops.conv3d(x, w, padding=1)\n",
    "by itself": "from mindspore.ops import conv2d\nconv2d(x, w, padding=1)\n",
    "F": "import mindspore.ops.functional as F\nF.conv2d(x, w, padding=1)\n",
    "deep": "from mindspore.ops.function.nn_func import conv2d\nconv2d(x, w, padding=1)\n",
    "primitive": "from mindspore import ops\nops.Conv2D(4, 3, pad=1)\n",
    "primitive as P": "from mindspore.ops import operations as P\nP.Conv2D(4, 3, pad=1)\n",
    "primitive, deep": "import mindspore.ops.operations as P\nP.Conv2D(4, 3, pad=1)\n",
}


@pytest.mark.parametrize("text", FUNCTIONS.values(), ids=FUNCTIONS)
def test_functions_and_the_primitive_are_watched(text: str) -> None:
    assert lines_with("MSC102", findings(text)) == [2]


def test_a_name_means_by_scope_what_its_scope_binds() -> None:
    text = (
        "import mindspore.nn as nn\n"
        "def of_torch():\n"
        "    import torch.nn as nn\n"
        f"    return nn.Conv2d{ARGUMENTS}\n"
        "def of_mindspore():\n"
        f"    return nn.Conv2d{ARGUMENTS}\n"
        "class Net(nn.Cell):\n"
        "    import torch.nn as nn\n"
        f"    first = nn.Conv2d{ARGUMENTS}\n"
        "    def __init__(self):\n"
        f"        self.second = nn.Conv2d{ARGUMENTS}\n"
    )
    assert lines_with("MSC102", findings(text)) == [6, 11]


def test_a_name_means_what_was_bound_last_before_it() -> None:
    text = (
        "import torch.nn as nn\n"
        f"nn.Conv2d{ARGUMENTS}\n"
        "import mindspore.nn as nn\n"
        f"nn.Conv2d{ARGUMENTS}\n"
        "import torch.nn as nn\n"
        f"nn.Conv2d{ARGUMENTS}\n"
    )
    assert lines_with("MSC102", findings(text)) == [4]


MINDSPORE = ["mindspore.nn.Conv2d", "mindspore.nn.Conv3d", "nn.Conv2d"]
OTHERS = ["torch.nn.Conv2d", "Own", "made()", "mint.nn.Conv2d"]


def _chosen(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(inner, inner).map(lambda p: f"({p[0]} if x else {p[1]})"),
        st.tuples(inner, inner).map(lambda p: f"({p[0]} or {p[1]})"),
        st.tuples(inner, inner).map(lambda p: f"{{1: {p[0]}, 2: {p[1]}}}[x]"),
        st.tuples(inner, inner).map(lambda p: f"({p[0]}, {p[1]})[x]"),
        st.tuples(inner, inner).map(lambda p: f"[{p[0]}, {p[1]}][1]"),
    )


IMPORTS = (
    "import mindspore\nfrom mindspore import nn, mint\nimport torch\nfrom elsewhere import made\nclass Own:\n    pass\n"
)


@given(st.recursive(st.sampled_from(MINDSPORE), _chosen, max_leaves=6))
@settings(max_examples=60, derandomize=True, deadline=None)
def test_whichever_of_mindspore_s_it_is(expression: str) -> None:
    text = f"{IMPORTS}make = {expression}\nmake{ARGUMENTS}\n"
    assert lines_with("MSC102", findings(text)) == [text.count("\n")]


@given(st.recursive(st.sampled_from(MINDSPORE), _chosen, max_leaves=4), st.sampled_from(OTHERS))
@settings(max_examples=60, derandomize=True, deadline=None)
def test_one_that_may_be_something_else_is_passed_over(expression: str, other: str) -> None:
    text = f"{IMPORTS}make = {expression} if y else {other}\nmake{ARGUMENTS}\n"
    assert findings(text) == []


def test_a_fix_is_made_where_all_that_it_may_be_need_the_same() -> None:
    text = "from mindspore import nn\n(nn.Conv2d if x else nn.Conv3d)(3, 4, 3, padding=1, bias=False)\n"
    (first, *_) = findings(text)
    assert first.fix is not None
    assert [edit.content for edit in first.fix.edits] == ['pad_mode="pad", ', "has_bias"]
