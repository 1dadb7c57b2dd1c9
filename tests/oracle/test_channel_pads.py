"""The networks whose pad layers widen the channels: torch's weights do not fit, and do once the linter has fixed it."""

from __future__ import annotations

from typing import Any

import pytest

from .agreement import disagreements
from .channel_pads import NOT_FIXED, measure
from .recorded import recorded

pytestmark = [pytest.mark.oracle, pytest.mark.usefixtures("frameworks")]


@pytest.fixture(scope="module")
def measured() -> dict[str, Any]:
    return measure()


def test_as_it_stands_the_weights_of_torch_do_not_fit(measured: dict[str, Any]) -> None:
    for name, network in measured["networks"].items():
        assert "weight" in network["even"], name
        assert "weight" in network["odd"], name


def test_once_fixed_each_network_computes_what_torchs_does(measured: dict[str, Any]) -> None:
    networks = measured["networks"]
    fixed = {name: network["fixed"] for name, network in networks.items() if name not in NOT_FIXED}
    assert len(fixed) == len(networks) - 1
    assert {name: each for name, each in fixed.items() if set(each.values()) != {"equal"}} == {}


def test_what_was_measured_is_what_is_recorded(measured: dict[str, Any]) -> None:
    assert disagreements(measured, recorded("channel_pads")) == []
