"""No input makes the engine fail, hang or lose sight of the call that stands behind it."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import pytest
from engine import HEAD, findings, lines_with
from hostile import DEEP_EXPRESSIONS, FLOWS, LARGE_NUMBERS, MODULES, SHALLOWER, cell

from ms_convlint.settings import TorchSemantics
from ms_convlint.source import SourceError

SECONDS = 10
"""Ten times what the slowest takes on a busy machine."""

LAST = "last = nn.Conv2d(3, 4, 3, padding=1)\n"
"""What is found behind everything that can be parsed: MSC102."""


class LateError(BaseException):
    """Nothing in the engine may swallow it."""


@contextmanager
def limited() -> Iterator[None]:
    """Break off what takes more of a processor's time than SECONDS, however busy the machine is."""

    def late(number: int, frame: FrameType | None) -> None:
        raise LateError

    if sys.platform == "win32":
        yield
        return
    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def assert_sees_past(statements: str, semantics: TorchSemantics) -> None:
    """Assert that the file is checked to its end, or told to be too deep for Python itself."""
    text = HEAD + statements + LAST
    with limited():
        try:
            found = findings(text, semantics)
        except SourceError as error:
            told = error.message
        else:
            told = ""
    if told:
        assert "nested too deeply" in told or "SyntaxError" in told
        return
    assert text.count("\n") in lines_with("MSC102", found)


BOTH = pytest.mark.parametrize("semantics", [TorchSemantics.AUTO, TorchSemantics.ALWAYS], ids=lambda s: s.value)
PLACES: dict[str, Callable[[str], str]] = {
    "assigned": lambda text: f"k = {text}\nnn.Conv2d(3, 4, k, padding=k)\n",
    "given": lambda text: f"nn.Conv2d(3, 4, 3, padding={text})\n",
    "returned": lambda text: cell("", f"    made = self.conv\n    return {text}\n"),
}


@pytest.mark.parametrize("expression", DEEP_EXPRESSIONS.values(), ids=DEEP_EXPRESSIONS)
@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_expressions_nested_ten_thousand_deep(place: Callable[[str], str], expression: str) -> None:
    assert_sees_past(place(expression), TorchSemantics.ALWAYS)


@BOTH
@pytest.mark.parametrize("expression", SHALLOWER.values(), ids=SHALLOWER)
@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_expressions_as_deep_as_python_takes_them(
    place: Callable[[str], str], expression: str, semantics: TorchSemantics
) -> None:
    assert_sees_past(place(expression), semantics)


@BOTH
@pytest.mark.parametrize("name", ["padding", "kernel_size", "pad_mode", "groups"])
def test_values_that_nobody_should_compute(name: str, semantics: TorchSemantics) -> None:
    calls = [
        f"nn.Conv2d(3, 4, {'3, ' if name != 'kernel_size' else ''}{value if value[0] == '*' else f'{name}={value}'})\n"
        for value in LARGE_NUMBERS
    ]
    assert_sees_past("".join(calls), semantics)


@BOTH
@pytest.mark.parametrize("module", MODULES.values(), ids=MODULES)
def test_modules_of_any_size_and_shape(module: str, semantics: TorchSemantics) -> None:
    assert_sees_past(module, semantics)


@BOTH
@pytest.mark.parametrize("module", FLOWS.values(), ids=FLOWS)
def test_layers_that_lead_to_themselves(module: str, semantics: TorchSemantics) -> None:
    assert_sees_past(module, semantics)
