"""Runs functions of the fixtures, in a process of its own, which such a function may end or keep for ever.

The names of the functions are read from standard input, as ``file: name`` a line; what becomes of each is written to
standard output, a line of JSON each.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any
from unittest.mock import MagicMock

from .frameworks import mindspore, numpy, torch
from .weight_fixture_inputs import ABSENT, CONTENTS, Inputs, UnknownInputError
from .weight_runs import CALL, CHECKPOINT, LOAD, fresh_folder

SECONDS = 2
"""How long one function may take."""


def main(folder: Path) -> None:
    """Run what standard input names."""
    wanted = [line.rstrip("\n").split(": ") for line in sys.stdin]
    answers = sys.stdout
    for file, lines in groupby(wanted, key=lambda parts: parts[0]):
        for name, fate, arrived in _of_file(folder / file, [name for _, name in lines]):
            print(json.dumps({"key": f"{file}: {name}", "fate": fate, "arrived": arrived}), file=answers, flush=True)


def _of_file(path: Path, names: list[str]) -> Iterator[tuple[str, str, int]]:
    with made_layers() as layers:
        try:
            module = imported(path)
        except Exception as error:
            for name in names:
                yield name, f"{type(error).__name__} when imported: {error}", 0
            return
        for name in names:
            before = list(layers)
            fate, arrived = _fate(module, name, layers)
            layers[:] = before
            yield name, fate, arrived


def _fate(module: ModuleType, name: str, layers: list[Any]) -> tuple[str, int]:
    """What becomes of one function with the first contents of the files in which it finds what it asks for."""
    before = list(layers)
    for contents in CONTENTS:
        layers[:] = before
        fate, arrived = _fate_with(contents, module, name, layers)
        if not fate.startswith(("KeyError", "AttributeError", "not run: KeyError")):
            break
    return fate, arrived


def _fate_with(contents: str, module: ModuleType, name: str, layers: list[Any]) -> tuple[str, int]:
    """What becomes of one function, and how many layers hold a weight of torch's afterwards."""
    with fresh_folder() as folder, contextlib.redirect_stdout(io.StringIO()):
        try:
            with at_most(SECONDS):
                inputs = Inputs(module, name, folder, contents)
                call = inputs.function()
        except UnknownInputError as error:
            return f"not run: {error}", 0
        except Exception as error:
            return f"not run: {type(error).__name__}: {error}", 0
        existing = set(folder.iterdir())
        try:
            with at_most(SECONDS):
                call()
        except (Exception, SystemExit) as error:
            return _error(error, LOAD), 0
        where = CALL
        try:
            for layer in layers:
                layer(mindspore().Tensor(numpy().ones((1, layer.in_channels, 12), "float32")))
            where = CHECKPOINT
            for file in sorted(set(folder.glob("*.ckpt")) - existing):
                for network in inputs.networks():
                    mindspore().load_param_into_net(network, mindspore().load_checkpoint(str(file)))
        except Exception as error:
            return _error(error, where), 0
        return "loads", sum(inputs.holds_torch_s_weight(layer) for layer in layers)


def _error(error: BaseException, where: str) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip(" -")]
    return f"{type(error).__name__} at {where}: {' '.join(lines[:2])}"


@contextmanager
def made_layers() -> Iterator[list[Any]]:
    """A list that every Conv1d and Conv1dTranspose is put into when it is made."""
    layers: list[Any] = []
    classes = [mindspore().nn.Conv1d, mindspore().nn.Conv1dTranspose]
    before = [cls.__init__ for cls in classes]
    for cls, make in zip(classes, before, strict=True):
        cls.__init__ = _recording(make, layers)
    try:
        yield layers
    finally:
        for cls, make in zip(classes, before, strict=True):
            cls.__init__ = make


def _recording(make: Callable[..., None], layers: list[Any]) -> Callable[..., None]:
    def recorded(self: Any, *arguments: Any, **keywords: Any) -> None:
        make(self, *arguments, **keywords)
        layers.append(self)

    return recorded


def imported(path: Path) -> ModuleType:
    """A fixture as a module, of its package if it stands in one; others beside it are found, absent ones made up."""
    in_package = (path.parent / "__init__.py").is_file()
    name = path.stem.replace(".", "_")
    if in_package:
        name = f"{path.parent.name}.{name}"
    sys.path.insert(0, str(path.parent.parent if in_package else path.parent))
    try:
        sys.modules.update({absent: MagicMock(name=absent) for absent in ABSENT if _is_absent(absent)})
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    finally:
        del sys.path[0]
        for absent in ABSENT:
            sys.modules.pop(absent, None)
    return module


def _is_absent(name: str) -> bool:
    return importlib.util.find_spec(name) is None


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    """Raise TimeoutError where what is inside takes longer."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"more than {seconds} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


if __name__ == "__main__":
    mindspore()
    torch().manual_seed(0)
    main(Path(sys.argv[1]))
