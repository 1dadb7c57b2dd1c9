"""# ms-torch-function-order (MSC402)

## What it does
Reports `ops.conv1d`, `ops.conv2d` and `ops.conv3d` called by position in torch's order.

## Why is this bad
torch has `(input, weight, bias, stride, padding, dilation, groups)`; MindSpore 2 has `(input, weight, bias,
stride, pad_mode, padding, dilation, groups)`, and 1.10 yet another order. The padding lands in the slot of
`pad_mode`, and the call raises TypeError, or ValueError where what stands behind it is looked at first.

## Example
```python
y = ops.conv2d(x, weight, bias, 1, 1)
```

## Use instead
```python
y = ops.conv2d(x, weight, bias, 1, pad_mode="pad", padding=1)
```

## Fix safety
Safe: the call raises today.
"""

from __future__ import annotations

from collections.abc import Iterator

from ms_convlint.facts.signatures import Kind
from ms_convlint.finding import Finding
from ms_convlint.rules.case import Case
from ms_convlint.wording import said


def check(case: Case) -> Iterator[Finding]:
    """Yield the finding of a function called in torch's order."""
    call = case.call
    if call.signature.kind is not Kind.FUNCTION or not case.torch_order:
        return
    slot = call.signature.index("pad_mode")
    assert slot is not None
    message = said(
        "arguments in torch's order: pad_mode is the {ordinal} parameter of {callee}, and pad_mode={written} raises "
        "TypeError",
        ordinal=_ORDINALS[slot],
        callee=call.signature.short_name,
        written=call.positional[slot].shown,
    )
    yield case.finding("MSC402", message)


_ORDINALS = {2: said("3rd"), 4: said("5th")}
