"""The torch code beside the fixtures, as it was when it was measured."""

from __future__ import annotations

from hashlib import sha256

from marks import FIXTURES


def measure() -> dict[str, str]:
    """A digest of each original, so that one which changes is measured again."""
    return {
        path.relative_to(FIXTURES).as_posix(): sha256(path.read_bytes()).hexdigest()[:16]
        for path in sorted(FIXTURES.rglob("*torch.py"))
    }
