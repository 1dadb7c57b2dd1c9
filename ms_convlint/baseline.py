"""A baseline: the findings that a project has on the day when it adopts the linter, in a file of its own.

What it records is left out of every report. A finding is known again by its file, its code and its call, and by how
often these occur: not by its line, not by its message.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

from ms_convlint.discovery import SUFFIXES
from ms_convlint.finding import Finding
from ms_convlint.recognition import recognized_by
from ms_convlint.settings import SettingsError
from ms_convlint.source import Source
from ms_convlint.wording import said

_VERSION = 1
_Key = tuple[str, str]
"""A code, and the text of the call."""


@dataclass(frozen=True)
class BesideBaseline:
    """The findings of one file beside those that are recorded of it."""

    found: Counter[_Key]
    """All of them, recorded or new."""
    gone: Counter[_Key]
    """What is recorded, was looked for and is not there any more."""
    adopted: int
    """How many of the findings are recorded."""


@dataclass(frozen=True)
class Absent:
    """A file that is recorded, and that no run over its folder comes upon any more."""

    name: str
    exists: bool
    """Whether it is there all the same: left out by ``exclude`` or a .gitignore since."""


@dataclass(frozen=True)
class Baseline:
    """What is recorded, by the files' ways from the folder in which the baseline stands."""

    folder: str
    recorded: Mapping[str, Counter[_Key]]

    def name_of(self, path: str) -> str:
        """Name a file as the baseline does, whatever the folder is that the command runs in."""
        if path == "-":
            return path
        head, tail = os.path.split(os.path.abspath(path))
        way = os.path.join(_real(head), tail)
        with contextlib.suppress(ValueError):  # From one drive of Windows to another there is no way.
            way = os.path.relpath(way, self.folder)
        return os.fsencode(way.replace(os.sep, "/")).decode("utf-8", "backslashreplace")

    def compare(
        self, path: str, source: Source | None, findings: Sequence[Finding], looked_for: frozenset[str]
    ) -> tuple[list[Finding], BesideBaseline]:
        """Give the findings that are new, and how the file stands beside what is recorded of it.

        Of equal calls the first ones are the recorded ones. What was not looked for cannot be gone.
        """
        recorded = self.recorded.get(self.name_of(path), Counter())
        unused = recorded.copy()
        found: Counter[_Key] = Counter()
        new = []
        for finding, call in zip(findings, recognized_by(source, findings), strict=True):
            key = finding.code, call
            found[key] += 1
            if unused[key] > 0:
                unused[key] -= 1
            else:
                new.append(finding)
        gone = Counter({key: count for key, count in unused.items() if count > 0 and key[0] in looked_for})
        return new, BesideBaseline(found, gone, len(findings) - len(new))

    def absent(self, named: Iterable[str], checked: Collection[str], unchecked: Iterable[str]) -> list[Absent]:
        """Tell which of the recorded files a run was to come upon and did not.

        ``named`` are the paths that the run was given, ``checked`` the files that it checked, as the baseline names
        them, and ``unchecked`` the paths that it could not read or check: what is recorded of those stays.
        """
        folders = tuple(os.path.realpath(path) for path in named if os.path.isdir(path))
        places = (*folders, *(self._path_of(self.name_of(path)) for path in named))
        closed = tuple(self._path_of(self.name_of(path)) for path in unchecked if _is_there(path))
        absent = []
        for name in self.recorded:
            path = self._path_of(name)
            if name in checked or not _is_within(path, places) or _is_within(path, closed):
                continue
            if not _is_there(path):
                absent.append(Absent(name, exists=False))
            # Without such an ending it was named outright at one time, and no folder leads to it.
            elif name.endswith(SUFFIXES) and _is_within(path, folders):
                absent.append(Absent(name, exists=True))
        if any(file.exists for file in absent):
            real = {os.path.realpath(self._path_of(name)) for name in checked}
            absent = [file for file in absent if os.path.realpath(self._path_of(file.name)) not in real]
        return absent

    def _path_of(self, name: str) -> str:
        return os.path.normpath(os.path.join(self.folder, name))

    def with_files(self, files: Mapping[str, BesideBaseline], absent: Iterable[Absent]) -> Baseline:
        """Give the baseline after a run: what was looked for as it was found, all else as it is recorded."""
        names = {file.name for file in absent}
        recorded = {name: counts for name, counts in self.recorded.items() if name not in names}
        for name, beside in files.items():
            recorded[name] = (recorded.get(name, Counter()) - beside.gone) | beside.found
        return Baseline(self.folder, recorded)

    @property
    def findings(self) -> int:
        """How many findings are recorded."""
        return sum(chain.from_iterable(counts.values() for counts in self.recorded.values()))

    def as_bytes(self) -> bytes:
        """Write the baseline: sorted, a line an entry, so that a difference can be read and merged."""
        entries = [
            json.dumps({"path": name, "code": code, "call": call, "count": count}, ensure_ascii=False)
            for name, counts in sorted(self.recorded.items())
            for (code, call), count in sorted(counts.items())
        ]
        body = ",\n".join(entries)
        listed = f"[\n{body}\n]" if entries else "[]"
        return f'{{"version": {_VERSION}, "findings": {listed}}}\n'.encode("utf-8", "backslashreplace")


def _is_there(path: str) -> bool:
    """Whether there is a file, a folder or a link; where nobody may look there may be one."""
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False
    except OSError:
        return True
    return True


def _is_within(path: str, places: Iterable[str]) -> bool:
    return any(path == place or path.startswith(os.path.join(place, "")) for place in places)


@cache
def _real(folder: str) -> str:
    return os.path.realpath(folder)


def folder_of(path: str) -> str:
    """Give the folder from which the baseline at a path names files."""
    return _real(os.path.dirname(os.path.abspath(path)))


def parse_baseline(path: str, data: bytes) -> Baseline:
    """Read the baseline that stands at ``path``.

    Raises:
        SettingsError: it is none, or one of another version.
    """
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise _no_baseline(path, str(error)) from None
    version = document.get("version") if isinstance(document, dict) else None
    if not isinstance(version, int):
        raise _no_baseline(path, said("it names no version"))
    if version != _VERSION:
        message = said(
            "{path} is a baseline of version {version}, and this ms-convlint knows version {known}",
            path=path,
            version=version,
            known=_VERSION,
        )
        raise SettingsError(message)
    entries = document.get("findings")
    if not isinstance(entries, list):
        raise _no_baseline(path, said("it has no list of findings"))
    recorded: dict[str, Counter[_Key]] = {}
    for number, entry in enumerate(entries, 1):
        try:
            name, key, count = _parse_entry(entry)
        except (TypeError, KeyError, ValueError):
            reason = said("finding {number} needs path, code and call as texts, and a count", number=number)
            raise _no_baseline(path, reason) from None
        recorded.setdefault(name, Counter())[key] += count
    return Baseline(folder_of(path), recorded)


def _no_baseline(path: str, reason: str) -> SettingsError:
    return SettingsError(said("{path} is no baseline: {reason}", path=path, reason=reason))


def _parse_entry(entry: dict[str, object]) -> tuple[str, _Key, int]:
    name, code, call, count = entry["path"], entry["code"], entry["call"], entry["count"]
    if not (isinstance(name, str) and isinstance(code, str) and isinstance(call, str)):
        raise TypeError
    if not isinstance(count, int) or count < 1:
        raise ValueError
    return name, (code, call), count
