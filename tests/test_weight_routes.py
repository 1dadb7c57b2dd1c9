"""The message about a weight says what happens on its way in, in the version that is set (docs/weights.md)."""

from __future__ import annotations

import pytest

from ms_convlint.engine import check
from ms_convlint.finding import Finding
from ms_convlint.settings import Settings, TorchSemantics
from ms_convlint.source import Source

PROGRAM = """\
import mindspore as ms
import numpy as np
import torch
from mindspore import Parameter, Tensor, nn, ops


class Encoder(nn.Cell):
    def __init__(self):
        super().__init__()
        self.conv = nn.{layer}(4, 8, 3, pad_mode="pad", padding=1, has_bias=True)

    def construct(self, x):
        return self.conv(x)


net = Encoder()
weight = torch.load("encoder.pth")["conv.weight"].numpy()
{sink}
"""

SILENT = "loads in silence, {error} when the cell is called"
REFUSED = "RuntimeError at load"
MISMATCH = "ValueError at load"
LACKING = "AttributeError in this version of MindSpore, which lacks {name}"

CASES = [
    ("net.conv.weight.set_data(Tensor(weight))", (2, 0), MISMATCH),
    ("net.conv.weight.set_data(Tensor(weight))", (2, 5), SILENT),
    ("net.conv.weight.set_data(Tensor(weight), slice_shape=True)", (1, 10), SILENT),
    ("net.conv.weight.assign_value(Tensor(weight))", (1, 10), SILENT),
    ("net.conv.weight.data = Tensor(weight)", (2, 7), LACKING.format(name="assigning to .data")),
    ("net.conv.weight.data = Tensor(weight)", (2, 8), SILENT),
    ("net.conv.weight.set_(Tensor(weight))", (2, 7), LACKING.format(name="Parameter.set_")),
    ("net.conv.weight.set_(Tensor(weight))", (2, 10), SILENT),
    ("net.conv.weight.copy_(Tensor(weight))", (2, 0), LACKING.format(name="Parameter.copy_")),
    ("net.conv.weight.copy_(Tensor(weight))", (2, 10), REFUSED),
    ("net.conv.weight = Parameter(Tensor(weight))", (1, 10), SILENT),
    ("net.conv.weight = Tensor(weight)", (2, 0), MISMATCH),
    ("net.conv.weight = Tensor(weight)", (2, 10), SILENT),
    ("ops.assign(net.conv.weight, Tensor(weight))", (1, 10), MISMATCH),
    ("ops.Assign()(net.conv.weight, Tensor(weight))", (2, 10), MISMATCH),
    ("net.conv.weight[:] = Tensor(weight)", (2, 10), MISMATCH),
    ('_ = ms.load_param_into_net(net, {"conv.weight": Parameter(Tensor(weight))})', (1, 10), REFUSED),
    (
        'net.load_state_dict({"conv.weight": Tensor(weight)})',
        (2, 5),
        LACKING.format(name="Cell.load_state_dict"),
    ),
    ('net.load_state_dict({"conv.weight": Tensor(weight)})', (2, 6), REFUSED),
    (
        'ms.save_checkpoint([{"name": "conv.weight", "data": Tensor(weight)}], "net.ckpt")',
        (2, 10),
        "saved in silence, RuntimeError when the checkpoint is loaded",
    ),
]


def found(sink: str, version: tuple[int, ...], layer: str = "Conv1d", **settings: TorchSemantics) -> list[Finding]:
    text = PROGRAM.format(layer=layer, sink=sink)
    return check(Source("port.py", text), Settings(mindspore_version=version, **settings))


@pytest.mark.parametrize(("sink", "version", "happening"), CASES)
def test_the_message_says_what_happens_in_the_version_that_is_set(
    sink: str, version: tuple[int, ...], happening: str
) -> None:
    (finding,) = found(sink, version)
    assert finding.code == "MSC301"
    assert happening.format(error="ValueError") in finding.message


def test_a_transposed_convolution_raises_another_error_when_it_is_called() -> None:
    (finding,) = found("net.conv.weight.set_data(Tensor(weight))", (2, 10), "Conv1dTranspose")
    assert SILENT.format(error="RuntimeError") in finding.message


def test_an_expansion_at_a_wrong_axis_raises_another_error_when_the_cell_is_called() -> None:
    (finding,) = found("net.conv.weight.set_data(Tensor(np.expand_dims(weight, 1)))", (2, 10))
    assert finding.code == "MSC302"
    assert SILENT.format(error="RuntimeError") in finding.message


@pytest.mark.parametrize(
    ("version", "names"), [((1, 10), "not_loaded = load_"), ((2, 0), "not_loaded, unmatched = load_")]
)
def test_the_check_to_write_takes_what_the_version_returns(version: tuple[int, ...], names: str) -> None:
    sink = (
        "from mindspore import load_param_into_net\n"
        'load_param_into_net(net, {"conv.weight": Parameter(Tensor(np.expand_dims(weight, 2)))})\n'
        'load_param_into_net(net, {"norm.gamma": Parameter(Tensor(np.expand_dims(weight, 2)))})'
    )
    (finding,) = found(sink, version)
    assert finding.code == "MSC304"
    assert finding.fix is not None
    assert names in finding.fix.message


def test_where_nothing_is_taken_for_a_port_the_sure_one_alone_is_said() -> None:
    loads = "net.conv.weight.set_data(Tensor(weight))"
    makes = "nn.Conv1d(4, 8, 3, pad_mode='valid', has_bias=True, weight_init=Tensor(np.expand_dims(weight, 2)))"
    never = found(f"{loads}\n{makes}", (2, 10), torch_semantics=TorchSemantics.NEVER)
    assert [finding.code for finding in never] == ["MSC303"]


def test_the_rank_is_right_where_one_channel_is_spread_over_one_channel() -> None:
    narrow = PROGRAM.replace("(4, 8, 3,", "(1, 1, 3,").format(
        layer="Conv1d", sink="net.conv.weight[:] = Tensor(weight)"
    )
    assert check(Source("port.py", narrow), Settings()) == []
