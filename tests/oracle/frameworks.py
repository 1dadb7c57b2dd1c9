"""torch and MindSpore themselves: loaded when first needed, and missed loudly where they have to be there."""

from __future__ import annotations

import importlib
import importlib.util
import os
import platform
from functools import cache
from typing import Any

NAMES = ("torch", "mindspore")
INSTALL = "pip install torch==2.13.0 '.[oracle]', with Python 3.11"


def missing() -> list[str]:
    """The frameworks that are not installed."""
    return [name for name in NAMES if importlib.util.find_spec(name) is None]


def must_be_there() -> bool:
    """Whether their absence is a failure: on a continuous integration's machine nothing is passed over."""
    return os.environ.get("CI") == "true"


@cache
def numpy() -> Any:
    """The module ``numpy``, which comes with MindSpore."""
    return importlib.import_module("numpy")


@cache
def torch() -> Any:
    """The module ``torch``."""
    return importlib.import_module("torch")


@cache
def mindspore() -> Any:
    """The module ``mindspore``, quiet, raising where the mistake is and not at a later call."""
    os.environ.setdefault("GLOG_v", "4")
    module = importlib.import_module("mindspore")
    module.set_context(pynative_synchronize=True)
    return module


def versions() -> dict[str, str]:
    """What a measurement was made with."""
    return {
        "mindspore": mindspore().__version__,
        "torch": torch().__version__.partition("+")[0],
        "numpy": numpy().__version__,
        "python": platform.python_version(),
    }
