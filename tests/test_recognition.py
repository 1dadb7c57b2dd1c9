"""Code in one layout: what a formatter changes makes no difference, what a program means does."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marks import find, read
from test_fixtures import BAD

from ms_convlint.finding import Finding, Position, Severity
from ms_convlint.recognition import one_layout, recognized_by
from ms_convlint.source import Source

BLANKS = st.sampled_from(["", " ", "\n", "  # a comment, with (brackets and 'quotes\n", " \\\n", "\t", "\r\n"])
PIECES = ["nn.Conv2d", "(", "3", ",", "[", "64", ",", "64", "]", ",", "name", "=", "'a b'", ",", "x", "+", "y", ")"]


@given(st.lists(BLANKS, min_size=len(PIECES), max_size=len(PIECES)))
def test_blanks_line_ends_and_comments_change_nothing(blanks: list[str]) -> None:
    text = "".join(piece + blank for piece, blank in zip(PIECES, blanks, strict=True))
    assert one_layout(text) == 'nn.Conv2d(3, [64, 64], name="a b", x+y)'


@given(st.text(st.sampled_from("ab ,()[]'\"#\\\n1.=é漢"), max_size=40))
def test_text_that_is_no_code_has_a_layout_too(text: str) -> None:
    assert one_layout(f" {text}") == one_layout(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("f(a if b else c)", "f(aifbelse c)"),
        ("f('a b')", "f('a  b')"),
        ("f('a')", "f(a)"),
        ("f(1, 2)", "f(12)"),
        ("f((1,))", "f((1))"),
        ("f((1, ))", "f((1))"),
        ("f(x[1,])", "f(x[1])"),
        ("return (1,)", "return (1)"),
        ("f('# a')", "f('# b')"),
        ("f(not a)", "f(nota)"),
        ("f('''a\nb''')", "f('''a b''')"),
        ("f(x='pad')", "f(x='same')"),
    ],
)
def test_what_means_something_else_stays_different(one: str, other: str) -> None:
    assert one_layout(one) != one_layout(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("f(x='pad')", 'f(x="pad")'),
        ("f(\n    1,\n    2,\n)", "f(1, 2)"),
        ("f([1, 2,  # both\n])", "f([1,2])"),
        ("f(1,)", "f(1)"),
        ("f(a)(1,)", "f(a)(1)"),
        ("f([1,])", "f([1])"),
        ("f((1, 2,))", "f((1, 2))"),
        ("f(1, # one\n 2)", "f(1, 2)"),
        ("f(a  if  b else c)", "f(a if b else c)"),
    ],
)
def test_what_means_the_same_is_the_same(one: str, other: str) -> None:
    assert one_layout(one) == one_layout(other)


def test_a_finding_is_known_by_the_code_that_it_is_about() -> None:
    for path in BAD:
        text = read(path)
        findings = find(text, path)
        for finding, known in zip(findings, recognized_by(Source("", text), findings), strict=True):
            marked = Source("", text).lines[finding.start.line - 1][finding.start.column : finding.end.column]
            assert one_layout(marked) in known
            assert len(known) > len(one_layout(marked))


def test_a_finding_about_no_call_is_known_by_its_statement() -> None:
    text = "if a:\n    weight = array[\n        ..., None\n    ]\n"
    finding = Finding("MSC302", "", Position(2, 13), Position(2, 18), Severity.ERROR, certain=False)
    assert recognized_by(Source("", text), [finding]) == ["weight=array[..., None]"]


def known(text: str, path: Path) -> set[str]:
    """What the findings of a text are known by, without the brackets that ``ast.unparse`` adds."""
    return {re.sub("[() ]", "", one) for one in recognized_by(Source("", text), find(text, path))}


def test_a_formatter_leaves_what_findings_are_known_by() -> None:
    """``ast.unparse`` lays code out anew, without the comments that some fixtures need to be read as ports."""
    compared = 0
    for path in BAD:
        text = read(path)
        again = known(ast.unparse(ast.parse(text)), path)
        assert again <= known(text, path), path
        compared += len(again)
    assert compared > 400
