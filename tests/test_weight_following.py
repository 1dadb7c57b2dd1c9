"""What following weights must and must not conclude, one case each that no fixture has room for."""

from __future__ import annotations

from pathlib import Path

import pytest

from ms_convlint.engine import check
from ms_convlint.finding import Finding
from ms_convlint.settings import Settings
from ms_convlint.source import Source

IMPORTS = "import numpy as np\nimport torch\nimport mindspore as ms\nfrom mindspore import Parameter, Tensor, nn\n\n"
CONV = 'nn.Conv1d(4, 8, 3, pad_mode="pad", padding=1, has_bias=True)'
CELL = "class {name}(nn.Cell):\n    def __init__(self):\n        super().__init__()\n{body}\n\n\n"
BLOCK = CELL.format(name="Block", body=f"        self.conv = {CONV}")
LOAD = (
    'weights = torch.load("net.pth")\n'
    "values = {key: Parameter(Tensor(value.numpy())) for key, value in weights.items()}\n"
    "_ = ms.load_param_into_net(net, values)\n"
)


def found(text: str, path: str = "port.py") -> list[Finding]:
    findings = check(Source(path, text), Settings())
    return [finding for finding in findings if finding.code.startswith("MSC3")]


def test_two_objects_of_one_class_are_two_layers() -> None:
    body = "        self.encoder = Block()\n        self.decoder = nn.SequentialCell(Block(), nn.ReLU())"
    (finding,) = found(IMPORTS + BLOCK + CELL.format(name="Net", body=body) + "net = Net()\n" + LOAD)
    assert "nn.Conv1d encoder.conv, decoder.0.conv," in finding.message
    assert finding.fix is not None
    assert '("encoder.conv.weight", "decoder.0.conv.weight")' in finding.fix.message


def test_layers_that_a_loop_makes_are_named_once_with_what_stands_around_the_index() -> None:
    body = "        self.blocks = nn.CellList([Block() for _ in range(6)])"
    (finding,) = found(IMPORTS + BLOCK + CELL.format(name="Net", body=body) + "net = Net()\n" + LOAD)
    assert "nn.Conv1d blocks.*.conv," in finding.message
    assert finding.fix is not None
    assert '"blocks." in key and key.endswith(".conv.weight")' in finding.fix.message


def test_many_layers_are_all_counted_and_named_in_what_is_to_be_added() -> None:
    body = "\n".join(f"        self.conv{index} = {CONV}" for index in range(30))
    (finding,) = found(IMPORTS + CELL.format(name="Net", body=body) + "net = Net()\n" + LOAD)
    assert "and 26 more" in finding.message
    assert finding.fix is not None
    assert '"conv29.weight"' in finding.fix.message


def test_a_dropped_result_is_seen_whatever_its_arguments_do() -> None:
    convert = (
        "def convert(weights):\n    out = {}\n    for key, value in weights.items():\n        print(key)\n"
        "        out[key] = Parameter(Tensor(value.numpy()[:, :, None]))\n    return out\n\n\n"
    )
    load = 'net = Block()\nms.load_param_into_net(net, convert(torch.load("net.pth")))\n'
    assert [finding.code for finding in found(IMPORTS + convert + BLOCK + load)] == ["MSC304"]


def test_the_state_of_an_object_is_its_own() -> None:
    state = (
        'raw = torch.load("net.pth")["conv.weight"].numpy()\nfirst, second = Block(), Block()\n'
        "first.pending = raw[:, :, None]\nsecond.pending = raw\nfirst.conv.weight.set_data(Tensor(first.pending))\n"
    )
    assert found(IMPORTS + BLOCK + state) == []


def test_what_stands_behind_a_starred_argument_is_for_nobody_knows_which_parameter() -> None:
    put = (
        "def put(net, name, weight, spare):\n    print(name, spare)\n    net.conv.weight.set_data(Tensor(weight))\n\n\n"
        'raw = torch.load("net.pth")["conv.weight"].numpy()\nput(Block(), *("conv", raw[:, :, None]), raw)\n'
    )
    assert found(IMPORTS + BLOCK + put) == []


def test_a_pattern_binds_its_names_anew() -> None:
    match = (
        'weight = torch.load("net.pth")["conv.weight"].numpy()\nnet = Block()\n'
        "match (weight[:, :, None],):\n    case (weight,):\n        net.conv.weight.set_data(Tensor(weight))\n"
    )
    assert found(IMPORTS + BLOCK + match) == []


@pytest.mark.parametrize("moved", [".transpose(0, 2, 1)", ".T", ".swapaxes(0, 1)"])
def test_a_weight_whose_axes_were_moved_is_no_longer_torch_s(moved: str) -> None:
    load = f'net = Block()\nnet.conv.weight.set_data(Tensor(torch.load("net.pth")["conv.weight"].numpy(){moved}))\n'
    assert found(IMPORTS + BLOCK + load) == []


@pytest.mark.parametrize(
    "call", ['"a".startswith(1)', '"a".strip(1)', '"a".replace("b")', f'"a".replace("b", "c", {10**27})']
)
def test_a_call_that_would_raise_there_raises_nothing_here(call: str) -> None:
    assert [finding.code for finding in found(f"{IMPORTS}{BLOCK}net = Block()\nprint({call})\n{LOAD}")] == ["MSC301"]


def test_a_very_deep_expression_costs_itself_alone() -> None:
    deep = " + ".join(['"name"'] * 300)
    assert [finding.code for finding in found(f"{IMPORTS}{BLOCK}net = Block()\nlabel = {deep}\n{LOAD}")] == ["MSC301"]


def test_torch_may_be_imported_beside_others() -> None:
    text = IMPORTS.replace("import torch\n", "import os, torch\n") + BLOCK + "net = Block()\n" + LOAD
    assert [finding.code for finding in found(text)] == ["MSC301"]


@pytest.mark.parametrize("line", ["from .. import Block", "from ..net import Block", "from package import Block"])
def test_a_network_is_found_however_its_module_is_named(line: str, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    tools = tmp_path / "package" / "tools"
    tools.mkdir(parents=True)
    (tools / "__init__.py").write_text("")
    (tools.parent / "__init__.py").write_text("from .net import Block\n")
    (tools.parent / "net.py").write_text(IMPORTS + BLOCK)
    text = f"{IMPORTS}{line}\n\nnet = Block()\n{LOAD}"
    assert [finding.code for finding in found(text, str(tools / "load.py"))] == ["MSC301"]


def test_a_network_is_found_among_modules_that_all_import_everything_from_one_another(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    for module in range(12):
        lines = [f"from module{other} import *\n" for other in range(12) if other != module]
        (tmp_path / f"module{module}.py").write_text("".join(lines))
    with (tmp_path / "module11.py").open("a") as file:
        file.write(IMPORTS + BLOCK)
    text = f"{IMPORTS}from module0 import Block, Missing\n\nprint(Missing())\nnet = Block()\n{LOAD}"
    assert [finding.code for finding in found(text, str(tmp_path / "load.py"))] == ["MSC301"]


def test_the_names_that_go_unmatched_are_named() -> None:
    net = CELL.format(name="Net", body="        self.norm = nn.BatchNorm2d(8)\n        self.table = nn.Embedding(4, 8)")
    loop = (
        'net, values = Net(), {}\nfor key, value in torch.load("net.pth").items():\n'
        '    if "norm" in key:\n        key = key.replace("weight", "gamma").replace("bias", "beta")\n'
        "    values[key] = Parameter(Tensor(value.numpy()))\nms.load_param_into_net(net, values)\n"
    )
    (finding,) = found(IMPORTS + net + loop)
    assert finding.code == "MSC304"
    assert "here norm.running_mean, norm.running_var, table.weight, which" in finding.message


def test_a_module_that_loads_torch_s_dictionary_is_torch_s_wherever_it_comes_from() -> None:
    load = (
        "from elsewhere import Generator\n\nnet, original = Block(), Generator()\n"
        'original.load_state_dict(torch.load("net.pth"))\noriginal.remove_weight_norm()\n'
        "net.conv.weight.set_data(Tensor(original.conv.weight.detach().numpy()))\n"
    )
    assert [finding.code for finding in found(IMPORTS + BLOCK + load)] == ["MSC301"]


@pytest.mark.parametrize("fused", ["scale * weight / weight.norm()", "torch._weight_norm(weight, scale, 0)"])
def test_a_weight_that_was_normalized_apart_has_torch_s_rank(fused: str) -> None:
    load = (
        'net, saved = Block(), torch.load("net.pth")\nscale, weight = saved["conv.weight_g"], saved["conv.weight_v"]\n'
        f"net.conv.weight.set_data(Tensor(({fused}).numpy()))\n"
    )
    assert [finding.code for finding in found(IMPORTS + BLOCK + load)] == ["MSC301"]


def test_a_method_that_a_subclass_overrides_may_be_another() -> None:
    classes = (
        "class Porter:\n    def to_array(self, value):\n        return value.numpy()\n\n"
        "    def load(self, net: Block, path):\n"
        '        net.conv.weight.set_data(Tensor(self.to_array(torch.load(path)["conv.weight"])))\n\n\n'
        "class BlockPorter(Porter):\n    def to_array(self, value):\n        return value.numpy()[:, :, None]\n"
    )
    assert found(IMPORTS + BLOCK + classes) == []
