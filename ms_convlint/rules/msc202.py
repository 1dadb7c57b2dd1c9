"""# ms-bias-init-ignored (MSC202)

## What it does
Reports a `bias_init` beside a `has_bias` that is missing or False.

## Why is this bad
Without `has_bias=True` there is no bias, and `bias_init` is ignored in silence. Who initialises a bias means to
have one. `bias_init=None` and `bias_init=False` ask for none and are not reported.

## Example
```python
self.conv = nn.Conv2d(3, 64, 3, pad_mode="valid", bias_init="zeros")
```

## Use instead
```python
self.conv = nn.Conv2d(3, 64, 3, pad_mode="valid", bias_init="zeros", has_bias=True)
```

## Fix safety
Unsafe: the network gets a parameter that published checkpoints lack. The alternative drops `bias_init`,
which changes nothing. Where `has_bias=False` is written out the two contradict each other: there are both
alternatives and no fix.
"""

from __future__ import annotations

from collections.abc import Iterator

from ms_convlint.facts.values import Known
from ms_convlint.finding import Applicability, Finding
from ms_convlint.rules.case import Case
from ms_convlint.wording import said


def check(case: Case) -> Iterator[Finding]:
    """Yield the finding of a bias_init that does nothing."""
    call = case.call
    argument = call.argument("bias_init")
    if argument is None or case.torch_order or call.value("has_bias") != Known(False):
        return
    if "bias" in call.keywords or ("has_bias" in call.bound and call.value("has_bias") != Known(False)):
        return
    value = argument.value
    given = isinstance(value, Known) and value.value is not None and value.value is not False
    if not given and not argument.is_plainly_something:
        return
    dropped = case.dropped(argument, Applicability.SAFE, said("no bias is meant"))
    written = call.argument("has_bias")
    if written is None:
        yield case.finding(
            "MSC202",
            said(
                "bias_init is ignored: has_bias is left to its default False, which makes no bias; write has_bias=True"
            ),
            case.appended("has_bias=True", Applicability.UNSAFE),
            (dropped,),
        )
    else:
        biased = case.replaced(written, "True", Applicability.UNSAFE, said("a bias is meant"))
        yield case.finding(
            "MSC202",
            said("bias_init is ignored: has_bias=False makes no bias; drop it, or write has_bias=True"),
            None,
            (dropped, biased),
        )
