"""What the linter finds where an argument that the authors wrote is taken out of their calls, or respelled.

Two questions. *Restored*: a call with nonzero padding loses its ``pad_mode="pad"``, or ``has_bias=`` becomes
torch's ``bias=``, or ``group=`` torch's ``groups=``: is it found, does the fix give back what stood there?
*Rates*: a file loses all its ``has_bias=True``, or all its ``has_bias=False``: how often does MSC201 fire on
a call whose author wanted a bias, how often on one whose author did not? Likewise MSC101 for ``pad_mode``.

Run ``python -m tests.corpus.ablation`` to print the figures, with ``--list`` each call that they rest on.
"""

from __future__ import annotations

import argparse
import ast
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ms_convlint.engine import check
from ms_convlint.finding import Applicability, Finding
from ms_convlint.settings import Settings
from ms_convlint.source import Source, SourceError, decode

from .alterations import ALTERATIONS, Alteration
from .conv_calls import MINDSPORE_WORDS, ConvCall, conv_calls
from .packages import CorpusFile, distinct_files
from .rewriting import Replacement, replaced, respelled, without_keyword

RECORD = Path(__file__).with_name("ablation.json")

EXACT = "restored exactly"
WITH_DEFAULTS = "restored, with torch's defaults for what the call leaves out"
WITH_REPAIR = "restored, with a mistake of the author's own mended as in the published file"
NOT_APPLIED = "found, no fix to apply"
DIFFERENT = "found, restored differently"
SILENT = "not found"


@dataclass(frozen=True)
class Outcome:
    """What became of one altered call; ``line`` is that of the file as published."""

    alteration: str
    package: str
    place: str
    constructor: str
    codes: tuple[str, ...]
    """What the linter said of the altered call."""
    fired: bool
    """Whether a code that the alteration is about was among it."""
    messages: tuple[str, ...]
    result: str
    detail: str


def measure_file(file: CorpusFile) -> list[Outcome]:
    """All experiments on one file, each on all calls of the file that it applies to at once."""
    if b"mindspore" not in file.data or b"Conv" not in file.data:
        return []
    try:
        source = Source(file.name, decode(file.data)[0])
        calls = [call for call in conv_calls(source.tree) if not call.opaque]
    except SourceError:
        return []
    outcomes: list[Outcome] = []
    for alteration in ALTERATIONS:
        outcomes += _measure(alteration, file, source, calls)
    return outcomes


def _measure(
    alteration: Alteration, file: CorpusFile, source: Source, calls: list[ConvCall]
) -> list[Outcome]:
    chosen = [call for call in calls if call.keyword(alteration.keyword) and alteration.applies(call)]
    replacements: list[Replacement] = []
    for call in chosen:
        keyword = call.keyword(alteration.keyword)
        assert keyword is not None
        if alteration.new_name:
            replacements.append(respelled(source, keyword, alteration.new_name))
        else:
            replacements.append(without_keyword(source, call, keyword))
    if not replacements:
        return []
    altered = Source(source.path, replaced(source.text, replacements))
    # Nothing altered holds a call, so that calls keep their places in the order of the walk.
    altered_calls = conv_calls(altered.tree)
    findings = check(altered, Settings())
    on_call = {call.index: _on(altered, altered_calls[call.index], findings) for call in chosen}
    fixed_calls: list[ConvCall] = []
    mended_calls: list[ConvCall] = []
    if alteration.restores:
        fixed_calls = _fixed_calls(altered, [finding for said in on_call.values() for finding in said])
        mended_calls = _fixed_calls(source, check(source, Settings()))
    outcomes: list[Outcome] = []
    for call in chosen:
        said = on_call[call.index]
        fired = any(finding.code in alteration.codes for finding in said)
        result, detail = ("fired" if fired else "silent"), ""
        if alteration.restores:
            result, detail = SILENT, ""
            if fired:
                versions = (altered_calls[call.index], fixed_calls[call.index], mended_calls[call.index])
                result, detail = _restored(call, *versions, said)
        outcomes.append(
            Outcome(
                alteration.name,
                file.package.folder,
                f"{file.name}:{call.node.lineno}",
                call.constructor,
                tuple(finding.code for finding in said),
                fired,
                tuple(f"{finding.code} {finding.message}" for finding in said),
                result,
                detail,
            )
        )
    return outcomes


def _on(source: Source, call: ConvCall, findings: list[Finding]) -> list[Finding]:
    """The findings that are anchored on a call's callee."""
    start, end = source.start(call.node.func), source.end(call.node.func)
    return [finding for finding in findings if start <= finding.start < end]


def _fixed_calls(source: Source, findings: Iterable[Finding]) -> list[ConvCall]:
    """The calls after the fixes of these findings, safe and unsafe; a shared one once."""
    fixes = {finding.fix for finding in findings if _applicable(finding)}
    edits = {edit for fix in fixes if fix for edit in fix.edits}
    replacements = [(source.offset(edit.start), source.offset(edit.end), edit.content) for edit in edits]
    return conv_calls(Source(source.path, replaced(source.text, replacements)).tree)


def _applicable(finding: Finding) -> bool:
    return finding.fix is not None and finding.fix.applicability is not Applicability.DISPLAY


def _restored(
    original: ConvCall, altered: ConvCall, fixed: ConvCall, mended: ConvCall, said: list[Finding]
) -> tuple[str, str]:
    """How the fixed call compares with the author's, argument by argument.

    ``mended`` is the author's call as the fixes for the published file leave it.
    """
    if not any(_applicable(finding) for finding in said):
        return NOT_APPLIED, ast.unparse(altered.node)
    wanted, got = _by_name(original), _by_name(fixed)
    if got == wanted:
        return EXACT, ""
    detail = f"{ast.unparse(original.node)}\n      became {ast.unparse(fixed.node)}"
    if not MINDSPORE_WORDS & altered.arguments().keys() and _adds_defaults(wanted, got):
        return WITH_DEFAULTS, detail
    if _by_name(mended) != wanted and got == _by_name(mended):
        return WITH_REPAIR, detail
    return DIFFERENT, detail


def _by_name(call: ConvCall) -> dict[str, str]:
    return {name: ast.unparse(value) for name, value in call.arguments().items()}


def _adds_defaults(wanted: dict[str, str], got: dict[str, str]) -> bool:
    """Whether ``got`` says all that was wanted, and besides only what torch means by leaving it out."""
    # A padding of 0 is the default of both frameworks: written or not, it says the same.
    wanted, got = ({**arguments} for arguments in (wanted, got))
    for arguments in (wanted, got):
        if arguments.get("padding") == "0":
            del arguments["padding"]
    added = got.items() - wanted.items()
    meant = {("has_bias", "True"), ("pad_mode", "'valid'"), ("pad_mode", "'pad'")}
    return wanted.items() <= got.items() and added <= meant


def measure(processes: int = 2, package: str = "") -> list[Outcome]:
    """All experiments on all distinct files."""
    files = [file for file in distinct_files() if file.package.folder.startswith(package)]
    with ProcessPoolExecutor(processes) as pool:
        return [outcome for outcomes in pool.map(measure_file, files, chunksize=16) for outcome in outcomes]


def figures(outcomes: list[Outcome]) -> dict[str, Any]:
    """The record: for each alteration how many calls there were and what became of them."""
    record: dict[str, Any] = {}
    for alteration in ALTERATIONS:
        mine = [outcome for outcome in outcomes if outcome.alteration == alteration.name]
        row: dict[str, Any] = {"calls": len(mine)}
        if alteration.restores:
            row |= dict(sorted(Counter(outcome.result for outcome in mine).items()))
        else:
            fired = sum(outcome.fired for outcome in mine)
            row[alteration.codes[0]] = fired
            row["rate"] = round(fired / len(mine), 3) if mine else 0.0
        record[alteration.name] = row
    return record


def _breakdown(outcomes: list[Outcome]) -> Iterator[str]:
    for name in dict.fromkeys(outcome.alteration for outcome in outcomes):
        mine = [outcome for outcome in outcomes if outcome.alteration == name]
        for group in ("package", "constructor"):
            yield f"\n{name}, by {group}"
            results: dict[str, Counter[str]] = {}
            for outcome in mine:
                results.setdefault(getattr(outcome, group), Counter())[outcome.result] += 1
            for key, counts in sorted(results.items()):
                yield f"  {key:26}" + ", ".join(f"{count} {result}" for result, count in counts.most_common())


def _calls(outcomes: list[Outcome]) -> Iterator[str]:
    for outcome in outcomes:
        yield f"{outcome.alteration}: {outcome.result}: {outcome.place} {'; '.join(outcome.messages)}"
        if outcome.detail:
            yield f"      {outcome.detail}"


def main() -> None:
    """Print the figures and, if asked, the calls."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus.ablation", description=main.__doc__)
    parser.add_argument("--list", action="store_true", help="print every call with what was said of it")
    parser.add_argument("--result", default="", help="list only calls with this result: fired, silent, …")
    parser.add_argument("--only", default="", help="only the alterations whose name holds this text")
    parser.add_argument("--package", default="", help="only packages whose name begins so")
    options = parser.parse_args()
    outcomes = [one for one in measure(package=options.package) if options.only in one.alteration]
    lines: list[str] = []
    if options.list:
        lines += _calls([outcome for outcome in outcomes if options.result in outcome.result])
    lines += _breakdown(outcomes)
    lines.append(json.dumps(figures(outcomes), indent=2))
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
