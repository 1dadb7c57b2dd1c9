"""Running commands one after another, in turns, and what each run cost."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


class CommandError(Exception):
    """A measured command failed, so that there is no figure."""


@dataclass(frozen=True)
class Command:
    """What is run, in which folder; ``failure_bits`` are the bits of an exit code that tell of a failure."""

    arguments: tuple[str, ...]
    folder: Path
    failure_bits: int = ~0


@dataclass(frozen=True)
class Cost:
    """One run: seconds by the clock and of processor time, and the peak memory of its largest process."""

    wall: float
    processor: float
    peak_mb: float


def run(command: Command) -> Cost:
    """Run a command once; all it starts counts, provided that it waits for it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    with tempfile.TemporaryFile() as errors:
        began = time.perf_counter()
        process = subprocess.Popen(
            command.arguments, cwd=command.folder, env=environment, stdout=subprocess.DEVNULL, stderr=errors
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode < 0 or process.returncode & command.failure_bits:
            errors.seek(0)
            said = errors.read().decode(errors="replace").strip()
            raise CommandError(f"{' '.join(command.arguments)}: exit code {process.returncode}\n{said}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, _megabytes(usage))


def in_turns(commands: Mapping[str, Command], rounds: int) -> dict[str, list[Cost]]:
    """Each command once for warming up, then ``rounds`` times, the order reversed in every second round.

    So whatever else the machine does meets all of them alike.
    """
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for command in commands.values():
        run(command)
    for number in range(rounds):
        for name in list(commands)[:: -1 if number % 2 else 1]:
            costs[name].append(run(commands[name]))
    return costs


def median(costs: Sequence[Cost], of: Callable[[Cost], float]) -> float:
    """The median over the rounds."""
    return statistics.median(map(of, costs))


def ratio(costs: Sequence[Cost], beside: Sequence[Cost], of: Callable[[Cost], float]) -> float:
    """The median over the rounds of one command's cost divided by the other's of the same round."""
    return statistics.median(of(one) / of(other) for one, other in zip(costs, beside, strict=True))


def wall(cost: Cost) -> float:
    """Seconds by the clock."""
    return cost.wall


def processor(cost: Cost) -> float:
    """Seconds of processor time, which other programs on the machine disturb least."""
    return cost.processor


def peak_mb(cost: Cost) -> float:
    """Megabytes of the largest process."""
    return cost.peak_mb


def _megabytes(usage: resource.struct_rusage) -> float:
    kilobytes = usage.ru_maxrss / 1024 if os.uname().sysname == "Darwin" else usage.ru_maxrss
    return kilobytes / 1024
