"""A line of source as it is shown: in cells of a terminal, with the place that is meant."""

from __future__ import annotations

from dataclasses import dataclass

_TAB = 4
_CUT = "..."


@dataclass(frozen=True)
class Excerpt:
    """A line to show, and which of its cells to mark."""

    line: str
    start: int
    length: int


def excerpt(line: str, start: int, end: int, width: int) -> Excerpt:
    """Show characters ``start`` to ``end`` of a line in no more than ``width`` cells.

    Tabs become blanks and characters that do not print become escapes, so that the marks stand under the
    place whatever the terminal makes of them; a line that is too long is cut around the place.
    """
    pieces: list[str] = []
    widths: list[int] = []
    column = 0
    for char in line:
        piece = " " * (_TAB - column % _TAB) if char == "\t" else shown(char)
        pieces.append(piece)
        widths.append(_cells(piece))
        column += widths[-1]
    start = min(start, len(pieces))
    end = min(max(end, start), len(pieces))
    first, last = _window(widths, start, end, width)
    before = _CUT if first else ""
    after = _CUT if last < len(pieces) else ""
    return Excerpt(
        before + "".join(pieces[first:last]).rstrip() + after,
        len(before) + sum(widths[first:start]),
        max(sum(widths[start : min(end, last)]), 1),
    )


def shown(text: str) -> str:
    """Spell characters that do not print, which could also mislead a terminal, as escapes."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def _window(widths: list[int], start: int, end: int, width: int) -> tuple[int, int]:
    """Choose which characters to show: the place, a third of the rest before it."""
    if sum(widths) <= width:
        return 0, len(widths)
    room = max(width - 2 * len(_CUT), 1)
    first = start
    spare = max(room - sum(widths[start:end]), 0) // 3
    while first and spare >= widths[first - 1]:
        first -= 1
        spare -= widths[first]
    if sum(widths[:start]) + sum(widths[start:end]) <= width - len(_CUT):
        first, room = 0, width - len(_CUT)
    last, used = first, 0
    while last < len(widths) and used + widths[last] <= room:
        used += widths[last]
        last += 1
    return first, last


def _cells(text: str) -> int:
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)
