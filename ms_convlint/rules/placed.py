"""A finding at a place that is no call of a convolution."""

from __future__ import annotations

from ms_convlint.finding import Finding, Fix, Position
from ms_convlint.rules.registry import BY_CODE


def placed(code: str, message: str, start: Position, end: Position, fix: Fix | None) -> Finding:
    """Make a finding of a rule, with the severity and certainty that the registry says."""
    rule = BY_CODE[code]
    return Finding(code, message, start, end, rule.severity, rule.certain, fix)
