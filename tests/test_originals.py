"""Every careless port of the constructor rules stands beside the torch code that it was made of."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from marks import FIXTURES, read

from ms_convlint.engine import check
from ms_convlint.finding import Finding
from ms_convlint.settings import Settings, TorchSemantics
from ms_convlint.source import Source

CARELESS = sorted(
    path
    for pattern in ("MSC[124]*/bad*.py", "seeds/*careless.py")
    for path in FIXTURES.glob(pattern)
    if path.suffixes == [".py"]
)
"""Rules of MSC3 are about weights: what they judge is no call that torch has, too."""


def name(path: Path) -> str:
    return path.relative_to(FIXTURES).as_posix()


def original_of(careless: Path) -> Path:
    return careless.with_suffix(".torch.py")


def find_as(semantics: TorchSemantics, path: Path) -> list[Finding]:
    return check(Source(str(path), read(path)), replace(Settings(), torch_semantics=semantics))


def scopes(tree: ast.AST, outer: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The qualified names of all classes and functions, in their order; forward under MindSpore's name for it."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
            scope = (*outer, "construct" if node.name == "forward" else node.name)
            yield scope
            yield from scopes(node, scope)
        else:
            yield from scopes(node, outer)


def assigned(tree: ast.AST) -> Iterator[str]:
    """The names and attributes that are assigned, in their order."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Store):
            yield ast.unparse(node)
        yield from assigned(node)


def imported(tree: ast.AST) -> set[str]:
    """The first names of all that is imported."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").partition(".")[0])
    return names


def test_every_careless_port_has_an_original_and_every_original_a_port() -> None:
    assert CARELESS
    assert sorted(FIXTURES.glob("**/*.torch.py")) == sorted(map(original_of, CARELESS))


@pytest.mark.parametrize("careless", CARELESS, ids=name)
def test_both_have_the_same_classes_and_functions_in_the_same_order(careless: Path) -> None:
    original = ast.parse(read(original_of(careless)))
    assert list(scopes(original)) == list(scopes(ast.parse(read(careless))))


@pytest.mark.parametrize("careless", CARELESS, ids=name)
def test_what_the_port_assigns_its_original_assigns_in_the_same_order(careless: Path) -> None:
    remaining = assigned(ast.parse(read(original_of(careless))))
    assert [target for target in assigned(ast.parse(read(careless))) if target not in remaining] == []


@pytest.mark.parametrize("careless", CARELESS, ids=name)
def test_an_original_is_of_torch_alone(careless: Path) -> None:
    names = imported(ast.parse(read(original_of(careless))))
    assert "torch" in names
    assert names <= {"torch", "collections", "functools"}


@pytest.mark.parametrize("semantics", list(TorchSemantics), ids=lambda semantics: semantics.value)
@pytest.mark.parametrize("careless", CARELESS, ids=name)
def test_nothing_is_said_of_an_original(careless: Path, semantics: TorchSemantics) -> None:
    assert find_as(semantics, original_of(careless)) == []
