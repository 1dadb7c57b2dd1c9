"""flake8, pylint and our own command report the same findings at the same places in the same words."""

from __future__ import annotations

import re
import tokenize
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from corpus.packages import distinct_files, obtain
from programs import Report, command_reports, flake8_reports, pylint_reports

from ms_convlint.rules.registry import BY_CODE
from ms_convlint.settings import TorchSemantics

FIXTURES = Path(__file__).parent.parent / "fixtures"
SEMANTICS = [semantics.value for semantics in TorchSemantics]
RELEVANT = re.compile(rb"mindspore.*\bconv[123]d", re.DOTALL | re.IGNORECASE)


def assert_agreement(paths: Iterable[Path], semantics: str) -> list[Report]:
    """Hold the three programs against each other; return what they agree on."""
    texts = {path.resolve(): read_text(path) for path in paths}
    readable = [path for path, text in texts.items() if text is not None]
    by_flake8 = flake8_reports(readable, f"--msc-torch-semantics={semantics}")
    assert command_reports(readable, f"--torch-semantics={semantics}") == by_flake8

    # pylint does not heed such comments, and its own are nothing to the others.
    unheard = {path for path, text in texts.items() if text is not None and "pylint:" in text}
    noqa = [path for path in readable if "noqa" in (texts[path] or "").lower()]
    uncommented = [report for report in by_flake8 if report.path not in noqa]
    if noqa:
        uncommented += flake8_reports(noqa, f"--msc-torch-semantics={semantics}", "--disable-noqa")
    by_pylint = pylint_reports(readable, f"--msc-torch-semantics={semantics}")
    assert heard(by_pylint, unheard) == heard(uncommented, unheard)
    return by_flake8


def heard(reports: list[Report], unheard: set[Path]) -> list[Report]:
    return sorted(report for report in reports if report.path not in unheard)


def read_text(path: Path) -> str | None:
    """Read a file as Python does; None where it is not what its coding line says."""
    try:
        with tokenize.open(path) as stream:
            return stream.read()
    except (SyntaxError, UnicodeDecodeError):
        return None


@cache
def agreed_on_fixtures(semantics: str) -> list[Report]:
    return assert_agreement(sorted(FIXTURES.rglob("*.py")), semantics)


@pytest.mark.parametrize("semantics", SEMANTICS)
def test_all_hosts_agree_on_the_fixtures(semantics: str) -> None:
    assert agreed_on_fixtures(semantics)


def test_the_fixtures_show_every_rule_to_all_hosts() -> None:
    shown = {report.code for semantics in SEMANTICS for report in agreed_on_fixtures(semantics)}
    assert shown == set(BY_CODE)


@pytest.mark.corpus
@pytest.mark.parametrize("semantics", SEMANTICS)
def test_all_hosts_agree_on_real_packages(semantics: str) -> None:
    files = [file for file in distinct_files() if RELEVANT.search(file.data)]
    assert assert_agreement([obtain(file.package) / file.path for file in files], semantics)
