"""Fingerprints by which a service knows a finding again after lines have moved."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256

from ms_convlint.recognition import recognized_by
from ms_convlint.reports.result import FileResult


def fingerprints(result: FileResult, name: str) -> list[str]:
    """Give each finding of a file a fingerprint that no other finding has; ``name`` is the file's in the report.

    Equal calls of one file are counted from the top, so that one more of them leaves the others as they are.
    """
    counts: Counter[tuple[str, str]] = Counter()
    found = []
    for finding, text in zip(result.findings, recognized_by(result.source(), result.findings), strict=True):
        counts[finding.code, text] += 1
        parts = (name, finding.code, text, str(counts[finding.code, text]))
        found.append(sha256("\0".join(parts).encode("utf-8", "backslashreplace")).hexdigest())
    return found
