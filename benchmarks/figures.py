"""The figures: what each compares, and what it should come to."""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from environments import Environment, make_environment, relevant_files, unpacked_mindcv
from timing import Command, Cost, in_turns, median, peak_mb, processor, ratio, wall

PARSE = "import ast, sys\nfor path in open(sys.argv[1]).read().split('\\n'):\n ast.parse(open(path, 'rb').read())"

COUNT_TREES = """
import json, sys
from astroid.builder import AstroidBuilder
from ms_convlint.engine import check
from ms_convlint.settings import Settings
from ms_convlint.source import Source, decode
built, build = set(), AstroidBuilder.string_build
def counted(self, data, modname="", path=None):
    built.add(path)
    return build(self, data, modname, path)
AstroidBuilder.string_build = counted
for path in open(sys.argv[1]).read().split("\\n"):
    check(Source(path, decode(open(path, "rb").read())[0]), Settings())
print(len(built))
"""

GROWTH = (1, 4, 16)

PYLINT_FAILURE = 1 | 32
"""Its exit code has one bit a kind of message; these stand for a fatal message and for wrong usage."""


@dataclass(frozen=True)
class Figure:
    """One measured figure; ``target`` is the most that it should be, None where it only informs."""

    name: str
    value: float
    unit: str
    target: float | None
    explanation: str

    def misses(self, tolerance: float) -> bool:
        """Whether it is above its target by more than ``tolerance``, a share of the target."""
        return self.target is not None and self.value > self.target * (1 + tolerance)


@dataclass
class Workbench:
    """Everything that the measurements need, below one folder that is removed afterwards."""

    scratch: Path
    rounds: int
    files: list[Path] = field(init=False)

    def __post_init__(self) -> None:
        self.mindcv = unpacked_mindcv(self.scratch)
        self.files = relevant_files(self.mindcv)
        self.file_list = self.scratch / "files.txt"
        self.file_list.write_text("\n".join(map(str, self.files)), "utf-8")

    @cached_property
    def plugged(self) -> Environment:
        """The environment with the plugin."""
        return make_environment(self.scratch / "with", with_plugin=True)

    @cached_property
    def stock(self) -> Environment:
        """The environment without it."""
        return make_environment(self.scratch / "without", with_plugin=False)

    def command(self, arguments: tuple[str, ...], failure_bits: int = ~0) -> Command:
        """A command to run in the folder above mindcv."""
        return Command(arguments, self.scratch, failure_bits)

    def check(self, *paths: Path, jobs: int = 1) -> Command:
        """``ms-convlint check`` on some paths."""
        options = ("--jobs", str(jobs), "--exit-zero")
        return self.command(self.plugged.ms_convlint("check", *options, *map(str, paths)))

    def in_turns(self, **commands: Command) -> dict[str, list[Cost]]:
        """The commands' costs, measured in turns."""
        return in_turns(commands, self.rounds)


def check_beside_parsing(bench: Workbench) -> list[Figure]:
    """The command, cold, beside parsing the files that it cannot avoid to parse."""
    costs = bench.in_turns(
        check=bench.check(bench.mindcv),
        parse=bench.command((bench.stock.python, "-c", PARSE, str(bench.file_list))),
    )
    files = sum(1 for _ in bench.mindcv.rglob("*.py"))
    counted = subprocess.run(
        [bench.plugged.python, "-c", COUNT_TREES, str(bench.file_list)], capture_output=True, check=True
    )
    share = json.loads(counted.stdout) / len(bench.files)
    seconds = f"{median(costs['check'], wall):.2f} s and {median(costs['parse'], wall):.2f} s by the clock"
    return [
        Figure(
            "ms-convlint check / ast.parse",
            ratio(costs["check"], costs["parse"], processor),
            "times",
            2.0,
            f"cold, one process, {files} files; parsed are the {len(bench.files)} that mention mindspore and "
            f"a watched name; {seconds}",
        ),
        Figure("files that went to astroid", 100 * share, "%", None, f"of those {len(bench.files)}"),
    ]


def beside_flake8(bench: Workbench) -> list[Figure]:
    """flake8 with the plugin, flake8 without, and the command, over the same files."""
    options = ("--isolated", "--jobs", "1", "--exit-zero", str(bench.mindcv))
    costs = bench.in_turns(
        stock=bench.command(bench.stock.module("flake8", *options)),
        plugged=bench.command(bench.plugged.module("flake8", *options)),
        check=bench.check(bench.mindcv),
    )
    stock = median(costs["stock"], wall)
    return [
        Figure(
            "flake8 with the plugin / without",
            ratio(costs["plugged"], costs["stock"], processor),
            "times",
            1.05,
            f"one process; {median(costs['plugged'], wall):.2f} s and {stock:.2f} s by the clock",
        ),
        Figure(
            "stock flake8 / ms-convlint check",
            ratio(costs["stock"], costs["check"], processor),
            "times",
            None,
            f"how many times faster; {stock:.2f} s and {median(costs['check'], wall):.2f} s by the clock",
        ),
    ]


def beside_pylint(bench: Workbench) -> list[Figure]:
    """The plugin in pylint beside the same run without it, unused-import alone enabled otherwise."""
    symbols = subprocess.run(
        [
            bench.plugged.python,
            "-c",
            "from ms_convlint.rules.registry import RULES; print(*(rule.symbol for rule in RULES), sep=',')",
        ],
        capture_output=True,
        check=True,
        text=True,
    ).stdout.strip()
    options = ("--rcfile=/dev/null", "--persistent=n", "--jobs=1", "--disable=all")
    plugin = ("--load-plugins=ms_convlint.hosts.pylint", f"--enable=unused-import,{symbols}")
    run = bench.stock.module("pylint", *options, "--enable=unused-import", str(bench.mindcv))
    with_plugin = bench.plugged.module("pylint", *options, *plugin, str(bench.mindcv))
    costs = bench.in_turns(stock=bench.command(run, PYLINT_FAILURE), plugged=bench.command(with_plugin, PYLINT_FAILURE))
    seconds = f"{median(costs['plugged'], wall):.2f} s and {median(costs['stock'], wall):.2f} s by the clock"
    name = "pylint with the plugin / without"
    return [
        Figure(
            name,
            ratio(costs["plugged"], costs["stock"], processor),
            "times",
            1.05,
            f"one process, unused-import alone enabled beside it; {seconds}",
        )
    ]


def one_file(bench: Workbench) -> list[Figure]:
    """What a hook on every commit waits for: one file from a cold start, over an interpreter that parses."""
    lines = {path: path.read_bytes().count(b"\n") for path in bench.files}
    file = min(lines, key=lambda path: (abs(lines[path] - 400), path))
    costs = bench.in_turns(check=bench.check(file), bare=bench.command((bench.stock.python, "-c", "import ast")))
    extra = statistics.median(one.wall - bare.wall for one, bare in zip(costs["check"], costs["bare"], strict=True))
    explanation = (
        f"{file.relative_to(bench.mindcv)}, {lines[file]} lines, cold, over python -c 'import ast'; "
        f"{median(costs['check'], wall):.3f} s and {median(costs['bare'], wall):.3f} s by the clock"
    )
    return [Figure("one file, extra", extra, "s", 0.1, explanation)]


def growth(bench: Workbench) -> list[Figure]:
    """The same code once, four and sixteen times over: time in proportion, memory flat."""
    copies = bench.scratch / "copies"
    folders: dict[int, list[Path]] = {}
    for count in GROWTH:
        folders[count] = [copies / str(count) / str(number) for number in range(count)]
        for folder in folders[count]:
            shutil.copytree(bench.mindcv, folder)
    figures: list[Figure] = []
    for jobs in (1, 2):
        commands = {str(count): bench.check(copies / str(count), jobs=jobs) for count in GROWTH}
        costs = in_turns(commands, bench.rounds)
        seconds = {count: median(costs[str(count)], wall) for count in GROWTH}
        peaks = {count: median(costs[str(count)], peak_mb) for count in GROWTH}
        processes = "one process" if jobs == 1 else f"{jobs} processes"
        first, last = GROWTH[0], GROWTH[-1]
        listed = ", ".join(f"{count}: {seconds[count]:.2f} s" for count in GROWTH)
        figures.append(
            Figure(
                f"{processes}: time for {last} copies / {last} times the time for one",
                ratio(costs[str(last)], costs[str(first)], wall) / last,
                "times",
                1.0,
                f"copies: {listed}",
            )
        )
        listed = ", ".join(f"{count}: {peaks[count]:.0f} MB" for count in GROWTH)
        largest = max(cost.peak_mb for one in costs.values() for cost in one)
        figures.append(Figure(f"{processes}: peak memory of the largest", largest, "MB", 120.0, f"copies: {listed}"))
    return figures


MEASUREMENTS: dict[str, Callable[[Workbench], list[Figure]]] = {
    "parse": check_beside_parsing,
    "flake8": beside_flake8,
    "pylint": beside_pylint,
    "one-file": one_file,
    "growth": growth,
}
