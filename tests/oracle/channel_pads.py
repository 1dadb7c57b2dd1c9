"""Pad layers that pad the channels (MSC107): whole networks, for the layer before the convolution is wrong."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from marks import FIXTURES, find, read

from ms_convlint.edits import apply_fixes

from .constructors import calls_by_place, kept_outcome
from .frameworks import mindspore, torch
from .layers import copy_weights, fits, random_input
from .outcomes import compared, raised, worst
from .pairs import PARITIES, SEEDS

FIXTURE = FIXTURES / "MSC107" / "bad.py"
CHANNELS = 8


@dataclass(frozen=True)
class Network:
    """A network of the fixture: where it stands, how it is made from the file's names, and its inputs' channels."""

    scope: str
    made: Callable[[dict[str, Any]], Any]
    channels: tuple[int, ...]
    axes: tuple[int, ...]


NETWORKS = {
    "Reflect": Network("Reflect", lambda names: names["Reflect"](), (120,), (2,)),
    "Wave": Network("Wave", lambda names: names["Wave"](), (64,), (1,)),
    "InSequence.layers": Network("InSequence", lambda names: names["InSequence"](CHANNELS).layers, (64,), (2,)),
    "InSequence.unknown_width": Network(
        "InSequence", lambda names: names["InSequence"](CHANNELS).unknown_width, (CHANNELS,), (2,)
    ),
    "Functional": Network("Functional", lambda names: names["Functional"](), (64, 64), (2, 1)),
    "pad, net": Network("", lambda names: (names["pad"], names["net"]), (120,), (2,)),
}
NOT_FIXED = ("InSequence.unknown_width",)
"""Its in_channels is no literal, so the fix is shown and not written."""


def said() -> dict[str, list[list[str]]]:
    """What the linter says in each class: the pad's call, the fix's applicability and message."""
    text = read(FIXTURE)
    calls, classes = calls_by_place(text), [node for node in ast.parse(text).body if isinstance(node, ast.ClassDef)]
    found: dict[str, list[list[str]]] = {}
    for finding in find(text, FIXTURE):
        line = finding.start.line
        scope = next((node.name for node in classes if node.lineno <= line <= (node.end_lineno or 0)), "")
        assert finding.fix is not None
        fix = [finding.fix.applicability.value, finding.fix.message]
        found.setdefault(scope, []).append([calls[line, finding.start.column], *fix])
    return found


def measure() -> dict[str, Any]:
    """Each network as it stands and after the fixes, beside torch's."""
    mindspore()  # quiet, before the fixture imports it
    text = read(FIXTURE)
    originals = _names(read(FIXTURE.with_suffix(".torch.py")))
    careless = _names(text)
    fixed = _names(apply_fixes(text, find(text, FIXTURE), unsafe=True))
    networks: dict[str, Any] = {}
    for name, network in NETWORKS.items():
        networks[name] = _outcomes(network, originals, careless)
        if name not in NOT_FIXED:
            networks[name]["fixed"] = _outcomes(network, originals, fixed)
    return {"said": said(), "networks": networks}


def _names(text: str) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "bad"}
    exec(compile(text, str(FIXTURE), "exec"), names)
    return names


def _outcomes(network: Network, originals: dict[str, Any], ported: dict[str, Any]) -> dict[str, Any]:
    found = {}
    for number, parity in enumerate(PARITIES):
        runs = [_run(network, originals, ported, number, seed) for seed in SEEDS]
        found[parity] = next((run for run in runs if run != "equal"), "equal")
    return found


def _run(network: Network, originals: dict[str, Any], ported: dict[str, Any], size: int, seed: int) -> Any:
    torch().manual_seed(seed)
    original, port = _parts(network.made(originals)), _parts(network.made(ported))
    for ours, theirs in zip(_convolutions(port), _convolutions(original), strict=True):
        if not fits(theirs, ours):
            return {"weight": list(ours.weight.shape), "of torch": list(theirs.weight.shape)}
        copy_weights(theirs, ours)
    values = [
        random_input((2, channels, *(8 + size + 2 * axis for axis in range(axes))), seed)
        for channels, axes in zip(network.channels, network.axes, strict=True)
    ]
    with torch().no_grad():
        expected = _called(original, [torch().from_numpy(value) for value in values])
    try:
        output = _called(port, [mindspore().Tensor(value) for value in values])
    except Exception as error:  # whatever it raises is what is asked for
        return kept_outcome(raised(error, at_call=True))
    return kept_outcome(worst([compared(a.asnumpy(), b.numpy()) for a, b in zip(output, expected, strict=True)]))


def _parts(made: Any) -> tuple[Any, ...]:
    return made if isinstance(made, tuple) else (made,)


def _called(parts: tuple[Any, ...], tensors: list[Any]) -> tuple[Any, ...]:
    """The outputs of layers in a row; of a network that takes several inputs, as many."""
    if len(tensors) > 1:
        return tuple(parts[0](*tensors))
    output = tensors[0]
    for part in parts:
        output = part(output)
    return (output,)


def _convolutions(parts: tuple[Any, ...]) -> list[Any]:
    """The convolutions in the order in which they were made."""
    found = []
    for part in parts:
        layers = part.modules() if isinstance(part, torch().nn.Module) else (cell for _, cell in part.cells_and_names())
        found += [layer for layer in layers if type(layer).__name__ in ("Conv1d", "Conv2d")]
    return found
