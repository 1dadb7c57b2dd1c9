"""Applies edits as a client does: places counted in its units, in lines that end where the protocol says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lsprotocol import types

_LINE_END = re.compile(r"\r\n|\n|\r")
_BYTES_OF_A_UNIT = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


def offset(text: str, place: types.Position, units: str) -> int:
    """Where a place of the client's is in the text, counted in characters."""
    starts = [0, *(end.end() for end in _LINE_END.finditer(text))]
    start = starts[place.line]
    line = _LINE_END.split(text[start:], maxsplit=1)[0]
    encoding, size = _BYTES_OF_A_UNIT[units]
    data = line.encode(encoding)
    assert place.character * size <= len(data), f"{place} is behind the end of its line"
    return start + len(data[: place.character * size].decode(encoding))


def piece(text: str, place: types.Range, units: str) -> str:
    """What stands in a range of the client's."""
    return text[offset(text, place.start, units) : offset(text, place.end, units)]


def applied(text: str, edits: Sequence[types.TextEdit], units: str) -> str:
    """The text after edits that must not overlap; those at one place go in in their order."""
    pieces = []
    at = 0
    for edit in sorted(edits, key=lambda edit: (edit.range.start.line, edit.range.start.character)):
        start, end = offset(text, edit.range.start, units), offset(text, edit.range.end, units)
        assert start >= at, "edits overlap"
        pieces += [text[at:start], edit.new_text]
        at = end
    return "".join((*pieces, text[at:]))


def edits_of(action: types.CodeAction, uri: str) -> Sequence[types.TextEdit]:
    """The edits of an action, which concern this document alone."""
    edit = action.edit
    assert edit is not None
    if edit.changes is not None:
        assert edit.document_changes is None
        assert list(edit.changes) == [uri]
        return edit.changes[uri]
    assert edit.document_changes is not None
    (change,) = edit.document_changes
    assert isinstance(change, types.TextDocumentEdit)
    assert change.text_document.uri == uri
    return [each for each in change.edits if isinstance(each, types.TextEdit)]
