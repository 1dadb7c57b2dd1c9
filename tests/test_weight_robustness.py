"""Code that grows without end, refers to itself or is very long is followed as far as it goes, in bounded time."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from ms_convlint.engine import check
from ms_convlint.settings import Settings
from ms_convlint.source import Source

_LONGEST = 20.0
"""Seconds: each program takes a fraction of one; without the bounds they took minutes, or all memory."""

IMPORTS = """\
import mindspore as ms
import torch
from mindspore import Parameter, Tensor, nn

"""
NETWORK = """\
class Encoder(nn.Cell):
    def __init__(self, depth=2):
        super().__init__()
        self.conv = nn.Conv1d(4, 8, 3, pad_mode="pad", padding=1, has_bias=True)


net = Encoder()
weights = torch.load("encoder.pth")
"""
LOAD = "_ = ms.load_param_into_net(net, {k: Parameter(Tensor(v.numpy())) for k, v in weights.items()})\n"


def codes(text: str, path: str = "port.py") -> list[str]:
    before = time.perf_counter()
    found = [finding.code for finding in check(Source(path, text), Settings()) if finding.code.startswith("MSC3")]
    assert time.perf_counter() - before < _LONGEST
    return found


@pytest.mark.parametrize(
    "growth",
    [
        "entries = [1]\n" + "entries = entries + entries\n" * 60,
        "entries = [1]\n" + "entries += entries\n" * 60,
        "entries = [1]\n" + "entries.extend(entries)\n" * 60,
        "entries = {}\n" + "if flag:\n    entries = dict(entries)\nelse:\n    entries = dict(entries)\n" * 40,
        "entries = []\nentries.append(entries)\nfor entry in entries:\n    entries.append(entry)\n",
    ],
    ids=["added to itself", "added in place", "extended by itself", "copied in branches", "holds itself"],
)
def test_a_collection_may_double_again_and_again(growth: str) -> None:
    codes(IMPORTS + NETWORK + growth + LOAD)


@pytest.mark.parametrize(
    "part",
    ["Encoder(depth - 1)", "nn.CellList([Encoder(1) for _ in range(8)])", "nn.SequentialCell(Encoder(), Encoder())"],
)
def test_a_network_may_hold_itself(part: str) -> None:
    network = NETWORK.replace("\n\n\nnet", f"\n        self.first = {part}\n        self.second = {part}\n\n\nnet")
    assert "MSC301" in codes(IMPORTS + network + LOAD)


def test_modules_may_import_one_another_in_circles(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "first.py").write_text("from second import *\nfrom second import Encoder\n")
    (tmp_path / "second.py").write_text("from first import *\nfrom first import Encoder\n")
    text = IMPORTS + 'from first import Encoder\n\nnet = Encoder()\nweights = torch.load("encoder.pth")\n' + LOAD
    assert codes(text, str(tmp_path / "port.py")) == []


def test_a_table_of_names_may_stand_on_one_line() -> None:
    table = ", ".join(f"'encoder.layers.{index}.weight': 'layers.{index}.kernel'" for index in range(20_000))
    assert codes(f"{IMPORTS}{NETWORK}names = {{{table}}}\n{LOAD}") == ["MSC301"]


def test_many_loaders_may_stand_in_one_file() -> None:
    loader = "def load_{0}(path):\n    weights = torch.load(path)\n    {1}\n"
    text = IMPORTS + NETWORK + "".join(loader.format(index, LOAD) for index in range(300))
    assert codes(text) == ["MSC301"] * 300


def test_isinstance_may_be_given_a_comprehension() -> None:
    kinds = "tuple(kind for kind in (list, tuple))"
    test = f"for value in weights.values():\n    if isinstance(value, {kinds}):\n        pass\n"
    assert codes(IMPORTS + NETWORK + test + LOAD) == ["MSC301"]


def test_functions_may_call_themselves() -> None:
    text = "def spread(values):\n    return spread(values) if values else spread(spread(values))\n\n\n"
    assert codes(IMPORTS + text + NETWORK + "weights = spread(weights)\n" + LOAD) == []
