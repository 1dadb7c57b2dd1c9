"""A text with one finding that has a fix and two that have alternatives alone, and what it becomes by each."""

from __future__ import annotations

from pathlib import Path

CARELESS = """\
\"\"\"A port.\"\"\"

import mindspore.nn as nn

stem = nn.Conv2d(3, 64, kernel_size=7, stride=2, padding=3, has_bias=False)
down = nn.Conv2d(64, 64, kernel_size=3, stride=2, has_bias=True)
head = nn.Conv2d(64, 10, 1, has_bias=False, bias_init="zeros")
"""
CODES = ["MSC102", "MSC101", "MSC202"]
"""The codes on lines 5 to 7, each at column 7 (counted from 0)."""

WIDE_NAME = "héλ𝒳"  # noqa: RUF001 (a letter that needs two units of UTF-16 is the point)
"""Four characters: five units of UTF-16, nine bytes of UTF-8."""
WIDE = "".join(f"{WIDE_NAME} = 1; {line}" if "Conv2d" in line else line for line in CARELESS.splitlines(keepends=True))
"""The same with wide characters before the calls on their lines."""


def fixed(text: str) -> str:
    """With the fix of MSC102, the only one that is safe."""
    return text.replace("padding=3", 'pad_mode="pad", padding=3')


def with_torch_padding(text: str) -> str:
    """With the alternative of MSC101 that says "torch had padding=1"."""
    return text.replace("stride=2, has_bias=True", 'stride=2, has_bias=True, pad_mode="pad", padding=1')


def silenced(text: str) -> str:
    """With MSC202 silenced by a comment."""
    return text.replace('"zeros")', '"zeros")  # noqa: MSC202')


def with_crlf(fixture: Path) -> bytes:
    """A fixture in which all lines end as they do on Windows."""
    return b"".join(line + b"\r\n" for line in fixture.read_bytes().splitlines())
