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
dictionary the lines to add are shown and not written: other parameters of rank 3 must stay as they are. The names in
them are MindSpore's; where torch's module calls its layers otherwise, write its names.
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
        f"where MindSpore has rank 4: {happening(misfit)}; add axis 2",
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
        changed = [_expanded(value, misfit) for value in misfit.handed]
        if None not in changed:
            edits = {edit for change in changed if change is not None for edit in change}
            return Fix(Applicability.SAFE, _preview(misfit), tuple(sorted(edits)))
    return Fix(Applicability.DISPLAY, _by_hand(misfit))


def _preview(misfit: Misfit) -> str:
    """The first value as the fix writes it."""
    value = misfit.handed[0]
    before, behind = _around(value, misfit) or ("", "")
    return f"{before}{value.text}{behind}"


def _expanded(value: Handed, misfit: Misfit) -> tuple[Edit, ...] | None:
    """The edits that add the axis; None where there is no idiom for the value."""
    around = _around(value, misfit)
    if around is None:
        return None
    places = ((value.span.start, around[0]), (value.span.end, around[1]))
    return tuple(Edit(place, place, text) for place, text in places if text)


def _around(value: Handed, misfit: Misfit) -> tuple[str, str] | None:
    """What stands before and behind a value that gets the axis in its own idiom; None where there is none."""
    if value.form is Form.NUMPY and misfit.numpy_name is not None:
        return f"{misfit.numpy_name}.expand_dims(", ", 2)"
    if value.form is None or (value.form is Form.PARAMETER and misfit.route in _KEEPS_PARAMETER):
        return None
    step = {Form.NUMPY: "[:, :, None]", Form.TORCH: ".unsqueeze(2)"}.get(value.form, ".expand_dims(2)")
    return ("", step) if value.is_atom else ("(", f"){step}")


def _by_hand(misfit: Misfit) -> str:
    """What to add by hand: to the loop over torch's weights, or to that over the network's parameters."""
    if all(not layer.path for layer in misfit.layers):
        numpy_name = misfit.numpy_name or "numpy"
        return f"add axis 2 where this weight is made: {numpy_name}.expand_dims(weight, 2), or weight.unsqueeze(2)"
    if misfit.parameter is not None and misfit.handed:
        return (
            "add before this line, and hand over value:\n"
            f"value = {misfit.handed[0].text}\n"
            f"if value.ndim == 3 and {misfit.parameter}.ndim == 4:  # {shown_layers(misfit.layers)}\n"
            f"    value = {_step(misfit.handed[0].form, 'value', misfit.numpy_name)}"
        )
    loop = misfit.loop
    key, value = (loop.key, loop.value) if loop is not None else ("name", "value")
    if loop is None:
        where = "where the weights are converted, name and value standing for what they are called there"
    elif loop.is_comprehension:
        where = f"to the comprehension of line {loop.line}, made a loop, before the weight is put in"
    else:
        where = f"to the loop of line {loop.line}, before the weight is converted"
    return (
        f"add {where}:\n"
        f"# rank 3 in torch, rank 4 in MindSpore: {shown_layers(misfit.layers)}\n"
        f"if {value}.ndim == 3 and {_is_meant(misfit.layers, key)}:\n"
        f"    {value} = {_step(loop.form if loop is not None else None, value, misfit.numpy_name)}"
    )


def _step(form: Form | None, value: str, numpy_name: str | None) -> str:
    """The expansion of a value, in its own idiom."""
    if form is Form.NUMPY and numpy_name is not None:
        return f"{numpy_name}.expand_dims({value}, 2)"
    if form is Form.TORCH:
        return f"{value}.unsqueeze(2)"
    return f"{value}.expand_dims(2)" if form is Form.TENSOR else f"{value}[:, :, None]"


def _is_meant(layers: tuple[Layer, ...], key: str) -> str:
    """The test by name: the layers' own, and what stands around the index of those that a loop makes."""
    names = [f'"{layer.path}.weight"' for layer in layers if "*" not in layer.path]
    tests = [_made_in_loop(layer.path, key) for layer in layers if "*" in layer.path]
    if len(names) == 1:
        tests.insert(0, f"{key}.endswith({names[0]})")
    elif names:
        tests.insert(0, f"{key}.endswith(({', '.join(names)}))")
    tests = list(dict.fromkeys(tests))
    if len(tests) == 1:
        return tests[0]
    return f"({' or '.join(f'({test})' if ' and ' in test else test for test in tests)})"


def _made_in_loop(path: str, key: str) -> str:
    first, last = path.partition("*")[0], path.rpartition("*")[2]
    return f'"{first}" in {key} and {key}.endswith("{last}.weight")'
