"""What the documents say, statement by statement: it happens, and no row of a table stands there unmeasured."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from .agreement import disagreements
from .recorded import recorded
from .statements import STATEMENTS, Statement, measure, run

DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "semantics.md"
MEASURED_TABLES = ("What raises", 'When the default "same" equals torch', "The translation")
on_frameworks = pytest.mark.oracle


class Row(NamedTuple):
    """A row of a table: the heading that it stands under, its first cell, and the others."""

    heading: str
    first: str
    rest: str


def rows(text: str) -> Iterator[Row]:
    """The rows of all tables of a page, without those above the dashes."""
    heading = ""
    lines = text.splitlines()
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if line.startswith("#"):
            heading = line.lstrip("# ")
        elif line.startswith("| ") and not following.startswith("|-"):
            first, _, rest = line.strip("| ").partition(" | ")
            yield Row(heading, first, rest)


def of(row: Row) -> list[Statement]:
    return [one for one in STATEMENTS if (one.where, one.row) == (f"semantics.md: {row.heading}", row.first)]


ROWS = [row for row in rows(DOCUMENT.read_text("utf-8")) if row.heading in MEASURED_TABLES]
of_each_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.first)


def fact(statement: Statement) -> dict[str, Any]:
    found: dict[str, Any] = recorded("statements")[statement.where][statement.row][statement.call]
    return found


@on_frameworks
@pytest.mark.usefixtures("frameworks")
@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda statement: statement.call)
def test_what_is_said_happens(statement: Statement) -> None:
    result = run(statement)
    assert result.outcome == statement.says, f"{statement.where}, {statement.row}: {result}"


@on_frameworks
@pytest.mark.usefixtures("frameworks")
def test_what_happens_is_what_is_recorded() -> None:
    assert not disagreements(measure(), recorded("statements"))


def test_the_record_says_of_each_statement_what_the_documents_say() -> None:
    assert {fact(one)["outcome"] == one.says for one in STATEMENTS} == {True}
    kept = sum(len(calls) for rows_of in recorded("statements").values() for calls in rows_of.values())
    assert kept == len(STATEMENTS)


def test_the_measured_tables_are_there() -> None:
    assert {row.heading for row in ROWS} == set(MEASURED_TABLES)


@of_each_row
def test_every_row_of_the_tables_has_a_statement_that_was_run(row: Row) -> None:
    assert of(row), f"docs/semantics.md, {row.heading}: nothing in tests/oracle/statements_….py has the row {row.first}"


@of_each_row
def test_the_errors_that_a_row_names_are_those_that_were_raised(row: Row) -> None:
    """But for what it says of versions before the measured one."""
    named = {
        error for part in re.split(r"[;,]", row.rest) if "before" not in part for error in re.findall(r"\w+Error", part)
    }
    assert named == {fact(one)["outcome"] for one in of(row) if fact(one)["outcome"].endswith("Error")}
