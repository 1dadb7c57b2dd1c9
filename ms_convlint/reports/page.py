"""A page in Markdown on a terminal: Chinese lines break between characters, and cells of tables lose nothing.

rich breaks a line at spaces, which Chinese has only around Latin words, and cuts a cell in whose lines wide characters
stand before a space.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.markdown import Markdown, MarkdownElement, Paragraph, TableElement
from rich.table import Table

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_OPENING = "\uff08\u201c\u2018\u300a"
_CLOSING = "\uff0c\u3002\u3001\uff1b\uff1a\uff01\uff1f\uff09\u201d\u2019\u300b"
_UNIT = re.compile(rf"[{_OPENING}]*(?:[^\s{_WIDE}{_OPENING}{_CLOSING}]+|[{_WIDE}])?[{_CLOSING}]*\s*")
"""What stays on one line: a word or a wide character, with the punctuation that must not be torn from it."""


def breaks(text: str, width: int) -> Iterator[int]:
    """Give the places in a text at which its lines begin, the first one's left out, so that they fit into a width."""
    filled = 0
    for unit in _UNIT.finditer(text):
        needed = cell_len(unit.group().rstrip())
        if filled and needed and filled + needed > width:
            yield unit.start()
            filled = 0
        filled += cell_len(unit.group())


class _Paragraph(Paragraph):
    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Render the lines one by one, each without the space at its end."""
        for line in self.text.divide(breaks(self.text.plain, options.max_width)):
            line.rstrip()
            yield line


class _Table(TableElement):
    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Fold what is too long for a cell instead of cutting it."""
        for table in super().__rich_console__(console, options):
            if isinstance(table, Table):
                for column in table.columns:
                    column.overflow = "fold"
            yield table


class Page(Markdown):
    """A page in Markdown, to be printed by rich's console."""

    elements: ClassVar[dict[str, type[MarkdownElement]]] = {
        **Markdown.elements,
        "paragraph_open": _Paragraph,
        "table_open": _Table,
    }
