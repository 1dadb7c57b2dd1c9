"""Finds the MindSpore convolution that silently computes something else than torch's.

The names here are the whole of the Python API; what they need is loaded when they are called.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ms_convlint.finding import Finding
    from ms_convlint.settings import Settings

__all__ = ["apply_fixes", "check_source"]


def check_source(source: str | bytes, path: str = "<string>", settings: Settings | None = None) -> list[Finding]:
    """Check one file's text and return its findings in the order of the text.

    Args:
        source: The text, or the bytes of a file with whatever coding line or byte order mark it has.
        path: What the file is called; modules that it imports constants from are looked for beside it.
        settings: ``None`` means the defaults. Nothing is read from a pyproject.toml.

    Returns:
        The findings; for a text that cannot be decoded or parsed one finding, MSC900.

    Raises:
        SettingsError: A comment in the text says something wrong.
    """
    from ms_convlint.engine import check
    from ms_convlint.finding import unreadable
    from ms_convlint.settings import Settings
    from ms_convlint.source import Source, SourceError, decode

    try:
        text = decode(source)[0] if isinstance(source, bytes) else source.removeprefix("\ufeff")
        parsed = Source(path, text)
        _ = parsed.tree
        return check(parsed, settings or Settings())
    except SourceError as error:
        return [unreadable(error.message, error.position)]


def apply_fixes(source: str, findings: Iterable[Finding], *, unsafe: bool = False) -> str:
    """Return the text with the fixes of its findings applied.

    Args:
        source: The text that the findings are of.
        findings: What ``check_source`` returned for it.
        unsafe: Apply the fixes too that may change the numbers of code that runs today.
    """
    from ms_convlint.edits import apply_fixes as apply_to_text

    return apply_to_text(source, findings, unsafe=unsafe)
