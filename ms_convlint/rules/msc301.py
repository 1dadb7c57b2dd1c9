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
from ms_convlint.rules.registry import BY_CODE

_KEEPS_PARAMETER = frozenset(
    {Route.PARAMETER, Route.LOAD_PARAM_INTO_NET, Route.LOAD_CHECKPOINT, Route.SAVE_CHECKPOINT, Route.LOAD_STATE_DICT}
)
"""Where a Parameter must stay one: expanded it is a Tensor."""
_MOST_NAMES = 4


def check(misfit: Misfit) -> Finding | None:
    """Make the finding of weights that were not expanded; None of those that were, at a wrong axis."""
    if not misfit.is_raw:
        return None
    rule = BY_CODE["MSC301"]
    return Finding(
        code="MSC301",
        message=f"torch weight of rank 3 (from {misfit.origin}) for {shown_layers(misfit.layers)}, "
        f"which takes rank 4: {happening(misfit)}; add axis 2",
        start=misfit.place.start,
        end=misfit.place.end,
        severity=rule.severity,
        certain=rule.certain,
        fix=_fix(misfit),
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
    """The three lines to add to the loop."""
    key, value = (misfit.loop.key, misfit.loop.value) if misfit.loop is not None else ("name", "value")
    form = misfit.loop.form if misfit.loop is not None else None
    step = (
        {
            Form.NUMPY: f"{misfit.numpy_name}.expand_dims({value}, 2)" if misfit.numpy_name else f"{value}[:, :, None]",
            Form.TORCH: f"{value}.unsqueeze(2)",
            Form.TENSOR: f"{value}.expand_dims(2)",
        }.get(form, f"{value}[:, :, None]")
        if form is not None
        else f"{value}[:, :, None]"
    )
    names = [f'"{layer.path}.weight"' if layer.path else '"weight"' for layer in misfit.layers]
    listed = ", ".join(names[:_MOST_NAMES]) + (", …" if len(names) > _MOST_NAMES else "")
    tuple_text = f"({listed},)" if len(names) == 1 else f"({listed})"
    where = f"in the loop of line {misfit.loop.line}" if misfit.loop is not None else "where the weights are converted"
    return (
        f"add {where}:\n"
        f"# rank 3 in torch, rank 4 in MindSpore: {shown_layers(misfit.layers)}\n"
        f"if {value}.ndim == 3 and {key}.endswith({tuple_text}):\n"
        f"    {value} = {step}"
    )
