"""On real packages: nothing crashes, fixes keep their promises, what is found is what was found before."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from . import ablation, sweep
from .record import as_text
from .restoration import FAILURES

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def swept() -> sweep.Sweep:
    return sweep.sweep()


@pytest.fixture(scope="module")
def altered() -> list[ablation.Outcome]:
    return ablation.measure()


def test_no_file_crashes_hangs_or_is_broken_by_its_fixes(swept: sweep.Sweep) -> None:
    assert not swept.problems, "\n".join(swept.problems)


def test_the_counts_are_those_recorded(swept: sweep.Sweep) -> None:
    recorded = sweep.RECORD.read_text("utf-8")
    assert as_text(swept.counts) == recorded, "if that is wanted: python -m tests.corpus.record"


def test_the_command_writes_the_fixes_and_not_a_byte_more(swept: sweep.Sweep, tmp_path: Path) -> None:
    for result in swept.fixed:
        file = tmp_path / result.name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(result.original)
    command = "-m ms_convlint check --fix --unsafe-fixes --exit-zero --output-format json"
    done = subprocess.run(
        [sys.executable, *command.split(), str(tmp_path)], capture_output=True, check=False, text=True
    )
    assert done.returncode == 0, done.stderr
    json.loads(done.stdout)
    different = [result.name for result in swept.fixed if (tmp_path / result.name).read_bytes() != result.fixed]
    assert swept.fixed
    assert not different


def test_the_ablation_is_the_one_recorded(altered: list[ablation.Outcome]) -> None:
    recorded = ablation.RECORD.read_text("utf-8")
    assert as_text(ablation.figures(altered)) == recorded, "if that is wanted: python -m tests.corpus.record"


def test_every_respelled_argument_is_found_and_restored(altered: list[ablation.Outcome]) -> None:
    lost = [
        f"{outcome.place}: {outcome.alteration}: {outcome.result} {outcome.detail}"
        for outcome in altered
        if outcome.result in FAILURES
    ]
    assert not lost, "\n".join(lost)
