"""What a run does with a baseline: it says what is gone from it, or writes it anew."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ms_convlint.baseline import Absent, Baseline, BesideBaseline, folder_of, parse_baseline
from ms_convlint.reports.excerpt import shown
from ms_convlint.reports.result import FileResult, shown_path
from ms_convlint.rewriting import create, rewrite
from ms_convlint.settings import SettingsError
from ms_convlint.wording import reason_of, said

if TYPE_CHECKING:
    import argparse

_LONGEST_CALL = 100


class Adoption:
    """A baseline during a run."""

    def __init__(self, path: str, named: Sequence[str], *, recording: bool) -> None:
        """Read the baseline at ``path``; where it is to be recorded, there need not be one yet.

        ``named`` are the paths that this run was given: only what was in them can be gone.

        Raises:
            SettingsError: there is none, or no folder to write it into, or what is there is no baseline.
        """
        self._path = path
        self._name = shown_path(path)
        self._named = named
        self.recording = recording
        self._data = _read(path, self._name, recording=recording)
        self.baseline = Baseline(folder_of(path), {}) if self._data is None else parse_baseline(self._path, self._data)
        self._files: dict[str, BesideBaseline] = {}
        self._unchecked: list[str] = []

    def take(self, result: FileResult) -> None:
        """Keep in mind how a file stands beside the baseline; one that could not be checked stays as it is there."""
        if result.beside is None:
            self._unchecked.append(result.path)
        else:
            self._files[self.baseline.name_of(result.path)] = result.beside

    def finish(self) -> list[str]:
        """Do what is to be done once everything is checked, and give the lines that say it.

        Raises:
            RewritingError: the baseline cannot be written.
        """
        absent = self.baseline.absent(self._named, self._files, self._unchecked)
        return [self._record(absent)] if self.recording else list(self._what_is_gone(absent))

    def _record(self, absent: Sequence[Absent]) -> str:
        after = self.baseline.with_files(self._files, absent)
        data = after.as_bytes()
        if self._data is None:
            create(self._path, data)
        elif data != self._data:
            rewrite(self._path, self._data, data)
        return said(
            "{file}: {count} recorded ({new} new, {gone} gone)",
            file=self._name,
            count=after.findings,
            new=_growth(self.baseline, after),
            gone=_growth(after, self.baseline),
        )

    def _what_is_gone(self, absent: Sequence[Absent]) -> Iterator[str]:
        gone = 0
        files = {file.name: file for file in absent}
        for name in sorted({*self._files, *files}):
            if name in files:
                count = self.baseline.recorded[name].total()
                yield self._gone_file(files[name], count)
                gone += count
                continue
            for (code, call), count in sorted(self._files[name].gone.items()):
                yield self._gone_call(name, code, call, count)
                gone += count
        if gone:
            yield said(
                "{file}: {count} gone in all: --write-baseline takes out what is gone", file=self._name, count=gone
            )

    def _gone_file(self, file: Absent, count: int) -> str:
        path = shown(file.name)
        if file.exists:
            return said(
                "{file}: {path} is not checked any more, with {count} recorded", file=self._name, path=path, count=count
            )
        return said("{file}: {path} is gone, with {count} recorded", file=self._name, path=path, count=count)

    def _gone_call(self, name: str, code: str, call: str, count: int) -> str:
        short = call if len(call) <= _LONGEST_CALL else f"{call[:_LONGEST_CALL]}..."
        place = f"{self._name}: {shown(name)}: {shown(code)}"
        if not call:
            return said("{place} is gone", place=place)
        if count == 1:
            return said("{place} is gone: {call}", place=place, call=shown(short))
        return said("{place} is gone, {count} times: {call}", place=place, count=count, call=shown(short))


def open_adoption(options: argparse.Namespace) -> Adoption | None:
    """Open the baseline that the options name, if they do.

    Raises:
        SettingsError: the options do not go together, or the baseline cannot be read.
    """
    named = [path for path in options.paths or [os.curdir] if path != "-"]
    if not options.write_baseline:
        return None if options.baseline is None else Adoption(options.baseline, named, recording=False)
    if options.baseline is None:
        raise SettingsError(said("--write-baseline needs to know which file to write: name it with --baseline"))
    if options.diff:
        raise SettingsError(said("--write-baseline records what is found, and --diff only shows: give one of them"))
    if "-" in options.paths:
        raise SettingsError(said("--write-baseline records files, and - is none: name the files"))
    return Adoption(options.baseline, named, recording=True)


def _read(path: str, name: str, *, recording: bool) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        if recording:
            _require_folder(path, name)
            return None
        raise SettingsError(
            said("{file}: there is no such baseline; --write-baseline records one", file=name)
        ) from None
    except OSError as error:
        raise SettingsError(said("{path}: cannot be read: {reason}", path=name, reason=reason_of(error))) from None


def _require_folder(path: str, name: str) -> None:
    """Make sure that a file can stand at a path, before anything is checked or fixed for its sake."""
    folder = os.path.dirname(os.path.realpath(path))
    if not os.path.isdir(folder):
        raise SettingsError(
            said("{file}: cannot be written: there is no folder {folder}", file=name, folder=shown_path(folder))
        )


def _growth(before: Baseline, after: Baseline) -> int:
    """How many findings a baseline records that another does not."""
    return sum((counts - before.recorded.get(name, Counter())).total() for name, counts in after.recorded.items())
