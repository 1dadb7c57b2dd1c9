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

from collections.abc import Sequence

from ms_convlint.facts.weights.misfits import Layer, Misfit
from ms_convlint.facts.weights.places import Handed
from ms_convlint.facts.weights.routes import Route
from ms_convlint.facts.weights.things import Form
from ms_convlint.finding import Applicability, Edit, Finding, Fix
from ms_convlint.rules.placed import placed
from ms_convlint.wording import listed, said

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
        said(
            "torch weight of rank 3 (from {origin}) for {layers}, where MindSpore has rank 4: {happening}; add axis 2",
            origin=misfit.origin,
            layers=shown_layers(misfit.layers),
            happening=happening(misfit),
        ),
        misfit.place.start,
        misfit.place.end,
        _fix(misfit),
    )


def happening(misfit: Misfit) -> str:
    """What comes of it on this very way."""
    if misfit.outcome.lacks is not None:
        return said(
            "{error} in this version of MindSpore, which lacks {lacks}", error=misfit.error, lacks=misfit.outcome.lacks
        )
    if misfit.route is Route.SAVE_CHECKPOINT:
        return said("it is saved in silence, {error} when the checkpoint is loaded", error=misfit.error)
    if misfit.outcome.at_load:
        return said("{error} at load", error=misfit.error)
    return said("it loads in silence, {error} when the cell is called", error=misfit.error)


def shown_layers(layers: tuple[Layer, ...]) -> str:
    """The layers by kind and name, the first few of many."""
    kind, *other = sorted({layer.kind for layer in layers})
    kinds = said("{kind} and {other}", kind=kind, other=other[0]) if other else kind
    names = [layer.path for layer in layers if layer.path]
    return said("{kinds} {names}", kinds=kinds, names=first_of(names)) if names else kinds


def first_of(names: Sequence[str]) -> str:
    """The first few of many names, and how many more there are."""
    shown = listed(names[:_MOST_NAMES])
    more = len(names) - _MOST_NAMES
    return said("{names} and {count} more", names=shown, count=more) if more > 0 else shown


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
        return said(
            "add axis 2 where this weight is made: {numpy}.expand_dims(weight, 2), or weight.unsqueeze(2)",
            numpy=numpy_name,
        )
    if misfit.parameter is not None and misfit.handed:
        return said(
            "add before this line, and hand over value:\n"
            "value = {handed}\n"
            "if value.ndim == 3 and {parameter}.ndim == 4:  # {layers}\n"
            "    value = {step}",
            handed=misfit.handed[0].text,
            parameter=misfit.parameter,
            layers=shown_layers(misfit.layers),
            step=_step(misfit.handed[0].form, "value", misfit.numpy_name),
        )
    loop = misfit.loop
    key, value = (loop.key, loop.value) if loop is not None else ("name", "value")
    if loop is None:
        where = said("where the weights are converted, name and value standing for what they are called there")
    elif loop.is_comprehension:
        where = said("to the comprehension of line {line}, made a loop, before the weight is put in", line=loop.line)
    else:
        where = said("to the loop of line {line}, before the weight is converted", line=loop.line)
    return said(
        "add {where}:\n"
        "# rank 3 in torch, rank 4 in MindSpore: {layers}\n"
        "if {value}.ndim == 3 and {test}:\n"
        "    {value} = {step}",
        where=where,
        layers=shown_layers(misfit.layers),
        value=value,
        test=_is_meant(misfit.layers, key),
        step=_step(loop.form if loop is not None else None, value, misfit.numpy_name),
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
