"""What the linter finds where an argument that the authors wrote is taken out of their calls, or respelled.

Two questions. *Restored*: a call with nonzero padding loses its ``pad_mode="pad"``, or ``has_bias=`` becomes
torch's ``bias=``, or ``group=`` torch's ``groups=``: is it found, does the fix give back what stood there?
*Rates*: a file loses all its ``has_bias=True``, or all its ``has_bias=False``: how often does MSC201 fire on
a call whose author wanted a bias, how often on one whose author did not? Likewise MSC101 for ``pad_mode``.

Run ``python -m tests.corpus.ablation`` to print the figures, with ``--list`` each call that they rest on.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ms_convlint.engine import check
from ms_convlint.settings import Settings
from ms_convlint.source import Source, SourceError, decode

from .alterations import ALTERATIONS, Alteration
from .conv_calls import conv_calls
from .packages import CorpusFile, distinct_files
from .restoration import SILENT, Published, Restoration, on
from .rewriting import Replacement, replaced, respelled, without_keyword

RECORD = Path(__file__).with_name("ablation.json")
_KEYWORD = re.compile(rb"\b(pad_mode|has_bias|group)\s*=")


@dataclass(frozen=True)
class Outcome:
    """What became of one altered call; ``line`` is that of the file as published."""

    alteration: str
    package: str
    place: str
    constructor: str
    fired: bool
    """Whether the linter said of the altered call what the alteration is about."""
    messages: tuple[str, ...]
    """All that it said of it."""
    result: str
    detail: str


def measure_file(file: CorpusFile) -> list[Outcome]:
    """All experiments on one file, each on all calls of the file that it applies to at once."""
    if not (b"mindspore" in file.data and b"Conv" in file.data and _KEYWORD.search(file.data)):
        return []
    try:
        published = Published(Source(file.name, decode(file.data)[0]))
        outcomes: list[Outcome] = []
        for alteration in ALTERATIONS:
            outcomes += _measure(alteration, file, published)
    except SourceError:
        return []
    return outcomes


def _measure(alteration: Alteration, file: CorpusFile, published: Published) -> list[Outcome]:
    source = published.source
    chosen = [call for call in published.calls if call.keyword(alteration.keyword) and alteration.applies(call)]
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
    on_call = {call.index: on(altered, altered_calls[call.index], findings) for call in chosen}
    restoration = (
        Restoration(published, altered, findings, alteration.new_name is not None) if alteration.restores else None
    )
    outcomes: list[Outcome] = []
    for call in chosen:
        said = on_call[call.index]
        fired = any(finding.code in alteration.codes for finding in said)
        result, detail = ("fired" if fired else "silent"), ""
        if restoration:
            result, detail = restoration.of(call, said) if fired else (SILENT, "")
        outcomes.append(
            Outcome(
                alteration.name,
                file.package.folder,
                f"{file.name}:{call.node.lineno}",
                call.constructor,
                fired,
                tuple(f"{finding.code} {finding.message}" for finding in said),
                result,
                detail,
            )
        )
    return outcomes


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
