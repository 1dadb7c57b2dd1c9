"""# ms-padding-may-need-pad-mode (MSC108)

## What it does
Reports a `padding` whose value cannot be told from the file (a parameter, `kernel_size // 2`) while `pad_mode`
is missing.

## Why is this bad
If it is nonzero the call raises ValueError; if it is zero the default `pad_mode="same"` pads nevertheless. torch
does neither.

## Example
```python
self.conv = nn.Conv2d(channels, channels, kernel_size, padding=kernel_size // 2)
```

## Use instead
```python
self.conv = nn.Conv2d(channels, channels, kernel_size, pad_mode="pad", padding=kernel_size // 2)
```

## Fix safety
Unsafe: where the padding is zero the call runs today, with other numbers. In a call that raises for another reason
the fix of that reason includes the padding, and is safe.
"""

from __future__ import annotations

from collections.abc import Iterator

from ms_convlint.facts.refusals import refused_forms
from ms_convlint.facts.signatures import Kind
from ms_convlint.facts.values import Known, is_zero
from ms_convlint.finding import Applicability, Finding
from ms_convlint.rules.case import Case
from ms_convlint.settings import TorchSemantics
from ms_convlint.wording import said


def check(case: Case) -> Iterator[Finding]:
    """Yield the finding of an unknown padding without pad_mode."""
    call = case.call
    name = call.signature.padding_name
    argument = call.argument(name)
    if case.semantics is TorchSemantics.NEVER or argument is None or case.torch_order or not call.lacks("pad_mode"):
        return
    if isinstance(argument.value, Known) or is_zero(argument.value) is not None:
        return
    if any(form.argument is argument for form in refused_forms(call)):
        return  # it raises whatever its numbers are
    given = f"{name}={argument.shown}"
    if call.signature.kind is Kind.LAYER:
        message = said(
            '{given} without pad_mode="pad" raises if it is nonzero, and pads all the same if zero', given=given
        )
    else:
        message = said('{given} without pad_mode="pad" raises if it is nonzero, and needs none if zero', given=given)
    yield case.finding("MSC108", message, case.with_pad_mode("pad", Applicability.UNSAFE))
