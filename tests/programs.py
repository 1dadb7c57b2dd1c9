"""Run the three programs as a user does, and read what they report in one form."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tokenize
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ms_convlint.rules.registry import BY_SYMBOL, RULES

PYLINT = (sys.executable, "-m", "pylint", "--rcfile", os.devnull, "--persistent=n", "--score=n")
PYLINT_WITH_US = (*PYLINT, "--load-plugins=ms_convlint.hosts.pylint")
PYLINT_OURS_ALONE = (*PYLINT_WITH_US, "--disable=all", f"--enable={','.join(rule.symbol for rule in RULES)}")
FLAKE8 = (sys.executable, "-m", "flake8", "--isolated")
FLAKE8_OURS_ALONE = (*FLAKE8, "--select=MSC")
COMMAND = (str(Path(sysconfig.get_path("scripts")) / "ms-convlint"), "check")


class Report(NamedTuple):
    """One finding as a program reports it; ``column`` in characters from 0."""

    path: Path
    line: int
    column: int
    code: str
    message: str


def written(folder: Path, text: str | bytes, name: str = "network.py") -> Path:
    """Write a file of a test and return its path."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def run(
    program: Sequence[str], *arguments: str | Path, cwd: Path | None = None, stdin: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end."""
    words = [*program, *map(str, arguments)]
    return subprocess.run(words, capture_output=True, encoding="utf-8", cwd=cwd, input=stdin, check=False, timeout=900)


def flake8_reports(paths: Sequence[Path], *options: str) -> list[Report]:
    """What flake8 says of these files with our plugin alone."""
    form = "%(path)s\t%(row)d\t%(col)d\t%(code)s\t%(text)s"
    done = run(FLAKE8_OURS_ALONE, f"--format={form}", *options, *paths)
    assert done.returncode in (0, 1), done.stderr
    assert not done.stderr
    reports = []
    for row in done.stdout.splitlines():
        path, line, column, code, message = row.split("\t", 4)
        reports.append(Report(Path(path).resolve(), int(line), int(column) - 1, code, message))
    return sorted(reports)


def pylint_reports(paths: Sequence[Path], *options: str) -> list[Report]:
    """What pylint says of these files with our plugin alone, its columns turned into characters."""
    done = run(PYLINT_OURS_ALONE, "--output-format=json2", *options, *paths)
    assert not done.stderr
    reports = []
    for row in json.loads(done.stdout)["messages"]:
        if row["symbol"] == "syntax-error":
            continue
        path = Path(row["absolutePath"]).resolve()
        column = _characters(path, row["line"], row["column"])
        reports.append(Report(path, row["line"], column, BY_SYMBOL[row["symbol"]].code, row["message"]))
    return sorted(reports)


def command_reports(paths: Sequence[Path], *options: str) -> list[Report]:
    """What our own command says of these files."""
    done = run(COMMAND, "--output-format=json", *options, *paths)
    assert done.returncode in (0, 1), done.stderr
    reports = []
    for row in json.loads(done.stdout):
        start = row["location"]
        path = Path(row["filename"]).resolve()
        reports.append(Report(path, start["row"], start["column"] - 1, row["code"], row["message"]))
    return sorted(report for report in reports if report.code != "MSC900")


def _characters(path: Path, line: int, byte_column: int) -> int:
    return len(_lines(path)[line - 1].encode()[:byte_column].decode())


@cache
def _lines(path: Path) -> list[str]:
    with tokenize.open(path) as stream:
        return stream.readlines()
