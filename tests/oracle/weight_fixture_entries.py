"""The functions of the fixtures of the weight rules that nothing else calls, and whether something is said of each."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from marks import FIXTURES, find, read

FOLDERS = ("MSC301", "MSC302", "MSC303")
_NEVER_RUN = frozenset({"construct", "forward"})


@dataclass(frozen=True)
class Entry:
    """A function or a method; ``Class.__init__`` where making one of the class loads."""

    path: str
    """The file, from the folder of all fixtures."""
    name: str
    is_reported: bool
    """Whether one of the rules reports something in it, or in what it calls."""

    @property
    def key(self) -> str:
        """The file and the name."""
        return f"{self.path}: {self.name}"


def entries() -> list[Entry]:
    """All of them: of the bad fixtures, of the good ones, and of the bad ones as they are after the fixes."""
    return [
        entry for folder in FOLDERS for path in sorted((FIXTURES / folder).rglob("*.py")) for entry in of_file(path)
    ]


def of_file(path: Path) -> list[Entry]:
    """Those of one file."""
    text = read(path)
    tree = ast.parse(text)
    definitions = dict(_definitions(tree))
    lines = {finding.start.line for finding in find(text, path) if finding.code in FOLDERS}
    reached = _Reached(tree, definitions)
    called = {callee for name in definitions for callee in reached.directly[name] if callee != name}
    file = path.relative_to(FIXTURES).as_posix()
    return [
        Entry(file, name, any(_spans(definitions[callee], lines) for callee in reached.all_from(name)))
        for name, node in definitions.items()
        if name not in called and (not name.endswith("__") or (name.endswith(".__init__") and _loads(node)))
    ]


class _Reached:
    """Which definitions of a file call which."""

    def __init__(self, tree: ast.Module, definitions: dict[str, ast.FunctionDef]) -> None:
        imports = [node for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom))]
        self._imported = {(alias.asname or alias.name).partition(".")[0] for node in imports for alias in node.names}
        self._definitions = definitions
        self.directly = {name: self._named_in(node) for name, node in definitions.items()}

    def all_from(self, name: str) -> set[str]:
        """The definition itself, what it calls, what these call."""
        found, open_ = {name}, [name]
        while open_:
            more = self.directly[open_.pop()] - found
            found |= more
            open_ += more
        return found

    def _named_in(self, node: ast.FunctionDef) -> set[str]:
        found = set()
        for inner in ast.walk(node):
            if isinstance(inner, ast.Name):
                found |= {inner.id, f"{inner.id}.__init__"}
            elif isinstance(inner, ast.Attribute) and not self._is_of_import(inner):
                found |= {name for name in self._definitions if name.endswith(f".{inner.attr}")}
        return found & self._definitions.keys()

    def _is_of_import(self, node: ast.Attribute) -> bool:
        return isinstance(node.value, ast.Name) and node.value.id in self._imported


def _definitions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            for method in node.body:
                if isinstance(method, ast.FunctionDef) and method.name not in _NEVER_RUN:
                    yield f"{node.name}.{method.name}", method


def _loads(node: ast.FunctionDef) -> bool:
    return re.search(r"\bweight|load", ast.unparse(node)) is not None


def _spans(node: ast.FunctionDef, lines: set[int]) -> bool:
    return any(node.lineno <= line <= (node.end_lineno or 0) for line in lines)
