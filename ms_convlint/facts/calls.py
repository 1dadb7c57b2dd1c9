"""From the calls of a file to the convolutions among them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ms_convlint.facts.convolutions import Argument, Convolution
from ms_convlint.facts.names import Names, Reference
from ms_convlint.facts.neighbours import Neighbours
from ms_convlint.facts.provenance import Provenance
from ms_convlint.facts.scopes import Scope, Scopes
from ms_convlint.facts.signatures import WATCHED_NAMES, Kind, Signature
from ms_convlint.facts.values import Values
from ms_convlint.source import Source

_HOMES = ("mindspore.nn", "mindspore.ops")


def canonical(name: str) -> str:
    """The public name of a callable that was reached through a module inside of MindSpore's packages."""
    head, _, last = name.rpartition(".")
    if head.startswith("mindspore.nn.layer"):
        return f"mindspore.nn.{last}"
    inside = ("operations", "function", "functional", "composite", "auto_generate", "primitive")
    if any(head.startswith(f"mindspore.ops.{part}") for part in inside):
        return f"mindspore.ops.{last}"
    return name


@dataclass
class Calls:
    """The convolutions of one file."""

    source: Source
    scopes: Scopes
    names: Names
    values: Values
    signatures: dict[str, Signature]
    neighbours: Neighbours
    provenance: Provenance

    def convolutions(self) -> Iterator[tuple[Convolution, ...]]:
        """Every call that can only be a convolution's, in the order of the text; one reading a callable it may be."""
        for node, scope in sorted(self._candidates(), key=lambda pair: (pair[0].lineno, pair[0].col_offset)):
            readings = self._readings(node, scope)
            if readings:
                yield readings

    def _candidates(self) -> Iterator[tuple[ast.Call, Scope]]:
        for node, scope in self.scopes.calls:
            function = node.func
            if isinstance(function, ast.Attribute):
                if function.attr in WATCHED_NAMES or function.attr == "__init__" or self.scopes.names_escape:
                    yield node, scope
            elif isinstance(function, ast.Name):
                if function.id in WATCHED_NAMES or self.scopes.names_escape:
                    yield node, scope
            elif self.scopes.names_escape:
                yield node, scope

    def _readings(self, node: ast.Call, scope: Scope) -> tuple[Convolution, ...]:
        if isinstance(node.func, ast.Attribute) and node.func.attr == "__init__":
            return self._base_initializer(node, node.func, scope)
        references = self.names.references(node.func, scope)
        signatures = [self._signature(reference) for reference in references]
        if not signatures or None in signatures:
            return ()
        readings = []
        for reference, signature in zip(references, signatures, strict=True):
            assert signature is not None
            convolution = self._convolution(node, scope, signature, reference.partials)
            readings.append(replace(convolution, is_default_callee=reference.is_default))
        return tuple(readings)

    def _signature(self, reference: Reference) -> Signature | None:
        """The signature of what is referred to; a subclass that changes nothing counts as its base."""
        definition = reference.definition
        depth = 0
        while isinstance(definition, ast.ClassDef) and depth < 8:
            depth += 1
            methods = {item.name for item in definition.body if isinstance(item, ast.FunctionDef)}
            if methods & {"__init__", "__new__", "construct"} or len(definition.bases) != 1:
                return None
            owner = self.scopes.by_node[definition].parent
            assert owner is not None
            bases = self.names.references(definition.bases[0], owner)
            if len(bases) != 1:
                return None
            reference, definition = bases[0], bases[0].definition
        return self.signatures.get(canonical(reference.name))

    def _base_initializer(self, node: ast.Call, function: ast.Attribute, scope: Scope) -> tuple[Convolution, ...]:
        """``super().__init__(…)`` or ``nn.Conv2d.__init__(self, …)`` in a subclass of a watched layer."""
        owner = scope.method.parent if scope.method is not None else None
        if owner is None:
            return ()
        assert isinstance(owner.node, ast.ClassDef)
        called = function.value
        through_super = isinstance(called, ast.Call) and isinstance(called.func, ast.Name) and called.func.id == "super"
        if through_super:
            called = owner.node.bases[0] if len(owner.node.bases) == 1 else called
        if not isinstance(called, (ast.Name, ast.Attribute)):
            return ()
        references = self.names.references(called, owner.parent or owner)
        if len(references) != 1:
            return ()
        signature = self._signature(references[0])
        if signature is None or signature.kind is not Kind.LAYER:
            return ()
        first = 0 if through_super else 1
        convolution = self._convolution(node, scope, signature, (), first)
        return (replace(convolution, is_base_initializer=True),)

    def _convolution(
        self,
        node: ast.Call,
        scope: Scope,
        signature: Signature,
        partials: tuple[ast.Call, ...],
        first: int = 0,
    ) -> Convolution:
        written = _Written()
        for partial in partials:
            self._read(partial, scope, 1, written, inherited=True)
        self._read(node, scope, first, written, inherited=False)
        return Convolution(
            node=node,
            scope=scope,
            source=self.source,
            signature=signature,
            arguments=tuple(written.arguments()),
            opaque_positional=written.opaque_positional,
            opaque_keywords=written.opaque_keywords,
            is_formatted=node in self.scopes.formatted_calls,
            is_default_callee=False,
            is_base_initializer=False,
            neighbours=self.neighbours,
            provenance=self.provenance,
        )

    def _read(self, call: ast.Call, scope: Scope, first: int, written: _Written, *, inherited: bool) -> None:
        """Take over a call's arguments; a keyword of the call replaces the same keyword of a partial."""
        for node in call.args[first:]:
            if isinstance(node, ast.Starred):
                written.opaque_positional = True
            if not written.opaque_positional:
                position = len(written.positional)
                written.positional.append(
                    Argument(node, scope, self.values, self.source, position=position, inherited=inherited)
                )
        for keyword in call.keywords:
            if keyword.arg is None:
                written.opaque_keywords = True
                continue
            written.keywords[keyword.arg] = Argument(
                keyword.value,
                scope,
                self.values,
                self.source,
                keyword=keyword.arg,
                keyword_node=keyword,
                inherited=inherited,
            )


class _Written:
    def __init__(self) -> None:
        self.positional: list[Argument] = []
        self.keywords: dict[str, Argument] = {}
        self.opaque_positional = False
        self.opaque_keywords = False

    def arguments(self) -> list[Argument]:
        found = [*self.positional, *self.keywords.values()]
        return sorted(found, key=lambda argument: (not argument.inherited, argument.start))
