"""Convolution calls of a file, found without the linter's own code: by import and attribute alone.

What the linter is measured with must not be the linter: this follows no aliases, conditional expressions or
subclasses, only the spellings that make up 97% of real calls.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

_COMMON = ("in_channels", "out_channels", "kernel_size", "stride", "pad_mode", "padding")
_END = ("has_bias", "weight_init", "bias_init")
PARAMETERS: dict[str, tuple[str, ...]] = {
    "Conv1d": (*_COMMON, "dilation", "group", *_END, "dtype"),
    "Conv2d": (*_COMMON, "dilation", "group", *_END, "data_format", "dtype"),
    "Conv3d": (*_COMMON, "dilation", "group", *_END, "data_format", "dtype"),
    "Conv1dTranspose": (*_COMMON, "dilation", "group", *_END, "dtype"),
    "Conv2dTranspose": (*_COMMON, "output_padding", "dilation", "group", *_END, "dtype"),
    "Conv3dTranspose": (*_COMMON, "dilation", "group", "output_padding", *_END, "data_format", "dtype"),
}
"""The constructors' parameters in MindSpore 2.10, by position."""

MINDSPORE_WORDS = frozenset({"pad_mode", "group", "has_bias", "weight_init", "bias_init", "data_format"})
"""Keywords that no line copied from torch has."""


@dataclass(frozen=True)
class ConvCall:
    """A call of one of ``mindspore.nn``'s constructors; ``index`` counts them along the tree's walk."""

    node: ast.Call
    constructor: str
    index: int

    @property
    def opaque(self) -> bool:
        """Whether ``*args`` or ``**kwargs`` may hold any argument."""
        starred = any(isinstance(argument, ast.Starred) for argument in self.node.args)
        return starred or any(keyword.arg is None for keyword in self.node.keywords)

    def arguments(self) -> dict[str, ast.expr]:
        """The arguments by parameter; a keyword that the constructor lacks is kept under its own name."""
        bound = dict(zip(PARAMETERS[self.constructor], self.node.args, strict=False))
        bound.update((keyword.arg, keyword.value) for keyword in self.node.keywords if keyword.arg)
        return bound

    def keyword(self, name: str) -> ast.keyword | None:
        """The keyword argument as written, None where it is not written or given by position."""
        return next((keyword for keyword in self.node.keywords if keyword.arg == name), None)

    def has_kernel_one(self) -> bool:
        """Whether the kernel is the literal 1 on every axis."""
        kernel = self.arguments().get("kernel_size")
        if isinstance(kernel, ast.Tuple):
            return all(isinstance(size, ast.Constant) and size.value == 1 for size in kernel.elts)
        return isinstance(kernel, ast.Constant) and kernel.value == 1


def conv_calls(tree: ast.Module) -> list[ConvCall]:
    """All of a module's calls, none where its names could mean another framework's constructors."""
    names = _Names.of(tree)
    found: list[ConvCall] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (constructor := names.constructor(node.func)):
            found.append(ConvCall(node, constructor, len(found)))
    return found


@dataclass(frozen=True)
class _Names:
    """Which names mean ``mindspore``, ``mindspore.nn`` and its constructors throughout the module."""

    means: dict[str, str]

    @classmethod
    def of(cls, tree: ast.Module) -> _Names:
        meanings: dict[str, set[str]] = {}
        for name, meaning in _bindings(tree):
            meanings.setdefault(name, set()).add(meaning)
        return cls({name: only.pop() for name, only in meanings.items() if len(only) == 1})

    def constructor(self, callee: ast.expr) -> str | None:
        dotted = self._dotted(callee)
        _, _, constructor = dotted.rpartition(".")
        return constructor if dotted == f"mindspore.nn.{constructor}" and constructor in PARAMETERS else None

    def _dotted(self, expression: ast.expr) -> str:
        if isinstance(expression, ast.Attribute):
            return f"{self._dotted(expression.value)}.{expression.attr}"
        return self.means.get(expression.id, "?") if isinstance(expression, ast.Name) else "?"


def _bindings(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Each name bound anywhere in the module with what it is bound to, ``?`` for anything but an import."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                whole = alias.name if alias.asname else alias.name.split(".")[0]
                yield alias.asname or whole, whole
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            for alias in node.names:
                yield alias.asname or alias.name, f"{module}.{alias.name}"
        elif isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name, "?"
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, "?"
        elif isinstance(node, ast.arg):
            yield node.arg, "?"
