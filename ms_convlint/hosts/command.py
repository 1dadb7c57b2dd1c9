"""``ms-convlint check``: from the options to the report and the exit code."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ms_convlint.configuration import settings_for_file
from ms_convlint.discovery import Discovery, Unreadable
from ms_convlint.finding import UNREADABLE
from ms_convlint.hosts.checking import Task, check_data
from ms_convlint.hosts.progress import ProgressBar
from ms_convlint.hosts.running import check_files
from ms_convlint.hosts.selection import Selection
from ms_convlint.reports.formats import Report, open_report
from ms_convlint.reports.result import FileResult, Totals, shown_path
from ms_convlint.settings import (
    Overrides,
    Settings,
    SettingsError,
    parse_mindspore_version,
    parse_torch_semantics,
)

if TYPE_CHECKING:
    import argparse
    from typing import TextIO

_STDIN = "-"


def check(options: argparse.Namespace) -> int:
    """Do what the options ask and give the exit code.

    Raises:
        SettingsError: the options do not mean anything.
    """
    task = _task(options)
    paths: list[str] = options.paths or [os.curdir]
    if _STDIN in paths and len(paths) > 1:
        raise SettingsError("- (standard input) stands alone, without other paths")
    if options.stdin_filename is not None and paths != [_STDIN]:
        raise SettingsError("--stdin-filename names standard input: give - as the path")
    if options.show_settings:
        from ms_convlint.hosts.showing import show_settings

        return show_settings([options.stdin_filename or path for path in paths], task)
    if paths == [_STDIN]:
        return _check_stdin(options, task)
    return _check_paths(options, task, paths)


def _task(options: argparse.Namespace) -> Task:
    semantics, version = options.torch_semantics, options.mindspore_version
    overrides = Overrides(
        None if semantics is None else parse_torch_semantics(semantics, "argument --torch-semantics"),
        None if version is None else parse_mindspore_version(version, "argument --mindspore-version"),
        options.config,
    )
    if overrides.config is not None:
        settings_for_file(os.curdir, overrides)  # A wrong file is one error, not one for every path.
    selection = Selection(
        None if options.select is None else tuple(options.select),
        tuple(options.extend_select or ()),
        tuple(options.ignore or ()),
    )
    named = frozenset(options.paths) | ({options.stdin_filename or _STDIN} if "-" in options.paths else set())
    return Task(overrides, selection, named, options.fix and not options.diff, options.diff, options.unsafe_fixes)


@dataclass
class _Desk:
    """Where results go: findings to the report, changes to the output, problems to standard error."""

    options: argparse.Namespace
    stream: TextIO

    def __post_init__(self) -> None:
        self.totals = Totals()
        self.changes = False
        self._told: set[str] = set()
        self._report: Report = open_report(self.options.output_format, self.stream)

    def has_something_to_say(self, result: FileResult) -> bool:
        """Whether ``take`` will write anything."""
        return bool(result.findings or result.diff or result.problems)

    def take(self, result: FileResult) -> None:
        """Write what there is to say of one file."""
        self.totals.add(result)
        for problem in result.problems:
            self.complain(problem)
        if not self.options.diff:
            self._report.add(result)
            return
        self.changes = self.changes or bool(result.diff)
        sys.stdout.buffer.write(result.diff)
        for finding in result.findings:
            if finding.code == UNREADABLE:
                place = f"{shown_path(result.path)}:{finding.start.line}:{finding.start.column + 1}"
                sys.stderr.write(f"{place}: {finding.code} {finding.message}\n")

    def complain(self, problem: str) -> None:
        """Write a line to standard error; what is wrong with one pyproject.toml is said once."""
        if problem not in self._told:
            self._told.add(problem)
            self.totals.problems += 1
            self.stream.flush()
            sys.stderr.write(f"{problem}\n")

    def close(self) -> int:
        """Write the sum and give the exit code."""
        totals = self.totals
        if self.options.diff:
            sys.stdout.buffer.flush()
            if totals.findings:
                found = "1 finding is" if totals.findings == 1 else f"{totals.findings} findings are"
                sys.stderr.write(f"{found} not changed by the diff; run without --diff\n")
        else:
            self._report.finish(totals)
        if self.options.statistics:
            from ms_convlint.reports.text import write_statistics

            write_statistics(self.stream if self.options.output_format == "text" else sys.stderr, totals)
        if totals.problems:
            return 2
        return int(bool(totals.findings or self.changes) and not self.options.exit_zero)


def _check_paths(options: argparse.Namespace, task: Task, paths: list[str]) -> int:
    desk = _Desk(options, sys.stdout)
    files = []
    for found in _discovery(options, task).files(paths):
        if isinstance(found, Unreadable):
            problem = f"{shown_path(found.path)}: cannot be read: {found.reason}"
            desk.take(FileResult(found.path, problems=(problem,)))
        else:
            files.append(found)
    bar = ProgressBar(len(files))
    results = check_files(files, task, options.jobs)
    try:
        for result in results:
            if desk.has_something_to_say(result):
                bar.hide()
            desk.take(result)
            bar.advance()
    finally:
        bar.hide()
    if not files and not options.force_exclude:
        sys.stderr.write("warning: no Python files found\n")
    return desk.close()


def _check_stdin(options: argparse.Namespace, task: Task) -> int:
    path = options.stdin_filename or _STDIN
    data = sys.stdin.buffer.read()
    desk = _Desk(options, sys.stderr if task.fix else sys.stdout)
    if options.force_exclude and _discovery(options, task).excludes(path):
        if task.fix:
            sys.stdout.buffer.write(data)
        return desk.close()
    checked = check_data(path, data, task)
    if task.fix:
        sys.stdout.buffer.write(checked.data)
        sys.stdout.buffer.flush()
    desk.take(checked.result)
    return desk.close()


def _discovery(options: argparse.Namespace, task: Task) -> Discovery:
    def settings_of(path: str) -> Settings:
        return settings_for_file(path, task.overrides)

    return Discovery(settings_of, force_exclude=options.force_exclude)
