"""The published converters that expand the weights of Conv1d, each with a network that it is called for.

They take the network as a parameter, so their files alone say nothing of its layers. A few lines at the end of a copy
say the rest: a network with a Conv1d, a dictionary of torch's, and a call of the file's own converter.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from .packages import obtain, pinned

_NETWORK = """

from mindspore import Parameter, nn as appended_layers


class AppendedNetwork(appended_layers.Cell):
    def __init__(self):
        super().__init__()
        self.conv = appended_layers.Conv1d(4, 8, 3)

    def construct(self, signal):
        return self.conv(signal)


def load_appended(path):
    import torch

    network = AppendedNetwork()
"""
# Not the file's own ms.Parameter: a comprehension of one of the files binds that name to something else.
_CONVERTED_DICTIONARY = """\
    saved = {name: Parameter(value.numpy(), name=name) for name, value in torch.load(path).items()}
    return ms.load_param_into_net(network, _convert_state_dict(network, saved))
"""
_CONVERTED_FILE = """\
    convert_weight_and_load("weight_map.json", path, network)
"""


@dataclass(frozen=True)
class Site:
    """A converter, how it handles the weight, and where the load stands that fails without that."""

    package: str
    path: str
    function: str
    condition: str
    """The condition in the function under which a weight is expanded holds this name."""
    calls_converter: str
    load: str
    """How the call begins that a finding is anchored on."""

    def handled(self) -> str:
        """The text as published, with the lines that call its converter."""
        (package,) = (package for package in pinned() if package.name == self.package)
        return (obtain(package) / self.path).read_text("utf-8") + _NETWORK + self.calls_converter

    def unhandled(self) -> str:
        """The same without the handling."""
        text = self.handled()
        (function,) = (node for node in ast.parse(text).body if _is_function(node, self.function))
        branches = [node for node in ast.walk(function) if isinstance(node, ast.If) and self._expands(node)]
        lines = text.splitlines(keepends=True)
        first = branches[0].lineno - 1
        if branches[0].orelse:
            behind = branches[0].orelse[0].lineno - 1
            lines[behind] = lines[behind].replace("elif", "if", 1)
        else:
            assert branches[0].end_lineno is not None
            behind = branches[0].end_lineno
        return "".join(lines[:first] + lines[behind:])

    def _expands(self, branch: ast.If) -> bool:
        return self.condition in set(_names(branch.test))


SITES = [
    Site(
        "mindone",
        "mindone/transformers/modeling_utils.py",
        "_get_pt2ms_mappings",
        "Conv1d",
        _CONVERTED_DICTIONARY,
        "ms.load_param_into_net(network",
    ),
    Site(
        "mindone",
        "mindone/diffusers/models/modeling_utils.py",
        "_get_pt2ms_mappings",
        "Conv1d",
        _CONVERTED_DICTIONARY,
        "ms.load_param_into_net(network",
    ),
    Site(
        "troubleshooter",
        "troubleshooter/migrator/weight_migrator.py",
        "convert_weight",
        "func",
        _CONVERTED_FILE,
        "ms.load_param_into_net(",
    ),
]


def _is_function(node: ast.stmt, name: str) -> bool:
    return isinstance(node, ast.FunctionDef) and node.name == name


def _names(expression: ast.expr) -> Iterator[str]:
    for node in ast.walk(expression):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
