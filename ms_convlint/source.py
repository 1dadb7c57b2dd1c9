"""One file of Python: its text, its tree, and the way from byte columns to characters."""

from __future__ import annotations

import ast
import io
import warnings
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from ms_convlint.finding import Position
from ms_convlint.wording import on_one_line, said


class SourceError(Exception):
    """A file that cannot be read as Python: ``message`` is one line, ``position`` where it broke."""

    def __init__(self, message: str, position: Position) -> None:
        super().__init__(message)
        self.message = on_one_line(message)
        self.position = position


@dataclass(frozen=True)
class Source:
    """The text of one file, without its byte order mark, with the line ends that it has.

    ``tree`` may be handed in by a host that has parsed already (flake8).
    """

    path: str
    text: str
    given_tree: ast.Module | None = field(default=None, compare=False, repr=False)

    @cached_property
    def lines(self) -> list[str]:
        r"""The lines with their ends, split as the tokenizer does: at \n, \r\n and \r alone."""
        return list(io.StringIO(self.text, newline=""))

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree.

        Raises:
            SourceError: the text is not Python that this interpreter can parse.
        """
        if self.given_tree is not None:
            return self.given_tree
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return ast.parse(self.text)
        except SyntaxError as error:
            line = error.lineno or 1
            column = max((error.offset or 1) - 1, 0)
            raise SourceError(said("SyntaxError: {reason}", reason=error.msg), Position(line, column)) from None
        except ValueError as error:  # NUL bytes before Python 3.12, lone surrogates
            raise SourceError(said("cannot be parsed: {reason}", reason=str(error)), Position(1, 0)) from None
        except (RecursionError, MemoryError):
            reason = said("nested too deeply")
            raise SourceError(said("cannot be parsed: {reason}", reason=reason), Position(1, 0)) from None

    def position(self, line: int, byte_column: int) -> Position:
        """Ast's place (line from 1, column in UTF-8 bytes) as a place in characters."""
        text = self.lines[line - 1] if line <= len(self.lines) else ""
        if text.isascii():
            return Position(line, byte_column)
        return Position(line, len(text.encode("utf-8", "surrogatepass")[:byte_column].decode("utf-8", "ignore")))

    def byte_column(self, position: Position) -> int:
        """The way back: the column in UTF-8 bytes, as pylint counts."""
        text = self.lines[position.line - 1]
        return len(text[: position.column].encode("utf-8", "surrogatepass"))

    def start(self, node: ast.expr | ast.stmt | ast.keyword) -> Position:
        """Where a node begins."""
        return self.position(node.lineno, node.col_offset)

    def end(self, node: ast.expr | ast.stmt | ast.keyword) -> Position:
        """Where a node ends."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self.position(node.end_lineno, node.end_col_offset)

    def offset(self, position: Position) -> int:
        """The index into ``text`` of a place."""
        return self._line_offsets[position.line - 1] + position.column

    def position_at(self, offset: int) -> Position:
        """The place of an index into ``text``."""
        line = bisect_right(self._line_offsets, offset, hi=len(self.lines))
        return Position(line, offset - self._line_offsets[line - 1])

    @cached_property
    def _line_offsets(self) -> list[int]:
        offsets = [0]
        for line in self.lines:
            offsets.append(offsets[-1] + len(line))
        return offsets

    def segment(self, node: ast.expr | ast.keyword) -> str:
        """The text of a node, as written."""
        return self.text[self.offset(self.start(node)) : self.offset(self.end(node))]


def decode(data: bytes) -> tuple[str, str]:
    """The text of a file and the encoding to write it back with (``utf-8-sig`` where it had a mark).

    Raises:
        SourceError: the coding line names no encoding, or the bytes are not in it.
    """
    import tokenize

    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return data.decode(encoding), encoding
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SourceError(said("cannot be decoded: {reason}", reason=str(error)), Position(line, 0)) from None
    except (SyntaxError, LookupError, UnicodeError) as error:
        raise SourceError(said("cannot be decoded: {reason}", reason=str(error)), Position(1, 0)) from None
