"""What the tests with real clients share."""

from __future__ import annotations

import pytest

SECONDS = 120
"""A client that waits for an answer that never comes is ended after that long."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Give every test with a client a time after which it fails, unless it has one of its own."""
    if config.pluginmanager.hasplugin("timeout"):
        for item in items:
            if item.get_closest_marker("clients") and not item.get_closest_marker("timeout"):
                item.add_marker(pytest.mark.timeout(SECONDS))
