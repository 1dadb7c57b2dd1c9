"""Edits and applying them: the text changes where they say, and nowhere else."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable

from ms_convlint.finding import Applicability, Edit, Finding, Fix, Position
from ms_convlint.source import Source


def applicable_fixes(findings: Iterable[Finding], *, unsafe: bool = False) -> list[Fix]:
    """The fixes that may be applied, each once, in the findings' order, none of which disturbs another.

    A fix that overlaps an earlier one waits for the next run.
    """
    allowed = {Applicability.SAFE, Applicability.UNSAFE} if unsafe else {Applicability.SAFE}
    chosen: dict[Fix, None] = {}  # in order, and quick to look up
    taken: list[Edit] = []  # in the order of the text, none disturbing another
    for finding in sorted(findings, key=lambda finding: finding.sort_key):
        fix = finding.fix
        if fix is None or not fix.edits or fix.applicability not in allowed or fix in chosen:
            continue
        if not any(_is_disturbed(edit, taken) for edit in fix.edits):
            chosen[fix] = None
            for edit in fix.edits:
                insort(taken, edit)
    return list(chosen)


def _is_disturbed(edit: Edit, taken: list[Edit]) -> bool:
    """Whether an edit touches one of those taken, which stand in order, so that only its neighbours can."""
    place = bisect_left(taken, edit)
    for index in range(place - 1, -1, -1):
        if taken[index].end < edit.start:
            break
        if _overlap(taken[index], edit):
            return True
    for index in range(place, len(taken)):
        if taken[index].start > edit.end:
            break
        if _overlap(taken[index], edit):
            return True
    return False


def apply_fixes(source: str, findings: Iterable[Finding], *, unsafe: bool = False) -> str:
    """The text with the findings' fixes applied: the safe ones, with ``unsafe`` those too that change numbers."""
    edits = [edit for fix in applicable_fixes(findings, unsafe=unsafe) for edit in fix.edits]
    return apply_edits(source, edits)


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text with edits applied; of several insertions at one place the first given stands first."""
    source = Source("", text)
    pieces: list[str] = []
    done = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        start = source.offset(edit.start)
        pieces += (text[done:start], edit.content)
        done = source.offset(edit.end)
    pieces.append(text[done:])
    return "".join(pieces)


def line_edits(before: str, after: str) -> list[Edit]:
    """Edits of whole lines that make one text of another."""
    from difflib import SequenceMatcher

    old, new = Source("", before).lines, Source("", after).lines
    changes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [
        Edit(Position(start + 1, 0), Position(end + 1, 0), "".join(new[first:last]))
        for kind, start, end, first, last in changes
        if kind != "equal"
    ]


def moved(places: Iterable[Position], text: str, edits: Iterable[Edit]) -> frozenset[Position]:
    """Where places outside of all edits are once these are applied to the text."""
    before, edits = Source("", text), list(edits)
    after = Source("", apply_edits(text, edits))
    growths = [(edit.end, len(edit.content) - before.offset(edit.end) + before.offset(edit.start)) for edit in edits]
    return frozenset(
        after.position_at(before.offset(place) + sum(growth for end, growth in growths if end <= place))
        for place in places
    )


def _overlap(first: Edit, second: Edit) -> bool:
    """Whether two edits touch the same characters; an insertion at the border of another edit does not.

    Two insertions at one place do where no comma would stand between them.
    """
    if first.start == first.end == second.start == second.end:
        return not (first.content.rstrip().endswith(",") or second.content.lstrip().startswith(","))
    return first.start < second.end and second.start < first.end
