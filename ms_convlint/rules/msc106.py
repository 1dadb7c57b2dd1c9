"""# ms-transpose-output-padding (MSC106)

## What it does
Reports a nonzero `output_padding` of Conv2dTranspose, and one of Conv3dTranspose without `pad_mode="pad"`.

## Why is this bad
torch's `output_padding` lets the kernel reach further on one side. MindSpore's Conv2dTranspose appends rows and
columns of zeros after the bias instead: the same shape and other numbers, unless there is neither padding nor bias.
Without `pad_mode="pad"` it raises ValueError, Conv2dTranspose only when the layer is called for the first time.
Conv3dTranspose has torch's meaning, with `pad_mode="pad"`.

## Example
```python
self.up = nn.Conv2dTranspose(64, 32, 3, 2, pad_mode="pad", padding=1, output_padding=1)
```

## Use instead
```python
self.up = nn.Conv2dTranspose(64, 32, 3, 2, pad_mode="pad", padding=(1, 0, 1, 0))
```

## Fix safety
Unsafe where the call runs today: its numbers change. Safe where it raises. An `output_padding` above the
padding has no translation: it is shown, not written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ms_convlint.facts.refusals import appends_what_torch_has, pad_mode_of, refused_output_padding
from ms_convlint.facts.values import Known, truth_of
from ms_convlint.finding import Applicability, Finding
from ms_convlint.rules.case import Case
from ms_convlint.wording import said


def check(case: Case) -> Iterator[Finding]:
    """Yield the finding of an output_padding that means something else here, or raises."""
    argument = refused_output_padding(case.call)
    if argument is None:
        return
    given = f"output_padding={argument.shown}"
    if pad_mode_of(case.call) in ("same", "valid"):
        if case.call.signature.axes == 2:
            message = said(
                '{given} needs pad_mode="pad": without it the layer raises ValueError when it is called', given=given
            )
        else:
            message = said('{given} needs pad_mode="pad": without it it raises ValueError', given=given)
        yield case.finding("MSC106", message)
        return
    sizes = map(case.call.value, ("kernel_size", "stride", "dilation", "padding", "output_padding"))
    if _has_no_bias(case) and appends_what_torch_has(*sizes):
        return
    proposed = case.translation
    if proposed.applicability is Applicability.SAFE and not case.raises:
        proposed = replace(proposed, applicability=Applicability.UNSAFE)
    message = said(
        "{given} appends zeros behind the result, which torch does not: pad less on that side instead", given=given
    )
    yield case.finding("MSC106", message, proposed)


def _has_no_bias(case: Case) -> bool:
    """Whether no bias is meant, in either framework's words, or by the default where that is MindSpore's."""
    bias = case.call.keywords.get("bias")
    if bias is not None:
        return truth_of(bias.value) is False
    return case.call.value("has_bias") == Known(False) and ("has_bias" in case.call.bound or not case.is_port)
