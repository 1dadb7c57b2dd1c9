"""Stands in for the engine where the command itself is tested: its findings are told at a glance.

``conv(`` alone is MSC101 with an unsafe fix and an alternative, ``bias=`` in it MSC401 with a safe one; words
in the text make the engine fail.
"""

from __future__ import annotations

import os
import re
import sys
import time

from ms_convlint.finding import Applicability, Edit, Finding, Fix, Position, Severity
from ms_convlint.hosts import checking
from ms_convlint.hosts.cli import main
from ms_convlint.settings import Settings, TorchSemantics, comment_settings
from ms_convlint.source import Source


def check(source: Source, settings: Settings, rewritten: frozenset[Position] = frozenset()) -> list[Finding]:
    """Find ``conv(…)`` in the lines of a file."""
    settings = comment_settings(source.text, settings, source.path)
    assert source.tree
    _misbehave(source.text)
    findings = []
    for number, line in enumerate(source.lines, 1):
        for match in re.finditer(r"conv\(([^)]*)\)", line):
            findings += _findings(number, match, settings)
    return findings


def _findings(number: int, match: re.Match[str], settings: Settings) -> list[Finding]:
    start, end = Position(number, match.start()), Position(number, match.start(1) - 1)
    closing = Position(number, match.end(1))
    found = []
    if "pad_mode" not in match[1] and settings.torch_semantics is not TorchSemantics.NEVER:
        fix, alternative = (
            Fix(
                applicability,
                f'conv({match[1]}, pad_mode="{mode}")',
                (Edit(closing, closing, f', pad_mode="{mode}"'),),
            )
            for applicability, mode in ((Applicability.UNSAFE, "valid"), (Applicability.SAFE, "same"))
        )
        version = ".".join(map(str, settings.mindspore_version))
        message = f"pad_mode is left out for MindSpore {version} ({settings.torch_semantics.value})"
        found.append(Finding("MSC101", message, start, end, Severity.WARNING, False, fix, (alternative,)))
    bias = re.search(r"\bbias=", match[1])
    if bias:
        place = Position(number, match.start(1) + bias.start())
        fix = Fix(Applicability.SAFE, "has_bias", (Edit(place, place, "has_"),))
        found.append(Finding("MSC401", "bias is torch's word", start, end, Severity.ERROR, True, fix))
    return found


def _misbehave(text: str) -> None:
    if "slow" in text:
        time.sleep(0.02)
    if "endless" in text:
        time.sleep(60)
    if "recursion" in text:
        raise RecursionError("maximum recursion depth exceeded")
    if "memory" in text:
        raise MemoryError
    if "fault" in text:
        raise KeyError("a fault\nof two lines")
    if "sudden death" in text:
        os._exit(9)


if __name__ == "__main__":
    checking.check = check
    sys.exit(main())
