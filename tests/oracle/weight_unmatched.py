"""What ``load_param_into_net`` leaves out in silence, and what the lines of the message make of it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Any

from .frameworks import torch
from .weight_routes import findings, mended
from .weight_runs import FILE, LAYERS, Run, Shape, fresh_folder, program, run

CALL = "ms.load_param_into_net(net, parameters)"
_EXPANDED = (
    "parameters = {}\n"
    "for name, value in state_dict.items():\n"
    "    if value.ndim == 3:\n"
    "        value = value.unsqueeze(2)\n"
    "    parameters[name] = Parameter(Tensor(value.numpy()))\n"
)
_BATCH_NORM = f"""\
import mindspore as ms
import torch
from mindspore import Parameter, Tensor, nn


class Head(nn.Cell):
    def __init__(self):
        super().__init__()
        self.norm = nn.BatchNorm1d(4)


net = Head()
state_dict = torch.load("{FILE}")
parameters = {{name: Parameter(Tensor(value.numpy())) for name, value in state_dict.items()}}
"""


@dataclass(frozen=True)
class Load:
    """A load that leaves something out."""

    name: str
    shape: Shape
    has_bias: bool
    is_strict: bool = False

    @property
    def call(self) -> str:
        """The load as written."""
        return f"{CALL[:-1]}, strict_load=True)" if self.is_strict else CALL

    def text(self, before: str = "") -> str:
        """The program; ``before`` is written before the call, to keep what it returns."""
        return program(self.shape, f"{_EXPANDED}{before}{self.call}", has_bias=self.has_bias)


LOADS = [
    Load(f"{layer}, {name}", Shape(layer), has_bias, is_strict)
    for layer in LAYERS
    for name, has_bias, is_strict in (
        ("no has_bias", False, False),
        ("no has_bias, strict_load", False, True),
        ("has_bias", True, False),
    )
]


def lists_of(load: Load) -> tuple[list[str], list[str]]:
    """The two lists that the load returns."""
    done = run(load.text("lists = "), load.shape)
    not_loaded, unmatched = done.names["lists"]
    return list(not_loaded), list(unmatched)


def in_silence(load: Load) -> Run:
    """The program as it stands."""
    return run(load.text(), load.shape)


def looked_at(load: Load) -> Run:
    """The program with the message's lines."""
    return run(mended(load.text()), load.shape)


def codes(load: Load) -> list[str]:
    """What is reported."""
    return [finding.code for finding in findings(load.text())]


def norm_message() -> str:
    """What is said of a batch norm's dictionary whose names are torch's."""
    (finding,) = findings(f"{_BATCH_NORM}{CALL}\n")
    return finding.message


def norm_lists() -> tuple[list[str], list[str]]:
    """What MindSpore returns for that dictionary."""
    names: dict[str, Any] = {}
    with fresh_folder():
        torch().save({f"norm.{key}": value for key, value in torch().nn.BatchNorm1d(4).state_dict().items()}, FILE)
        text = f"{_BATCH_NORM}lists = {CALL}\n"
        exec(compile(ast.parse(text), "port.py", "exec"), names)
    not_loaded, unmatched = names["lists"]
    return list(not_loaded), list(unmatched)


def measure_unmatched() -> dict[str, Any]:
    """For each load: what is returned, what the network computes, and what the message's lines raise."""
    table: dict[str, Any] = {}
    for load in LOADS:
        not_loaded, unmatched = lists_of(load)
        seen = looked_at(load)
        table[load.name] = {
            "reported": codes(load),
            "not loaded": not_loaded,
            "unmatched": unmatched,
            "happens": in_silence(load).fate,
            "with the lines shown": seen.fate + (f": {seen.outcome.message}" if seen.where else ""),
        }
    not_loaded, unmatched = norm_lists()
    table["BatchNorm1d, torch's names"] = {
        "not loaded": not_loaded,
        "unmatched": unmatched,
        "named in the message": [name for name in unmatched if name in norm_message()],
    }
    return table
