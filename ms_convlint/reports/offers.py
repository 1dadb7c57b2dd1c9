"""The fixes of a finding as a person chooses among them, and what is left to do by hand."""

from __future__ import annotations

from ms_convlint.finding import Applicability, Finding, Fix


def offers(finding: Finding) -> list[Fix]:
    """Give the fixes that can be applied, the preferred one first and then the alternatives."""
    return [fix for fix in _all_fixes(finding) if fix.edits and fix.applicability is not Applicability.DISPLAY]


def message_with_advice(finding: Finding) -> str:
    """Give the message, with a line below it for whatever no program applies."""
    return "\n".join([finding.message, *(fix.message for fix in _all_fixes(finding) if fix not in offers(finding))])


def title(fix: Fix) -> str:
    """Say in short what a fix does."""
    return fix.title or fix.message


def _all_fixes(finding: Finding) -> list[Fix]:
    return [*([] if finding.fix is None else [finding.fix]), *finding.alternatives]
