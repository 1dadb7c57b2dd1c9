"""Every fixture: exactly the marked findings, and exactly the recorded fix."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from marks import FIXTURES, find, marked, places, read

from ms_convlint.edits import apply_fixes
from ms_convlint.rules.registry import RULES

ALL = sorted(path for path in FIXTURES.rglob("*.py") if "ports" not in path.parts)
FIXED = [path for path in ALL if path.name.endswith(".fixed.py")]
BAD = [path for path in ALL if path.suffixes == [".py"] and ("bad" in path.name or "careless" in path.name)]
GOOD = [path for path in ALL if path not in FIXED and path not in BAD]


def name(path: Path) -> str:
    return path.relative_to(FIXTURES).as_posix()


def fixed_text(path: Path) -> str:
    """What the fixes must make of it: the recorded file, or the text itself where no fix is to be had."""
    recorded = path.with_suffix(".fixed.py")
    return read(recorded if recorded.exists() else path)


@pytest.mark.parametrize("path", BAD, ids=name)
def test_what_is_marked_is_found_at_its_place_and_nothing_else(path: Path) -> None:
    text = read(path)
    assert marked(text), "a bad fixture without a mark"
    assert places(find(text, path)) == marked(text)


@pytest.mark.parametrize("path", GOOD, ids=name)
def test_good_code_is_passed_over_in_silence(path: Path) -> None:
    text = read(path)
    assert marked(text) == []
    assert places(find(text, path)) == []


@pytest.mark.parametrize("path", BAD, ids=name)
def test_all_fixes_together_make_the_recorded_text(path: Path) -> None:
    text = read(path)
    assert apply_fixes(text, find(text, path), unsafe=True) == fixed_text(path)


@pytest.mark.parametrize("path", BAD, ids=name)
def test_a_second_run_changes_nothing(path: Path) -> None:
    text = fixed_text(path)
    ast.parse(text)
    assert apply_fixes(text, find(text, path), unsafe=True) == text


@pytest.mark.parametrize("path", BAD, ids=name)
def test_a_finding_spans_the_name_of_the_callee_on_one_line(path: Path) -> None:
    text = read(path)
    lines = text.splitlines()
    for finding in find(text, path):
        assert finding.start.line == finding.end.line
        assert finding.start.column < finding.end.column <= len(lines[finding.start.line - 1])


@pytest.mark.parametrize("path", FIXED, ids=name)
def test_a_recorded_fix_belongs_to_a_fixture_and_differs_from_it(path: Path) -> None:
    original = path.with_name(path.name.replace(".fixed.py", ".py"))
    assert original in BAD
    assert read(original) != read(path)


@pytest.mark.parametrize("code", [rule.code for rule in RULES])
def test_a_rule_has_code_that_it_reports_and_code_that_it_passes_over(code: str) -> None:
    folder = FIXTURES / code
    assert (folder / "good.py").is_file()
    assert any(marked_code == code for _, _, marked_code in marked(read(folder / "bad.py")))
