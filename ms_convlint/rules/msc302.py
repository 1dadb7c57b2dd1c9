"""# ms-conv-weight-wrong-axis (MSC302)

## What it does
Reports a weight of torch's for a Conv1d or Conv1dTranspose that is expanded at another axis than 2.

## Why is this bad
MindSpore takes `(out, in, 1, kernel)`. At another axis the weight does not fit: loading raises, or the first call
does. Some fit by luck, and are not reported: the last axis beside `kernel_size=1`, axis 1 of a depthwise
convolution. Where the sizes are not known nothing is said.

## Example
```python
state_dict = torch.load("net.pth", map_location="cpu")
net.conv.weight.set_data(Tensor(np.expand_dims(state_dict["conv.weight"].numpy(), 1)))
```

## Use instead
```python
state_dict = torch.load("net.pth", map_location="cpu")
net.conv.weight.set_data(Tensor(np.expand_dims(state_dict["conv.weight"].numpy(), 2)))
```

## Fix safety
Safe: the load raises today, or the first call does, so nothing that runs changes. Where what is expanded goes
somewhere else, too, and where a `reshape` made the axis, the right form is shown and not written.
"""

from __future__ import annotations

from ms_convlint.facts.weights.misfits import WrongExpansion
from ms_convlint.finding import Applicability, Finding, Fix
from ms_convlint.rules.msc301 import happening, shown_layers
from ms_convlint.rules.placed import placed
from ms_convlint.wording import said

_RESULTS = ("(1, out, in, kernel)", "(out, 1, in, kernel)", "(out, in, 1, kernel)", "(out, in, kernel, 1)")


def check(wrong: WrongExpansion) -> Finding:
    """Make the finding of an expansion at a wrong axis."""
    layers = wrong.misfit.layers
    transposed = all(layer.is_transposed for layer in layers)
    right, given = _named(_RESULTS[2], transposed=transposed), _named(_RESULTS[wrong.axis], transposed=transposed)
    sizes = {layer.kernel_size for layer in layers if layer.kernel_size is not None}
    shown = shown_layers(layers)
    if len(sizes) == 1:
        shown = said("{layers}, kernel_size {size}", layers=shown, size=min(sizes))
    if wrong.correction is not None:
        fix = Fix(Applicability.SAFE, wrong.corrected, (wrong.correction,))
    else:
        fix = Fix(Applicability.DISPLAY, said("write {corrected} for this weight", corrected=wrong.corrected))
    return placed(
        "MSC302",
        said(
            "torch weight expanded at axis {axis} to {given} for {layers}, where MindSpore has {right}: {happening}; "
            "expand axis 2",
            axis=wrong.axis,
            given=given,
            layers=shown,
            right=right,
            happening=happening(wrong.misfit),
        ),
        wrong.place.start,
        wrong.place.end,
        fix,
    )


def _named(shape: str, *, transposed: bool) -> str:
    """The axes' names; of a transposed convolution in and out stand the other way round."""
    return shape.replace("out, in", "in, out").replace("out, 1, in", "in, 1, out") if transposed else shape
