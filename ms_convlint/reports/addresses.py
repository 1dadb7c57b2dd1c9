"""How files are named to programs that look for them in a project of their own."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

from ms_convlint.reports.result import as_text


def name_in(folder: str, path: str) -> str:
    """Name a file by its way from a folder, with slashes; one that is not below it by its whole path."""
    return as_text(_way(folder, path) or _slashed(os.path.abspath(path)))


def uri_in(folder: str, path: str) -> str:
    """Name a file by a URI that is relative to a folder; one that is not below it by its whole ``file:`` URI."""
    way = _way(folder, path)
    return Path(os.path.abspath(path)).as_uri() if way is None else quote(os.fsencode(way))


def folder_uri(folder: str) -> str:
    """Name a folder as what URIs are relative to: with a slash at its end."""
    return Path(os.path.abspath(folder)).as_uri().rstrip("/") + "/"


def is_below(folder: str, path: str) -> bool:
    """Whether a file is named by its way from a folder, and not by its whole path."""
    return _way(folder, path) is not None


def _way(folder: str, path: str) -> str | None:
    """The way from a folder to a file below it; ``-`` for standard input without a name."""
    if path == "-":
        return path
    folder, path = os.path.abspath(folder), os.path.abspath(path)
    inside = path.startswith(os.path.join(folder, ""))
    return _slashed(os.path.relpath(path, folder)) if inside else None


def _slashed(path: str) -> str:
    return path.replace(os.sep, "/")
