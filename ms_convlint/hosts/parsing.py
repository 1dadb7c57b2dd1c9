"""Command lines read by argparse, with help and complaints in the languages of the linter."""

from __future__ import annotations

import argparse
import gettext
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, NoReturn

from ms_convlint.languages import CATALOGS, DOMAIN, ENGLISH, LANGUAGES, in_language, language_of_locale

_OPTION = "--lang"


class Parser(argparse.ArgumentParser):
    """A parser that says in a language what it is given in English."""

    def __init__(self, *, language: str = ENGLISH, **options: Any) -> None:
        super().__init__(formatter_class=partial(_Help, language=language), allow_abbrev=False, **options)
        self.language = language

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command line, and leave."""
        super().error(in_language(message, self.language))


class _Help(argparse.HelpFormatter):
    """Help in a language; characters may be two columns wide."""

    def __init__(self, prog: str, *, language: str) -> None:
        super().__init__(prog)
        self._language = language

    def start_section(self, heading: str | None) -> None:
        """Begin a group of options."""
        super().start_section(heading and in_language(heading, self._language))

    def add_text(self, text: str | None) -> None:
        """Add a paragraph."""
        super().add_text(text and in_language(text, self._language))

    def _get_help_string(self, action: argparse.Action) -> str | None:
        return action.help and in_language(action.help, self._language)

    def _split_lines(self, text: str, width: int) -> list[str]:
        return super()._split_lines(text, width) if text.isascii() else _wrapped(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        if text.isascii():
            return super()._fill_text(text, width, indent)
        return "\n".join(indent + line for line in _wrapped(text, width - len(indent)))


def _wrapped(text: str, width: int) -> list[str]:
    from rich.console import Console
    from rich.text import Text

    return [line.plain.rstrip() for line in Text(text).wrap(Console(width=width), width)]


def wanted_language(arguments: Sequence[str]) -> str:
    """The language that a command line asks for, else the locale's: known before there are parsers to ask.

    A word that is no language is left for the parsers to refuse.
    """
    return _asked(arguments) or language_of_locale()


@contextmanager
def argparse_in(language: str) -> Iterator[None]:
    """Let argparse's own words be in a language; it asks gettext, which knows the environment alone."""
    if language == ENGLISH:
        yield
        return
    domain, before = gettext.textdomain(), os.environ.get("LANGUAGE")
    gettext.bindtextdomain(DOMAIN, CATALOGS)
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = language
    try:
        yield
    finally:
        gettext.textdomain(domain)
        if before is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = before


def _asked(arguments: Sequence[str]) -> str | None:
    """The last language that ``--lang`` names, if it is one."""
    named = [
        value if name == _OPTION else name.removeprefix(f"{_OPTION}=")
        for name, value in zip(arguments, [*arguments[1:], ""], strict=False)
        if name == _OPTION or name.startswith(f"{_OPTION}=")
    ]
    return next((language for language in reversed(named) if language in LANGUAGES), None)
