"""The languages that the linter speaks: which one is asked for, and texts in it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import fields, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from ms_convlint.wording import Wording

if TYPE_CHECKING:
    from gettext import NullTranslations

    from ms_convlint.finding import Finding, Fix

ENGLISH = "en"
LANGUAGES = (ENGLISH, "zh")
DOMAIN = "ms_convlint"
CATALOGS = os.path.join(os.path.dirname(__file__), "locale")
"""The name of the catalogs, and the folder that they stand in."""
_LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")


def language_of_locale() -> str:
    """The language that the environment asks for, as GNU gettext reads it; English where that is none of ours."""
    locale = next(filter(None, map(os.environ.get, _LOCALES)), "")
    if re.match(r"(C|POSIX)($|\W)", locale):
        return ENGLISH
    wanted = os.environ.get("LANGUAGE") or locale
    return next(_known(wanted.split(":")), ENGLISH)


def language_of(name: str) -> str:
    """The language of a locale's name, such as ``zh-cn``; English where that is none of ours."""
    return next(_known([name]), ENGLISH)


def _known(names: list[str]) -> Iterator[str]:
    """The languages among names of locales: ``zh_CN.UTF-8``, ``zh-Hans-CN``, ``zh``."""
    for name in names:
        language = re.split(r"[^a-z]", name.lower(), maxsplit=1)[0]
        if language in LANGUAGES:
            yield language


def in_language(text: str, language: str) -> str:
    """A text in a language, with the texts in its fields; one that is no Wording comes back as it is."""
    if language == ENGLISH or not isinstance(text, Wording) or not text.template:
        return text
    template = _catalog(language).gettext(text.template)
    return template.format_map({name: _field(value, language) for name, value in text.fields.items()})


def _field(value: object, language: str) -> object:
    return in_language(value, language) if isinstance(value, str) else value


def finding_in_language(finding: Finding, language: str) -> Finding:
    """A finding whose message, fix and alternatives speak a language."""
    if language == ENGLISH:
        return finding
    return replace(
        finding,
        message=in_language(finding.message, language),
        fix=finding.fix and fix_in_language(finding.fix, language),
        alternatives=tuple(fix_in_language(alternative, language) for alternative in finding.alternatives),
    )


def fix_in_language(fix: Fix, language: str) -> Fix:
    """A fix whose texts for people speak a language; its edits stay."""
    changed: dict[str, Any] = {
        field.name: in_language(text, language)
        for field in fields(fix)
        if isinstance(text := getattr(fix, field.name), Wording)
    }
    return replace(fix, **changed)


@cache
def _catalog(language: str) -> NullTranslations:
    from gettext import translation

    return translation(DOMAIN, CATALOGS, [language])
