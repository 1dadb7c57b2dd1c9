"""What text is written on: a pipe takes it as it is, a terminal in colours."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TextIO

from ms_convlint.languages import in_language

if TYPE_CHECKING:
    from rich.console import Console

Piece = tuple[str, str]
"""A text and its style in rich's words; "" for none."""

_PIPE_WIDTH = 200


class Paper:
    """A stream that text is written to line by line, in a language and without colours."""

    def __init__(self, stream: TextIO, language: str) -> None:
        self._stream = stream
        self._language = language
        self.width = _columns() if stream.isatty() else _PIPE_WIDTH

    def line(self, *pieces: Piece) -> None:
        """Write one line."""
        self._stream.write("".join(in_language(text, self._language) for text, _ in pieces) + "\n")


class ColouredPaper(Paper):
    """A terminal."""

    def __init__(self, stream: TextIO, language: str) -> None:
        super().__init__(stream, language)
        self._console = console(stream)
        self.width = self._console.width

    def line(self, *pieces: Piece) -> None:
        """Write one line in colours; the terminal wraps it where it is too long, so that it can be copied."""
        from rich.text import Text

        translated = ((in_language(text, self._language), style) for text, style in pieces)
        self._console.print(Text.assemble(*translated), soft_wrap=True)


def _columns() -> int:
    from shutil import get_terminal_size

    return get_terminal_size().columns


def paper(stream: TextIO, language: str) -> Paper:
    """Choose what suits the stream; rich, which does the colours, is loaded for a terminal alone."""
    return ColouredPaper(stream, language) if takes_colours(stream) else Paper(stream, language)


def takes_colours(stream: TextIO) -> bool:
    """Whether a stream is a terminal whose user has nothing against colours."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def console(stream: TextIO) -> Console:
    """Open rich's console on a stream."""
    from rich.console import Console

    return Console(file=stream, highlight=False, markup=False, emoji=False)
