"""The whole flow on one page: source → facts → rules → findings."""

from __future__ import annotations

from ms_convlint.finding import Finding
from ms_convlint.settings import Settings
from ms_convlint.source import Source


def check(source: Source, settings: Settings) -> list[Finding]:
    """All findings of one file in the order in which hosts print them.

    ``settings`` are those that hold for this file (its pyproject.toml and the host's options applied); the
    comment in the file (``# ms-convlint: torch-semantics=…``) is read here. ``select`` and ``ignore`` are not
    applied here, they are the command's own.

    Raises:
        SourceError: the text cannot be parsed.
    """
    return []
