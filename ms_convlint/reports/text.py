"""Findings for people: the place, what is wrong, the line, and what to write instead."""

from __future__ import annotations

from typing import TextIO

from ms_convlint.finding import Applicability, Finding, Fix, Severity
from ms_convlint.reports.codes import rule_of
from ms_convlint.reports.excerpt import excerpt, shown
from ms_convlint.reports.paper import Paper, paper
from ms_convlint.reports.result import FileResult, Totals, shown_path
from ms_convlint.source import Source

_LABELS = {Applicability.SAFE: "fix", Applicability.UNSAFE: "fix (unsafe)", Applicability.DISPLAY: "by hand"}


class TextReport:
    """Writes findings as text, coloured on a terminal."""

    def __init__(self, stream: TextIO) -> None:
        self._paper = paper(stream)

    def add(self, result: FileResult) -> None:
        """Write the findings of one file."""
        name, source = shown_path(result.path), result.source()
        before: Fix | None = None
        for finding in result.findings:
            start = finding.start
            colour = "bold red" if finding.severity is Severity.ERROR else "bold yellow"
            place = f":{start.line}:{start.column + 1}: "
            self._paper.line((name, "bold"), (place, ""), (finding.code, colour), (f" {shown(finding.message)}", ""))
            if source is not None:
                _write_details(self._paper, source, finding, colour, before)
            before = finding.fix
            self._paper.line()

    def finish(self, totals: Totals) -> None:
        """Write the sum."""
        if totals.fixed:
            self._paper.line((f"{_count(totals.fixed, 'finding')} fixed.", "green"))
        if totals.findings:
            self._paper.line((_sum(totals), ""))
        elif totals.files and not totals.fixed and not totals.problems:
            self._paper.line((f"No findings in {_count(totals.files, 'file')}.", "green"))


def write_statistics(stream: TextIO, totals: Totals) -> None:
    """Write how often each code was found, the most frequent first."""
    sheet = paper(stream)
    width = len(str(max(totals.counts.values(), default=0)))
    for code, count in sorted(totals.counts.items(), key=lambda item: (-item[1], item[0])):
        rule = rule_of(code)
        sheet.line((f"{count:{width}} ", ""), (code, "bold"), (f" {rule.symbol}: {rule.summary}", ""))


def _sum(totals: Totals) -> str:
    text = f"Found {_count(totals.findings, 'finding')} in {_count(totals.files_with_findings, 'file')}"
    ways = []
    if totals.fixable:
        ways.append(f"{totals.fixable} fixable with --fix")
    if totals.fixable_unsafely:
        more = "more " if totals.fixable else ""
        ways.append(f"{totals.fixable_unsafely} {more}with --fix --unsafe-fixes")
    return f"{text} ({', '.join(ways)})." if ways else f"{text}."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _write_details(sheet: Paper, source: Source, finding: Finding, colour: str, fix_before: Fix | None) -> None:
    start, end = finding.start, finding.end
    if start.line > len(source.lines):
        return
    number = str(start.line)
    blank = " " * len(number)
    line = source.lines[start.line - 1].rstrip("\r\n")
    last = end.column if end.line == start.line else len(line)
    view = excerpt(line, start.column, max(last, start.column + 1), sheet.width - len(number) - 4)
    sheet.line((f" {blank} |", "dim"))
    sheet.line((f" {number} | ", "dim"), (view.line, ""))
    sheet.line((f" {blank} | ", "dim"), (" " * view.start, ""), ("^" * view.length, colour))
    if finding.fix is not None:
        text = "the same as above" if finding.fix == fix_before else finding.fix.message
        first, *more = text.split("\n")
        sheet.line((f"   {_LABELS[finding.fix.applicability]}: ", "green"), (shown(first), ""))
        for line_to_add in more:
            sheet.line(("      ", ""), (shown(line_to_add), ""))
    for alternative in finding.alternatives:
        sheet.line(("   or: ", "cyan"), (shown(alternative.message), ""))
