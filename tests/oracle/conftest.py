"""What the tests on the real frameworks share."""

from __future__ import annotations

import pytest

from .frameworks import INSTALL, missing, must_be_there


@pytest.fixture(scope="session")
def frameworks() -> None:
    """Let a test run where both frameworks are installed, and nowhere pass in silence that needs them."""
    absent = missing()
    if absent and must_be_there():
        pytest.fail(f"{' and '.join(absent)} not installed: {INSTALL}")
    if absent:
        pytest.skip(f"needs {' and '.join(absent)}: {INSTALL}")
