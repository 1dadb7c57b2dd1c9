"""Measure anew on the real frameworks and write it down: in ``tests``, ``python -m oracle.record [SECTION …]``.

It writes ``measured.json``, which the tests compare with, and ``ms_convlint/rules/measured.json``, what the rules'
pages quote of it. It takes some minutes.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from typing import Any

from .frameworks import versions
from .quotes import QUOTES, quotes
from .recorded import RECORD

SECTIONS = {
    "originals": "originals",
    "constructors": "constructors",
    "channel_pads": "channel_pads",
    "sweep": "sweep",
    "own_calls": "own_calls",
    "real_calls": "real_calls",
    "torch_equivalents": "torch_equivalents",
    "weights": "weight_measures",
    "ports": "ports",
    "statements": "statements",
}
"""The record's sections and the modules whose ``measure()`` fills them."""


def as_text(record: Any) -> str:
    """A record as it is kept: one fact a line, so that a change shows as a small diff."""
    return json.dumps(record, indent=1, ensure_ascii=False) + "\n"


def main(names: list[str]) -> int:
    """Measure the sections named, or all, and keep the others as they were; the exit code."""
    unknown = [name for name in names if name not in SECTIONS]
    if unknown:
        sys.stderr.write(f"no section {', '.join(unknown)}: there are {', '.join(SECTIONS)}\n")
        return 2
    record = json.loads(RECORD.read_text("utf-8")) if RECORD.exists() else {}
    record["measured on"] = versions()
    for name in names or list(SECTIONS):
        record[name] = import_module(f"{__package__}.{SECTIONS[name]}").measure()
        RECORD.write_text(as_text(record), "utf-8")
    QUOTES.write_text(as_text(quotes(record)), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
