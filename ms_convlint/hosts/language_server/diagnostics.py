"""Findings as the protocol's diagnostics."""

from __future__ import annotations

from lsprotocol import types

from ms_convlint.finding import Applicability, Finding, Position, Severity
from ms_convlint.hosts.language_server.checked import Checked
from ms_convlint.hosts.language_server.places import Places
from ms_convlint.languages import in_language
from ms_convlint.reports.codes import rule_of
from ms_convlint.settings import SettingsError
from ms_convlint.wording import said

NAME = "ms-convlint"
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
}


def diagnostics(checked: Checked, places: Places, language: str) -> list[types.Diagnostic]:
    """Give the diagnostics of a document."""
    error = checked.settings_error
    if error is not None and error.line is not None:
        return [_of_comment(error, error.line, checked, places, language)]
    return [diagnostic(finding, places, language) for finding in checked.findings]


def diagnostic(finding: Finding, places: Places, language: str) -> types.Diagnostic:
    """Give the diagnostic of a finding; what only a person can mend is part of its message."""
    message, fix = finding.message, finding.fix
    if fix is not None and fix.applicability is Applicability.DISPLAY and fix.message:
        message = f"{message}\n{in_language(said('by hand: {fix}', fix=fix.message), language)}"
    return types.Diagnostic(
        range=places.range(finding.start, finding.end),
        message=message,
        severity=_SEVERITIES[finding.severity],
        code=finding.code,
        code_description=types.CodeDescription(rule_of(finding.code).url_in(language)),
        source=NAME,
    )


def _of_comment(error: SettingsError, line: int, checked: Checked, places: Places, language: str) -> types.Diagnostic:
    """Tell of a comment ``# ms-convlint:`` that means nothing, where it stands."""
    text = checked.source.lines[line - 1].rstrip("\r\n") if line <= len(checked.source.lines) else ""
    start = text.rfind("#", 0, max(text.rfind("ms-convlint:"), 0))
    return types.Diagnostic(
        range=places.range(Position(line, max(start, 0)), Position(line, len(text))),
        message=in_language(error.message, language),
        severity=types.DiagnosticSeverity.Error,
        source=NAME,
    )
