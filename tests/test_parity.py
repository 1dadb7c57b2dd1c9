"""flake8, pylint and our own command report the same findings at the same places in the same words."""

from __future__ import annotations

import re
import tokenize
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
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
    texts = {path.resolve(): text for path in paths if (text := read_text(path)) is not None}
    readable = list(texts)
    # pylint does not heed these comments, and its own are nothing to the others.
    noqa = [path for path, text in texts.items() if "noqa" in text.lower()]
    unheard = {path for path, text in texts.items() if "pylint:" in text}
    option = f"--msc-torch-semantics={semantics}"
    with ThreadPoolExecutor() as pool:
        by_pylint = pool.submit(pylint_reports, readable, option)
        by_flake8 = pool.submit(flake8_reports, readable, option)
        without_noqa = pool.submit(flake8_reports, noqa, option, "--disable-noqa") if noqa else None
        by_command = pool.submit(command_reports, readable, f"--torch-semantics={semantics}")
    assert by_command.result() == by_flake8.result()
    expected = [report for report in by_flake8.result() if report.path not in noqa]
    if without_noqa is not None:
        expected += without_noqa.result()
    assert heard(by_pylint.result(), unheard) == heard(expected, unheard)
    return by_flake8.result()


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
def test_all_hosts_agree_on_real_packages() -> None:
    files = [file for file in distinct_files() if RELEVANT.search(file.data)]
    paths = [(obtain(file.package) / file.path).resolve() for file in files]
    readable = [path for path in paths if read_text(path) is not None]
    by_command = command_reports(readable, "--torch-semantics=always")
    assert flake8_reports(readable, "--msc-torch-semantics=always") == by_command

    # pylint would take minutes for all of them: every file with a finding, and a quarter of the others.
    found = sorted({report.path for report in by_command})
    assert_agreement([*found, *[path for path in paths if path not in found][::4]], "always")
    # The other settings report less.
    assert assert_agreement(found, "auto")
    assert assert_agreement(found, "never")
