"""``ms-convlint explain``: the page of a rule, with a drawing where it is about padding."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from ms_convlint.languages import in_language
from ms_convlint.reports.codes import ALL_RULES, CODE_OF, CODES, rule_of
from ms_convlint.reports.drawing import drawing_for
from ms_convlint.reports.paper import console, takes_colours
from ms_convlint.rules.registry import Rule
from ms_convlint.settings import SettingsError
from ms_convlint.wording import said


def explain(names: Sequence[str], language: str) -> int:
    """Print the pages of the rules named, or of all if none is, in a language, and give the exit code.

    Raises:
        SettingsError: one of them is neither a code nor a symbol.
    """
    rules = [_rule(name) for name in names] or list(ALL_RULES)
    pages = [_page(rule, language) for rule in rules]
    if takes_colours(sys.stdout):
        from ms_convlint.reports.page import Page

        screen = console(sys.stdout)
        for page in pages:
            screen.print(Page(page))
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
    if nearest:
        message = said(
            "{name} is neither a code nor a symbol; did you mean {nearest}?", name=repr(name), nearest=nearest[0]
        )
    else:
        message = said(
            "{name} is neither a code nor a symbol (there are {codes})", name=repr(name), codes=", ".join(CODES)
        )
    raise SettingsError(message)


def _page(rule: Rule, language: str) -> str:
    parts = [rule.page_in(language).strip(), *filter(None, [rule.measured_in(language)])]
    drawing = drawing_for(rule.code, language)
    if drawing:
        parts += [in_language(said("## Drawing"), language), f"```text\n{drawing}\n```"]
    return "\n\n".join(parts)
