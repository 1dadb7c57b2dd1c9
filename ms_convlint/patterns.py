"""Patterns of paths in the settings: they are written and read as in a .gitignore file."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


@lru_cache(maxsize=256)
def compiled(patterns: tuple[str, ...]) -> GitIgnoreSpec:
    """Make the patterns ready to match.

    Raises:
        ValueError: one of them is no pattern.
    """
    # pathspec costs more to import than all the rest of a run over one file.
    from pathspec import GitIgnoreSpec

    try:
        return GitIgnoreSpec.from_lines(patterns)
    except (ValueError, re.error) as error:
        raise ValueError(str(error)) from None


def compiled_leniently(patterns: Sequence[str]) -> GitIgnoreSpec:
    """Make the patterns of a .gitignore ready to match; like git, pass over those that are none."""
    try:
        return compiled(tuple(patterns))
    except ValueError:
        return compiled(tuple(pattern for pattern in patterns if _is_pattern(pattern)))


def _is_pattern(pattern: str) -> bool:
    try:
        compiled((pattern,))
    except ValueError:
        return False
    return True


def within(path: str, root: str) -> str:
    """Spell the path as patterns see it: below ``root``, with slashes; one outside keeps all its folders."""
    absolute = os.path.abspath(path)
    base = os.path.join(os.path.abspath(root), "")
    inside = absolute.startswith(base)
    inner = absolute[len(base) :] if inside else os.path.splitdrive(absolute)[1].lstrip(os.sep)
    return inner.replace(os.sep, "/")


def matches(patterns: Sequence[str], path: str, root: str, *, folder: bool = False) -> bool:
    """Whether the path, or a folder that it lies in, is meant by the patterns."""
    if not patterns:
        return False
    return compiled(tuple(patterns)).match_file(within(path, root) + ("/" if folder else ""))
