"""A baseline: the findings that a project has on the day when it adopts the linter, in a file of its own.

What it records is left out of every report. A finding is known again by its file, its code and its call, and by how
often these occur: not by its line, not by its message.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

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

    def vanished(self, paths: Iterable[str]) -> list[str]:
        """Name the files that are recorded and do not exist any more, as far as they were in these places."""
        places = [os.path.normpath(os.path.join(self.folder, self.name_of(path))) for path in paths]
        return [name for name in self.recorded if self._has_vanished(name, places)]

    def _has_vanished(self, name: str, places: Sequence[str]) -> bool:
        path = os.path.normpath(os.path.join(self.folder, name))
        within = any(path == place or path.startswith(os.path.join(place, "")) for place in places)
        return within and not os.path.lexists(path)

    def with_files(self, files: Mapping[str, BesideBaseline], vanished: Iterable[str]) -> Baseline:
        """Give the baseline after a run: what was looked for as it was found, all else as it is recorded."""
        recorded = {name: counts for name, counts in self.recorded.items() if name not in set(vanished)}
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
