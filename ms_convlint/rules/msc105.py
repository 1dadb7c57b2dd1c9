"""# ms-invalid-pad-mode (MSC105)

## What it does
Reports a `pad_mode` that the callable refuses: torch's `"zeros"`, `"reflect"`, `"replicate"`, `"circular"`,
another case (`"SAME"`), None, a number. Conv3d, Conv3dTranspose and `ops.conv3d` take any case.

## Why is this bad
It raises ValueError, or TypeError where it is no string. `pad_mode` says how much is padded, torch's
`padding_mode` with what; MindSpore's convolutions pad with zeros alone.

## Example
```python
self.conv = nn.Conv2d(3, 64, 3, pad_mode="zeros", padding=1)
```

## Use instead
```python
self.conv = nn.Conv2d(3, 64, 3, pad_mode="pad", padding=1)
```

## Fix safety
Safe: the call raises today. `"reflect"`, `"replicate"` and `"circular"` need a layer before the convolution,
which is shown and never written.
"""

from __future__ import annotations

from collections.abc import Iterator

from ms_convlint.facts.refusals import refused_pad_mode
from ms_convlint.finding import Finding
from ms_convlint.rules.case import Case
from ms_convlint.wording import said


def check(case: Case) -> Iterator[Finding]:
    """Yield the finding of a pad_mode that is none."""
    argument = refused_pad_mode(case.call)
    if argument is not None:
        message = said(
            'pad_mode={written} is none of "same", "valid" and "pad": {callee} raises',
            written=argument.shown,
            callee=case.call.signature.short_name,
        )
        yield case.finding("MSC105", message)
