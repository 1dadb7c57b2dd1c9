"""Which functions of a file are read on their own: those that take weights and that the file itself does not call."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ms_convlint.facts.names import definition_name
from ms_convlint.facts.scopes import Scope
from ms_convlint.facts.weights.signs import takes_weights

if TYPE_CHECKING:
    from ms_convlint.facts.file_facts import FileFacts


@dataclass
class Roots:
    """The functions of one file."""

    facts: FileFacts

    def __iter__(self) -> Iterator[Scope]:
        """Those that somebody else calls, as far as something in them takes a weight."""
        for scope in list(self.facts.scopes.by_node.values()):
            if not scope.is_function or scope.node not in self._relevant or self._is_called(scope):
                continue
            if scope.parent is not None and (scope.parent.is_class or scope.parent.function is None):
                yield scope  # one that stands in another function is read where that calls it

    def is_idle(self, scope: Scope | None) -> bool:
        """Whether a function of the module's, which changes nobody's state, is neither used nor takes a weight."""
        if scope is None:
            return False
        assert isinstance(scope.node, (ast.FunctionDef, ast.AsyncFunctionDef))
        is_plain = scope.parent is not None and scope.parent.parent is None and not scope.node.decorator_list
        return (
            is_plain
            and "globals" not in self._used[0]
            and scope.node not in self._relevant
            and not self._is_called(scope)
        )

    @cached_property
    def _relevant(self) -> set[ast.AST]:
        """The functions in which something takes a weight, and those that call them by their names."""
        functions = [scope.node for scope in self.facts.scopes.by_node.values() if scope.is_function]
        texts = {node: self._text(node) for node in functions}
        found = {node for node, text in texts.items() if takes_weights(text)}
        before = 0
        while len(found) > before:
            before = len(found)
            called = re.compile("|".join(rf"\b{re.escape(definition_name(node))}\b" for node in found) or r"(?!)")
            found |= {node for node, text in texts.items() if called.search(text.partition("\n")[2])}
        return found

    def _text(self, node: ast.AST) -> str:
        """The lines of a function."""
        assert isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        return "".join(self.facts.source.lines[node.lineno - 1 : node.end_lineno])

    @cached_property
    def _used(self) -> tuple[set[str], set[str]]:
        """The names, and the attributes of what is no module, by which the file may call functions or hand them on."""
        modules = {name for name, found in self.facts.scopes.module.bindings.items() if found[0].target}
        names: set[str] = set()
        attributes: set[str] = set()
        for node in ast.walk(self.facts.source.tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                names.add(node.id)
            elif isinstance(node, ast.Attribute) and not (
                isinstance(node.value, ast.Name) and node.value.id in modules
            ):
                attributes.add(node.attr)
        return names, attributes - {"__init__"}

    def _is_called(self, scope: Scope) -> bool:
        """Whether the file itself uses a function: it is read where that is."""
        names, attributes = self._used
        is_method = scope.parent is not None and scope.parent.is_class
        return definition_name(scope.node) in (attributes if is_method else names)
