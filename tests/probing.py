"""Modules that call ``probe(number, expression)``, and what the engine knows of each expression."""

from __future__ import annotations

import ast
from typing import Any

from ms_convlint.facts.file_facts import FileFacts
from ms_convlint.facts.values import Items, Known, Value
from ms_convlint.source import Source


def probed(text: str, path: str = "model.py") -> dict[int, Value]:
    """What the engine knows of the second argument of each ``probe(number, …)``."""
    facts = FileFacts(Source(path, text), (2, 10))
    found = {}
    for call, scope in facts.scopes.calls:
        if isinstance(call.func, ast.Name) and call.func.id == "probe" and isinstance(call.args[0], ast.Constant):
            number = call.args[0].value
            assert isinstance(number, int)
            found[number] = facts.values.value(call.args[1], scope)
    return found


def plain(value: Value) -> Any:
    """The value as Python has it; what is unknown in a tuple is None."""
    if isinstance(value, Items):
        items = [plain(item) for item in value.items]
        return items if value.is_list else tuple(items)
    return value.value if isinstance(value, Known) else None


def known(expression: str, before: str = "") -> Value:
    """The value of one expression, a module's statements before it."""
    return probed(f"{before}\nprobe(0, {expression})\n")[0]
