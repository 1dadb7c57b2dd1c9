"""``ms-convlint explain``: the page of a rule, with a drawing where it is about padding."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from ms_convlint.reports.codes import ALL_RULES, CODE_OF, CODES, rule_of
from ms_convlint.reports.drawing import drawing_for
from ms_convlint.reports.paper import console, takes_colours
from ms_convlint.rules.registry import Rule
from ms_convlint.settings import SettingsError


def explain(names: Sequence[str]) -> int:
    """Print the pages of the rules named, or of all if none is, and give the exit code.

    Raises:
        SettingsError: one of them is neither a code nor a symbol.
    """
    rules = [_rule(name) for name in names] or list(ALL_RULES)
    pages = [_page(rule) for rule in rules]
    if takes_colours(sys.stdout):
        from rich.markdown import Markdown

        screen = console(sys.stdout)
        for page in pages:
            screen.print(Markdown(page))
            screen.print()
    else:
        sys.stdout.write("\n\n".join(pages) + "\n")
    return 0


def _rule(name: str) -> Rule:
    for code in (name.upper(), CODE_OF.get(name.lower())):
        if code in CODES:
            return rule_of(code)
    from difflib import get_close_matches

    nearest = get_close_matches(name, [*CODES, *CODE_OF], 1, 0.3)
    hint = f"; did you mean {nearest[0]}?" if nearest else f" (there are {', '.join(CODES)})"
    raise SettingsError(f"{name!r} is neither a code nor a symbol{hint}")


def _page(rule: Rule) -> str:
    parts = [rule.page.strip(), *filter(None, [rule.measured])]
    drawing = drawing_for(rule.code)
    if drawing:
        parts += ["## Drawing", f"```text\n{drawing}\n```"]
    return "\n\n".join(parts)
