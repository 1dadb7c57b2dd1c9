"""Which dotted name an expression means.

What is plain is settled here: a name bound once in its scope, an import, an alias, a class attribute. A name bound
more than once is put to astroid (inference.py). The answer is all that an expression can mean, and nothing when any
part of it is unknown.
"""

from __future__ import annotations

import ast
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from ms_convlint.facts.scopes import Binding, BindingKind, Scope

_MAXIMAL_DEPTH = 24

PARTIALS = frozenset({"functools.partial", "functools.partialmethod"})


@dataclass(frozen=True)
class Reference:
    """One thing that an expression can mean.

    ``name`` is dotted from the outermost package; of what the file defines itself it begins with ``<file>``.
    ``partials`` are the ``partial(…)`` calls that it went through, the innermost first.
    """

    name: str
    partials: tuple[ast.Call, ...] = ()
    definition: ast.AST | None = field(default=None, compare=False)
    is_default: bool = False
    """Whether it is only a parameter's default, which a caller may replace."""


References = tuple[Reference, ...]
UNKNOWN: References = ()

Narrow = Callable[[ast.expr, "list[Binding]"], "list[Binding]"]
"""Of several bindings of a name those that reach an expression; [] where that cannot be told."""


@dataclass
class Names:
    """The names of one file."""

    module: Scope
    by_node: dict[ast.AST, Scope]
    narrow: Narrow
    assigned_elsewhere: frozenset[str] = frozenset()
    """Attributes that are assigned to something other than ``self``: their value is anybody's."""
    _settled: dict[Binding, References] = field(default_factory=dict)

    def references(self, node: ast.expr, scope: Scope, depth: int = 0) -> References:
        """All that an expression can mean; () where that is unknown."""
        if depth > _MAXIMAL_DEPTH:
            return UNKNOWN
        if isinstance(node, ast.Name):
            return self._name(node, scope, depth)
        if isinstance(node, ast.Attribute):
            return self._attribute(node, scope, depth)
        if isinstance(node, ast.IfExp):
            return self._all((node.body, node.orelse), scope, depth)
        if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
            return self._all(tuple(node.values), scope, depth)
        if isinstance(node, ast.Subscript):
            return self._subscript(node, scope, depth)
        if isinstance(node, ast.Call):
            return self._partial(node, scope, depth)
        return UNKNOWN

    def name(self, node: ast.expr, scope: Scope) -> str | None:
        """The one dotted name that an expression means, None where there is none or a choice."""
        found = {reference.name for reference in self.references(node, scope)}
        return found.pop() if len(found) == 1 else None

    def in_reading_order(self) -> Names:
        """The same names for a reader that follows the statements itself: of several bindings all count."""
        return Names(self.module, self.by_node, lambda node, bindings: bindings, self.assigned_elsewhere)

    def attribute_bindings(self, node: ast.Attribute, scope: Scope) -> list[Binding]:
        """What ``self.name``, ``cls.name`` or ``Class.name`` is bound to, base classes of this file included."""
        owner = self.owner(node.value, scope)
        if owner is None or node.attr in self.assigned_elsewhere or self.is_overridden(node.attr, owner):
            return []
        for ancestor in self.ancestors(owner):
            found = [*ancestor.attributes.get(node.attr, ()), *ancestor.bindings.get(node.attr, ())]
            if found:
                return [] if any(_comes_later(binding, node, scope) for binding in found) else found
        return []

    def is_overridden(self, name: str, owner: Scope) -> bool:
        """Whether a class of this file that extends ``owner`` binds the attribute anew."""
        return any(
            scope is not owner
            and scope.is_class
            and (name in scope.attributes or name in scope.bindings)
            and owner in self.ancestors(scope)
            for scope in self.by_node.values()
        )

    def owner(self, node: ast.expr, scope: Scope) -> Scope | None:
        """The class of this file that ``self``, ``cls`` or a class's own name stands for."""
        if not isinstance(node, ast.Name):
            return None
        method = scope.method
        if method is not None and node.id == scope.self_name:
            return method.parent
        found = scope.lookup(node.id)
        if len(found) == 1 and isinstance(found[0].node, ast.ClassDef):
            return self.by_node.get(found[0].node)
        return None

    def ancestors(self, owner: Scope) -> list[Scope]:
        """A class and its base classes as far as this file defines them, in the order of look-up."""
        seen: dict[Scope, None] = {}
        pending = deque([owner])
        while pending:
            current = pending.popleft()
            if current in seen:
                continue
            seen[current] = None
            assert isinstance(current.node, ast.ClassDef)
            bases = [self.owner(base, current.parent or current) for base in current.node.bases]
            pending += [base for base in bases if base is not None]
        return list(seen)

    def _all(self, nodes: tuple[ast.expr, ...], scope: Scope, depth: int) -> References:
        found: list[Reference] = []
        for node in nodes:
            if isinstance(node, ast.Constant) and node.value is None:
                continue
            references = self.references(node, scope, depth + 1)
            if not references:
                return UNKNOWN
            found += references
        return tuple(dict.fromkeys(found))

    def _name(self, node: ast.Name, scope: Scope, depth: int) -> References:
        if not scope.lookup(node.id):
            origins = scope.module.star_imports
            return (Reference(f"{origins[0]}.{node.id}"),) if len(origins) == 1 else UNKNOWN
        bindings = scope.lookup(node.id)
        everywhere = self._bound(bindings, depth)
        if len(everywhere) == 1 or len(bindings) == 1 or not self._may_be_watched(bindings, depth):
            return everywhere
        return self._bound(self.narrow(node, bindings), depth)

    def _may_be_watched(self, bindings: list[Binding], depth: int) -> bool:
        """Whether any of several bindings leads into MindSpore, so that it matters which one reaches."""
        return any(
            reference.name.startswith("mindspore")
            for binding in bindings
            for reference in self._binding(binding, depth)
        )

    def _bound(self, bindings: list[Binding], depth: int) -> References:
        found: list[Reference] = []
        for binding in bindings:
            if isinstance(binding.node, ast.Constant) and binding.node.value is None:
                continue
            references = self._binding(binding, depth)
            if not references:
                return UNKNOWN
            found += references
        return tuple(dict.fromkeys(found))

    def _binding(self, binding: Binding, depth: int) -> References:
        if binding.kind is BindingKind.IMPORT:
            return (Reference(binding.target),)
        if binding in self._settled:
            return self._settled[binding]
        self._settled[binding] = UNKNOWN  # what a cycle of aliases comes to
        self._settled[binding] = found = self._settle(binding, depth)
        return found

    def _settle(self, binding: Binding, depth: int) -> References:
        if binding.kind is BindingKind.VALUE:
            assert isinstance(binding.node, ast.expr)
            return self.references(binding.node, binding.scope, depth + 1)
        if binding.kind is BindingKind.DEFINITION:
            return (Reference(f"<file>.{definition_name(binding.node)}", definition=binding.node),)
        if binding.kind is BindingKind.PARAMETER:
            default = _default(binding)
            parent = binding.scope.parent
            found = self.references(default, parent, depth + 1) if default is not None and parent else UNKNOWN
            return tuple(replace(reference, is_default=True) for reference in found)
        return UNKNOWN

    def _attribute(self, node: ast.Attribute, scope: Scope, depth: int) -> References:
        bindings = self.attribute_bindings(node, scope)
        if bindings:
            return self._bound(bindings, depth)
        owners = self.references(node.value, scope, depth + 1)
        if node.attr in self.assigned_elsewhere:
            return UNKNOWN
        if any(owner.partials or owner.definition for owner in owners):
            return UNKNOWN
        return tuple(Reference(f"{owner.name}.{node.attr}") for owner in owners)

    def _subscript(self, node: ast.Subscript, scope: Scope, depth: int) -> References:
        """An entry of a dict or a sequence that is written out, or bound once to one that is."""
        container, container_scope = self._container(node.value, scope)
        key = node.slice.value if isinstance(node.slice, ast.Constant) else None
        if isinstance(container, ast.Dict) and all(container.keys):
            chosen = [
                value
                for name, value in zip(container.keys, container.values, strict=True)
                if key is None or (isinstance(name, ast.Constant) and name.value == key)
            ]
            return self._all(tuple(chosen), container_scope, depth)
        if isinstance(container, (ast.Tuple, ast.List)):
            items = container.elts
            if isinstance(key, int) and -len(items) <= key < len(items):
                items = [items[key]]
            return self._all(tuple(items), container_scope, depth)
        return UNKNOWN

    def _container(self, node: ast.expr, scope: Scope) -> tuple[ast.expr, Scope]:
        bindings: list[Binding] = []
        if isinstance(node, ast.Name):
            bindings = scope.lookup(node.id)
        elif isinstance(node, ast.Attribute):
            bindings = self.attribute_bindings(node, scope)
        if len(bindings) == 1 and bindings[0].kind is BindingKind.VALUE:
            assert isinstance(bindings[0].node, ast.expr)
            return bindings[0].node, bindings[0].scope
        return node, scope

    def _partial(self, node: ast.Call, scope: Scope, depth: int) -> References:
        if not node.args or not isinstance(node.func, (ast.Name, ast.Attribute)):
            return UNKNOWN
        called = self.references(node.func, scope, depth + 1)
        if not called or any(reference.name not in PARTIALS for reference in called):
            return UNKNOWN
        inner = self.references(node.args[0], scope, depth + 1)
        return tuple(
            Reference(reference.name, (*reference.partials, node), reference.definition) for reference in inner
        )


def _comes_later(binding: Binding, node: ast.expr, scope: Scope) -> bool:
    """Whether an attribute is assigned further down in the very method that uses it: it had a value before."""
    method = scope.method
    if method is None or binding.scope.method is not method:
        return False
    return binding.place.lineno > node.lineno  # type: ignore[attr-defined,no-any-return]  # a place has lines


def definition_name(node: ast.AST) -> str:
    """The name of a class or function."""
    assert isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
    return node.name


def _default(binding: Binding) -> ast.expr | None:
    """The default of a parameter, where it has one."""
    function = binding.scope.node
    if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
        return None
    arguments = function.args
    positional = [*arguments.posonlyargs, *arguments.args]
    if binding.node in positional:
        index = positional.index(binding.node) - (len(positional) - len(arguments.defaults))
        return arguments.defaults[index] if index >= 0 else None
    if binding.node in arguments.kwonlyargs:
        return arguments.kw_defaults[arguments.kwonlyargs.index(binding.node)]
    return None
