"""``ms-convlint check``: from the options to the report and the exit code."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ms_convlint.configuration import settings_for_file
from ms_convlint.discovery import Discovery, Unreadable
from ms_convlint.finding import UNREADABLE
from ms_convlint.hosts.checking import Task, check_data
from ms_convlint.hosts.progress import ProgressBar
from ms_convlint.hosts.running import check_files
from ms_convlint.hosts.selection import Selection
from ms_convlint.languages import in_language
from ms_convlint.reports.formats import Report, open_report
from ms_convlint.reports.result import FileResult, Totals, result_in_language, shown_path
from ms_convlint.settings import (
    Overrides,
    Settings,
    SettingsError,
    parse_mindspore_version,
    parse_torch_semantics,
)
from ms_convlint.wording import said

if TYPE_CHECKING:
    import argparse
    from typing import TextIO

    from ms_convlint.hosts.adopting import Adoption

_STDIN = "-"


def check(options: argparse.Namespace, language: str) -> int:
    """Do what the options ask, speak a language, and give the exit code.

    Raises:
        SettingsError: the options do not mean anything.
    """
    task = _task(options)
    paths: list[str] = options.paths or [os.curdir]
    if _STDIN in paths and len(paths) > 1:
        raise SettingsError(said("- (standard input) stands alone, without other paths"))
    if options.stdin_filename is not None and paths != [_STDIN]:
        raise SettingsError(said("--stdin-filename names standard input: give - as the path"))
    if options.show_settings:
        from ms_convlint.hosts.showing import show_settings

        return show_settings([options.stdin_filename or path for path in paths], task, language)
    adoption = _adoption(options)
    if adoption is not None:
        task = replace(task, baseline=adoption.baseline, recording=adoption.recording)
    if paths == [_STDIN]:
        return _check_stdin(options, task, adoption, language)
    return _check_paths(options, task, paths, adoption, language)


def _task(options: argparse.Namespace) -> Task:
    semantics, version = options.torch_semantics, options.mindspore_version
    overrides = Overrides(
        None if semantics is None else parse_torch_semantics(semantics, _argument("--torch-semantics")),
        None if version is None else parse_mindspore_version(version, _argument("--mindspore-version")),
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


def _adoption(options: argparse.Namespace) -> Adoption | None:
    if options.baseline is None and not options.write_baseline:
        return None
    from ms_convlint.hosts.adopting import open_adoption

    return open_adoption(options)


def _argument(option: str) -> str:
    return said("argument {option}", option=option)


@dataclass
class _Desk:
    """Where results go, in a language: findings to the report, changes to the output, problems to standard error."""

    options: argparse.Namespace
    stream: TextIO
    adoption: Adoption | None
    language: str

    def __post_init__(self) -> None:
        self.totals = Totals()
        self.changes = False
        self._told: set[str] = set()
        self._report: Report = open_report(self.options.output_format, self.stream, self.language)

    def has_something_to_say(self, result: FileResult) -> bool:
        """Whether ``take`` will write anything."""
        return bool(result.findings or result.diff or result.problems)

    def take(self, result: FileResult) -> None:
        """Write what there is to say of one file."""
        self.totals.add(result)
        if self.adoption is not None:
            self.adoption.take(result)
        result = result_in_language(result, self.language)
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
                if totals.findings == 1:
                    unchanged = said("1 finding is not changed by the diff; run without --diff")
                else:
                    unchanged = said(
                        "{count} findings are not changed by the diff; run without --diff", count=totals.findings
                    )
                sys.stderr.write(f"{in_language(unchanged, self.language)}\n")
        else:
            self._report.finish(totals)
        if self.options.statistics:
            from ms_convlint.reports.text import write_statistics

            stream = self.stream if self.options.output_format == "text" else sys.stderr
            write_statistics(stream, totals, self.language)
        if self.adoption is not None:
            self._close_baseline(self.adoption)
        if totals.problems:
            return 2
        return int(bool(totals.findings or self.changes) and not self.options.exit_zero)

    def _close_baseline(self, adoption: Adoption) -> None:
        from ms_convlint.rewriting import RewritingError

        try:
            lines = adoption.finish()
        except RewritingError as error:
            self.complain(f"{shown_path(self.options.baseline)}: {in_language(error.message, self.language)}")
            return
        self.stream.flush()
        sys.stderr.writelines(f"{in_language(line, self.language)}\n" for line in lines)


def _check_paths(
    options: argparse.Namespace, task: Task, paths: list[str], adoption: Adoption | None, language: str
) -> int:
    desk = _Desk(options, sys.stdout, adoption, language)
    files = []
    for found in _discovery(options, task).files(paths):
        if isinstance(found, Unreadable):
            problem = said("{path}: cannot be read: {reason}", path=shown_path(found.path), reason=found.reason)
            desk.take(FileResult(found.path, problems=(problem,)))
        else:
            files.append(found)
    bar = ProgressBar(len(files), language)
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
        warning = said("warning: no Python files found")
        sys.stderr.write(f"{in_language(warning, language)}\n")
    return desk.close()


def _check_stdin(options: argparse.Namespace, task: Task, adoption: Adoption | None, language: str) -> int:
    path = options.stdin_filename or _STDIN
    data = sys.stdin.buffer.read()
    desk = _Desk(options, sys.stderr if task.fix else sys.stdout, adoption, language)
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
