"""The constructor table against the MindSpore that is installed: drift fails."""

from __future__ import annotations

import importlib
import inspect

import pytest
from test_signatures import READ_OFF, as_text

from ms_convlint.facts.signatures import mindspore_signatures

from .frameworks import mindspore, versions
from .recorded import recorded

pytestmark = [pytest.mark.oracle, pytest.mark.usefixtures("frameworks")]


def test_the_table_is_what_the_installed_version_takes() -> None:
    version = mindspore().__version__
    assert version in READ_OFF, f"tests/signatures.json has nothing of MindSpore {version}: read it off with inspect"
    for signature in mindspore_signatures(tuple(map(int, version.split(".")))).values():
        module, _, name = signature.name.rpartition(".")
        installed = str(inspect.signature(getattr(importlib.import_module(module), name)))
        assert as_text(signature) == installed, f"{signature.name} of MindSpore {version}"
        assert READ_OFF[version][signature.short_name] == installed


def test_the_record_was_made_with_the_installed_versions() -> None:
    assert {name: versions()[name] for name in ("mindspore", "torch")} == {
        name: recorded("measured on")[name] for name in ("mindspore", "torch")
    }, "measure anew: in tests, python -m oracle.record"
