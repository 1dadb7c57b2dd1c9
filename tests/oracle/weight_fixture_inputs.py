"""Inputs for the functions of the fixtures: files with torch's weights for the networks that a function speaks of."""

from __future__ import annotations

import ast
import importlib
import inspect
import pickle
import re
from collections.abc import Callable, Iterator
from functools import cache, cached_property
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import MagicMock

from .frameworks import mindspore, numpy, torch

_TORCH_NAMES = {
    "gamma": "weight",
    "beta": "bias",
    "moving_mean": "running_mean",
    "moving_variance": "running_var",
    "embedding_table": "weight",
}
_ARRAY_FILES = ("torch_conv_weight.npy", "pytorch_conv_weight.npy", "conv_weight.npy")
_PLAIN_FILES = ("encoder.pth", "torch_encoder.pth", "encoder.pt")
_SAFETENSORS_FILES = ("weights.safetensors", "model.safetensors")
_ARCHIVES = ("torch_encoder.npz", "encoder_torch.npz")
_PICKLES = ("torch_weights.pkl", "pytorch_weights.pkl", "torch_state_dict.pkl")

ABSENT = ("conversion", "einops", "layer_names", "layers", "mindnlp", "models", "porting")
"""Modules that fixtures import and that are not there: what they do is unknown."""
CONTENTS = ("of the networks named", "of all networks", "named as MindSpore names them", "under a key")
"""Whose weights the files hold, and how: one after another until the function finds in them what it asks for."""


class UnknownInputError(Exception):
    """A parameter of a function has a name for which no value is known."""


class Inputs:
    """What one function of a fixture can be called with; its files are written into a folder."""

    def __init__(self, module: ModuleType, name: str, folder: Path, contents: str) -> None:
        self._module = module
        self._folder = folder
        self._contents = contents
        self._owner, _, self._name = name.rpartition(".")
        self._handed: list[Any] = []
        self._source = self._source_with_callees()

    def function(self) -> Callable[[], Any]:
        """The function with its arguments; the files that it reads lie there."""
        self._refuse_what_is_absent()
        owner = getattr(self._module, self._owner) if self._owner else self._module
        if self._name == "__init__":
            return self._given(owner)
        function = getattr(owner, self._name)
        if not self._owner or isinstance(inspect.getattr_static(owner, self._name), (staticmethod, classmethod)):
            return self._given(function)
        return self._given(getattr(self._given(owner)(), self._name))

    def _refuse_what_is_absent(self) -> None:
        for name, value in vars(self._module).items():
            if isinstance(value, MagicMock) and re.search(rf"\b{name}\b", self._source):
                raise UnknownInputError(f"{name} of a module that is not there")

    def networks(self) -> list[Any]:
        """A network of each class that the function names, or else of each that the file has or imports."""
        return list(_made(self._named_classes() or self._cell_classes.values()))

    def holds_torch_s_weight(self, layer: Any) -> bool:
        """Whether a layer of MindSpore's has the numbers of a weight in the files."""
        held = layer.weight.asnumpy().ravel()
        return any(numpy().array_equal(held, value.numpy().ravel()) for value in self.weights.values())

    @cached_property
    def weights(self) -> dict[str, Any]:
        """torch's weights for the networks of which the function speaks, or else for all."""
        named = self._named_classes() if self._contents == CONTENTS[0] else []
        found: dict[str, Any] = {}
        for network in _made(named or self._cell_classes.values()):
            layers = {name: cell for name, cell in network.cells_and_names() if _is_conv1d(cell)}
            for name, parameter in network.parameters_and_names():
                owner, _, end = name.rpartition(".")
                shape = tuple(parameter.shape)
                if owner in layers and end == "weight":
                    shape = (*shape[:2], shape[3])
                if self._contents != CONTENTS[2]:
                    end = _TORCH_NAMES.get(end, end)
                found[f"{owner}.{end}".lstrip(".")] = torch().rand(shape)
        if not found:
            found = {"conv.weight": torch().rand(8, 4, 3), "conv.bias": torch().rand(8)}
        return found

    def _named_classes(self) -> list[type]:
        classes = self._cell_classes
        if self._owner in classes:
            return [classes[self._owner]]
        return [cls for name, cls in classes.items() if re.search(rf"\b{name}\b", self._source)]

    @cached_property
    def _cell_classes(self) -> dict[str, type]:
        """The classes of networks that the file has, or imports from beside it."""
        cell = mindspore().nn.Cell
        return {
            name: value
            for name, value in vars(self._module).items()
            if isinstance(value, type) and issubclass(value, cell) and not value.__module__.startswith("mindspore")
        }

    def _source_with_callees(self) -> str:
        """The text of the function and of those of the file that it names."""
        texts = _functions_of(self._module)
        if self._owner:
            return inspect.getsource(getattr(self._module, self._owner))
        found, open_ = {self._name}, [self._name]
        while open_:
            names = {node.id for node in ast.walk(texts[open_.pop()]) if isinstance(node, ast.Name)}
            more = (names & texts.keys()) - found
            found |= more
            open_ += more
        return "\n".join(ast.unparse(texts[name]) for name in sorted(found))

    def _given(self, function: Callable[..., Any]) -> Callable[[], Any]:
        """A function with a value for each parameter that has no default; what it reads is written."""
        values = []
        for parameter in inspect.signature(function).parameters.values():
            if parameter.default is not parameter.empty or parameter.kind is not parameter.POSITIONAL_OR_KEYWORD:
                continue
            values.append(self._value(parameter.name))
        self._write()
        return lambda: function(*values)

    def _value(self, name: str) -> Any:
        known = {
            "path": "weights.pth",
            "checkpoint_path": "checkpoint.pth",
            "parallel_path": "parallel.pth",
            "safetensors_path": "weights.safetensors",
            "module_path": "module.pth",
            "output": str(self._folder / "output.ckpt"),
            "out_path": str(self._folder / "output.ckpt"),
            "target": str(self._folder / "output.ckpt"),
            "source": "weights.pth",
            "folder": str(self._folder),
            "url": "https://example.org/weights.pth",
            "state_dict": self.weights,
            "raw": False,
            "half": False,
            "kind": "conv",
            "names_path": "names.txt",
        }
        if name in known:
            self._handed.append(known[name])
            return known[name]
        raise UnknownInputError(f"no value for {name}")

    def _write(self) -> None:
        """Write the files that the function is handed or names."""
        original = next(self._torch_modules(), None) or _module_of(self.weights)
        torch().hub.load = torch().jit.load = lambda *_, **__: original
        torch().hub.load_state_dict_from_url = lambda *_, **__: self.weights
        for file, write in self._files(original).items():
            if file in self._handed or file in self._source:
                write(self._folder / file)

    def _files(self, original: Any) -> dict[str, Callable[[Path], object]]:
        """What can be written, by the name of the file."""
        weights = self.weights
        arrays = {name: value.numpy() for name, value in weights.items()}
        kernel = next((value for name, value in arrays.items() if name.endswith("conv.weight")), None)
        plain = {"model": weights} if self._contents == CONTENTS[3] else weights
        save, safetensors = torch().save, importlib.import_module("safetensors.torch").save_file
        is_safetensors = re.search(r"(safe_open|load_file)\(path\b", self._source) is not None
        return {
            "weights.pth": lambda path: safetensors(weights, path) if is_safetensors else save(plain, path),
            "checkpoint.pth": lambda path: save({"state_dict": weights, "model": weights, "epoch": 3}, path),
            "parallel.pth": lambda path: save({f"module.{name}": value for name, value in weights.items()}, path),
            "module.pth": lambda path: save(original, path),
            "names.txt": lambda path: path.write_text("\n".join(weights), "utf-8"),
            **dict.fromkeys(_PLAIN_FILES, lambda path: save(weights, path)),
            **dict.fromkeys(_SAFETENSORS_FILES, lambda path: safetensors(weights, path)),
            **dict.fromkeys(_ARRAY_FILES, lambda path: numpy().save(path, kernel)),
            **dict.fromkeys(_ARCHIVES, lambda path: numpy().savez(path, **arrays)),
            **dict.fromkeys(_PICKLES, lambda path: path.write_bytes(pickle.dumps(arrays))),
        }

    def _torch_modules(self) -> Iterator[Any]:
        """The torch networks of the file, with the same weights where they have a place."""
        for value in list(vars(self._module).values()):
            is_module = isinstance(value, type) and issubclass(value, torch().nn.Module)
            if is_module and not value.__module__.startswith("torch"):
                for module in _made([value]):
                    own = module.state_dict()
                    fitting = {n: v for n, v in self.weights.items() if n in own and own[n].shape == v.shape}
                    module.load_state_dict(fitting, strict=False)
                    yield module


@cache
def _functions_of(module: ModuleType) -> dict[str, ast.FunctionDef]:
    body = ast.parse(inspect.getsource(module)).body
    return {node.name: node for node in body if isinstance(node, ast.FunctionDef)}


def _made(classes: Any) -> Iterator[Any]:
    """An object of each class that needs no arguments."""
    for cls in classes:
        parameters = inspect.signature(cls.__init__).parameters.values()
        required = [p for p in parameters if p.default is p.empty and p.kind is p.POSITIONAL_OR_KEYWORD]
        if len(required) == 1:
            try:
                yield cls()
            except ValueError:  # its own convolution is made with a weight of another rank
                continue


def _is_conv1d(cell: Any) -> bool:
    return isinstance(cell, (mindspore().nn.Conv1d, mindspore().nn.Conv1dTranspose))


def _module_of(weights: dict[str, Any]) -> Any:
    """A torch network that is nothing but its weights."""
    module = torch().nn.Module()
    for name, value in weights.items():
        owner = module
        *path, last = name.split(".")
        for part in path:
            if not hasattr(owner, part):
                owner.add_module(part, torch().nn.Module())
            owner = getattr(owner, part)
        owner.register_parameter(last, torch().nn.Parameter(value))
    return module
