"""Which files to check: those named, and those found below the folders named."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ms_convlint.patterns import compiled_leniently, matches
from ms_convlint.settings import Settings, SettingsError
from ms_convlint.wording import reason_of, said

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

SUFFIXES = (".py", ".pyw")
IGNORED_FOLDERS = frozenset(
    {
        ".bzr", ".direnv", ".eggs", ".git", ".hg", ".ipynb_checkpoints", ".mypy_cache", ".nox",
        ".pytest_cache", ".pytype", ".ruff_cache", ".svn", ".tox", ".venv", "CVS", "__pycache__",
        "__pypackages__", "node_modules", "site-packages", "venv",
    }
)  # fmt: skip
"""Folders that are never entered on the way down; one that is named outright is."""


@dataclass(frozen=True)
class Unreadable:
    """A path that cannot be looked into, and why, in one line."""

    path: str
    reason: str


class Discovery:
    """Walks the paths that the user named; no file is given twice, whatever links lead to it."""

    def __init__(self, settings_of: Callable[[str], Settings], *, force_exclude: bool = False) -> None:
        """Take what tells the settings of a path: their ``exclude`` is asked."""
        self._settings_of = settings_of
        self._force_exclude = force_exclude
        self._seen: set[str] = set()

    def files(self, paths: Sequence[str]) -> Iterator[str | Unreadable]:
        """Give each file to check, the folders' in the order of their names."""
        for path in paths:
            try:
                status = os.stat(path)
            except (OSError, ValueError) as error:
                yield Unreadable(path, _reason(error))
                continue
            if stat.S_ISDIR(status.st_mode):
                if not (self._force_exclude and self.excludes(path, folder=True)):
                    yield from self._walk(path, _ignore_files_above(path))
            elif not stat.S_ISREG(status.st_mode):
                yield Unreadable(path, said("is neither a file nor a folder"))
            elif not (self._force_exclude and self.excludes(path)) and self._is_new(os.path.realpath(path)):
                yield path

    def excludes(self, path: str, *, folder: bool = False) -> bool:
        """Whether the setting ``exclude`` means this path."""
        return _is_excluded(path, self._settings(path), folder=folder)

    def _settings(self, path: str) -> Settings:
        try:
            return self._settings_of(path)
        except SettingsError:  # Whoever checks the files there hears of it again.
            return Settings()

    def _is_new(self, real: str) -> bool:
        if real in self._seen:
            return False
        self._seen.add(real)
        return True

    def _walk(self, top: str, above: list[IgnoreFile]) -> Iterator[str | Unreadable]:
        """Go down without recursion: folders may be nested deeper than Python's stack."""
        waiting: list[tuple[str, str, list[IgnoreFile]]] = [(top, os.path.realpath(top), above)]
        while waiting:
            folder, real, ignores = waiting.pop()
            if not self._is_new(real):
                continue
            try:
                with os.scandir(folder) as listing:
                    entries = sorted(listing, key=lambda entry: entry.name)
            except OSError as error:
                yield Unreadable(folder, _reason(error))
                continue
            own = _ignore_file(folder)
            ignores = [*ignores, own] if own else ignores
            settings = self._settings(os.path.join(folder, "any.py"))
            prefix = "" if folder == os.curdir else os.path.join(folder, "")
            below = []
            for entry in entries:
                path = prefix + entry.name
                if entry.is_dir(follow_symlinks=False):
                    if entry.name not in IGNORED_FOLDERS and not _is_left_out(path, settings, ignores, folder=True):
                        below.append((path, os.path.join(real, entry.name), ignores))
                elif _is_python(entry) and not _is_left_out(path, settings, ignores):
                    inode = os.path.join(real, entry.name)
                    if self._is_new(os.path.realpath(inode) if entry.is_symlink() else inode):
                        yield path
            waiting.extend(reversed(below))


def _is_left_out(path: str, settings: Settings, ignores: list[IgnoreFile], *, folder: bool = False) -> bool:
    return _is_excluded(path, settings, folder=folder) or _is_ignored(path, ignores, folder=folder)


def _is_excluded(path: str, settings: Settings, *, folder: bool = False) -> bool:
    return matches(settings.exclude, path, str(settings.root), folder=folder)


def _is_python(entry: os.DirEntry[str]) -> bool:
    """Whether a thing in a folder is a file of Python, or a broken link of that name to be complained of.

    Emacs marks the files that it edits with broken links.
    """
    if not entry.name.endswith(SUFFIXES) or entry.name.startswith(".#"):
        return False
    try:
        return entry.is_file() or (entry.is_symlink() and not entry.is_dir())
    except OSError:
        return True


def _reason(error: OSError | ValueError) -> str:
    return reason_of(error) if isinstance(error, OSError) else str(error)


@dataclass(frozen=True)
class IgnoreFile:
    """The patterns of one .gitignore and the folder that they are relative to."""

    folder: str
    patterns: GitIgnoreSpec


def _ignore_file(folder: str, name: str = ".gitignore") -> IgnoreFile | None:
    try:
        with open(os.path.join(folder, name), encoding="utf-8-sig", errors="surrogateescape") as file:
            lines = [line.rstrip("\n") for line in file]
    except OSError:
        return None
    patterns = [line for line in lines if line.strip() and not line.startswith("#")]
    return IgnoreFile(os.path.abspath(folder), compiled_leniently(patterns)) if patterns else None


def _ignore_files_above(top: str) -> list[IgnoreFile]:
    """Read what git would read on the way down from the root of the repository to ``top``.

    A folder that is ignored but named outright is meant: then the patterns above do not count.
    """
    top = os.path.abspath(top)
    above: list[IgnoreFile] = []
    folder = top
    while not os.path.exists(os.path.join(folder, ".git")):
        folder, child = os.path.dirname(folder), folder
        if folder == child:
            return []
        own = _ignore_file(folder)
        above = [own, *above] if own else above
    own = _ignore_file(os.path.join(folder, ".git", "info"), "exclude")
    if own:
        above = [IgnoreFile(folder, own.patterns), *above]
    return [] if _is_ignored(top, above, folder=True) else above


def _is_ignored(path: str, ignores: list[IgnoreFile], *, folder: bool = False) -> bool:
    """Ask the nearest .gitignore that has a word on the path; folders above it have been asked before."""
    if not ignores:
        return False
    absolute = os.path.abspath(path)
    for ignore in reversed(ignores):
        inner = os.path.relpath(absolute, ignore.folder).replace(os.sep, "/") + ("/" if folder else "")
        verdict = ignore.patterns.check_file(inner).include
        if verdict is not None:
            return verdict
    return False
