"""Comments silence for the command what they silence for flake8."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from command import Command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ms_convlint.edits import apply_edits
from ms_convlint.finding import Finding, Position, Severity
from ms_convlint.suppressions import Suppressions

CALL = "x = nn.Conv2d(3, 64, 3, padding=1)"


def silenced(text: str, line: int, code: str = "MSC101") -> bool:
    place = Position(line, 0)
    finding = Finding(code, "", place, place, Severity.ERROR, certain=True)
    return not Suppressions(text.splitlines(keepends=True)).remaining([finding])


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("# noqa", True),
        ("# NoQA", True),
        ("#noqa", False),
        ("# noqa: MSC101", True),
        ("# noqa:MSC101,E501", True),
        ("# noqa: E501 MSC101", True),
        ("# noqa: E501, MSC1", True),
        ("# noqa: E501", False),
        ("# noqa: msc101", False),
        ("# noqa: MSC102", False),
        ("# noqa : MSC102", True),
        ("# noqa: because of this", True),
        ("# pylint: disable=x # noqa: MSC101", True),
        ("# flake8: noqa", False),
        ("# nosec", False),
    ],
)
def test_on_the_line(comment: str, expected: bool) -> None:
    assert silenced(f"{CALL}  {comment}\n", 1) is expected


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ("x = f(1)\n", 1, "x = f(1)  # noqa: MSC101\n"),
        ("x = f(1)", 1, "x = f(1)  # noqa: MSC101"),
        ("x = f(1)   \r\n", 1, "x = f(1)  # noqa: MSC101   \r\n"),
        ("x = f(1)  # the stem\n", 1, "x = f(1)  # the stem  # noqa: MSC101\n"),
        ("x = f(1)  # noqa: E501\n", 1, "x = f(1)  # noqa: E501, MSC101\n"),
        ("x = f(1)  # noqa: E501, W291 for the table\n", 1, "x = f(1)  # noqa: E501, W291, MSC101 for the table\n"),
        ("x = f(\n  1)\n", 1, "x = f(  # noqa: MSC101\n  1)\n"),
        ("x = f(1, '''\n''')\n", 1, "x = f(1, '''\n''')  # noqa: MSC101\n"),
        ("x = f(1) + \\\n  2\n", 1, "x = f(1) + \\\n  2  # noqa: MSC101\n"),
    ],
)
def test_an_edit_silences_one_code_where_flake8_reads_it(text: str, line: int, expected: str) -> None:
    edit = Suppressions(text.splitlines(keepends=True)).silencing_edit("MSC101", line)
    assert edit is not None
    assert apply_edits(text, [edit]) == expected
    assert silenced(expected, line)
    assert not silenced(expected, line, "MSC201")


def test_no_string_is_edited_to_silence_a_finding() -> None:
    text = "x = f(1, '''\n# noqa: E501\n''')\n"
    assert Suppressions(text.splitlines(keepends=True)).silencing_edit("MSC101", 1) is None


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ("x = f(  # noqa\n  1)\n", 1, True),
        ("x = f(\n  1)  # noqa\n", 1, False),
        ("x = f(1, '''\n''')  # noqa\n", 1, True),
        ("x = f(1, '''\n# noqa: MSC101\n''')\n", 1, True),
        ("x = f(1) + \\\n  2  # noqa\n", 1, True),
        ("x = f(1)\n# noqa\n", 1, False),
        ("x = f(1, '''\r\n''')  # noqa: MSC101\r\n", 1, True),
        ("x = 1  # noqa\rx = f(1)\r", 2, False),
    ],
)
def test_strings_and_backslashes_join_lines_and_brackets_do_not(text: str, line: int, expected: bool) -> None:
    assert silenced(text, line) is expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("# flake8: noqa", True),
        ("    # FLAKE8: NOQA", True),
        ("# flake8=noqa", True),
        ("# flake8: noqa: MSC101", True),
        ("# flake8: noqa: E501", True),
        ("x = 1  # flake8: noqa", False),
        ("# flake8:", False),
    ],
)
def test_in_the_whole_file(line: str, expected: bool) -> None:
    assert silenced(f"{CALL}\n\n{line}\n", 1) is expected


def test_the_line_that_a_comment_has_to_stand_on() -> None:
    lines = ["x = f('''\n", "''', \\\n", "  2)\n", "y = 1\n"]
    suppressions = Suppressions(lines)
    assert [suppressions.comment_row(line) for line in (1, 2, 3, 4, 9)] == [3, 3, 3, 4, 9]


PIECES = st.sampled_from(
    [
        "x",
        "# noqa",
        ": MSC101",
        ":MSC102,MSC101",
        "'''",
        "\\\n",
        "\n",
        "f(1)",
        "(",
        ")",
        "# flake8: noqa",
        " ",
        "'",
    ]
)


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(PIECES, max_size=12))
def test_any_text_is_read_as_flake8_reads_it(tmp_path: Path, pieces: list[str]) -> None:
    logging.getLogger("flake8").setLevel(logging.ERROR)
    lines = "".join(pieces).splitlines(keepends=True)
    for number in range(1, len(lines) + 1):
        assert silenced("".join(lines), number) is flake8_silences(tmp_path / "a.py", lines, number)


def flake8_silences(path: Path, lines: list[str], number: int) -> bool:
    from argparse import Namespace
    from linecache import clearcache

    from flake8.processor import FileProcessor
    from flake8.violation import Violation

    path.write_text("".join(lines))
    clearcache()  # flake8 asks it where it cannot tell the lines apart.
    options = Namespace(
        hang_closing=False,
        indent_size=4,
        max_line_length=80,
        max_doc_length=80,
        verbose=0,
        disable_noqa=False,
    )
    processor = FileProcessor(str(path), options, list(lines))
    if processor.should_ignore_file():
        return True
    line = processor.noqa_line_for(number)
    return Violation("MSC101", str(path), number, 1, "", line).is_inline_ignored(disable_noqa=False)


@pytest.mark.usefixtures("toy_engine")
def test_the_command_honours_them(command: Command) -> None:
    command.write("a.py", "conv(1)  # noqa: MSC101\nconv(2)\nconv(3)  # noqa: E501\n")
    command.write("b.py", "conv(1)\n# flake8: noqa\n")
    command.write("c.py", "# flake8: noqa\nprint 'python 2'\n")
    assert command("check").codes == ["a.py:2:1: MSC101", "a.py:3:1: MSC101"]
