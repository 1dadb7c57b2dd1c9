"""What would stand in a file after a fix: the lines that it changes, nothing around them."""

from __future__ import annotations

from dataclasses import replace

from ms_convlint.edits import apply_edits
from ms_convlint.finding import Edit, Fix
from ms_convlint.source import Source

_APART = 8
"""Edits with more lines than this between them are shown by themselves."""


def proposed(source: Source, fix: Fix) -> list[tuple[int, list[str]]]:
    """Give the changed pieces of a file: where each begins, and its new lines without indentation."""
    pieces = []
    for edits in _clusters(sorted(fix.edits)):
        first, last = edits[0].start.line, max(edit.end.line for edit in edits)
        moved = [
            Edit(
                replace(edit.start, line=edit.start.line - first + 1),
                replace(edit.end, line=edit.end.line - first + 1),
                edit.content,
            )
            for edit in edits
        ]
        text = apply_edits("".join(source.lines[first - 1 : last]), moved)
        pieces.append((first, _without_indentation(text)))
    return pieces


def _clusters(edits: list[Edit]) -> list[list[Edit]]:
    clusters: list[list[Edit]] = []
    for edit in edits:
        if clusters and edit.start.line - clusters[-1][-1].end.line <= _APART:
            clusters[-1].append(edit)
        else:
            clusters.append([edit])
    return clusters


def _without_indentation(text: str) -> list[str]:
    lines = [line.expandtabs(4) for line in text.splitlines() if line.strip()]
    common = min((len(line) - len(line.lstrip()) for line in lines), default=0)
    return [line[common:].rstrip() for line in lines]
