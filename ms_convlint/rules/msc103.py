"""# ms-torch-padding-shape (MSC103)

## What it does
Reports a `padding`, `kernel_size`, `stride`, `dilation` or `output_padding` in a form that torch takes and this
callable refuses: one number an axis as padding of a layer, a one-tuple, any tuple in Conv1d, a list, `"same"` or
`"valid"` as padding.

## Why is this bad
It raises ValueError or TypeError. A layer's padding tuple has two numbers an axis: (top, bottom, left, right) in
2d, six in 3d. Conv1d takes bare ints. `"same"` and `"valid"` are values of `pad_mode`. The functions differ:
`ops.conv2d` takes one number an axis and lists. Conv3dTranspose refuses every dilation of the depth axis but 1.

## Example
```python
self.conv = nn.Conv2d(3, 64, 3, pad_mode="pad", padding=(1, 2))
self.wave = nn.Conv1d(80, 256, (3,), padding="same")
```

## Use instead
```python
self.conv = nn.Conv2d(3, 64, 3, pad_mode="pad", padding=(1, 1, 2, 2))
self.wave = nn.Conv1d(80, 256, 3, pad_mode="same", has_bias=True)
```

## Fix safety
Safe: the call raises today.
"""

from __future__ import annotations

from collections.abc import Iterator

from ms_convlint.facts.refusals import refused_forms
from ms_convlint.finding import Finding
from ms_convlint.rules.case import Case
from ms_convlint.wording import listed, said


def check(case: Case) -> Iterator[Finding]:
    """Yield one finding for all refused forms of a call."""
    forms = refused_forms(case.call)
    if not forms:
        return
    refused = listed(
        said("{given} (takes {takes})", given=f"{form.name}={form.argument.shown}", takes=form.takes) for form in forms
    )
    message = said("{callee} refuses {refused} and raises", callee=case.call.signature.short_name, refused=refused)
    yield case.finding("MSC103", message)
