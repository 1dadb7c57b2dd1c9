"""Modules of a project by the names under which its files import them, and the constants in them.

Nothing is imported. A module is looked for only below the project's root.
"""

from __future__ import annotations

import ast
from functools import lru_cache
from pathlib import Path

from ms_convlint.facts.names import Names
from ms_convlint.facts.values import UNKNOWN, Value, Values
from ms_convlint.facts.walk import gather
from ms_convlint.source import Source, SourceError, decode

_MARKS = ("pyproject.toml", "setup.py", "setup.cfg", ".git")
_LARGEST = 1 << 20
_FRAMEWORKS = frozenset({"mindspore", "torch"})
"""Resolution stops at their names: what is found must not depend on what stands beside a file."""


def imported_value(path: str, dotted: str) -> Value:
    """The value of ``dotted``, as the file at ``path`` imports it; relative names begin with dots."""
    module, name = split_name(dotted)
    source_file = module_file(path, module) if module else None
    return UNKNOWN if source_file is None else _constant(source_file, name)


def split_name(dotted: str) -> tuple[str, str]:
    """A module and a name in it, of what an import binds: ``..net.Net`` is Net of ..net, ``..Net`` is Net of .. ."""
    dots = len(dotted) - len(dotted.lstrip("."))
    module, _, name = dotted[dots:].rpartition(".")
    return dotted[:dots] + module, name


def module_file(path: str, module: str) -> Path | None:
    """The file of a module as the file at ``path`` imports it, where it is another one of the same project."""
    if module.partition(".")[0] in _FRAMEWORKS:
        return None
    here = Path(path).absolute()
    found = _candidate(here, module)
    return None if found == here else found


def read_module(path: Path) -> Source | None:
    """The source of a module, None where it cannot be read or is too large."""
    try:
        data = path.read_bytes()
        if len(data) > _LARGEST:
            return None
        source = Source(str(path), decode(data)[0])
        _ = source.tree
    except (OSError, SourceError):
        return None
    return source


def _candidate(here: Path, module: str) -> Path | None:
    root = _root(here.parent)
    parts = module.lstrip(".").split(".") if module.strip(".") else []
    if module.startswith("."):
        dots = len(module) - len(module.lstrip("."))
        folders = [here.parent, *here.parent.parents]
        bases = folders[dots - 1 : dots]
    else:
        bases = [folder for folder in (here.parent, *here.parent.parents) if folder == root or root in folder.parents]
    for base in bases:
        if base != root and root not in base.parents:
            continue
        for candidate in (
            base.joinpath(*parts).with_suffix(".py") if parts else None,
            base.joinpath(*parts, "__init__.py"),
        ):
            if candidate is not None and candidate.is_file():
                return candidate
    return None


def forget_roots() -> None:
    """Look for the projects' roots again: for a process that outlives a change of them."""
    _root.cache_clear()


@lru_cache(maxsize=512)
def _root(folder: Path) -> Path:
    """The folder of the project: the nearest that says so, else the one above the outermost package."""
    for candidate in (folder, *folder.parents):
        if any((candidate / mark).exists() for mark in _MARKS):
            return candidate
    while (folder / "__init__.py").is_file() and folder.parent != folder:
        folder = folder.parent
    return folder


@lru_cache(maxsize=256)
def _constants(path: Path, changed: int) -> dict[str, tuple[ast.expr, Values]]:
    """The names that a module binds once, each to one expression; ``changed`` is when, since a server outlives it."""
    source = read_module(path)
    if source is None:
        return {}
    scopes = gather(source.tree)
    values = Values(Names(scopes.module, scopes.by_node, lambda node, bindings: []), lambda dotted: UNKNOWN)
    found = {}
    for name, bindings in scopes.module.bindings.items():
        if len(bindings) == 1 and isinstance(bindings[0].node, ast.expr) and bindings[0].node is not bindings[0].place:
            found[name] = (bindings[0].node, values)
    return found


def _constant(path: Path, name: str) -> Value:
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        return UNKNOWN
    entry = _constants(path, changed).get(name)
    if entry is None:
        return UNKNOWN
    expression, values = entry
    return values.value(expression, values.names.module)
