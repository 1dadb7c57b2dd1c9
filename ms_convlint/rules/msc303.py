"""# ms-conv-weight-init-rank (MSC303)

## What it does
Reports a Conv1d or Conv1dTranspose whose `weight_init` is a weight of torch's that was already expanded to rank 4.

## Why is this bad
The parameter holds rank 4, but `weight_init` takes the rank that torch's weight has, 3, and adds the axis by itself.
An expanded weight raises a ValueError at construction.

## Example
```python
weight = Tensor(torch_conv.weight.detach().numpy()[:, :, None, :])
conv = nn.Conv1d(80, 256, 5, pad_mode="valid", has_bias=True, weight_init=weight)
```

## Use instead
```python
weight = Tensor(torch_conv.weight.detach().numpy())
conv = nn.Conv1d(80, 256, 5, pad_mode="valid", has_bias=True, weight_init=weight)
```

## Fix safety
Safe: the call raises today. Where the expansion serves something else, too, it is left alone, and the text says what
to hand over.
"""

from __future__ import annotations

from ms_convlint.facts.weights.misfits import InitialExpansion
from ms_convlint.finding import Applicability, Finding, Fix
from ms_convlint.rules.placed import placed
from ms_convlint.wording import said


def check(initial: InitialExpansion) -> Finding:
    """Make the finding of a weight_init of rank 4."""
    if initial.removal:
        applicability = Applicability.SAFE
        message = said("{kept}, without the expansion", kept=initial.kept)
    else:
        applicability = Applicability.DISPLAY
        message = said("hand over the weight as it is before the expansion of line {line}", line=initial.line)
    return placed(
        "MSC303",
        said(
            "weight_init of rank 4: {layer} takes torch's rank 3 here and adds axis 2 by itself, ValueError; "
            "drop the expansion",
            layer=initial.layer.kind,
        ),
        initial.place.start,
        initial.place.end,
        Fix(applicability, message, initial.removal),
    )
