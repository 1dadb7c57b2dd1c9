"""Checks one file for the command line: reads, checks, leaves out what is not to be shown, fixes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ms_convlint.configuration import NO_OVERRIDES, settings_for_file
from ms_convlint.engine import check
from ms_convlint.finding import UNREADABLE, Finding, Position, unreadable
from ms_convlint.hosts.selection import NOTHING_SAID, Selection
from ms_convlint.reports.result import FileResult, shown_path
from ms_convlint.settings import Overrides, Settings, SettingsError
from ms_convlint.source import Source, SourceError, decode
from ms_convlint.suppressions import Suppressions
from ms_convlint.wording import on_one_line, reason_of, said

if TYPE_CHECKING:
    from ms_convlint.baseline import Baseline, BesideBaseline


@dataclass(frozen=True)
class Task:
    """What is asked of every file."""

    overrides: Overrides = NO_OVERRIDES
    selection: Selection = NOTHING_SAID
    named: frozenset[str] = frozenset()
    """The files named outright: those are parsed whatever they hold, so that a broken one is told."""
    fix: bool = False
    diff: bool = False
    unsafe: bool = False
    baseline: Baseline | None = None
    """What it records is neither reported nor fixed."""
    recording: bool = False
    """Whether the baseline is to be written anew: then everything is fixed, and what is left is recorded."""


@dataclass(frozen=True)
class Checked:
    """A text after checking, and after fixing where that was asked."""

    result: FileResult
    data: bytes
    """The bytes of the file as they should be: those that it has where nothing is fixed."""


def check_file(path: str, task: Task) -> FileResult:
    """Check the file at ``path``; with ``task.fix`` write it back. Whatever happens is told in the result."""
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as error:
        problem = said("{path}: cannot be read: {reason}", path=shown_path(path), reason=reason_of(error))
        return FileResult(path, problems=(problem,))
    checked = check_data(path, data, task)
    if task.fix and checked.data != data:
        from ms_convlint.rewriting import RewritingError, rewrite

        try:
            rewrite(path, data, checked.data)
        except RewritingError as error:
            unfixed = check_data(path, data, replace(task, fix=False)).result
            return replace(unfixed, problems=(_problem(path, error.message),))
    return checked.result


def _problem(path: str, reason: str) -> str:
    return said("{path}: {reason}", path=shown_path(path), reason=reason)


def check_data(path: str, data: bytes, task: Task) -> Checked:
    """Check the bytes of a file, which need not exist; nothing is written."""
    try:
        return _check_data(path, data, task)
    except SettingsError as error:
        return Checked(FileResult(path, problems=(error.message,)), data)
    except (RecursionError, MemoryError) as error:
        reason: str = said("{error}: too deep or too large", error=type(error).__name__)
    except Exception as error:
        # A fault of this program must cost the user one file, not the run.
        reason = on_one_line(f"{type(error).__name__}: {error}")
    problem = said("{path}: internal error, the file was not checked: {reason}", path=shown_path(path), reason=reason)
    return Checked(FileResult(path, problems=(problem,)), data)


def _check_data(path: str, data: bytes, task: Task) -> Checked:
    settings = settings_for_file(path, task.overrides)
    shown = task.selection.codes(settings, path)
    in_broken = shown & {UNREADABLE}
    try:
        text, encoding = decode(data)
    except (SourceError, UnicodeError) as error:
        return Checked(_as_it_is(path, None, _unreadable(error, shown), in_broken, task), data)
    source = Source(path, text)
    try:
        if path in task.named:
            _ = source.tree
        findings = findings_of(source, settings, shown)
    except SourceError as error:
        remaining = Suppressions(source.lines).remaining(_unreadable(error, shown))
        return Checked(_as_it_is(path, source, remaining, in_broken, task), data)
    result = _as_it_is(path, source, findings, shown, task)
    if not (task.fix or task.diff) or not findings:
        return Checked(result, data)
    if text.encode(encoding) != data:
        reason = said("{encoding} does not give back the bytes of the file", encoding=encoding)
        return Checked(replace(result, problems=(_left_alone(path, reason),)), data)
    from ms_convlint.hosts.fixing import FixingError, fix_text, unified_diff

    def check_again(fixed: str, rewritten: frozenset[Position]) -> list[Finding]:
        again = Source(path, fixed)
        return _meant(path, again, findings_of(again, settings, shown, rewritten), task)

    meant = _meant(path, source, findings, task)
    try:
        fixed = fix_text(text, encoding, meant, check_again, unsafe=task.unsafe)
    except FixingError as error:
        return Checked(replace(result, problems=(_left_alone(path, error.message),)), data)
    gone = max(len(meant) - len(fixed.findings), 0)
    diff = unified_diff(text, fixed.text, shown_path(path), encoding) if task.diff else b""
    beside = result.beside
    if task.baseline is not None and task.fix:
        # While fixing, what the fixes wrote is no evidence; the next run, which the record is for, takes it as such.
        again = Source(path, fixed.text)
        beside = _as_it_is(path, again, findings_of(again, settings, shown), shown, task).beside
    reported = () if task.recording else tuple(fixed.findings)
    return Checked(FileResult(path, reported, fixed.text, gone, diff, beside=beside), fixed.data)


def _as_it_is(
    path: str, source: Source | None, findings: Sequence[Finding], looked_for: frozenset[str], task: Task
) -> FileResult:
    """Tell what is found in a file, without what the baseline records."""
    beside: BesideBaseline | None = None
    if task.baseline is not None:
        new, beside = task.baseline.compare(path, source, findings, looked_for)
        if task.recording:
            new, beside = [], replace(beside, adopted=len(findings))
        findings = new
    text = source.text if source is not None and findings else None
    return FileResult(path, tuple(findings), text, beside=beside)


def _meant(path: str, source: Source, findings: list[Finding], task: Task) -> list[Finding]:
    """Choose what is to be fixed: not what has been adopted as it is."""
    if task.baseline is None or task.recording:
        return findings
    return task.baseline.compare(path, source, findings, frozenset())[0]


def _left_alone(path: str, reason: str) -> str:
    return said("{path}: left alone: {reason}", path=shown_path(path), reason=reason)


def findings_of(
    source: Source, settings: Settings, shown: frozenset[str], rewritten: frozenset[Position] = frozenset()
) -> list[Finding]:
    """Give the findings of a text that are shown, silenced ones left out.

    Raises:
        SourceError: the text cannot be parsed.
        SettingsError: a comment in the text says something wrong.
    """
    found = [finding for finding in check(source, settings, rewritten=rewritten) if finding.code in shown]
    return Suppressions(source.lines).remaining(found) if found else []


def _unreadable(error: SourceError | UnicodeError, shown: frozenset[str]) -> tuple[Finding, ...]:
    if UNREADABLE not in shown:
        return ()
    if isinstance(error, UnicodeError):
        error = SourceError(said("cannot be decoded: {reason}", reason=str(error)), Position(1, 0))
    return (unreadable(error.message, error.position),)
