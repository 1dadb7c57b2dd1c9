"""# ms-torch-keyword (MSC401)

## What it does
Reports a keyword of torch's that this callable lacks: `bias`, `groups`, `padding_mode`, `device`,
`output_padding`.

## Why is this bad
It raises TypeError. The layers call them `has_bias` and `group` (the functions `ops.conv1d`, `ops.conv2d` and
`ops.conv3d` do say `groups`); the others have no counterpart.

## Example
```python
self.conv = nn.Conv2d(64, 64, 3, padding=1, groups=64, bias=False)
```

## Use instead
```python
self.conv = nn.Conv2d(64, 64, 3, pad_mode="pad", padding=1, group=64, has_bias=False)
```

## Fix safety
Safe: the call raises today. It is translated whole, since renaming `bias` alone would turn a loud error into
silent wrong numbers. What `padding_mode="reflect"` means needs a layer before the convolution: it is shown and
not written.
"""

from __future__ import annotations

from collections.abc import Iterator

from ms_convlint.facts.refusals import torch_keywords
from ms_convlint.finding import Finding
from ms_convlint.rules.case import Case
from ms_convlint.wording import listed, said


def check(case: Case) -> Iterator[Finding]:
    """Yield one finding for all of torch's keywords on a call."""
    arguments = torch_keywords(case.call)
    if not arguments:
        return
    signature = case.call.signature
    ours = {"bias": signature.bias_name, "groups": signature.group_name}
    keywords: list[str] = []
    for argument in arguments:
        assert argument.keyword is not None
        name = ours.get(argument.keyword)
        keyword = argument.keyword
        keywords.append(said("{keyword} (here {name})", keyword=keyword, name=name) if name else keyword)
    if len(keywords) == 1:
        message = said(
            "torch's keyword {keyword}: {callee} has no such parameter and raises TypeError",
            keyword=keywords[0],
            callee=signature.short_name,
        )
    else:
        message = said(
            "torch's keywords {keywords}: {callee} has no such parameter and raises TypeError",
            keywords=listed(keywords),
            callee=signature.short_name,
        )
    yield case.finding("MSC401", message)
