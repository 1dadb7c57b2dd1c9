"""The parts of the language server that need no client: places, settings, the pause before a check, edits."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lsprotocol import types
from pygls.workspace import PositionCodec

from ms_convlint.edits import apply_edits, line_edits
from ms_convlint.finding import Position
from ms_convlint.hosts.language_server.actions import Document, code_actions
from ms_convlint.hosts.language_server.checked import Checked, check_text
from ms_convlint.hosts.language_server.checks import PAUSE, Checks
from ms_convlint.hosts.language_server.client_settings import ClientSettings, client_settings
from ms_convlint.hosts.language_server.diagnostics import diagnostics
from ms_convlint.hosts.language_server.places import Places
from ms_convlint.settings import Settings, TorchSemantics
from ms_convlint.source import Source

ENCODINGS = [
    types.PositionEncodingKind.Utf8,
    types.PositionEncodingKind.Utf16,
    types.PositionEncodingKind.Utf32,
]
CONVOLUTION = "from mindspore import nn\nconv = nn.Conv2d(3, 8, 3, padding=1)\n"
TEXTS = st.text(st.sampled_from("ab é𝒳中\n\r\f\u2028"), max_size=40)


def places(text: str, encoding: str) -> Places:
    return Places(Source("", text).lines, PositionCodec(encoding))


@pytest.mark.parametrize(("encoding", "more"), list(zip(ENCODINGS, [5, 1, 0], strict=True)))
def test_columns_count_the_clients_units(encoding: str, more: int) -> None:
    line = 'name = "h\u00e9\u03bb\U0001d4b3"; conv = nn.Conv2d(3, 8, 3)'
    column = line.index("Conv2d")
    assert places(line, encoding).position(Position(1, column)) == types.Position(0, column + more)


@settings(derandomize=True, deadline=None)
@given(text=TEXTS, encoding=st.sampled_from(ENCODINGS))
def test_every_place_in_a_text_is_found_again(text: str, encoding: str) -> None:
    source = Source("", text)
    there_and_back = places(text, encoding)
    for row, line in enumerate(source.lines, 1):
        for column in range(len(line.rstrip("\r\n")) + 1):
            place = Position(row, column)
            assert there_and_back.from_client(there_and_back.position(place)) == place


@pytest.mark.parametrize(("encoding", "mark"), list(zip(ENCODINGS, [3, 1, 1], strict=True)))
def test_a_mark_of_the_byte_order_stands_before_the_first_line_alone(encoding: str, mark: int) -> None:
    marked = Places(["conv\n", "conv\n"], PositionCodec(encoding), is_marked=True)
    assert marked.position(Position(1, 2)) == types.Position(0, 2 + mark)
    assert marked.position(Position(2, 2)) == types.Position(1, 2)
    assert marked.from_client(types.Position(0, 2 + mark)) == Position(1, 2)
    assert marked.from_client(types.Position(0, 0)) == Position(1, 0)


def test_a_text_with_a_mark_is_checked_as_one_without() -> None:
    marked = check_text("net.py", f"\ufeff{CONVOLUTION}", ClientSettings(), "en")
    assert marked.findings == check_text("net.py", CONVOLUTION, ClientSettings(), "en").findings
    assert marked.findings
    assert marked.text == f"\ufeff{CONVOLUTION}"


def test_a_place_behind_the_end_is_at_the_end() -> None:
    there = places("ab\ncd", types.PositionEncodingKind.Utf16)
    assert there.from_client(types.Position(0, 99)) == Position(1, 2)
    assert there.from_client(types.Position(7, 3)) == Position(8, 0)


@settings(derandomize=True, deadline=None)
@given(before=TEXTS, after=TEXTS)
def test_line_edits_make_one_text_of_another(before: str, after: str) -> None:
    assert apply_edits(before, line_edits(before, after)) == after


def test_the_clients_settings_are_those_of_its_section() -> None:
    given_settings = {"torchSemantics": "always", "mindsporeVersion": "2.0", "select": ["MSC1"], "language": "zh"}
    read = client_settings(given_settings)
    assert read.overrides.torch_semantics is TorchSemantics.ALWAYS
    assert read.overrides.mindspore_version == (2, 0)
    assert read.selection.select == ("MSC1",)
    assert read.language == "zh"
    assert not read.problems


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("torchSemantics", "maybe"),
        ("mindsporeVersion", 2),
        ("select", "MSC1"),
        ("select", ["E501"]),
        ("select", []),
        ("ignore", ["E501"]),
        ("language", "fr"),
    ],
)
def test_a_setting_that_means_nothing_is_told_by_its_name_and_the_others_hold(key: str, value: object) -> None:
    read = client_settings({key: value, "interpreter": "python3"} | ({} if key == "language" else {"language": "zh"}))
    assert len(read.problems) == 1
    assert read.problems[0].startswith(f"msConvlint.{key}: ")
    assert read.language == (None if key == "language" else "zh")


@pytest.mark.parametrize("nothing", [None, {}, [], "always", {"torchSemantics": None}])
def test_a_client_that_sets_nothing_changes_nothing(nothing: object) -> None:
    assert client_settings(nothing) == ClientSettings()


def test_the_clients_settings_win_over_the_projects(tmp_path: Path) -> None:
    text = "from mindspore import nn\nconv = nn.Conv2d(3, 8, 4)\n"
    path = f"{tmp_path}/net.py"
    assert not check_text(path, text, ClientSettings(), "en").findings
    always = client_settings({"torchSemantics": "always"})
    assert [finding.code for finding in check_text(path, text, always, "en").findings] == ["MSC101", "MSC201"]


def test_a_burst_of_edits_is_checked_once_after_a_pause() -> None:
    text, checked, published = "", [], []

    def check(uri: str) -> Checked:
        checked.append(text)
        return Checked(Source(uri, text), Settings())

    async def burst() -> float:
        nonlocal text
        checks = Checks(check, lambda uri: text)
        for number in range(200):
            text = f"edit {number}"
            checks.edited("file:///net.py")
            checks.then("file:///net.py", lambda uri, found: published.append(found.source.text))
            await asyncio.sleep(0.0005)
        clock = asyncio.get_running_loop().time
        last = clock()
        while not published:
            await asyncio.sleep(0.001)
        return clock() - last

    waited = asyncio.run(burst())
    assert checked == published == ["edit 199"]
    assert waited >= PAUSE - 0.01


def test_whoever_asks_during_a_burst_is_answered_with_the_last_text() -> None:
    text, checked = "", []

    def check(uri: str) -> Checked:
        checked.append(text)
        return Checked(Source(uri, text), Settings())

    async def burst() -> list[str]:
        nonlocal text
        checks = Checks(check, lambda uri: text)
        questions = []

        async def ask() -> str:
            await checks.paused("file:///net.py")
            return checks.now("file:///net.py").source.text

        for number in range(50):
            text = f"edit {number}"
            checks.edited("file:///net.py")
            questions.append(asyncio.ensure_future(ask()))
            await asyncio.sleep(0)
        return list(await asyncio.gather(*questions))

    assert asyncio.run(burst()) == ["edit 49"] * 50
    assert checked == ["edit 49"]


def test_a_text_that_does_not_parse_has_no_findings() -> None:
    assert check_text("net.py", CONVOLUTION, ClientSettings(), "en").findings
    assert not check_text("net.py", CONVOLUTION + "def (", ClientSettings(), "en").findings


def test_an_excluded_file_has_no_findings(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.ms-convlint]\nexclude = ["vendor/"]\n')
    assert not check_text(str(tmp_path / "vendor" / "net.py"), CONVOLUTION, ClientSettings(), "en").findings
    assert check_text(str(tmp_path / "own" / "net.py"), CONVOLUTION, ClientSettings(), "en").findings


def test_all_safe_fixes_together_leave_nothing_that_is_safe_to_fix() -> None:
    checked = check_text("net.py", CONVOLUTION, ClientSettings(), "en")
    fixed = apply_edits(checked.source.text, checked.safe_edits)
    assert 'nn.Conv2d(3, 8, 3, pad_mode="pad", padding=1' in fixed
    assert not check_text("net.py", fixed, ClientSettings(), "en").safe_edits


def shown_in_editor(text: str, settings: ClientSettings, path: str = "net.py") -> Document:
    checked = check_text(path, text, settings, "en")
    codec = PositionCodec(types.PositionEncodingKind.Utf16)
    return Document("file:///net.py", 1, checked, Places(checked.source.lines, codec), "en", takes_versions=True)


def menu(document: Document, line: int) -> list[str]:
    """The titles that are offered on a line, counted from 0."""
    whole_line = types.Range(types.Position(line, 0), types.Position(line, 200))
    question = types.CodeActionParams(
        types.TextDocumentIdentifier(document.uri), whole_line, types.CodeActionContext([])
    )
    return [action.title for action in code_actions(document, question)]


def test_a_fix_that_changes_numbers_says_so() -> None:
    always = client_settings({"torchSemantics": "always"})
    offered = menu(shown_in_editor("from mindspore import nn\nconv = nn.Conv2d(3, 8, 4)\n", always), 1)
    assert offered[0] == 'Fix MSC101, which changes the numbers: nn.Conv2d(3, 8, 4, pad_mode="valid")'
    assert menu(shown_in_editor(CONVOLUTION, ClientSettings()), 1)[0].startswith("Fix MSC102, MSC201: nn.Conv2d(")


def test_what_only_a_person_can_mend_stands_in_the_message() -> None:
    text = 'from mindspore import nn\nconv = nn.Conv2d(3, 8, 3, padding=1, padding_mode="reflect")\n'
    document = shown_in_editor(text, ClientSettings())
    told = [diagnostic.message for diagnostic in diagnostics(document.checked, document.places, "en")]
    assert told
    assert all("\nby hand: " in message for message in told)
    assert not [title for title in menu(document, 1) if title.startswith("Fix")]


def test_a_wrong_comment_is_told_where_it_stands() -> None:
    document = shown_in_editor(f"{CONVOLUTION}x = '#'  # ms-convlint: torch-semantics=maybe\n", ClientSettings())
    (wrong,) = diagnostics(document.checked, document.places, "en")
    assert wrong.range == types.Range(types.Position(2, 9), types.Position(2, 45))
    assert "maybe" in wrong.message
    assert wrong.severity is types.DiagnosticSeverity.Error


def test_on_any_line_of_a_call_the_menu_is_that_of_the_call() -> None:
    arguments = "\n".join(["3,", "8,", "3,", "padding=1,", "has_bias=True,"])
    text = f"from mindspore import nn\nconv = nn.Conv2d(\n{arguments}\n)\nx = 1\n"
    document = shown_in_editor(text, ClientSettings())
    for line in range(1, 8):
        assert [title[:10] for title in menu(document, line)][:2] == ["Fix MSC102", "Silence MS"], line
    for line in (0, 8):
        assert menu(document, line) == ["Apply all safe fixes of ms-convlint"]


def test_two_findings_of_a_code_on_a_line_are_silenced_by_one_comment() -> None:
    line = "pair = nn.Conv2d(3, 8, 3, padding=1, has_bias=True), nn.Conv2d(8, 8, 3, padding=1, has_bias=True)\n"
    offered = menu(shown_in_editor(f"from mindspore import nn\n{line}", ClientSettings()), 1)
    assert len([title for title in offered if title.startswith("Fix MSC102")]) == 2
    assert offered.count("Silence MSC102 here") == 1


def test_a_constant_of_another_module_is_read_as_it_is_now(tmp_path: Path) -> None:
    text = "from mindspore import nn\nfrom sizes import PADDING\nconv = nn.Conv2d(3, 8, 3, padding=PADDING)\n"
    sizes = tmp_path / "sizes.py"
    found = []
    for moment, padding in enumerate([1, 0, 1]):
        sizes.write_text(f"PADDING = {padding}\n")
        os.utime(sizes, (moment, moment))
        checked = check_text(str(tmp_path / "net.py"), text, ClientSettings(), "en")
        found.append("MSC102" in [finding.code for finding in checked.findings])
    assert found == [True, False, True]


def test_fixes_inside_of_others_are_applied_together_with_them() -> None:
    inner = "nn.Conv2d(3, 8, 3, padding=(1, 1), has_bias=True)"
    text = f"from mindspore import nn\nconv = nn.Conv2d(3, 8, {inner}.kernel_size, padding=(1, 1), has_bias=True)\n"
    checked = check_text("net.py", text, ClientSettings(), "en")
    fixed = apply_edits(text, checked.safe_edits)
    assert fixed.count('pad_mode="pad"') == 2
    assert not check_text("net.py", fixed, ClientSettings(), "en").safe_edits
