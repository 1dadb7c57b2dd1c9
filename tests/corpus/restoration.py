"""Whether a fix gives back the call as the author wrote it, before it was altered."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from ms_convlint.engine import check
from ms_convlint.finding import Applicability, Finding
from ms_convlint.settings import Settings
from ms_convlint.source import Source

from .conv_calls import MINDSPORE_WORDS, ConvCall, conv_calls
from .rewriting import replaced

EXACT = "restored exactly"
WITH_DEFAULTS = "restored, with torch's defaults for what the call leaves out"
"""The altered call is in torch's spelling, so that its fix says what torch means by the rest too."""
WITH_REPAIR = "restored, with a mistake of the author's own mended as in the published file"
UNMENDED = "found, not fixed: the published call has a mistake of its own that no fix mends"

SILENT = "not found"
NOT_APPLIED = "found, no fix to apply"
DIFFERENT = "found, restored differently"
FAILURES = (SILENT, NOT_APPLIED, DIFFERENT)


@dataclass(frozen=True)
class Published:
    """One file as its authors wrote it."""

    source: Source

    @cached_property
    def calls(self) -> list[ConvCall]:
        """Those whose arguments can all be seen."""
        return [call for call in conv_calls(self.source.tree) if not call.opaque]

    @cached_property
    def findings(self) -> list[Finding]:
        """What the linter says of the file as it is."""
        return check(self.source, Settings())

    @cached_property
    def mended_calls(self) -> list[ConvCall]:
        """Its calls as the fixes leave them."""
        return _fixed_calls(self.source, self.findings)


@dataclass(frozen=True)
class Restoration:
    """The fixes of one file: ``respelled`` tells a keyword of torch's from an argument that is gone."""

    published: Published
    altered: Source
    findings: list[Finding]
    respelled: bool

    def of(self, original: ConvCall, said: list[Finding]) -> tuple[str, str]:
        """What became of one call, argument by argument, and both calls where they differ.

        ``said`` are the findings on the altered call.
        """
        altered = self._altered_calls[original.index]
        if not any(_applicable(finding) for finding in said):
            on_published = on(self.published.source, original, self.published.findings)
            unmended = any(finding.certain and not _applicable(finding) for finding in on_published)
            return (UNMENDED if unmended else NOT_APPLIED), ast.unparse(altered.node)
        wanted, got = _by_name(original), _by_name(self._fixed_calls[original.index])
        mended = _by_name(self.published.mended_calls[original.index])
        if got == wanted:
            return EXACT, ""
        detail = f"{ast.unparse(original.node)}\n      became {got}"
        in_torch_spelling = self.respelled or not MINDSPORE_WORDS & altered.arguments().keys()
        if in_torch_spelling and _adds_defaults(wanted, got):
            return WITH_DEFAULTS, detail
        if mended != wanted and (got == mended or (in_torch_spelling and _adds_defaults(mended, got))):
            return WITH_REPAIR, detail
        return DIFFERENT, detail

    @cached_property
    def _altered_calls(self) -> list[ConvCall]:
        return conv_calls(self.altered.tree)

    @cached_property
    def _fixed_calls(self) -> list[ConvCall]:
        return _fixed_calls(self.altered, self.findings)


def on(source: Source, call: ConvCall, findings: Iterable[Finding]) -> list[Finding]:
    """The findings that are anchored on a call's callee."""
    start, end = source.start(call.node.func), source.end(call.node.func)
    return [finding for finding in findings if start <= finding.start < end]


def _fixed_calls(source: Source, findings: Iterable[Finding]) -> list[ConvCall]:
    """The calls after the fixes of these findings, safe and unsafe; a shared one once."""
    fixes = dict.fromkeys(finding.fix for finding in findings if _applicable(finding))
    edits = [edit for fix in fixes if fix for edit in fix.edits]
    replacements = [(source.offset(edit.start), source.offset(edit.end), edit.content) for edit in edits]
    return conv_calls(Source(source.path, replaced(source.text, replacements)).tree)


def _applicable(finding: Finding) -> bool:
    return finding.fix is not None and finding.fix.applicability is not Applicability.DISPLAY


def _by_name(call: ConvCall) -> dict[str, str]:
    return {name: ast.unparse(value) for name, value in call.arguments().items()}


def _adds_defaults(wanted: dict[str, str], got: dict[str, str]) -> bool:
    """Whether ``got`` says all that was wanted, and besides only what torch means by leaving it out."""
    wanted, got = _without_zero_padding(wanted), _without_zero_padding(got)
    meant = {("has_bias", "True"), ("pad_mode", "'valid'"), ("pad_mode", "'pad'")}
    return wanted.items() <= got.items() and got.items() - wanted.items() <= meant


def _without_zero_padding(arguments: dict[str, str]) -> dict[str, str]:
    """The arguments without a padding of 0, which is the default of both frameworks: written or not."""
    return {name: value for name, value in arguments.items() if (name, value) != ("padding", "0")}
