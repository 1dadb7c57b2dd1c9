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

_RESULTS = ("(1, out, in, kernel)", "(out, 1, in, kernel)", "(out, in, 1, kernel)", "(out, in, kernel, 1)")


def check(wrong: WrongExpansion) -> Finding:
    """Make the finding of an expansion at a wrong axis."""
    layers = wrong.misfit.layers
    transposed = all(layer.is_transposed for layer in layers)
    right, given = _named(_RESULTS[2], transposed=transposed), _named(_RESULTS[wrong.axis], transposed=transposed)
    sizes = {layer.kernel_size for layer in layers if layer.kernel_size is not None}
    kernel = f", kernel_size {min(sizes)}" if len(sizes) == 1 else ""
    if wrong.correction is not None:
        fix = Fix(Applicability.SAFE, wrong.corrected, (wrong.correction,))
    else:
        fix = Fix(Applicability.DISPLAY, f"write {wrong.corrected} for this weight")
    return placed(
        "MSC302",
        f"torch weight expanded at axis {wrong.axis} to {given} for {shown_layers(layers)}{kernel}, where MindSpore "
        f"has {right}: {happening(wrong.misfit)}; expand axis 2",
        wrong.place.start,
        wrong.place.end,
        fix,
    )


def _named(shape: str, *, transposed: bool) -> str:
    """The axes' names; of a transposed convolution in and out stand the other way round."""
    return shape.replace("out, in", "in, out").replace("out, 1, in", "in, 1, out") if transposed else shape
