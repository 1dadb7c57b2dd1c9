"""Measure anew and write the records that the tests compare with: ``python -m tests.corpus.record``."""

from __future__ import annotations

import json
import sys

from . import ablation, sweep


def as_text(record: object) -> str:
    """A record as it is kept: one figure a line, so that a change shows as a small diff."""
    return json.dumps(record, indent=2, ensure_ascii=False) + "\n"


def main() -> int:
    """Write both records, unless a promise is broken: then say so, and exit with 1."""
    swept = sweep.sweep()
    if swept.problems:
        sys.stdout.write("\n".join(swept.problems) + "\n")
        return 1
    sweep.RECORD.write_text(as_text(swept.counts), "utf-8")
    ablation.RECORD.write_text(as_text(ablation.figures(ablation.measure())), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
