"""# ms-non-boolean-has-bias (MSC203)

## What it does
Reports a `has_bias` that is known and not a bool: None, 0, 1, a string.

## Why is this bad
torch takes anything as `bias`, and asks whether it is true. MindSpore raises TypeError.

## Example
```python
self.conv = nn.Conv2d(3, 64, 3, pad_mode="valid", has_bias=None)
```

## Use instead
```python
self.conv = nn.Conv2d(3, 64, 3, pad_mode="valid", has_bias=False)
```

## Fix safety
Safe: the call raises today, and the bool is what torch makes of the value.
"""

from __future__ import annotations

from collections.abc import Iterator

from ms_convlint.facts.refusals import non_boolean_bias
from ms_convlint.finding import Finding
from ms_convlint.rules.case import Case
from ms_convlint.wording import said


def check(case: Case) -> Iterator[Finding]:
    """Yield the finding of a has_bias that is no bool."""
    argument = non_boolean_bias(case.call)
    if argument is not None:
        message = said("has_bias={written} is not a bool, and MindSpore raises TypeError", written=argument.shown)
        yield case.finding("MSC203", message)
