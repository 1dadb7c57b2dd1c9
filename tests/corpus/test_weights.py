"""Torch weights in published code: converters that handle them are passed over, and found without the handling."""

from __future__ import annotations

from pathlib import Path

import pytest

from ms_convlint.engine import check
from ms_convlint.settings import Settings
from ms_convlint.source import Source

from .weight_sites import SITES, Site

pytestmark = pytest.mark.corpus

OF_CONV1D = {"MSC301", "MSC302", "MSC303"}
each_site = pytest.mark.parametrize("site", SITES, ids=lambda site: f"{site.package}/{site.path}")


def found(text: str, folder: Path) -> list[tuple[int, int, str]]:
    """What is said about the weights of convolutions in a project of this one file."""
    (folder / "pyproject.toml").touch()
    findings = check(Source(str(folder / "convert.py"), text), Settings())
    return [
        (finding.start.line, finding.start.column, finding.code) for finding in findings if finding.code in OF_CONV1D
    ]


@each_site
def test_a_published_converter_is_passed_over(site: Site, tmp_path: Path) -> None:
    assert found(site.handled(), tmp_path) == []


@each_site
def test_it_is_found_at_its_load_with_the_handling_removed(site: Site, tmp_path: Path) -> None:
    text = site.unhandled()
    before, load, _ = text.partition(site.load)
    assert load
    assert found(text, tmp_path) == [(before.count("\n") + 1, len(before) - before.rfind("\n") - 1, "MSC301")]
