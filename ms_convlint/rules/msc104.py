"""# ms-torch-argument-order (MSC104)

## What it does
Reports a constructor called by position in torch's order: the fifth slot holds a padding where MindSpore
expects `pad_mode`.

## Why is this bad
torch's fifth parameter is `padding`, MindSpore's is `pad_mode`: the call raises TypeError; Conv1d, Conv1dTranspose
and Conv2dTranspose raise ValueError where there is no eighth argument, the 3d ones ZeroDivisionError where that is
False. What stands behind the padding is in torch's order as well: `dilation, groups, bias` there,
`padding, dilation, group, has_bias` here; transposed convolutions of torch's have `output_padding` sixth.

## Example
```python
self.conv = nn.Conv2d(3, 64, 3, 1, 1)
```

## Use instead
```python
self.conv = nn.Conv2d(3, 64, 3, 1, pad_mode="pad", padding=1, has_bias=True)
```

## Fix safety
Safe: the call raises today. Everything from the fifth argument on is given by keyword, and torch's defaults are
written out, the bias too where a BatchNorm follows: torch's running mean contains it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ms_convlint.facts.signatures import Kind
from ms_convlint.finding import Finding
from ms_convlint.rules.case import Case
from ms_convlint.wording import said


def check(case: Case) -> Iterator[Finding]:
    """Yield the finding of a layer called in torch's order."""
    call = case.call
    if call.signature.kind is not Kind.LAYER or not case.torch_order:
        return
    slot = call.signature.index("pad_mode")
    assert slot is not None
    message = said(
        "arguments in torch's order: the 5th is padding there and pad_mode here, and pad_mode={written} raises",
        written=call.positional[slot].shown,
    )
    yield case.finding("MSC104", message)
