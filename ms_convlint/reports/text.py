"""Findings for people: the place, what is wrong, the line, and what to write instead."""

from __future__ import annotations

from typing import TextIO

from ms_convlint.finding import Applicability, Finding, Fix, Severity
from ms_convlint.reports.codes import rule_of
from ms_convlint.reports.excerpt import excerpt, shown
from ms_convlint.reports.paper import Paper, paper
from ms_convlint.reports.result import FileResult, Totals, shown_path
from ms_convlint.source import Source
from ms_convlint.wording import clauses, said

_LABELS = {
    Applicability.SAFE: said("fix"),
    Applicability.UNSAFE: said("fix (unsafe)"),
    Applicability.DISPLAY: said("by hand"),
}


class TextReport:
    """Writes findings as text, coloured on a terminal."""

    def __init__(self, stream: TextIO, language: str) -> None:
        self._paper = paper(stream, language)

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
            self._paper.line((said("{findings} fixed.", findings=_findings(totals.fixed)), "green"))
        if totals.findings:
            self._paper.line((_sum(totals), ""))
        elif totals.files and not totals.fixed and not totals.problems:
            self._paper.line((_nothing(totals), "green"))
        if totals.adopted:
            left_out = said("{findings} left out: recorded in the baseline.", findings=_findings(totals.adopted))
            self._paper.line((left_out, ""))


def write_statistics(stream: TextIO, totals: Totals, language: str) -> None:
    """Write how often each code was found, the most frequent first."""
    sheet = paper(stream, language)
    width = len(str(max(totals.counts.values(), default=0)))
    for code, count in sorted(totals.counts.items(), key=lambda item: (-item[1], item[0])):
        rule = rule_of(code)
        about = said(" {symbol}: {summary}", symbol=rule.symbol, summary=rule.summary)
        sheet.line((f"{count:{width}} ", ""), (code, "bold"), (about, ""))


def _nothing(totals: Totals) -> str:
    files = _files(totals.files)
    return (
        said("No new findings in {files}.", files=files)
        if totals.adopted
        else said("No findings in {files}.", files=files)
    )


def _sum(totals: Totals) -> str:
    findings, files = _findings(totals.findings), _files(totals.files_with_findings)
    ways = []
    if totals.fixable:
        ways.append(said("{count} fixable with --fix", count=totals.fixable))
    if totals.fixable and totals.fixable_unsafely:
        ways.append(said("{count} more with --fix --unsafe-fixes", count=totals.fixable_unsafely))
    elif totals.fixable_unsafely:
        ways.append(said("{count} with --fix --unsafe-fixes", count=totals.fixable_unsafely))
    if not ways:
        return said("Found {findings} in {files}.", findings=findings, files=files)
    return said("Found {findings} in {files} ({ways}).", findings=findings, files=files, ways=clauses(ways))


def _findings(number: int) -> str:
    return said("1 finding") if number == 1 else said("{count} findings", count=number)


def _files(number: int) -> str:
    return said("1 file") if number == 1 else said("{count} files", count=number)


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
        message = finding.fix.message
        first, *more = [said("the same as above")] if finding.fix == fix_before else message.split("\n")
        label = said("   {label}: ", label=_LABELS[finding.fix.applicability])
        sheet.line((label, "green"), (shown(first), ""))
        for line_to_add in more:
            sheet.line(("      ", ""), (shown(line_to_add), ""))
    for alternative in finding.alternatives:
        sheet.line((said("   or: "), "cyan"), (shown(alternative.message), ""))
