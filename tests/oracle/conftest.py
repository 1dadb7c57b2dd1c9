"""What the tests on the real frameworks share."""

from __future__ import annotations

import os
import sys

import pytest

from .frameworks import INSTALL, missing, must_be_there

_STATUS = pytest.StashKey[int]()


@pytest.fixture(scope="session")
def frameworks() -> None:
    """Let a test run where both frameworks are installed, and nowhere pass in silence that needs them."""
    absent = missing()
    if absent and must_be_there():
        pytest.fail(f"{' and '.join(absent)} not installed: {INSTALL}")
    if absent:
        pytest.skip(f"needs {' and '.join(absent)}: {INSTALL}")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Keep the status with which the run ends."""
    session.config.stash[_STATUS] = int(exitstatus)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """End with that status at once where MindSpore was loaded: its threads may crash the interpreter as it ends."""
    if "mindspore" in sys.modules and _STATUS in config.stash:
        config.get_terminal_writer().flush()
        os._exit(config.stash[_STATUS])
