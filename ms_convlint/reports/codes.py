"""Every code that a report can hold: those of the rules, and the command's own MSC900."""

from __future__ import annotations

from ms_convlint.finding import UNREADABLE, Severity
from ms_convlint.rules.registry import BY_CODE, DOCUMENTATION, RULES, Rule
from ms_convlint.wording import said

HOME = DOCUMENTATION.removesuffix("rules")
"""The first page of the documentation."""

_PAGE = """# ms-unreadable-file (MSC900)

## What it does
Reports a file whose bytes are not text in the encoding that it declares (UTF-8 unless a coding line says
otherwise), or whose text is not Python that this interpreter can parse: a syntax error, Python 2, NUL bytes,
expressions nested too deeply.

## Why is this bad
Nothing is known of the convolutions in such a file: without this finding it would pass for clean.

## Example
```python
print "padding"
```

## Use instead
Mend the file, or leave it out with `exclude` if it is not meant to be Python.

## Fix safety
There is no fix.
"""


class _UnreadableFile(Rule):
    """MSC900: it has no module, since no rule of convolutions finds it; flake8 and pylint have their own."""

    @property
    def page(self) -> str:
        """The page in Markdown."""
        return _PAGE


_UNREADABLE_FILE = _UnreadableFile(
    UNREADABLE, "ms-unreadable-file", Severity.ERROR, True, said("a file that cannot be decoded or parsed")
)
ALL_RULES: tuple[Rule, ...] = (*RULES, _UNREADABLE_FILE)
CODES = tuple(rule.code for rule in ALL_RULES)
CODE_OF = {rule.symbol: rule.code for rule in ALL_RULES}


def rule_of(code: str) -> Rule:
    """Give what is known of a code."""
    return BY_CODE.get(code, _UNREADABLE_FILE)
