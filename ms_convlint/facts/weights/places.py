"""Where the rules' findings about weights stand in the text, and what fixes may touch."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from ms_convlint.facts.weights.shapes import RIGHT_AXIS, Expansion
from ms_convlint.facts.weights.things import Form
from ms_convlint.finding import Edit, Position
from ms_convlint.source import Source

_ATOMS = (ast.Name, ast.Attribute, ast.Subscript, ast.Call)


@dataclass(frozen=True)
class Span:
    """A piece of the text."""

    start: Position
    end: Position


@dataclass(frozen=True)
class Handed:
    """A value that is handed over: where it stands, and what holds its numbers.

    ``is_atom`` tells whether a method can be called on it without parentheses.
    """

    span: Span
    text: str
    form: Form | None
    is_atom: bool


def callee_span(node: ast.expr, source: Source) -> Span:
    """Where a finding stands: under the name of what is called or assigned, on its first line."""
    marked = node.func if isinstance(node, ast.Call) else node
    start, end = source.start(marked), source.end(marked)
    if end.line != start.line:
        end = Position(start.line, len(source.lines[start.line - 1].rstrip("\r\n")))
    return Span(start, end)


def handed(node: ast.expr, form: Form | None, source: Source) -> Handed:
    """A value as it stands in the text, parentheses around it not counted."""
    return Handed(Span(source.start(node), source.end(node)), shown(node, source), form, isinstance(node, _ATOMS))


def shown(node: ast.expr, source: Source) -> str:
    """An expression for a message: as written, on one line."""
    return " ".join(source.segment(node).split())


def axis_correction(expansion: Expansion, source: Source) -> Edit | None:
    """The edit that writes the right axis; None where the axis is not written as a number or an index."""
    if expansion.number is not None:
        return Edit(source.start(expansion.number), source.end(expansion.number), str(RIGHT_AXIS))
    if expansion.index is not None:
        return Edit(source.start(expansion.index), source.end(expansion.index), ":, :, None")
    return None


def corrected_text(expansion: Expansion, source: Source) -> str:
    """The expansion as it should be written."""
    edit = axis_correction(expansion, source)
    if edit is None:
        return f"{shown(expansion.operand, source)}[:, :, None]"
    whole = expansion.node
    before = source.text[source.offset(source.start(whole)) : source.offset(edit.start)]
    behind = source.text[source.offset(edit.end) : source.offset(source.end(whole))]
    return " ".join(f"{before}{edit.content}{behind}".split())


def removal(expansion: Expansion, source: Source) -> tuple[Edit, ...]:
    """The edits that leave of an expansion what it expands; () where a comment would go with it."""
    whole, kept = expansion.node, expansion.operand
    opening, closing = ("", "") if isinstance(kept, _ATOMS) else ("(", ")")
    before = Edit(source.start(whole), source.start(kept), opening)
    after = Edit(source.end(kept), source.end(whole), closing)
    gone = [source.text[source.offset(edit.start) : source.offset(edit.end)] for edit in (before, after)]
    if any("#" in text for text in gone):
        return ()
    return tuple(edit for edit in (before, after) if edit.start != edit.end)


def stands_in(inner: ast.expr, outer: ast.expr) -> bool:
    """Whether an expression is part of another."""
    return any(node is inner for node in ast.walk(outer))
