"""Whole networks: what the careless ports do, and that all fixes together give torch's numbers end to end."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from marks import FIXTURES, marked, read

from . import ports
from .agreement import disagreements
from .outcomes import Outcome
from .recorded import recorded

on_frameworks = pytest.mark.oracle
of_each_network = pytest.mark.parametrize("network", ports.NETWORKS, ids=lambda network: network.key)


@pytest.fixture(scope="module")
def measured(frameworks: None) -> dict[str, Any]:
    return ports.measure()


def unequal(outcomes: dict[str, Outcome]) -> dict[str, str]:
    return {run: str(outcome) for run, outcome in outcomes.items() if not outcome.equal}


@on_frameworks
@of_each_network
@pytest.mark.usefixtures("frameworks")
def test_with_all_fixes_the_careless_port_equals_torch(network: ports.Network, tmp_path: Path) -> None:
    file = ports.mended(network.port, tmp_path, "--fix", "--unsafe-fixes")
    assert read(file) == read(FIXTURES / "ports" / network.port / "careless.fixed.py")
    outcomes = ports.end_to_end(network, file)
    assert len(outcomes) == 4
    assert not unequal(outcomes)


@on_frameworks
@of_each_network
@pytest.mark.usefixtures("frameworks")
def test_the_port_that_was_written_right_equals_torch(network: ports.Network) -> None:
    outcomes = ports.end_to_end(network, ports.FOLDER / network.port / "right.py")
    assert len(outcomes) == 4
    assert not unequal(outcomes)


@on_frameworks
@of_each_network
@pytest.mark.usefixtures("frameworks")
def test_the_careless_port_cannot_be_built(network: ports.Network) -> None:
    assert "Error when made" in ports.as_it_stands(network)


@on_frameworks
@of_each_network
@pytest.mark.usefixtures("frameworks")
def test_what_is_reported_of_the_careless_port_is_wrong_and_nothing_else(network: ports.Network) -> None:
    found = {line for line, _ in ports.findings(ports.FOLDER / network.port / "careless.py")}
    for line, outcome in ports.call_by_call(network, ports.FOLDER / network.port / "careless.py"):
        assert outcome.wrong if line in found else outcome.equal, f"line {line}: {outcome}"


@on_frameworks
@of_each_network
@pytest.mark.usefixtures("frameworks")
def test_safe_fixes_turn_no_call_that_raised_into_one_that_differs(network: ports.Network, tmp_path: Path) -> None:
    before = ports.call_by_call(network, ports.FOLDER / network.port / "careless.py")
    after = ports.call_by_call(network, ports.mended(network.port, tmp_path, "--fix"))
    raised = [outcome for (_, was), (_, outcome) in zip(before, after, strict=True) if was.error]
    assert raised
    assert not [str(outcome) for outcome in raised if not outcome.equal]


@on_frameworks
@of_each_network
def test_safe_fixes_alone_never_pass_for_torch_unless_they_are_all(
    network: ports.Network, measured: dict[str, Any]
) -> None:
    """What they leave shows: the port's loader complains of what has no place."""
    after = measured[network.port]["safe fixes alone"][network.name]
    whole = after["even"] == after["odd"] == {"equal": True}
    assert whole != ("loading" in after)


@on_frameworks
def test_what_the_ports_do_is_what_is_recorded(measured: dict[str, Any]) -> None:
    assert not disagreements(measured, recorded("ports"))


@of_each_network
def test_the_record_has_every_finding_of_the_careless_port(network: ports.Network) -> None:
    marks = marked(read(FIXTURES / "ports" / network.port / "careless.py"))
    record = recorded("ports")[network.port]
    assert record["findings"] == Counter(code for _, _, code in marks)
    for line in {line for line, _, _ in marks}:
        assert record["call by call"][str(line)]["codes"] == sorted(code for at, _, code in marks if at == line)


@of_each_network
def test_the_record_says_that_all_fixes_and_the_right_port_equal_torch(network: ports.Network) -> None:
    record = recorded("ports")[network.port]
    equal = {"even": {"equal": True}, "odd": {"equal": True}}
    assert record["all fixes"][network.name] == record["written right"][network.name] == equal
