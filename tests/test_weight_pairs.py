"""The fixtures of the weight rules come in pairs, raw and handled, that differ in the handling alone."""

from __future__ import annotations

import ast
import difflib
import re
from pathlib import Path

import pytest
from marks import FIXTURES, read

MARK = re.compile(r"  # MSC\d{3}: \d+(, MSC\d{3}: \d+)*$")
LARGEST_DIFFERENCE = 4
OUTSIDE = "outside of functions"
RAW = sorted(path for path in FIXTURES.glob("MSC30[1-4]/**/bad*.py") if not path.name.endswith(".fixed.py"))
pairs = pytest.mark.parametrize("raw", RAW, ids=lambda path: path.relative_to(FIXTURES).as_posix())


def handled_twin(raw: Path) -> Path:
    return raw.with_name(raw.name.replace("bad", "good", 1))


def functions(path: Path) -> dict[str, list[str]]:
    """The lines of each function and method, and those that stand outside of them; nested ones belong to the outer."""
    text = read(path)
    lines = text.splitlines()
    parts: dict[str, list[str]] = {}
    outside = set(range(len(lines)))
    todo: list[tuple[str, ast.stmt]] = [("", statement) for statement in reversed(ast.parse(text).body)]
    while todo:
        prefix, statement = todo.pop()
        if isinstance(statement, ast.ClassDef):
            todo.extend((f"{prefix}{statement.name}.", inner) for inner in reversed(statement.body))
        elif isinstance(statement, ast.FunctionDef):
            assert statement.end_lineno is not None
            inside = range(statement.lineno - 1, statement.end_lineno)
            parts[prefix + statement.name] = [lines[index] for index in inside]
            outside.difference_update(inside)
    parts[OUTSIDE] = [lines[index] for index in sorted(outside)]
    return parts


def without_marks(lines: list[str]) -> list[str]:
    return [MARK.sub("", line) for line in lines]


def lines_that_differ(raw: list[str], handled: list[str]) -> int:
    changes = list(difflib.ndiff(without_marks(raw), without_marks(handled)))
    return max(sum(change.startswith(sign) for change in changes) for sign in ("- ", "+ "))


@pairs
def test_a_pair_holds_the_same_functions_in_the_same_order(raw: Path) -> None:
    assert list(functions(raw)) == list(functions(handled_twin(raw)))


@pairs
def test_a_raw_function_is_found_once(raw: Path) -> None:
    marks = {name: sum(bool(MARK.search(line)) for line in lines) for name, lines in functions(raw).items()}
    assert {name: count for name, count in marks.items() if count > 1} == {}
    assert any(marks.values())


@pairs
def test_what_is_found_differs_from_what_is_handled_in_few_lines_and_nothing_else_does(raw: Path) -> None:
    handled = functions(handled_twin(raw))
    for name, lines in functions(raw).items():
        difference = lines_that_differ(lines, handled[name])
        if any(MARK.search(line) for line in lines):
            assert 1 <= difference <= LARGEST_DIFFERENCE, name
        else:
            assert difference == 0, name
