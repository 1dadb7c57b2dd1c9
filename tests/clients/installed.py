"""Where the clients are that ``.ci/clients/install`` installs; a test that needs one passes over it elsewhere."""

from __future__ import annotations

import importlib
import os
import shutil
import sys
from pathlib import Path
from types import ModuleType
from typing import NoReturn

import pytest

ROOT = Path(__file__).parent.parent.parent
FOLDER = Path(os.environ.get("MS_CONVLINT_CLIENTS") or ROOT / ".clients").absolute()
"""What is not installed by the system: ``node_modules``, ``venv`` and ``code-server`` are in it."""


def program(name: str) -> Path:
    """A program of the system, or of the environment in which the tests run."""
    places = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)))
    found = shutil.which(name, path=places)
    return Path(found) if found else _absent(name, "run .ci/clients/install .clients")


def node_program(name: str) -> Path:
    """A program that npm installed, such as ``rdformat-validator``."""
    return file(f"node_modules/.bin/{name}")


def python_program(name: str) -> Path:
    """A program that pip installed in the clients' own environment: the current ``nvim`` beside the system's."""
    return file(f"venv/bin/{name}")


def file(path: str) -> Path:
    """A file or folder below FOLDER."""
    found = FOLDER / path
    return found if found.exists() else _absent(str(found), f"run .ci/clients/install {FOLDER}")


def library(name: str) -> ModuleType:
    """A package of the extra ``clients``, imported."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        _absent(name, 'run pip install ".[lsp,test,clients]"')


def _absent(what: str, remedy: str) -> NoReturn:
    """Nowhere pass in silence what needs a client, where CI=true says that all of them must be there."""
    message = f"{what} is not there: {remedy}"
    if os.environ.get("CI") == "true":
        pytest.fail(message, pytrace=False)
    pytest.skip(message, allow_module_level=True)
