"""What in a file's text tells where its code came from, and what only looks as if it did."""

from __future__ import annotations

import pytest
from engine import HEAD, codes

from ms_convlint.facts.provenance import Provenance

TORCH = {
    "import": "import torch\n",
    "import of a part": "import torch.nn as tnn\n",
    "from": "from torch import optim\n",
    "from torchvision": "from torchvision.models import resnet50\n",
    "inside a function": "def convert():\n    import torch\n",
    "checkpoint": 'load("resnet50.pth")\n',
    "checkpoint with a path": "path = f'{folder}/model.pth'\n",
    "commented-out code": "# self.conv = torch.nn.Conv2d(3, 4, 3)\n",
    "commented-out keywords": "# self.conv = nn.Conv2d(3, 4, 3, bias=False)\n",
    "commented-out name": "# self.up = nn.ConvTranspose2d(3, 4, 2)\n",
    "repository": "# see https://github.com/pytorch/vision\n",
    "repository of somebody": "# https://github.com/someone/pytorch-something\n",
    "docstring": '"""Ported from the PyTorch implementation."""\n',
}
NOT_TORCH = {
    "nothing": "",
    "like its name": "import torchlight\n",
    "like its name, from": "from torch_geometric import nn\n",
    "mindtorch": "from mindtorch import nn\n",
    "a variable": "torch_weight = 1\n",
    "a comment of MindSpore code": "# self.conv = nn.Conv2d(3, 4, 3, has_bias=False)\n",
    "another checkpoint": 'load("resnet50.ckpt")\n',
    "another suffix": 'load("resnet50.pthx")\n',
}
TENSORFLOW = {
    "import": "import tensorflow as tf\n",
    "from keras": "from keras.layers import Conv2D\n",
    "comment": "# converted from the TensorFlow version\n",
    "docstring": '"""This file is ported from tf.keras."""\n',
}
NOT_TENSORFLOW = {
    "nothing": "",
    "mentioned": "# unlike tensorflow this pads later\n",
    "like its name": "import tensorflow_like\n",
    "a variable": "tf = 1\n",
    "far away": "# converted from something\n\n# keras\n",
}


@pytest.mark.parametrize("text", TORCH.values(), ids=TORCH)
def test_signs_of_torch(text: str) -> None:
    assert Provenance(HEAD + text).is_from_torch


@pytest.mark.parametrize("text", NOT_TORCH.values(), ids=NOT_TORCH)
def test_what_only_looks_like_torch(text: str) -> None:
    assert not Provenance(HEAD + text).is_from_torch


@pytest.mark.parametrize("text", TENSORFLOW.values(), ids=TENSORFLOW)
def test_signs_of_tensorflow(text: str) -> None:
    assert Provenance(HEAD + text).is_from_tensorflow


@pytest.mark.parametrize("text", NOT_TENSORFLOW.values(), ids=NOT_TENSORFLOW)
def test_what_only_looks_like_tensorflow(text: str) -> None:
    assert not Provenance(HEAD + text).is_from_tensorflow


@pytest.mark.parametrize(
    ("text", "path", "patched"),
    [
        ("import mindnlp\n", "model.py", True),
        ("from mindnlp.models import Bert\n", "model.py", True),
        ("", "site-packages/mindnlp/models/whisper.py", True),
        ("", "C:\\work\\mindnlp\\model.py", True),
        ("", "mindnlp_port/model.py", False),
        ("import mindnlpx\n", "model.py", False),
        ("# mindnlp\n", "model.py", False),
    ],
)
def test_where_mindnlp_may_have_patched_conv1d(text: str, path: str, patched: bool) -> None:
    assert Provenance(HEAD + text, path).imports_mindnlp is patched


EVEN = "nn.Conv2d(3, 4, 2, has_bias=True)\n"
STRIDED = "nn.Conv2d(3, 4, 3, 2, has_bias=True)\n"


@pytest.mark.parametrize("text", TORCH.values(), ids=TORCH)
def test_an_even_kernel_at_stride_1_is_told_in_code_from_torch(text: str) -> None:
    assert codes(HEAD + text + EVEN) == ["MSC101"]


@pytest.mark.parametrize("text", NOT_TORCH.values(), ids=NOT_TORCH)
def test_an_even_kernel_at_stride_1_says_nothing_elsewhere(text: str) -> None:
    assert codes(HEAD + text + EVEN) == []


@pytest.mark.parametrize("text", TENSORFLOW.values(), ids=TENSORFLOW)
def test_tensorflow_pads_as_mindspore_does(text: str) -> None:
    assert codes(HEAD + text + STRIDED) == []


@pytest.mark.parametrize("text", NOT_TENSORFLOW.values(), ids=NOT_TENSORFLOW)
def test_other_code_is_told_of_a_lopsided_padding(text: str) -> None:
    assert codes(HEAD + text + STRIDED) == ["MSC101"]


def test_mindnlp_gives_conv1d_its_bias_and_no_other() -> None:
    cells = "nn.SequentialCell(nn.Conv1d(3, 4, 3), nn.ReLU())\nnn.SequentialCell(nn.Conv2d(3, 4, 3), nn.ReLU())\n"
    assert codes(f"{HEAD}import mindnlp\n{cells}") == ["MSC201"]
    assert codes(HEAD + cells) == ["MSC201", "MSC201"]
