"""What the command's own fixes write is no evidence: a finding that they leave is still reported."""

from __future__ import annotations

import pytest
from command import Command

NETWORK = """\
import mindspore.nn as nn


class Network(nn.Cell):
    def __init__(self):
        super().__init__()
        self.first = {first}
        self.norm = nn.BatchNorm2d(16)
        self.second = {second}
        self.relu = nn.ReLU()

    def construct(self, x):
        return self.relu(self.second(self.norm(self.first(x))))
"""


@pytest.mark.parametrize(
    ("first", "second", "left"),
    [
        ("nn.Conv2d(16, 16, 1, bias=False)", "nn.Conv2d(16, 8, 1)", "MSC201"),
        ("nn.Conv2d(16, 16, 3, padding=1, bias=False)", "nn.Conv2d(16, 8, 1)", "MSC201"),
        ('nn.Conv2d(16, 16, 3, padding="same", bias=False)', "nn.Conv2d(16, 8, 3, 2, has_bias=True)", "MSC101"),
    ],
)
def test_what_the_safe_fixes_leave_is_reported_beside_what_they_wrote(
    command: Command, first: str, second: str, left: str
) -> None:
    file = command.write("network.py", NETWORK.format(first=first, second=second))
    before = command("check").codes
    outcome = command("check", "--fix")
    assert outcome.codes == [f"network.py:9:23: {left}"]
    assert f"{len(before) - 1} findings fixed." in outcome.out or "1 finding fixed." in outcome.out
    assert second in file.read_text()


def test_a_port_whose_safe_fixes_were_written_is_as_suspect_as_before(command: Command) -> None:
    command.write(
        "network.py",
        NETWORK.format(first="nn.Conv2d(16, 16, 3, padding=1, bias=False)", second="nn.Conv2d(16, 8, 1)"),
    )
    command("check", "--fix")
    assert command("check").codes == ["network.py:9:23: MSC201"]
