"""Imports run downwards only, from the hosts to the facts; rules see no syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import ms_convlint

PACKAGE = Path(ms_convlint.__file__).parent
FLOORS = (
    ("hosts", "__main__"),
    ("",),
    ("reports",),
    ("engine",),
    ("describing",),
    ("rules",),
    ("translation",),
    ("call_text",),
    ("facts",),
    ("edits", "suppressions", "discovery", "rewriting", "baseline", "recognition"),
    ("configuration",),
    ("source", "settings", "patterns", "languages"),
    ("finding", "description", "version", "wording"),
)
"""From the roof to the ground; the empty name is ``ms_convlint`` itself, the Python API."""

MODULES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix("__init__").rstrip("."): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
"""Module names, without the package's own, and their files."""


def floor(module: str) -> int:
    """The number of the floor that a module stands on, 0 for the roof."""
    first = module.partition(".")[0]
    for number, names in enumerate(FLOORS):
        if first in names:
            return number
    pytest.fail(f"ms_convlint.{module} stands on no floor: place it in FLOORS")


def imported_names(path: Path, statements: Iterable[ast.AST]) -> Iterator[str]:
    """Yield every dotted name that these statements import, relative imports spelled out."""
    package = (PACKAGE.name, *path.relative_to(PACKAGE).parent.parts)
    for node in statements:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join((*origin, *filter(None, [node.module])))
            yield from (f"{base}.{alias.name}" for alias in node.names)


def imports(module: str, *, on_loading: bool = False) -> set[str]:
    """All names that a module imports, in functions too; or only those that it needs to load."""
    tree = ast.parse(MODULES[module].read_bytes())
    return set(imported_names(MODULES[module], tree.body if on_loading else ast.walk(tree)))


def own(names: Iterable[str]) -> set[str]:
    """The modules of this package among imported names; of ``from x import y`` x.y, where that is one."""
    found = set()
    for name in names:
        first, _, rest = name.partition(".")
        if first == PACKAGE.name:
            while rest not in MODULES:
                rest = rest.rpartition(".")[0]
            found.add(rest)
    return found


@pytest.mark.parametrize("module", MODULES)
def test_imports_run_downwards(module: str) -> None:
    upwards = {name for name in own(imports(module)) if floor(name) < floor(module)}
    assert not upwards, f"ms_convlint.{module} imports from floors above its own"


def test_no_module_needs_itself_to_load() -> None:
    graph = {module: own(imports(module, on_loading=True)) - {module, ""} for module in MODULES}
    TopologicalSorter(graph).prepare()


@pytest.mark.parametrize("module", [name for name in MODULES if floor(name) == floor("rules")])
def test_rules_see_no_syntax_trees(module: str) -> None:
    roots = {name.partition(".")[0] for name in imports(module)}
    assert not roots & {"ast", "astroid", "tokenize", "pylint", "flake8"}


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("hosts.")])
def test_hosts_know_of_rules_by_the_registry_alone(module: str) -> None:
    below = {name for name in own(imports(module)) if name.startswith("rules.")}
    assert below <= {"rules.registry"}
