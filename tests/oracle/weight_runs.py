"""Programs that bring torch's weights into a network of MindSpore's: run, and the network held against torch's."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .frameworks import torch
from .layers import random_input, run_mindspore, run_torch
from .outcomes import Outcome, compared, raised

LAYERS = ("Conv1d", "Conv1dTranspose")
FILE = "encoder.pth"
"""Where the programs find torch's weights."""
SEED = 3
LENGTH = 9
LOAD, CALL, CHECKPOINT = "load", "call", "checkpoint"
"""Where a program may raise: in itself, when its network is called, when the checkpoint that it saved is loaded."""

_HEAD = """\
import mindspore as ms
import numpy as np
import torch
from mindspore import Parameter, Tensor, nn, ops


class Encoder(nn.Cell):
    def __init__(self):
        super().__init__()
        self.conv = {layer}

    def construct(self, x):
        return self.conv(x)


net = Encoder()
state_dict = torch.load("{file}")
"""


@dataclass(frozen=True)
class Shape:
    """The sizes of one layer that both frameworks have."""

    layer: str
    channels_in: int = 4
    channels_out: int = 8
    kernel: int = 3
    group: int = 1

    @property
    def name(self) -> str:
        """The layer as a table calls it."""
        grouped = f", group {self.group}" if self.group > 1 else ""
        return f"{self.channels_in} to {self.channels_out}, kernel {self.kernel}{grouped}"

    @property
    def torch_shape(self) -> tuple[int, int, int]:
        """The shape of torch's weight."""
        first, second = self.channels_out, self.channels_in
        if self.layer == "Conv1dTranspose":
            first, second = second, first
        return first, second // self.group, self.kernel

    def call(self, *, has_bias: bool = True, **more: str) -> str:
        """The layer as MindSpore's program makes it."""
        keywords = {"pad_mode": '"pad"', "padding": "0", "group": f"{self.group}", "has_bias": f"{has_bias}", **more}
        written = ", ".join(f"{name}={value}" for name, value in keywords.items())
        return f"nn.{self.layer}({self.channels_in}, {self.channels_out}, {self.kernel}, {written})"

    def original(self) -> Any:
        """torch's layer, with weights from the seed."""
        torch().manual_seed(SEED)
        make = {"Conv1d": torch().nn.Conv1d, "Conv1dTranspose": torch().nn.ConvTranspose1d}[self.layer]
        return make(self.channels_in, self.channels_out, self.kernel, groups=self.group).eval()


def program(shape: Shape, loads: str, *, has_bias: bool = True) -> str:
    """A program with a network of this one layer, the layer torch's weights, and the lines that load them."""
    return f"{_HEAD.format(layer=shape.call(has_bias=has_bias), file=FILE)}{loads}\n"


@dataclass(frozen=True)
class Run:
    """What a program comes to."""

    where: str
    """Where it raised, "" where it did not."""
    outcome: Outcome
    """The error, or the network's output beside torch's."""
    names: dict[str, Any]
    """What the program's names stood for in the end."""

    @property
    def fate(self) -> str:
        """In words that do not change from run to run."""
        if self.where:
            return f"{self.outcome.error} at {self.where}"
        return "equal" if self.outcome.equal else "different"


def run(text: str, shape: Shape, after: str = "") -> Run:
    """Run a program, then ``after`` as if it stood in another file, then its network on an input."""
    original = shape.original()
    names: dict[str, Any] = {"__name__": "port"}
    with fresh_folder():
        torch().save({f"conv.{name}": value for name, value in original.state_dict().items()}, FILE)
        where = LOAD
        try:
            exec(compile(text, "port.py", "exec"), names)
            where = CHECKPOINT
            exec(compile(after, "later.py", "exec"), names)
        except Exception as error:  # whatever it raises is what is asked for
            return Run(where, raised(error, at_call=False), names)
    values = random_input((2, shape.channels_in, LENGTH), SEED)
    try:
        output = run_mindspore(names["net"], values)
    except Exception as error:
        return Run(CALL, raised(error, at_call=True), names)
    return Run("", compared(output, run_torch(original, values)), names)


@contextmanager
def fresh_folder() -> Iterator[Path]:
    """Work in an empty folder, so that what is saved there is gone afterwards."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            yield Path(folder)
        finally:
            os.chdir(before)
