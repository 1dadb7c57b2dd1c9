"""Recording a baseline and checking against it, for the tests of baselines."""

from __future__ import annotations

import json

from command import Command, Outcome

HEAD = "from mindspore import nn\n\n\n"
FIRST = "nn.Conv2d(3, 64, 3, padding=1, has_bias=True)\n"
SECOND = "nn.Conv2d(8, 64, 3, padding=1, has_bias=True)\n"
MENDED = 'nn.Conv2d(3, 64, 3, pad_mode="pad", padding=1, has_bias=True)\n'
GUESSED = "nn.Conv2d(3, 64, 3, stride=2, has_bias=True)\n"
"""MSC101, whose fix is not safe."""
BROKEN = HEAD + FIRST + "def f(:\n"


def record(command: Command, *arguments: str) -> Outcome:
    outcome = command("check", "--baseline", "base.json", "--write-baseline", *arguments)
    assert outcome.code == 0, outcome.err
    return outcome


def check(command: Command, *arguments: str, stdin: bytes = b"") -> Outcome:
    return command("check", "--baseline", "base.json", *arguments, stdin=stdin)


def recorded(command: Command) -> list[tuple[str, str, int]]:
    """Path, code and count of what the baseline records."""
    document = json.loads((command.folder / "base.json").read_bytes())
    return [(entry["path"], entry["code"], entry["count"]) for entry in document["findings"]]
