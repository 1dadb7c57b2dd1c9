"""What the tests with real clients share."""

from __future__ import annotations

from pathlib import Path

import pytest

SECONDS = 120
"""A client that waits for an answer that never comes is ended after that long."""


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave these modules unread where their tests are not wanted: the extra ``clients`` need not be there then."""
    return True if "not clients" in config.getoption("markexpr") else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Give every test with a client a time after which it fails, unless it has one of its own."""
    if config.pluginmanager.hasplugin("timeout"):
        for item in items:
            if item.get_closest_marker("clients") and not item.get_closest_marker("timeout"):
                item.add_marker(pytest.mark.timeout(SECONDS))
