"""The words that the statements' calls are written in."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Any

from . import layers, statements_grids
from .frameworks import mindspore, numpy, torch
from .outcomes import Outcome, compared, worst

SEEDS = (0, 1)


@dataclass(frozen=True)
class Comparison:
    """How MindSpore's output lies beside torch's: ``equal``, ``differs``, ``shape 4 4 for 3 3`` or what is raised."""

    words: str
    message: str = ""
    difference: float | None = None


class After:
    """A layer with something in front of it, such as a pad, in either framework; and something behind it."""

    def __init__(self, before: Any, layer: Any, behind: Any = lambda values: values) -> None:
        self._before = before
        self._layer = layer
        self._behind = behind

    def __call__(self, values: Any) -> Any:
        return self._behind(self._layer(self._before(values)))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._layer, name)


@cache
def terms() -> dict[str, Any]:
    """All names that calls use: the frameworks', inputs and weights of both, and how to compare."""
    values = layers.random_input((1, 3, 8, 8), SEEDS[0])
    weights = layers.random_input((4, 3, 3, 3), SEEDS[0])
    biases = layers.random_input((4,), SEEDS[0])
    tensor, from_numpy = mindspore().Tensor, torch().from_numpy
    grids = {name: getattr(statements_grids, name) for name in statements_grids.__all__}
    return {
        "mindspore": mindspore(),
        "nn": mindspore().nn,
        "ops": mindspore().ops,
        "Tensor": tensor,
        "Parameter": mindspore().Parameter,
        "torch": torch(),
        "F": torch().nn.functional,
        "numpy": numpy(),
        "x": tensor(values),
        "w": tensor(weights),
        "b": tensor(biases),
        "torch_x": from_numpy(values),
        "torch_w": from_numpy(weights),
        "torch_b": from_numpy(biases),
        "beside": beside,
        "arrays": arrays,
        "After": After,
        "before_norm": before_norm,
        "drawn": drawn,
        **grids,
    }


def beside(original: Any, port: Any, *sizes: int) -> Comparison:
    """MindSpore's layer beside torch's, with its weights, on one input of these sizes, else on even and odd ones."""
    inputs = (sizes,) if sizes else layers.input_sizes(original)
    outcomes = [layers.run_layers(original, port, one, seed) for one in inputs for seed in SEEDS]
    return _comparison(worst(outcomes))


def arrays(output: Any, expected: Any) -> Comparison:
    """An output of MindSpore's beside one of torch's."""
    return _comparison(compared(output.asnumpy(), expected.detach().numpy()))


def before_norm(port: Any, *, training: bool) -> Comparison:
    """MindSpore's layer behind torch's weights, both followed by a BatchNorm whose running mean is torch's."""
    original, norm = torch().nn.Conv2d(3, 8, 3), torch().nn.BatchNorm2d(8, momentum=1.0)
    values = layers.random_input((4, 3, 8, 8), SEEDS[0])
    with torch().no_grad():
        trained = norm(original(torch().from_numpy(values))).numpy()
        evaluated = norm.eval()(original(torch().from_numpy(values))).numpy()
    layers.copy_weights(original, port)
    follows = mindspore().nn.BatchNorm2d(8).set_train(training)
    follows.moving_mean.set_data(mindspore().Tensor(norm.running_mean.numpy()))
    follows.moving_variance.set_data(mindspore().Tensor(norm.running_var.numpy()))
    output = follows(port(mindspore().Tensor(values))).asnumpy()
    return _comparison(compared(output, trained if training else evaluated))


def drawn(original: Any, port: Any) -> str:
    """Whether both layers' new weights, and their biases, lie within the same bounds."""
    alike = {
        name: math.isclose(_bound(getattr(original, name)), _bound(getattr(port, name)), rel_tol=0.1)
        for name in ("weight", "bias")
    }
    return " and ".join(f"{name} {'alike' if same else 'otherwise'}" for name, same in alike.items())


def _bound(values: Any) -> float:
    array = values.detach().numpy() if hasattr(values, "detach") else values.asnumpy()
    return float(abs(array).max())


def _comparison(outcome: Outcome) -> Comparison:
    if outcome.error:
        return Comparison(f"{outcome.error}{' when called' if outcome.at_call else ''}", outcome.message)
    if outcome.shapes:
        ours, theirs = (" ".join(map(str, shape[2:])) for shape in outcome.shapes)
        return Comparison(f"shape {ours} for {theirs}")
    return Comparison("equal") if outcome.equal else Comparison("differs", difference=outcome.difference)
