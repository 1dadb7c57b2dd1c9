"""Each way into a Conv1d's weight, in its spellings: what happens to torch's weight there, said and measured."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ms_convlint.edits import apply_fixes
from ms_convlint.engine import check
from ms_convlint.facts.weights.routes import Route
from ms_convlint.finding import Applicability, Finding
from ms_convlint.settings import Settings
from ms_convlint.source import Source

from .weight_lines import with_lines
from .weight_runs import CALL, CHECKPOINT, LAYERS, LOAD, Run, Shape, program, run

VERSION = (2, 10)
"""The version of MindSpore that runs here."""

_BIAS = 'net.conv.bias.set_data(Tensor(state_dict["conv.bias"].numpy()))\n'
_WEIGHT = 'Tensor(state_dict["conv.weight"].numpy())'
_EACH = "for name, parameter in net.parameters_and_names():\n    "
_OWN = "Tensor(state_dict[name].numpy())"
_LOOP = (
    "parameters = {}\nfor name, value in state_dict.items():\n    parameters[name] = Parameter(Tensor(value.numpy()))\n"
)
_COMPREHENSION = "parameters = {name: Parameter(Tensor(value.numpy())) for name, value in state_dict.items()}\n"
_LIST = 'parameters = [{"name": name, "data": Tensor(value.numpy())} for name, value in state_dict.items()]\n'
_ENTRY = f'{_BIAS}parameters = {{"conv.weight": Parameter({_WEIGHT})}}\n'
_SAFETENSORS = 'from safetensors.torch import save_file\nsave_file(state_dict, "encoder.safetensors")\n'
_SAVE = 'ms.save_checkpoint(parameters, "encoder.ckpt")'
LOADED_LATER = 'ms.load_checkpoint("encoder.ckpt", net)'

SPELLINGS: dict[Route, tuple[str, ...]] = {
    Route.SET_DATA: (
        f"{_BIAS}net.conv.weight.set_data({_WEIGHT})",
        f"{_BIAS}net.conv.weight.set_data(Parameter({_WEIGHT}))",
        f'{_BIAS}net.parameters_dict()["conv.weight"].set_data({_WEIGHT})',
        f"{_EACH}parameter.set_data({_OWN})",
    ),
    Route.SET_DATA_SLICE: (
        f"{_BIAS}net.conv.weight.set_data({_WEIGHT}, slice_shape=True)",
        f"{_EACH}parameter.set_data({_OWN}, True)",
    ),
    Route.ASSIGN_VALUE: (
        f"{_BIAS}net.conv.weight.assign_value({_WEIGHT})",
        f"{_EACH}parameter.assign_value({_OWN})",
    ),
    Route.SET_: (f"{_BIAS}net.conv.weight.set_({_WEIGHT})", f"{_EACH}parameter.set_({_OWN})"),
    Route.COPY_: (f"{_BIAS}net.conv.weight.copy_({_WEIGHT})", f"{_EACH}parameter.copy_({_OWN})"),
    Route.DATA: (f"{_BIAS}net.conv.weight.data = {_WEIGHT}", f"{_EACH}parameter.data = {_OWN}"),
    Route.ASSIGN: (
        f"{_BIAS}ops.assign(net.conv.weight, {_WEIGHT})",
        f"{_BIAS}ops.Assign()(net.conv.weight, {_WEIGHT})",
        f"{_BIAS}put = ops.Assign()\nput(net.conv.weight, {_WEIGHT})",
        f"{_EACH}ops.assign(parameter, {_OWN})",
    ),
    Route.ITEMS: (
        f"{_BIAS}net.conv.weight[:] = {_WEIGHT}",
        f"{_BIAS}net.conv.weight[...] = {_WEIGHT}",
        f"{_EACH}parameter[:] = {_OWN}",
    ),
    Route.PARAMETER: (
        f"{_BIAS}net.conv.weight = Parameter({_WEIGHT})",
        f"{_BIAS}weight = Parameter({_WEIGHT})\nnet.conv.weight = weight",
    ),
    Route.TENSOR: (
        f"{_BIAS}net.conv.weight = {_WEIGHT}",
        f"{_BIAS}weight = {_WEIGHT}\nnet.conv.weight = weight",
    ),
    Route.LOAD_PARAM_INTO_NET: (
        f"{_ENTRY}_ = ms.load_param_into_net(net, parameters)",
        f"{_LOOP}_ = ms.load_param_into_net(net, parameters)",
        f"{_LOOP}_ = ms.load_param_into_net(net, parameters, strict_load=True)",
        f"{_COMPREHENSION}_ = ms.load_param_into_net(net, parameters)",
        f'{_LIST}{_SAVE}\n_ = ms.load_param_into_net(net, ms.load_checkpoint("encoder.ckpt"))',
    ),
    Route.LOAD_CHECKPOINT: (
        f"{_LIST}{_SAVE}\n{LOADED_LATER}",
        f'{_LIST}{_SAVE}\nms.load_checkpoint("encoder.ckpt", net, strict_load=True)',
        f'{_SAFETENSORS}ms.load_checkpoint("encoder.safetensors", net, format="safetensors")',
    ),
    Route.LOAD_STATE_DICT: (
        f"{_ENTRY}net.load_state_dict(parameters, strict=False)",
        f"{_LOOP}net.load_state_dict(parameters)",
        "net.load_state_dict({name: Tensor(value.numpy()) for name, value in state_dict.items()})",
    ),
    Route.SAVE_CHECKPOINT: (
        f"{_LIST}{_SAVE}",
        f"{_LOOP}{_SAVE}",
        f'{_BIAS}parameters = [{{"name": "conv.weight", "data": {_WEIGHT}}}]\n{_SAVE}',
    ),
}
"""The lines that load both weights, with the weight of the convolution on this way."""


@dataclass(frozen=True)
class Way:
    """One spelling of a way into one layer."""

    route: Route
    layer: str
    loads: str

    @property
    def name(self) -> str:
        """The route, the layer and the number of the spelling."""
        return f"{self.layer}: {self.route.value}, {1 + SPELLINGS[self.route].index(self.loads)}"

    @property
    def text(self) -> str:
        """The program."""
        return program(Shape(self.layer), self.loads)

    @property
    def after(self) -> str:
        """What another file does when the program has run."""
        return LOADED_LATER if self.route is Route.SAVE_CHECKPOINT else ""


WAYS = [Way(route, layer, loads) for layer in LAYERS for route, texts in SPELLINGS.items() for loads in texts]


def findings(text: str) -> list[Finding]:
    """What the product says about a program, for the version that runs here."""
    return check(Source("port.py", text), Settings(mindspore_version=VERSION))


def said(finding: Finding) -> str:
    """What a message foretells, in the words of a run."""
    for words, where in _FORETOLD.items():
        if found := re.search(words, finding.message):
            return f"{found[1]} at {where}"
    raise AssertionError(finding.message)


_FORETOLD = {
    r"loads in silence, (\w+) when the cell is called": CALL,
    r"saved in silence, (\w+) when the checkpoint is loaded": CHECKPOINT,
    r"(\w+) at load": LOAD,
}


def mended(text: str) -> str:
    """The program after the product's fixes, and after what it shows where it writes none."""
    text = apply_fixes(text, findings(text), unsafe=True)
    for finding in findings(text):
        assert finding.fix is not None
        assert finding.fix.applicability is Applicability.DISPLAY
        text = with_lines(text, finding)
    return text


def run_way(way: Way, text: str) -> Run:
    """Run the program of a way, or what became of it."""
    return run(text, Shape(way.layer), way.after)


def measure_routes() -> dict[str, Any]:
    """For each layer and way in: what is said, what happens, and what the mended program computes."""
    table: dict[str, Any] = {layer: {} for layer in LAYERS}
    for way in WAYS:
        (finding,) = findings(way.text)
        row = table[way.layer].setdefault(way.route.value, {"spellings": 0})
        row["spellings"] += 1
        facts = {
            "says": said(finding),
            "happens": run_way(way, way.text).fate,
            "mended": run_way(way, mended(way.text)).fate,
        }
        for key, fact in facts.items():
            row[key] = fact if row.get(key, fact) == fact else f"{row[key]}; {fact}"
    return table
