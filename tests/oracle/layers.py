"""A layer of torch's and one of MindSpore's with the same weights, run on the same input."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .frameworks import mindspore, numpy, torch
from .outcomes import Outcome, compared, raised


class UnfitError(Exception):
    """The weights of torch's layer do not fit into MindSpore's."""


def run(make_torch: Callable[[], Any], make_mindspore: Callable[[], Any], sizes: tuple[int, ...], seed: int) -> Outcome:
    """Make both layers, copy the weights over, run both on one input of these sizes (one an axis)."""
    original = made_torch(make_torch, seed)
    try:
        port = make_mindspore()
    except Exception as error:  # whatever it raises is what is asked for
        return raised(error, at_call=False)
    return run_layers(original, port, sizes, seed)


def made_torch(make_torch: Callable[[], Any], seed: int) -> Any:
    """torch's layer with weights from the seed, as it is after construction."""
    torch().manual_seed(seed)
    return make_torch().eval()


def run_layers(original: Any, port: Any, sizes: tuple[int, ...], seed: int) -> Outcome:
    """Copy torch's weights into MindSpore's layer and run both on one input of these sizes."""
    copy_weights(original, port)
    values = random_input((2, original.in_channels, *sizes), seed)
    expected = run_torch(original, values)
    try:
        output = run_mindspore(port, values)
    except Exception as error:
        return raised(error, at_call=True)
    return compared(output, expected)


def run_torch(layer: Any, values: Any) -> Any:
    """The layer's output, as an array."""
    with torch().no_grad():
        return layer(torch().from_numpy(values)).numpy()


def run_mindspore(cell: Any, values: Any) -> Any:
    """The cell's output, as an array."""
    return cell(mindspore().Tensor(values)).asnumpy()


def random_input(shape: tuple[int, ...], seed: int) -> Any:
    """Numbers between -1 and 1."""
    return numpy().random.default_rng(seed).uniform(-1, 1, shape).astype("float32")


def copy_weights(original: Any, port: Any) -> None:
    """Give MindSpore's layer torch's weight and bias; a bias for which there is no place is dropped, as loads do.

    Raises:
        UnfitError: the weight has another shape.
    """
    if not fits(original, port):
        raise UnfitError(f"the weight has shape {tuple(port.weight.shape)}, torch's has {tuple(original.weight.shape)}")
    port.weight.set_data(mindspore().Tensor(_expanded(original)))
    if original.bias is not None and port.has_bias:
        port.bias.set_data(mindspore().Tensor(original.bias.detach().numpy()))


def fits(original: Any, port: Any) -> bool:
    """Whether torch's weight, expanded where Conv1d's needs it, has the shape of MindSpore's."""
    return bool(tuple(port.weight.shape) == _expanded(original).shape)


def _expanded(original: Any) -> Any:
    weight = original.weight.detach().numpy()
    return numpy().expand_dims(weight, 2) if weight.ndim == 3 else weight


def input_sizes(layer: Any) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Even sizes for each axis, and odd ones, large enough for the kernel of torch's ``layer``."""
    axes = layer.weight.dim() - 2
    reach = max(
        dilation * (kernel - 1) + 1 for dilation, kernel in zip(layer.dilation, layer.weight.shape[2:], strict=True)
    )
    even = max(8, reach + reach % 2 + 2)
    return tuple(even + 2 * axis for axis in range(axes)), tuple(even + 1 + 2 * axis for axis in range(axes))
