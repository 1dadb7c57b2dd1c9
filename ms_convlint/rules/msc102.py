"""# ms-padding-without-pad-mode (MSC102)

## What it does
Reports a `padding` known to be nonzero while `pad_mode` is missing, `"same"` or `"valid"`.

## Why is this bad
MindSpore takes a padding with `pad_mode="pad"` alone; otherwise the call raises ValueError.

## Example
```python
self.conv = nn.Conv2d(3, 64, 7, stride=2, padding=3)
```

## Use instead
```python
self.conv = nn.Conv2d(3, 64, 7, stride=2, pad_mode="pad", padding=3)
```

## Fix safety
Safe: the call raises today. A call in torch's spelling is translated whole, with torch's defaults for what it
leaves out.
"""

from __future__ import annotations

from collections.abc import Iterator

from ms_convlint.facts.refusals import (
    non_boolean_bias,
    pad_mode_of,
    padding_without_pad_mode,
    refused_forms,
    torch_keywords,
    unknown_keywords,
)
from ms_convlint.finding import Applicability, Finding
from ms_convlint.rules.case import Case
from ms_convlint.wording import said


def check(case: Case) -> Iterator[Finding]:
    """Yield the finding of a nonzero padding that MindSpore refuses."""
    call = case.call
    argument = padding_without_pad_mode(call)
    if argument is None:
        return
    mode = pad_mode_of(call)
    written = call.argument("pad_mode")
    holds = f'pad_mode="{mode}"' if written is not None else said('the default pad_mode="{mode}"', mode=mode)
    name = call.signature.padding_name
    alone = not (refused_forms(call) or torch_keywords(call) or unknown_keywords(call) or non_boolean_bias(call))
    zero = case.replaced(argument, "0", Applicability.SAFE, said('"{mode}" was meant', mode=mode))
    given = f"{name}={argument.shown}"
    if alone:
        message = said('{given} needs pad_mode="pad": with {holds} it raises ValueError', given=given, holds=holds)
    else:
        message = said('{given} needs pad_mode="pad": with {holds} it raises', given=given, holds=holds)
    yield case.finding("MSC102", message, alternatives=(zero,) if written is not None and alone else ())
