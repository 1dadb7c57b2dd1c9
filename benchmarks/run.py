"""How fast it is: each figure measured side by side in one run, median of five.

    python benchmarks/run.py [--json] [--check] [--only NAME] [--rounds N]

Needs flake8, pylint and this package's other dependencies beside the interpreter that runs it.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import platform
import sys
import tempfile
from pathlib import Path

from figures import MEASUREMENTS, Figure, Workbench
from timing import CommandError

TOLERANCE = 0.1
"""How far above its target, as a share of it, ``--check`` lets a figure be: what a busy machine adds."""


def measure(names: list[str], rounds: int) -> list[Figure]:
    """The figures, with all that is needed for them built in a folder that is removed at the end."""
    with tempfile.TemporaryDirectory(prefix="ms-convlint-benchmark-") as scratch:
        bench = Workbench(Path(scratch).resolve(), rounds)
        return [figure for name in names for figure in MEASUREMENTS[name](bench)]


def table(figures: list[Figure]) -> str:
    """The figures for people."""
    width = max(len(figure.name) for figure in figures)
    rows = [f"{'':{width}}  {'measured':>12}  {'at most':>7}"]
    for figure in figures:
        value = f"{figure.value:.3g} {figure.unit:5}"
        target = "" if figure.target is None else f"{figure.target:g}"
        rows.append(f"{figure.name:{width}}  {value:>12}  {target:>7}")
        rows.append(f"    {figure.explanation}")
    return "\n".join(rows)


def machine() -> str:
    """What it ran on."""
    return f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} processors"


def main() -> int:
    """Measure and print; with ``--check`` 1 where a figure misses its target."""
    parser = argparse.ArgumentParser(description="Ratios of processor time unless the line says otherwise.")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument(
        "--check", action="store_true", help=f"exit with 1 where a target is missed by over {TOLERANCE:.0%}"
    )
    parser.add_argument("--only", action="append", choices=MEASUREMENTS, help="one measurement, repeatable")
    parser.add_argument("--rounds", type=int, default=5, help="how often each command runs (default 5)")
    options = parser.parse_args()
    try:
        figures = measure(options.only or list(MEASUREMENTS), options.rounds)
    except CommandError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    if options.json:
        print(json.dumps({"machine": machine(), "figures": [dataclasses.asdict(f) for f in figures]}, indent=2))
    else:
        print(f"{machine()}; median of {options.rounds}\n{table(figures)}")
    missed = [figure.name for figure in figures if figure.misses(TOLERANCE)]
    if options.check and missed:
        print(f"missed by more than {TOLERANCE:.0%}: {'; '.join(missed)}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
