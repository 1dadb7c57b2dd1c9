"""What torch's padding modes need: the layer before, with its numbers, and the call behind it."""

from __future__ import annotations

import pytest
from engine import HEAD, findings

from ms_convlint.finding import Applicability
from ms_convlint.settings import TorchSemantics


def by_hand(call: str) -> str:
    """What the reader is told to write in place of a call."""
    fixes = {finding.fix for finding in findings(f"{HEAD}conv = {call}\n", TorchSemantics.ALWAYS)}
    (fix,) = fixes
    assert fix is not None
    assert fix.applicability is Applicability.DISPLAY
    return fix.message.partition("needs a layer of its own: ")[2]


@pytest.mark.parametrize(
    ("call", "layer", "behind"),
    [
        (
            'nn.Conv2d(3, 8, 3, padding=1, padding_mode="reflect", bias=False)',
            "nn.ReflectionPad2d(1)",
            'nn.Conv2d(3, 8, 3, pad_mode="valid", has_bias=False)',
        ),
        (
            'nn.Conv2d(3, 8, (3, 5), padding=(1, 2), padding_mode="replicate")',
            "nn.ReplicationPad2d((2, 2, 1, 1))",
            'nn.Conv2d(3, 8, (3, 5), pad_mode="valid", has_bias=True)',
        ),
        (
            'nn.Conv3d(3, 8, 3, padding=[2, 1, 0], padding_mode="circular")',
            'ops.pad(x, (0, 0, 1, 1, 2, 2), mode="circular")',
            'nn.Conv3d(3, 8, 3, pad_mode="valid", has_bias=True)',
        ),
        (
            'nn.Conv1d(3, 8, 4, padding="same", padding_mode="reflect")',
            "nn.ReflectionPad1d((1, 2))",
            'nn.Conv1d(3, 8, 4, pad_mode="valid", has_bias=True)',
        ),
        (
            'nn.Conv2d(3, 8, 3, 1, 1, 1, 1, False, "reflect")',
            "nn.ReflectionPad2d(1)",
            'nn.Conv2d(3, 8, 3, 1, dilation=1, group=1, has_bias=False, pad_mode="valid")',
        ),
        (
            'nn.Conv2d(3, 8, 3, pad_mode="reflect", padding=(1, 2, 3, 4), has_bias=True)',
            "nn.ReflectionPad2d((3, 4, 1, 2))",
            'nn.Conv2d(3, 8, 3, pad_mode="valid", has_bias=True)',
        ),
    ],
)
def test_the_layer_and_the_call_behind_it_are_shown(call: str, layer: str, behind: str) -> None:
    assert by_hand(call) == f"{layer} before it, then {behind}"


@pytest.mark.parametrize("padding", ["", ", padding=0", ', padding="valid"'])
def test_where_nothing_is_padded_the_mode_is_dropped(padding: str) -> None:
    found = findings(f'{HEAD}conv = nn.Conv2d(3, 8, 3{padding}, padding_mode="reflect")\n')
    (fix,) = {finding.fix for finding in found}
    assert fix is not None
    assert fix.applicability is Applicability.SAFE
    assert 'pad_mode="valid"' in fix.message
    assert "padding_mode" not in fix.message
