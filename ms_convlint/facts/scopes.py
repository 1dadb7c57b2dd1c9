"""Scopes, bindings and calls of one file: what walk.py gathers, and names.py and values.py read."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cached_property

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


class BindingKind(Enum):
    """How a name came by its value."""

    IMPORT = auto()
    VALUE = auto()
    PARAMETER = auto()
    DEFINITION = auto()
    OTHER = auto()
    """A loop variable, a with target, an augmented assignment, part of an unpacking: no one expression."""


@dataclass(eq=False)
class Binding:
    """One place where a name is bound.

    ``node`` is the value's expression, the definition, or the place itself; ``place`` what stands where the name is
    bound (the target, the statement); ``target`` an import's dotted name.
    """

    kind: BindingKind
    node: ast.AST
    scope: Scope
    place: ast.AST
    target: str = ""


@dataclass(eq=False)
class Scope:
    """A module, class, function, lambda or comprehension with the names bound in it."""

    node: ast.AST
    parent: Scope | None
    bindings: dict[str, list[Binding]] = field(default_factory=dict)
    attributes: dict[str, list[Binding]] = field(default_factory=dict)
    """Of a class: what its methods assign to ``self``."""
    elsewhere: dict[str, Scope] = field(default_factory=dict)
    """Names declared ``global`` or ``nonlocal`` here."""
    star_imports: list[str] = field(default_factory=list)

    @cached_property
    def is_class(self) -> bool:
        """Whether names bound here are hidden from the scopes inside."""
        return isinstance(self.node, ast.ClassDef)

    @cached_property
    def is_function(self) -> bool:
        """Whether this is a function with a name."""
        return isinstance(self.node, (ast.FunctionDef, ast.AsyncFunctionDef))

    @property
    def module(self) -> Scope:
        """The outermost scope."""
        scope = self
        while scope.parent is not None:
            scope = scope.parent
        return scope

    @property
    def function(self) -> Scope | None:
        """The innermost function with a name around (or at) this scope."""
        scope: Scope | None = self
        while scope is not None and not scope.is_function:
            scope = scope.parent
        return scope

    @cached_property
    def method(self) -> Scope | None:
        """The method around (or at) this scope: a function that stands directly in a class."""
        scope: Scope | None = self
        while scope is not None and not (scope.is_function and scope.parent is not None and scope.parent.is_class):
            scope = scope.parent
        return scope

    @cached_property
    def enclosing_class(self) -> Scope | None:
        """The innermost class around this scope."""
        scope: Scope | None = self
        while scope is not None and not scope.is_class:
            scope = scope.parent
        return scope

    @cached_property
    def self_name(self) -> str | None:
        """What the method around this scope calls its instance."""
        method = self.method
        if method is None:
            return None
        assert isinstance(method.node, (ast.FunctionDef, ast.AsyncFunctionDef))
        positional = [*method.node.args.posonlyargs, *method.node.args.args]
        return positional[0].arg if positional else None

    def bind(self, name: str, binding: Binding) -> None:
        """Note one more place that binds ``name``, in the scope that it belongs to."""
        owner = self.elsewhere.get(name, self)
        owner.bindings.setdefault(name, []).append(binding)

    def lookup(self, name: str) -> list[Binding]:
        """The bindings of a name as seen from here, [] where it is not bound in this file."""
        scope: Scope | None = self
        while scope is not None:
            if scope is self or not scope.is_class:
                scope = scope.elsewhere.get(name, scope)
                if name in scope.bindings:
                    return scope.bindings[name]
            scope = scope.parent
        return []


@dataclass(eq=False)
class Scopes:
    """What one walk over a file finds."""

    module: Scope
    by_node: dict[ast.AST, Scope]
    calls: list[tuple[ast.Call, Scope]]
    touched: list[tuple[ast.Attribute, Scope]]
    """Assignments to ``….has_bias`` and ``….weight.requires_grad``."""
    assigned_attributes: set[str]
    """The attributes that are assigned to something other than ``self``."""
    formatted_calls: set[ast.Call]
    """Calls inside an f-string, whose text no edit may touch."""
    next_calls: dict[ast.Call, ast.Call]
    """Calls that stand one after another in a list, a tuple or among arguments."""
    names_escape: bool
    """Whether a watched name is used other than as the callee of a call: aliases, dicts, partials."""
