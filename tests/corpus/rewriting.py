"""Taking an argument out of calls, or respelling its keyword, with nothing else of the text changed."""

from __future__ import annotations

import ast
import re

from ms_convlint.source import Source

from .conv_calls import ConvCall

Replacement = tuple[int, int, str]
"""From and to as indices into the text, and what to put there."""


def without_keyword(source: Source, call: ConvCall, keyword: ast.keyword) -> Replacement:
    """Take a keyword argument out, with the comma before it, or the one behind where it comes first."""
    start, end = source.offset(source.start(keyword)), source.offset(source.end(keyword))
    arguments: list[ast.expr | ast.keyword] = [*call.node.args, *call.node.keywords]
    arguments.sort(key=lambda argument: (argument.lineno, argument.col_offset))
    place = arguments.index(keyword)
    if place > 0:
        before = source.offset(source.end(arguments[place - 1]))
        return before + _comma(source.text[before:start]), end, ""
    if len(arguments) > 1:
        return start, source.offset(source.start(arguments[1])), ""
    return start, end, ""


def respelled(source: Source, keyword: ast.keyword, name: str) -> Replacement:
    """Give a keyword argument another name."""
    assert keyword.arg is not None
    start = source.offset(source.start(keyword))
    return start, start + len(keyword.arg), name


def replaced(text: str, replacements: list[Replacement]) -> str:
    """The text with all replacements made; they may not overlap, several at one place stand as given."""
    moved = 0
    for start, end, content in sorted(replacements, key=lambda replacement: replacement[:2]):
        text = text[: start + moved] + content + text[end + moved :]
        moved += len(content) - (end - start)
    return text


def _comma(between: str) -> int:
    """Where the comma stands in what separates two arguments; comments there may hold commas too."""
    return re.sub(r"#[^\r\n]*", lambda comment: " " * len(comment[0]), between).index(",")
