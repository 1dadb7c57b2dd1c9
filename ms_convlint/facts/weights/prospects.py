"""Whether there is anything to follow in a file, and which networks it has to do with."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from ms_convlint.facts.scopes import Binding, BindingKind, Scope
from ms_convlint.facts.weights.cells import Cell
from ms_convlint.facts.weights.modules import Modules
from ms_convlint.facts.weights.signs import may_drop_result, may_hold_torch_weights, names_torch_source

if TYPE_CHECKING:
    from ms_convlint.facts.file_facts import FileFacts

_LIBRARIES = ("transformers.", "timm.", "diffusers.")
_READS_PARAMETERS = frozenset({"state_dict", "named_parameters"})


def may_find(facts: FileFacts, modules: Modules, *, is_port: bool) -> bool:
    """Whether anything is there to follow: torch in this file or in one that it imports, or a dropped result."""
    text = facts.source.text
    if is_port and may_drop_result(text):
        return True
    return may_hold_torch_weights(text) and (names_torch_source(text) or _reads_torch_module(facts, modules))


def networks_built(facts: FileFacts, modules: Modules) -> list[tuple[Cell, Scope]]:
    """The networks of this file's own classes that it builds outside of its cells, each with the place."""
    cells = modules.cells(facts)
    found = []
    for call, scope in facts.scopes.calls:
        owner = scope.enclosing_class
        if owner is not None and cells.is_cell(owner):
            continue
        references = facts.names.references(call.func, scope)
        definition = references[0].definition if len(references) == 1 else None
        if isinstance(definition, ast.ClassDef) and cells.is_cell(facts.scopes.by_node[definition]):
            found.append((cells.of_class(facts.scopes.by_node[definition]), scope))
    return found


def networks_imported(facts: FileFacts, modules: Modules) -> list[Cell]:
    """The networks that the file imports from other modules of its project."""
    cells = []
    for binding in _imports(facts):
        if binding.target.startswith(("mindspore", "torch")):
            continue
        found = modules.definition(facts, binding.target)
        if found is not None and found[1].is_class and modules.cells(found[0]).is_cell(found[1]):
            cells.append(modules.cells(found[0]).of_class(found[1]))
    return cells


def _reads_torch_module(facts: FileFacts, modules: Modules) -> bool:
    """Whether the parameters are read of something made by a library of torch's or a module that imports torch."""
    for call, scope in facts.scopes.calls:
        if not isinstance(call.func, ast.Attribute) or call.func.attr not in _READS_PARAMETERS:
            continue
        made = call.func.value
        if isinstance(made, ast.Name):
            bindings = scope.lookup(made.id)
            made = bindings[0].node if len(bindings) == 1 and isinstance(bindings[0].node, ast.expr) else made
        dotted = facts.names.name(made.func, scope) if isinstance(made, ast.Call) else None
        if dotted is None:
            continue
        if dotted.startswith(_LIBRARIES) or modules.imports_torch(facts, dotted.rpartition(".")[0]):
            return True
    return False


def _imports(facts: FileFacts) -> list[Binding]:
    scopes = facts.scopes.by_node.values()
    tables = [bindings for scope in scopes for bindings in scope.bindings.values()]
    return [binding for bindings in tables for binding in bindings if binding.kind is BindingKind.IMPORT]
