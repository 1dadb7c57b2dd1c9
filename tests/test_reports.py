"""The formats: fields, places, escapes, and marks that stand under the place."""

from __future__ import annotations

import io
import json
import os
import re
from typing import Any

import pytest
from command import Command
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from ms_convlint.finding import Applicability, Edit, Finding, Fix, Position, Severity
from ms_convlint.reports.drawing import draw_paddings, draw_transposed, drawing_for
from ms_convlint.reports.excerpt import excerpt
from ms_convlint.reports.formats import open_report
from ms_convlint.reports.result import FileResult, Totals, shown_path

FIX = Fix(Applicability.SAFE, "write it so", (Edit(Position(1, 4), Position(1, 6), "new"),))
FINDING = Finding(
    "MSC102",
    'padding=1 needs "pad"',
    Position(1, 4),
    Position(1, 6),
    Severity.ERROR,
    certain=True,
    fix=FIX,
    alternatives=(Fix(Applicability.UNSAFE, "or so", (Edit(Position(1, 0), Position(1, 0), "x"),)),),
)
WITHOUT_FIX = Finding("MSC101", "left out", Position(2, 0), Position(2, 1), Severity.WARNING, certain=False)


def written(name: str, *results: FileResult) -> str:
    stream = io.StringIO()
    report = open_report(name, stream)
    totals = Totals()
    for result in results:
        report.add(result)
        totals.add(result)
    report.finish(totals)
    return stream.getvalue()


def place(row: int, column: int) -> dict[str, int]:
    return {"row": row, "column": column}


def test_json_has_the_fields_of_ruff_and_alternatives() -> None:
    result = FileResult("a.py", (FINDING, WITHOUT_FIX), "abc def\ng = '''\n''' \n")
    first, second = json.loads(written("json", result))
    assert first == {
        "cell": None,
        "code": "MSC102",
        "symbol": "ms-padding-without-pad-mode",
        "severity": "error",
        "message": 'padding=1 needs "pad"',
        "filename": os.path.abspath("a.py"),
        "location": place(1, 5),
        "end_location": place(1, 7),
        "fix": {
            "applicability": "safe",
            "message": "write it so",
            "edits": [{"content": "new", "location": place(1, 5), "end_location": place(1, 7)}],
        },
        "alternatives": [
            {
                "applicability": "unsafe",
                "message": "or so",
                "edits": [{"content": "x", "location": place(1, 1), "end_location": place(1, 1)}],
            }
        ],
        "noqa_row": 1,
        "url": "https://ms-convlint.readthedocs.io/en/latest/rules/MSC102/",
    }
    assert (second["fix"], second["alternatives"], second["noqa_row"]) == (None, [], 3)


def test_json_without_findings_is_an_empty_list() -> None:
    assert json.loads(written("json", FileResult("a.py"))) == []


def test_github_commands() -> None:
    result = FileResult("a,b:c%.py", (FINDING, WITHOUT_FIX), "abc def\ng\n")
    error, warning = written("github", result).splitlines()
    name = os.path.abspath("a,b:c%.py").replace("%", "%25").replace(",", "%2C").replace(":", "%3A")
    assert error == (
        f"::error title=ms-convlint (MSC102),file={name},line=1,col=5,endLine=1,endColumn=7"
        '::a,b:c%25.py:1:5: MSC102 padding=1 needs "pad"'
    )
    assert warning.startswith("::warning title=ms-convlint (MSC101),")


@pytest.mark.parametrize("name", ["text", "json", "github"])
@pytest.mark.parametrize(
    "path",
    ["new\nline.py", os.fsdecode(b"caf\xe9.py"), "漢.py", "\x1b[0m::x,%0A.py", 'q"uote.py', "\u202egnp.py"],
)
def test_any_name_can_be_written_in_utf_8(name: str, path: str) -> None:
    text = written(name, FileResult(path, (FINDING,), "abc def\n"))
    text.encode("utf-8")
    if name == "json":
        (entry,) = json.loads(text)
        assert os.path.basename(entry["filename"]) == path.replace("\udce9", "\\xe9")
    else:
        assert len(re.findall(r"MSC102 ", text)) == 1
    if name == "text":
        assert all(line.isprintable() for line in text.splitlines())


def test_paths_are_shown_on_one_printable_line() -> None:
    assert shown_path("a\tb\n漢\x07") == r"a\tb\n漢\x07"
    assert shown_path(os.fsdecode(b"\xff\xfe.py")) == r"\xff\xfe.py"


def test_text_names_a_fix_that_several_findings_share_once() -> None:
    text = written("text", FileResult("a.py", (FINDING, FINDING), "abc def\n"))
    assert text.count("fix: write it so") == 1
    assert text.count("fix: the same as above") == 1


def test_text_says_what_is_to_be_done_by_hand() -> None:
    fix = Fix(Applicability.DISPLAY, "put a layer before it")
    finding = Finding("MSC401", "no", Position(1, 0), Position(1, 1), Severity.ERROR, certain=True, fix=fix)
    text = written("text", FileResult("a.py", (finding,), "x\n"))
    assert "   by hand: put a layer before it\n" in text
    assert text.endswith("Found 1 finding in 1 file.\n")


def test_text_shows_a_place_behind_the_end_of_the_file() -> None:
    finding = Finding("MSC900", "no", Position(9, 3), Position(9, 3), Severity.ERROR, certain=True)
    assert "a.py:9:4: MSC900 no\n" in written("text", FileResult("a.py", (finding,), "x\n"))


@pytest.mark.parametrize(
    ("line", "start", "end", "shown", "mark"),
    [
        ("x = conv(1)", 4, 8, "x = conv(1)", "    ^^^^"),
        ("\tx = conv(1)", 5, 9, "    x = conv(1)", "        ^^^^"),
        ("a\t=\tconv(1)", 4, 8, "a   =   conv(1)", "        ^^^^"),
        ("漢字 = conv(1)", 5, 9, "漢字 = conv(1)", "       ^^^^"),
        ("e\u0301 = conv(1)", 5, 9, "e\u0301 = conv(1)", "    ^^^^"),
        ("'\x1b[31m'; conv(1)", 9, 13, "'\\x1b[31m'; conv(1)", "            ^^^^"),
        ("conv", 4, 9, "conv", "    ^"),
        ("漢", 0, 1, "漢", "^^"),
    ],
)
def test_marks_stand_under_the_place(line: str, start: int, end: int, shown: str, mark: str) -> None:
    view = excerpt(line, start, end, 80)
    assert (view.line, " " * view.start + "^" * view.length) == (shown, mark)


@given(
    before=st.text(st.sampled_from("ab 漢\t\u0301\x00é"), max_size=120),
    after=st.text(st.sampled_from("ab 漢\t"), max_size=120),
    width=st.integers(20, 100),
)
def test_a_line_is_cut_around_the_place(before: str, after: str, width: int) -> None:
    view = excerpt(f"{before}CONV{after}", len(before), len(before) + 4, width)
    assert cell_len(view.line) <= width
    assert view.length == 4
    cells = [char for char in view.line for _ in range(cell_len(char))]
    assert "".join(cells[view.start : view.start + 4]) == "CONV"


def test_a_drawing_shows_which_cells_each_mode_adds() -> None:
    drawing = draw_paddings(8, 3, 2, 1)
    assert re.findall(r"\|[0-9|]+\|", drawing) == [
        "|1|2|3|4|5|6|7|8|0|",
        "|1|2|3|4|5|6|7|8|",
        "|0|1|2|3|4|5|6|7|8|0|",
    ]
    assert [len(re.findall(r"\[=+\]", part)) for part in drawing.split("pad_mode=")] == [0, 4, 3, 4]
    assert "one side more than the other" in drawing
    assert "one side more than the other" not in draw_paddings(8, 3, 1, 1)


def test_a_transposed_drawing_shows_what_is_cut_and_what_is_appended() -> None:
    rows = re.findall(r"\|[0-9x|]+\|", draw_transposed(4, 3, 2, padding=1, output_padding=1))
    assert rows == ["|x|2|3|4|5|6|7|8|9|", "|x|2|3|4|5|6|7|8|9|", "|x|2|3|4|5|6|7|8|x|0|"]


@pytest.mark.parametrize(("code", "drawn"), [("MSC101", True), ("MSC106", True), ("MSC201", False), ("MSC900", False)])
def test_only_rules_about_padding_have_a_drawing(code: str, drawn: bool) -> None:
    assert bool(drawing_for(code)) is drawn


@pytest.mark.usefixtures("toy_engine")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_json_of_the_command_is_one_list(command: Command, jobs: str) -> None:
    command.write("a.py", "conv(1)\n")
    command.write("b.py", "# 漢\nx = (\n")
    command.write("c.py", "# coding: ascii\n# 漢\n")
    outcome = command("check", "--output-format=json", "--statistics", f"--jobs={jobs}", "a.py", "b.py", "c.py")
    entries: list[dict[str, Any]] = json.loads(outcome.out)
    assert [(entry["code"], entry["location"]["row"]) for entry in entries] == [
        ("MSC101", 1),
        ("MSC900", 2),
        ("MSC900", 2),
    ]
    assert "2 MSC900" in outcome.err
