"""# ms-unknown-keyword (MSC403)

## What it does
Reports any other keyword that the callable lacks in the MindSpore version that is set, and names the nearest
that it has.

## Why is this bad
It raises TypeError, at the latest when that branch is reached for the first time. `dtype` is a parameter since
MindSpore 2.4.

## Example
```python
self.conv = nn.Conv2d(3, 64, 3, pad_model="pad", padding=1)
```

## Use instead
```python
self.conv = nn.Conv2d(3, 64, 3, pad_mode="pad", padding=1)
```

## Fix safety
Safe: the call raises today. Offered where one parameter's name is so near that it must be meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from ms_convlint.facts.refusals import unknown_keywords
from ms_convlint.facts.signatures import RENAMED_WORDS
from ms_convlint.finding import Finding
from ms_convlint.rules.case import Case
from ms_convlint.wording import listed, said


def check(case: Case) -> Iterator[Finding]:
    """Yield one finding for all unknown keywords of a call."""
    arguments = unknown_keywords(case.call)
    if not arguments:
        return
    from difflib import get_close_matches

    signature = case.call.signature
    keywords: list[str] = []
    for argument in arguments:
        keyword = argument.keyword
        assert keyword is not None
        if signature.is_torch_like and keyword in RENAMED_WORDS:
            keywords.append(said("{keyword} (here {name})", keyword=keyword, name=RENAMED_WORDS[keyword]))
            continue
        near = get_close_matches(keyword, signature.names, 1)
        keywords.append(said("{keyword} (did you mean {near}?)", keyword=keyword, near=near[0]) if near else keyword)
    message = said(
        "{callee} has no parameter {keywords} and raises TypeError",
        callee=signature.short_name,
        keywords=listed(keywords),
    )
    yield case.finding("MSC403", message)
