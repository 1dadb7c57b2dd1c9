"""The way between places in a text and places as the client counts them: in UTF-8 bytes, UTF-16 units or characters."""

from __future__ import annotations

from collections.abc import Sequence

from lsprotocol import types
from pygls.workspace import PositionCodec

from ms_convlint.finding import Edit, Position
from ms_convlint.hosts.language_server.checked import MARK


class Places:
    r"""The places of one text, whose lines end where they do for the protocol: at \n, \r\n and \r alone."""

    def __init__(self, lines: Sequence[str], codec: PositionCodec, *, is_marked: bool = False) -> None:
        """Take the lines without the mark of the byte order, and whether the client has one before them."""
        self._lines = lines
        self._codec = codec
        self._mark: int = codec.client_num_units(MARK) if is_marked else 0

    def position(self, position: Position) -> types.Position:
        """Give a place in the client's units."""
        line = self._lines[position.line - 1] if position.line <= len(self._lines) else ""
        units = self._codec.client_num_units(line[: position.column])
        return types.Position(position.line - 1, units + (self._mark if position.line == 1 else 0))

    def range(self, start: Position, end: Position) -> types.Range:
        """Give a range in the client's units."""
        return types.Range(self.position(start), self.position(end))

    def text_edit(self, edit: Edit) -> types.TextEdit:
        """Give an edit in the client's units."""
        return types.TextEdit(self.range(edit.start, edit.end), edit.content)

    def from_client(self, position: types.Position) -> Position:
        """Give the client's place in characters; one behind the end of a line is at its end."""
        line = self._lines[position.line].rstrip("\r\n") if position.line < len(self._lines) else ""
        column = 0
        units = self._mark if position.line == 0 else 0
        while column < len(line) and units < position.character:
            units += self._codec.client_num_units(line[column])
            column += 1
        return Position(position.line + 1, column)
