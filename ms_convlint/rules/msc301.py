"""# ms-conv-weight-not-expanded (MSC301)

## What it does
Reports a weight of torch's that reaches a Conv1d or Conv1dTranspose with the rank that it has in torch. It is
followed from where it is loaded (`torch.load`, safetensors, a module's `state_dict()`) through the file into the
parameter, the dictionary or the checkpoint.

## Why is this bad
MindSpore holds this weight with one more axis: `(out, in, 1, kernel)` where torch has `(out, in, kernel)`.
`load_param_into_net`, `load_checkpoint` and `load_state_dict` raise a RuntimeError. `set_data`, `assign_value` and
assigning the parameter load it in silence, and the cell raises when it is called for the first time.

## Example
```python
state_dict = torch.load("net.pth", map_location="cpu")
net.conv.weight.set_data(Tensor(state_dict["conv.weight"].numpy()))
```

## Use instead
```python
state_dict = torch.load("net.pth", map_location="cpu")
net.conv.weight.set_data(Tensor(np.expand_dims(state_dict["conv.weight"].numpy(), 2)))
```

## Fix safety
Safe where one known tensor is handed over: it raises today, so nothing that runs changes. In a loop over a whole
dictionary the lines to add are shown and not written: other parameters of rank 3 must stay as they are.
"""

from __future__ import annotations

from ms_convlint.facts.weights.misfits import Layer, Misfit
from ms_convlint.facts.weights.places import Handed
from ms_convlint.facts.weights.routes import Route
from ms_convlint.facts.weights.things import Form
from ms_convlint.finding import Applicability, Edit, Finding, Fix
from ms_convlint.rules.placed import placed

_KEEPS_PARAMETER = frozenset(
    {Route.PARAMETER, Route.LOAD_PARAM_INTO_NET, Route.LOAD_CHECKPOINT, Route.SAVE_CHECKPOINT, Route.LOAD_STATE_DICT}
)
"""Where a Parameter must stay one: expanded it is a Tensor."""
_MOST_NAMES = 4


def check(misfit: Misfit) -> Finding | None:
    """Make the finding of weights that were not expanded; None of those that were, at a wrong axis."""
    if not misfit.is_raw:
        return None
    return placed(
        "MSC301",
        f"torch weight of rank 3 (from {misfit.origin}) for {shown_layers(misfit.layers)}, "
        f"which takes rank 4: {happening(misfit)}; add axis 2",
        misfit.place.start,
        misfit.place.end,
        _fix(misfit),
    )


def happening(misfit: Misfit) -> str:
    """What comes of it on this very way."""
    if misfit.outcome.lacks is not None:
        return f"{misfit.error} in this version of MindSpore, which lacks {misfit.outcome.lacks}"
    if misfit.route is Route.SAVE_CHECKPOINT:
        return f"it is saved in silence, {misfit.error} when the checkpoint is loaded"
    if misfit.outcome.at_load:
        return f"{misfit.error} at load"
    return f"it loads in silence, {misfit.error} when the cell is called"


def shown_layers(layers: tuple[Layer, ...]) -> str:
    """The layers by kind and name, the first few of many."""
    kinds = " and ".join(sorted({layer.kind for layer in layers}))
    names = [layer.path for layer in layers if layer.path]
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return f"{kinds} {', '.join(names[:_MOST_NAMES])}{more}" if names else kinds


def _fix(misfit: Misfit) -> Fix:
    if misfit.is_single and misfit.handed:
        edits = [_expanded(value, misfit) for value in misfit.handed]
        found = tuple(edit for pair in edits if pair is not None for edit in pair)
        if None not in edits:
            return Fix(Applicability.SAFE, "add axis 2 to the weight", tuple(sorted(set(found))))
    return Fix(Applicability.DISPLAY, _lines(misfit))


def _expanded(value: Handed, misfit: Misfit) -> tuple[Edit, ...] | None:
    """The edits that add the axis in the idiom of the value; None where there is none."""
    start, end = value.span.start, value.span.end
    if value.form is Form.NUMPY and misfit.numpy_name is not None:
        return (Edit(start, start, f"{misfit.numpy_name}.expand_dims("), Edit(end, end, ", 2)"))
    if value.form is None or (value.form is Form.PARAMETER and misfit.route in _KEEPS_PARAMETER):
        return None
    step = {Form.NUMPY: "[:, :, None]", Form.TORCH: ".unsqueeze(2)"}.get(value.form, ".expand_dims(2)")
    if value.is_atom:
        return (Edit(end, end, step),)
    return (Edit(start, start, "("), Edit(end, end, f"){step}"))


def _lines(misfit: Misfit) -> str:
    """What to add by hand: three lines to a loop, or the axis to a weight that is made elsewhere."""
    if all(not layer.path for layer in misfit.layers):
        numpy_name = misfit.numpy_name or "numpy"
        return f"add axis 2 where this weight is made: {numpy_name}.expand_dims(weight, 2), or weight.unsqueeze(2)"
    loop = misfit.loop
    key, value = (loop.key, loop.value) if loop is not None else ("name", "value")
    if loop is None:
        where = "where the weights are converted"
    elif loop.is_comprehension:
        where = f"to the comprehension of line {loop.line}, made a loop"
    else:
        where = f"in the loop of line {loop.line}"
    return (
        f"add {where}:\n"
        f"# rank 3 in torch, rank 4 in MindSpore: {shown_layers(misfit.layers)}\n"
        f"if {value}.ndim == 3 and {_is_meant(misfit.layers, key)}:\n"
        f"    {value} = {_expanded_text(misfit, value)}"
    )


def _expanded_text(misfit: Misfit, value: str) -> str:
    form = misfit.loop.form if misfit.loop is not None else None
    if form is Form.NUMPY and misfit.numpy_name is not None:
        return f"{misfit.numpy_name}.expand_dims({value}, 2)"
    if form is Form.TORCH:
        return f"{value}.unsqueeze(2)"
    return f"{value}.expand_dims(2)" if form is Form.TENSOR else f"{value}[:, :, None]"


def _is_meant(layers: tuple[Layer, ...], key: str) -> str:
    """The test by name: the layers' own, and what stands before the index of those that a loop makes."""
    names = [f'"{layer.path}.weight"' for layer in layers if "*" not in layer.path]
    tests = [f'"{layer.path.partition("*")[0]}" in {key}' for layer in layers if "*" in layer.path]
    if len(names) == 1:
        tests.insert(0, f"{key}.endswith({names[0]})")
    elif names:
        tests.insert(0, f"{key}.endswith(({', '.join(names)}))")
    return tests[0] if len(tests) == 1 else f"({' or '.join(tests)})"
