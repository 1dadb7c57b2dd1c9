"""What is shown of a call is never a fault: in the fixtures, in programs that nobody writes, in unfinished text."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest
from descriptions import described_at
from engine import HEAD
from hostile import DEEP_EXPRESSIONS, FLOWS, LARGE_NUMBERS, MODULES, SHALLOWER, cell
from marks import FIXTURES, read
from test_robustness import LAST, PLACES, limited

from ms_convlint.engine import check, describe
from ms_convlint.facts.file_facts import FileFacts
from ms_convlint.reports.hover import markdown, plain
from ms_convlint.settings import LATEST_MINDSPORE, Settings
from ms_convlint.source import Source

_CALL = re.compile(r"\b(nn\.Conv\d?\w*|a\d+|c|super\(\)\.__init__)\(")


def assert_shown(text: str) -> None:
    """Assert that a call in the middle and the last one are shown, or nothing is, in good time."""
    source = Source("model.py", text)
    places = [source.position_at(match.start()) for match in _CALL.finditer(text)]
    for place in {places[len(places) // 2], places[-1]}:
        with limited():
            description = described_at(text, place.line, place.column)
        if description is not None:
            assert markdown(description, "en")
            assert plain(description, "en")


@pytest.mark.parametrize("expression", DEEP_EXPRESSIONS.values(), ids=DEEP_EXPRESSIONS)
@pytest.mark.parametrize("place", PLACES)
def test_expressions_nested_ten_thousand_deep(place: str, expression: str) -> None:
    assert_shown(HEAD + PLACES[place](expression) + LAST)


@pytest.mark.parametrize("expression", SHALLOWER.values(), ids=SHALLOWER)
@pytest.mark.parametrize("place", PLACES)
def test_expressions_as_deep_as_python_takes_them(place: str, expression: str) -> None:
    assert_shown(HEAD + PLACES[place](expression) + LAST)


@pytest.mark.parametrize("value", LARGE_NUMBERS, ids=range(len(LARGE_NUMBERS)))
@pytest.mark.parametrize(
    "name", ["padding", "kernel_size", "stride", "dilation", "pad_mode", "group", "output_padding", "out_channels"]
)
def test_values_that_nobody_should_compute(name: str, value: str) -> None:
    given = value if value[0] == "*" else f"{name}={value}"
    for callee in ("Conv2d", "Conv3dTranspose"):
        assert_shown(f"{HEAD}x = 1\nnn.{callee}(3, 4, {given})\n")
        assert_shown(f"{HEAD}x = 1\nnn.{callee}(3, 4, 3, 2, 'pad', 1, {given})\n")


@pytest.mark.parametrize("number", [0, -1, 1, 2, 63, 64, 10**4, 10**12, 1 << 45])
@pytest.mark.parametrize("name", ["padding", "kernel_size", "stride", "dilation", "output_padding", "group"])
@pytest.mark.parametrize("callee", ["Conv1d", "Conv2d", "Conv2dTranspose", "Conv3dTranspose"])
def test_numbers_of_any_size(callee: str, name: str, number: int) -> None:
    kernel = "" if name == "kernel_size" else "3, "
    for mode in ("same", "valid", "pad"):
        assert_shown(f"{HEAD}nn.{callee}(3, 4, {kernel}pad_mode='{mode}', {name}={number})\n")


@pytest.mark.parametrize("module", [*MODULES.values(), *FLOWS.values()], ids=[*MODULES, *FLOWS])
def test_modules_of_any_size_and_shape(module: str) -> None:
    assert_shown(HEAD + module + LAST)


@pytest.mark.parametrize("path", sorted(FIXTURES.rglob("*.py")), ids=lambda path: path.relative_to(FIXTURES).as_posix())
def test_every_convolution_of_the_fixtures_is_shown(path: Path) -> None:
    source = Source(str(path), read(path))
    for call, *_ in FileFacts(source, LATEST_MINDSPORE).convolutions:
        description = describe(source, Settings(), call.start)
        assert description is not None
        assert description.start == call.call_start
        assert description.raises or description.equivalent is not None
        assert markdown(description, "en")
        assert plain(description, "en")


def test_what_is_shown_of_a_long_file_takes_no_longer_than_checking_it() -> None:
    text = HEAD + "".join(cell("").replace("Network", f"Network{number}") for number in range(300))
    text = text.replace("nn.Conv2d(3, 4, 3)", "nn.Conv2d(3, 4, 3, padding=1)")
    assert text.count("\n") > 2000
    place = Source("model.py", text).position_at(text.rindex("nn.Conv2d"))
    shown = least_seconds(lambda: describe(Source("model.py", text), Settings(), place))
    assert shown < least_seconds(lambda: check(Source("model.py", text), Settings()))


def least_seconds(call: Callable[[], object]) -> float:
    """The processor's time that the fastest of some runs takes."""
    taken = []
    for _ in range(3):
        before = process_time()
        call()
        taken.append(process_time() - before)
    return min(taken)


def test_text_cut_off_anywhere_shows_something_or_nothing() -> None:
    text = HEAD + "名 = 1\nconv = nn.Conv2d(\n    3, 4, 3,  # é\n    stride=2,\n)\n"
    for end in range(len(text)):
        for line in range(1, 9):
            described_at(text[:end], line, 12)
