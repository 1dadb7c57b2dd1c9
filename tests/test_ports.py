"""Whole networks: the careless port is found out, its fixes make the recorded text, the right one passes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from marks import FIXTURES, find, marked, places, read

from ms_convlint.edits import apply_fixes
from ms_convlint.engine import check
from ms_convlint.finding import Finding
from ms_convlint.settings import Settings, TorchSemantics
from ms_convlint.source import Source

PORTS = sorted(path for path in (FIXTURES / "ports").iterdir() if path.is_dir())

pytestmark = pytest.mark.parametrize("port", PORTS, ids=lambda port: port.name)


def find_as(semantics: TorchSemantics, text: str) -> list[Finding]:
    return check(Source("port.py", text), replace(Settings(), torch_semantics=semantics))


def test_the_careless_port_is_found_out_call_by_call(port: Path) -> None:
    path = port / "careless.py"
    text = read(path)
    assert places(find(text, path)) == marked(text)


def test_the_fixes_make_the_recorded_text(port: Path) -> None:
    path = port / "careless.py"
    text = read(path)
    assert apply_fixes(text, find(text, path), unsafe=True) == read(port / "careless.fixed.py")


def test_the_fixed_port_has_nothing_left_to_report(port: Path) -> None:
    path = port / "careless.fixed.py"
    assert find(read(path), path) == []


def test_calling_it_a_port_outright_changes_nothing_in_the_result(port: Path) -> None:
    text = read(port / "careless.py")
    fixed = apply_fixes(text, find_as(TorchSemantics.ALWAYS, text), unsafe=True)
    assert fixed == read(port / "careless.fixed.py")


def test_the_safe_fixes_first_and_then_all_make_the_same_text(port: Path) -> None:
    path = port / "careless.py"
    text = read(path)
    safe = apply_fixes(text, find(text, path))
    assert safe != text
    assert apply_fixes(safe, find(safe, path), unsafe=True) == read(port / "careless.fixed.py")


@pytest.mark.parametrize("semantics", list(TorchSemantics), ids=lambda semantics: semantics.value)
@pytest.mark.parametrize("name", ["right.py", "original_torch.py"])
def test_the_right_port_and_the_original_pass(port: Path, name: str, semantics: TorchSemantics) -> None:
    assert find_as(semantics, read(port / name)) == []
