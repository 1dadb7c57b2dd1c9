"""Classes and functions that a file imports from other modules of its project, found in their source."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from pathlib import Path

from ms_convlint.facts.file_facts import FileFacts
from ms_convlint.facts.project import module_file, read_module, split_name
from ms_convlint.facts.scopes import BindingKind, Scope
from ms_convlint.facts.weights.cell_classes import Cells
from ms_convlint.facts.weights.signs import imports_torch

_MOST_MODULES = 40


@dataclass
class Modules:
    """The modules read for one file; nothing is imported, and nothing is read outside its project."""

    _facts: dict[Path, FileFacts | None] = field(default_factory=dict)
    _cells: dict[int, Cells] = field(default_factory=dict)
    _definitions: dict[tuple[Path, str], tuple[FileFacts, Scope] | None] = field(default_factory=dict)

    def cells(self, facts: FileFacts) -> Cells:
        """The cells that a file defines."""
        if id(facts) not in self._cells:
            self._cells[id(facts)] = Cells(facts, self)
        return self._cells[id(facts)]

    def definition(self, facts: FileFacts, dotted: str) -> tuple[FileFacts, Scope] | None:
        """The class or function that a dotted name means which a file imports; None where it is out of reach."""
        module, name = split_name(dotted)
        path = module_file(facts.source.path, module) if module else None
        if path is None:
            return None
        if (path, name) not in self._definitions:
            self._definitions[path, name] = None  # what a circle of imports comes to
            other = self._read(path, facts)
            self._definitions[path, name] = self._defined(other, name) if other is not None else None
        return self._definitions[path, name]

    def imports_torch(self, facts: FileFacts, module: str) -> bool:
        """Whether a module of the project, by its text, imports torch."""
        path = module_file(facts.source.path, module) if module else None
        other = self._read(path, facts) if path is not None else None
        return other is not None and imports_torch(other.source.text)

    def release(self) -> None:
        """Let go of what was read."""
        for facts in self._facts.values():
            if facts is not None:
                facts.release()
        for cells in self._cells.values():
            cells.__dict__.clear()  # cells and what makes them point at one another in circles
        self._facts.clear()
        self._definitions.clear()
        self._cells.clear()

    def _defined(self, facts: FileFacts, name: str) -> tuple[FileFacts, Scope] | None:
        module = facts.scopes.module
        bindings = module.bindings.get(name, [])
        if not bindings:
            found = (self.definition(facts, _joined(origin, name)) for origin in module.star_imports)
            return next((entry for entry in found if entry is not None), None)
        binding = bindings[-1]
        if binding.kind is BindingKind.IMPORT:
            return self.definition(facts, binding.target)
        if isinstance(binding.node, (ast.ClassDef, ast.FunctionDef)):
            return facts, facts.scopes.by_node[binding.node]
        return None

    def _read(self, path: Path, facts: FileFacts) -> FileFacts | None:
        if path not in self._facts:
            if len(self._facts) >= _MOST_MODULES:
                return None
            source = read_module(path)
            self._facts[path] = FileFacts(source, facts.mindspore_version) if source is not None else None
        return self._facts[path]


def _joined(origin: str, name: str) -> str:
    return f"{origin}{name}" if origin.endswith(".") else f"{origin}.{name}"
