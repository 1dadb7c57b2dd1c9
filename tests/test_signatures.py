"""The constructor tables: each version's as it was read off, and a later one with torch's signature."""

from __future__ import annotations

import ast
import json
from dataclasses import replace
from pathlib import Path

import pytest

from ms_convlint.edits import apply_fixes
from ms_convlint.engine import check
from ms_convlint.facts import signatures
from ms_convlint.facts.signatures import REQUIRED, Kind, Signature, mindspore_signatures, torch_signature
from ms_convlint.finding import Applicability, Finding
from ms_convlint.settings import Settings, TorchSemantics
from ms_convlint.source import Source

READ_OFF = json.loads((Path(__file__).parent / "signatures.json").read_text("utf-8"))
"""``inspect.signature`` of each watched callable, run with that version installed; null where it has none."""

LATER = (3, 0)
"""A version that does not exist yet, with the signatures that the docstrings of 2.9 and 2.10 announce."""
HEAD = "from mindspore import nn\n"


def as_text(signature: Signature) -> str:
    """A signature of the table in ``inspect.signature``'s spelling."""
    written = []
    for parameter in signature.parameters:
        shown = parameter.default if parameter.name == "dtype" else repr(parameter.default)
        written.append(parameter.name if parameter.default is REQUIRED else f"{parameter.name}={shown}")
    return f"({', '.join(written)})"


@pytest.mark.parametrize("version", READ_OFF)
def test_the_table_of_a_version_is_what_was_read_off_it(version: str) -> None:
    table = mindspore_signatures(tuple(map(int, version.split("."))))
    ours = {signature.short_name: as_text(signature) for signature in table.values()}
    assert ours == {name: text for name, text in READ_OFF[version].items() if text is not None}


@pytest.fixture
def later_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """One more entry in the table: torch's signatures, without its device."""
    table = dict(mindspore_signatures(LATER))
    for name, signature in table.items():
        torch = torch_signature(signature)
        if signature.kind is Kind.LAYER and torch is not None:
            parameters = tuple(parameter for parameter in torch.parameters if parameter.name != "device")
            table[name] = replace(torch, name=name, parameters=parameters)
    monkeypatch.setitem(signatures.VERSIONS, LATER, table)


def found_in(call: str, semantics: TorchSemantics = TorchSemantics.ALWAYS) -> tuple[str, list[Finding]]:
    """A call with its fixes applied, and what is found before."""
    text = f"{HEAD}conv = {call}\n"
    findings = check(Source("net.py", text), Settings(torch_semantics=semantics, mindspore_version=LATER))
    fixed = apply_fixes(text, findings, unsafe=True)
    ast.parse(fixed)
    return fixed.removeprefix(f"{HEAD}conv = ").removesuffix("\n"), findings


several = pytest.mark.parametrize("semantics", list(TorchSemantics), ids=lambda semantics: semantics.value)


@several
@pytest.mark.usefixtures("later_version")
@pytest.mark.parametrize(
    "call",
    [
        "nn.Conv2d(3, 64, 3)",
        "nn.Conv2d(3, 64, 7, stride=2, padding=3)",
        "nn.Conv2d(3, 64, 7, 2, 3, 1, 1, False)",
        "nn.Conv2d(3, 64, 3, padding=(1, 2), groups=1, bias=False, padding_mode='reflect')",
        "nn.Conv2d(3, 64, 3, padding='same')",
        "nn.Conv1d(80, 256, (3,), padding=(1,))",
        "nn.Conv3d(3, 64, [3, 3, 3], padding=[1, 1, 1])",
        "nn.Conv2dTranspose(64, 32, 3, 2, 1, 1, 1, False, 1)",
        "nn.Conv1dTranspose(64, 32, 3, stride=2, padding=1, output_padding=1)",
        "nn.Conv3dTranspose(64, 32, 3, stride=2, padding=1, output_padding=[1, 1, 1])",
        "nn.Conv2d(3, 64, kernel_size, padding=padding, bias=bias)",
    ],
)
def test_torchs_spelling_is_right_where_the_layers_have_torchs_signature(call: str, semantics: TorchSemantics) -> None:
    assert found_in(call, semantics)[1] == []


@pytest.mark.usefixtures("later_version")
@pytest.mark.parametrize(
    ("older", "now"),
    [
        ('nn.Conv2d(3, 64, 3, pad_mode="pad", padding=1, has_bias=True)', "nn.Conv2d(3, 64, 3, padding=1, bias=True)"),
        ('nn.Conv2d(3, 64, 3, pad_mode="valid", has_bias=False)', "nn.Conv2d(3, 64, 3, bias=False)"),
        ('nn.Conv2d(3, 64, 3, pad_mode="same", has_bias=True)', 'nn.Conv2d(3, 64, 3, padding="same", bias=True)'),
        ("nn.Conv2d(3, 64, 3, has_bias=True)", 'nn.Conv2d(3, 64, 3, bias=True, padding="same")'),
        ('nn.Conv2d(3, 64, 3, pad_mode="valid")', "nn.Conv2d(3, 64, 3, bias=False)"),
        ("nn.Conv2d(64, 64, 1, group=64, has_bias=False)", "nn.Conv2d(64, 64, 1, groups=64, bias=False)"),
        (
            'nn.Conv2d(3, 64, (3, 5), pad_mode="pad", padding=(1, 1, 2, 2), has_bias=True)',
            "nn.Conv2d(3, 64, (3, 5), padding=(1, 2), bias=True)",
        ),
        ("nn.Conv2d(3, 64, 1, 2, has_bias=True)", "nn.Conv2d(3, 64, 1, 2, bias=True)"),
        ("nn.Conv2dTranspose(64, 32, 4, 2, has_bias=True)", "nn.Conv2dTranspose(64, 32, 4, 2, bias=True, padding=1)"),
    ],
)
def test_the_older_words_are_renamed_and_keep_their_meaning(older: str, now: str) -> None:
    fixed, findings = found_in(older)
    assert [finding.code for finding in findings] == ["MSC403"]
    assert findings[0].fix is not None
    assert findings[0].fix.applicability is Applicability.SAFE
    assert fixed == now
    assert found_in(now)[1] == []


@pytest.mark.usefixtures("later_version")
def test_each_older_word_is_named_with_what_it_is_called_now() -> None:
    _, findings = found_in('nn.Conv2d(3, 64, 3, pad_mode="pad", padding=1, group=1, has_bias=True)')
    message = findings[0].message
    for renamed in ("pad_mode (here padding)", "group (here groups)", "has_bias (here bias)"):
        assert renamed in message


@pytest.mark.usefixtures("later_version")
@pytest.mark.parametrize(
    ("call", "reason"),
    [
        ('nn.Conv2d(3, 64, 3, 2, pad_mode="same", has_bias=True)', "pads by the input's size"),
        ('nn.Conv2d(3, 64, 3, pad_mode="pad", padding=(0, 1, 0, 1), has_bias=True)', "differs from side to side"),
        ('nn.Conv2d(3, 64, 3, pad_mode="valid", weight_init="normal")', "weight_init has no counterpart"),
        ("nn.Conv2d(3, 64, 3, pad_mode=mode, has_bias=True)", "pad_mode=mode"),
        ("nn.Conv2dTranspose(64, 32, 3, 2, has_bias=True)", 'what pad_mode="same" does'),
        ('nn.Conv2d(3, 64, 3, 1, "same", has_bias=True)', "in the older order"),
        ('nn.Conv2d(3, 64, 3, 1, "pad", 1, has_bias=True)', "in the older order"),
    ],
)
def test_what_torchs_signature_cannot_say_is_left_with_the_reason(call: str, reason: str) -> None:
    fixed, findings = found_in(call)
    assert fixed == call
    assert [finding.code for finding in findings] == ["MSC403"]
    assert findings[0].fix is not None
    assert reason in findings[0].fix.message


@pytest.mark.usefixtures("later_version")
@pytest.mark.parametrize("order", ['"pad", 1, 1, 1, True', '"pad"', '"pad", 1'])
def test_the_older_order_is_found_by_its_pad_mode_and_left_to_the_reader(order: str) -> None:
    fixed, findings = found_in(f"nn.Conv2d(3, 64, 3, 1, {order})")
    assert fixed == f"nn.Conv2d(3, 64, 3, 1, {order})"
    assert "MSC103" in [finding.code for finding in findings]


@pytest.mark.usefixtures("later_version")
def test_a_keyword_of_torchs_alone_is_still_one_too_many() -> None:
    fixed, findings = found_in("nn.Conv2d(3, 64, 3, device=None)")
    assert [finding.code for finding in findings] == ["MSC401"]
    assert fixed == "nn.Conv2d(3, 64, 3)"
