"""What torch calls the same as a MindSpore call, as far as that can be told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from descriptions import described, forms, reason

from ms_convlint.facts import signatures
from ms_convlint.facts.signatures import Kind, mindspore_signatures, torch_signature
from ms_convlint.reports.hover import markdown, plain
from ms_convlint.settings import LATEST_MINDSPORE, TorchSemantics

TORCH = [
    ("nn.Conv2d(3, 4, 1, 2)", "torch.nn.Conv2d(3, 4, 1, stride=2, bias=False)"),
    ("nn.Conv2d(3, 4, 3)", "torch.nn.Conv2d(3, 4, 3, padding=1, bias=False)"),
    ("nn.Conv2d(3, 4, (3, 1))", "torch.nn.Conv2d(3, 4, (3, 1), padding=(1, 0), bias=False)"),
    ("nn.Conv2d(3, 4, 3, dilation=2)", "torch.nn.Conv2d(3, 4, 3, padding=2, dilation=2, bias=False)"),
    ("nn.Conv2d(3, 4, 2)", 'torch.nn.Conv2d(3, 4, 2, padding="same", bias=False)'),
    ("nn.Conv2d(3, 4, k)", 'torch.nn.Conv2d(3, 4, k, padding="same", bias=False)'),
    ("nn.Conv2d(4, 8, k, s, 'valid', group=4, has_bias=True)", "torch.nn.Conv2d(4, 8, k, stride=s, groups=4)"),
    ("nn.Conv2d(4, 8, k, pad_mode='pad', has_bias=b)", "torch.nn.Conv2d(4, 8, k, bias=b)"),
    (
        "nn.Conv2d(3, 4, 3, pad_mode='pad', padding=(1, 1, 2, 2))",
        "torch.nn.Conv2d(3, 4, 3, padding=(1, 2), bias=False)",
    ),
    (
        "nn.Conv2d(3, 4, 3, pad_mode='pad', padding=(p, p, q, q))",
        "torch.nn.Conv2d(3, 4, 3, padding=(p, q), bias=False)",
    ),
    ("nn.Conv1d(3, 4, 5, pad_mode='pad', padding=p)", "torch.nn.Conv1d(3, 4, 5, padding=p, bias=False)"),
    (
        "nn.Conv3d(3, 4, 3, dtype=mindspore.float16)",
        "torch.nn.Conv3d(3, 4, 3, padding=1, bias=False, dtype=torch.float16)",
    ),
    ("nn.Conv2dTranspose(3, 4, 4, 2)", "torch.nn.ConvTranspose2d(3, 4, 4, stride=2, padding=1, bias=False)"),
    (
        "nn.Conv1dTranspose(3, 4, 2, 3)",
        "torch.nn.ConvTranspose1d(3, 4, 2, stride=3, output_padding=1, bias=False)",
    ),
    (
        "nn.Conv2dTranspose(3, 4, 3, 2, 'pad', (1, 0, 1, 0))",
        "torch.nn.ConvTranspose2d(3, 4, 3, stride=2, padding=1, output_padding=1, bias=False)",
    ),
    (
        "nn.Conv3dTranspose(3, 4, 3, 2, 'pad', 1, output_padding=1)",
        "torch.nn.ConvTranspose3d(3, 4, 3, stride=2, padding=1, output_padding=1, bias=False)",
    ),
    (
        "nn.Conv2d(3, 4, 3, pad_mode='pad', padding=(p, p,\n  q, q))",
        "torch.nn.Conv2d(3, 4, 3, padding=(p, q), bias=False)",
    ),
    ("ops.conv2d(x, w, b, 2)", "F.conv2d(x, w, b, stride=2)"),
    ("ops.conv2d(x, w, pad_mode='pad', padding=(1, 2))", "F.conv2d(x, w, padding=(1, 2))"),
    ("ops.conv1d(x, w, bias=b, pad_mode='same')", 'F.conv1d(x, w, bias=b, padding="same")'),
    ("ops.Conv2D(8, 3, stride=2)", "lambda x, weight: F.conv2d(x, weight, stride=2)"),
]


@pytest.mark.parametrize(("call", "torch"), TORCH, ids=[call for call, _ in TORCH])
def test_where_every_input_is_padded_alike_there_is_one_call(call: str, torch: str) -> None:
    assert forms(f"c = {call}\n") == [("", torch)]


def test_a_lopsided_padding_is_a_layer_of_its_own() -> None:
    assert forms("nn.Conv2d(3, 4, 7, pad_mode='pad', padding=(1, 2, 3, 4), has_bias=True)\n") == [
        ("", "torch.nn.Sequential(\n    torch.nn.ZeroPad2d((3, 4, 1, 2)),\n    torch.nn.Conv2d(3, 4, 7),\n)")
    ]
    assert forms("ops.Conv2D(4, 3, pad_mode='pad', pad=(0, 1, 0, 1))\n") == [
        ("", "lambda x, weight: F.conv2d(F.pad(x, (0, 1, 0, 1)), weight)")
    ]


def test_same_with_a_stride_is_told_by_the_size_of_the_input() -> None:
    lopsided = (
        "torch.nn.Sequential(\n    torch.nn.ZeroPad2d((0, 1, 0, 1)),\n"
        "    torch.nn.Conv2d(64, 128, 3, stride=2, bias=False),\n)"
    )
    assert forms("nn.Conv2d(64, 128, 3, stride=2)\n") == [
        ("on even sizes", lopsided),
        ("on odd sizes", "torch.nn.Conv2d(64, 128, 3, stride=2, padding=1, bias=False)"),
    ]
    assert [where for where, _ in forms("nn.Conv1d(3, 4, 7, stride=4)\n")] == [
        "on sizes that 4 divides",
        "on sizes that leave 1 over when they are divided by 4",
        "on sizes that leave 2, 3 over when they are divided by 4",
    ]


REMARK = 'Each holds where all axes have such a size; otherwise pad_mode="same" pads each by its own size.'


@pytest.mark.parametrize(
    "call", ["nn.Conv2d(1, 1, 3, stride=2)", "nn.Conv3d(3, 4, 7, stride=4)", "ops.Conv2D(8, 3, 1, 'same', 0, (2, 1))"]
)
def test_calls_told_by_the_size_are_said_to_be_for_axes_that_are_all_of_it(call: str) -> None:
    found = described(f"c = {call}\n")
    assert found.equivalent is not None
    assert len(found.equivalent.forms) > 1
    assert found.equivalent.remark == REMARK
    assert REMARK.replace("_", "\\_") in markdown(found, "en")


@pytest.mark.parametrize("call", ["nn.Conv1d(1, 1, 3, stride=2)", "nn.Conv2d(1, 1, 4, stride=2)", "nn.Conv2d(1, 1, 3)"])
def test_where_one_axis_decides_or_a_call_is_for_every_size_nothing_is_left_open(call: str) -> None:
    equivalent = described(f"c = {call}\n").equivalent
    assert equivalent is not None
    assert equivalent.remark == ""


def test_an_even_kernel_with_stride_2_has_a_plain_call_and_one_for_every_size() -> None:
    found = described("nn.Conv1d(3, 4, 4, stride=2)\n")
    assert forms("nn.Conv1d(3, 4, 4, stride=2)\n")[0] == (
        "on even sizes",
        "torch.nn.Conv1d(3, 4, 4, stride=2, padding=1, bias=False)",
    )
    assert "# on every size\ntorch.nn.Sequential(\n    torch.nn.ZeroPad1d((1, 2))," in markdown(found, "en")


def test_patches_are_told_of_the_sizes_that_they_divide() -> None:
    found = described("nn.Conv2d(3, 768, 16, 16)\n")
    assert forms("nn.Conv2d(3, 768, 16, 16)\n") == [
        ("on sizes that 16 divides", "torch.nn.Conv2d(3, 768, 16, stride=16, bias=False)")
    ]
    assert 'On other sizes pad_mode="same" pads otherwise.' in plain(found, "en")


def test_zeros_that_mindspore_appends_come_behind_torchs_layer() -> None:
    ((_, code),) = forms("nn.Conv2dTranspose(3, 4, 3, 2, 'pad', 1, output_padding=1)\n")
    assert code.splitlines()[1:3] == [
        "    torch.nn.ConvTranspose2d(3, 4, 3, stride=2, padding=1, bias=False),",
        "    torch.nn.ZeroPad2d((0, 1, 0, 1)),",
    ]


def test_what_same_cuts_off_one_side_of_a_transposed_output_is_cut_off_torchs() -> None:
    ((_, code),) = forms("nn.Conv2dTranspose(3, 4, 3, 2)\n")
    assert "torch.nn.ZeroPad2d((0, -1, 0, -1))" in code


def test_a_padding_of_unknown_form_is_told_of_one_number() -> None:
    assert forms("nn.Conv2d(3, 4, 3, pad_mode='pad', padding=p)\n") == [
        ("where p is one number", "torch.nn.Conv2d(3, 4, 3, padding=p, bias=False)")
    ]


def test_a_padding_that_same_and_valid_refuse_unless_it_is_zero_is_a_condition() -> None:
    assert forms("nn.Conv1d(3, 4, 3, padding=p)\n") == [
        ("where p is 0", "torch.nn.Conv1d(3, 4, 3, padding=1, bias=False)")
    ]
    assert [where for where, _ in forms("nn.Conv1d(3, 4, 3, stride=2, pad_mode='same', padding=p)\n")] == [
        "on even sizes, where p is 0",
        "on odd sizes, where p is 0",
    ]


@pytest.mark.parametrize(
    ("call", "why"),
    [
        ("nn.Conv2d(3, 4, 3, s)", "how much is padded depends on stride=s, which is not known here"),
        ("nn.Conv2d(3, 4, k, 2)", "how much is padded depends on kernel_size=k, which is not known here"),
        ("nn.Conv2d(3, 4, 3, pad_mode=mode)", "how much is padded depends on pad_mode=mode, which is not known here"),
        (
            "nn.Conv2dTranspose(3, 4, 3, 2, 'pad', 1, output_padding=more)",
            "how much is padded depends on output_padding=more, which is not known here",
        ),
        ("ops.conv2d(x, w, None, 2, 'same')", "how much is padded depends on the kernel, which is the weight's size"),
        ("nn.Conv2d(3, 4, 3, data_format='NHWC')", "torch has the channels first, and no data_format"),
        (
            "nn.Conv2d(3, 4, 3, pad_mode='pad', padding=(p(), p(), p(), p()))",
            "how much is padded depends on padding=(p(), p(), p(), p()), which is not known here",
        ),
        ("nn.Conv2d(3, 4, 3, stride=0)", "stride=0 raises in both frameworks"),
        ("nn.Conv2d(3, 4, 3, stride=-1)", "stride=-1 raises in both frameworks"),
        (
            "nn.Conv2d(3, 4, 3, pad_mode='pad', padding=(0, 0, -1, 0))",
            "padding=(0, 0, -1, 0) raises in both frameworks",
        ),
        ("nn.Conv2d(3, 4, 3, stride=10**10)", "stride=10**10 is too large"),
        ("nn.Conv2d(3, 4, 3, group=2)", "group=2 does not divide the channels, which raises in both frameworks"),
        ("ops.Conv2D(8, 3, mode=0)", "mode=0 raises in MindSpore"),
        ("ops.Conv2D(8, 3, True)", "mode=True raises in MindSpore"),
    ],
)
def test_where_it_cannot_be_told_the_reason_is(call: str, why: str) -> None:
    assert reason(f"c = {call}\n") == why
    assert f"No torch call can be given: {why}." in plain(described(f"c = {call}\n"), "en")


def test_a_layer_with_torchs_signature_is_the_same_in_torch(monkeypatch: pytest.MonkeyPatch) -> None:
    table = dict(mindspore_signatures(LATEST_MINDSPORE))
    for name, signature in table.items():
        torch = torch_signature(signature)
        if signature.kind is Kind.LAYER and torch is not None:
            table[name] = replace(torch, name=name)
    monkeypatch.setitem(signatures.VERSIONS, LATEST_MINDSPORE, table)
    call = "nn.Conv2d(3, 4, 3, padding='same', groups=1, bias=flag)"
    assert forms(f"c = {call}\n") == [("", "torch.nn.Conv2d(3, 4, 3, padding='same', bias=flag)")]


# Calls that raise.


def test_a_call_that_raises_shows_what_its_fix_is_in_torch() -> None:
    found = described("nn.Conv2d(3, 64, 7, stride=2, padding=3, bias=False)\n")
    assert (found.raises, found.equivalent) == (True, None)
    assert found.fixed is not None
    assert found.fixed.text == 'nn.Conv2d(3, 64, 7, stride=2, pad_mode="pad", padding=3, has_bias=False)'
    assert [form.code for form in found.fixed.equivalent.forms] == [
        "torch.nn.Conv2d(3, 64, 7, stride=2, padding=3, bias=False)"
    ]
    assert "It raises as it is called here" in markdown(found, "en")


def test_beside_the_arguments_of_a_call_that_raises_stands_none_of_torchs_since_its_fix_has_others() -> None:
    found = described("nn.Conv2d(3, 64, 7, stride=2, padding=3)\n")
    assert found.fixed is not None
    assert not any(parameter.torch for parameter in found.parameters)
    assert "| argument | value |\n| --- | --- |\n" in markdown(found, "en")
    assert "| `has_bias` | `False` (default) |\n" in markdown(found, "en")
    assert "torch" not in plain(found, "en").partition("argument")[2]


def test_of_several_callables_the_arguments_are_those_of_one_that_runs() -> None:
    found = described("(nn.Conv1d if flat else nn.Conv2d)(3, 4, 3, pad_mode='pad', padding=(1, 1, 1, 1))\n")
    assert {parameter.name: parameter.torch for parameter in found.parameters}["padding"] == ("padding=1",)


@pytest.mark.parametrize("mode", ["1", "mode", "*rest"])
def test_a_mode_that_is_right_or_unknown_keeps_its_call(mode: str) -> None:
    given = mode if mode.startswith("*") else f"mode={mode}"
    equivalent = described(f"ops.Conv2D(8, 3, {given})\n").equivalent
    assert equivalent is not None
    assert "raises" not in equivalent.reason


@pytest.mark.parametrize(
    "call", ["nn.Conv2d(3, 4)", "nn.Conv2d(3, padding=1)", "nn.Conv2d(3, 4, 3, pad_mode='reflect')", "nn.Conv2d()"]
)
def test_a_call_that_raises_without_a_fix_shows_its_arguments_alone(call: str) -> None:
    found = described(f"c = {call}\n")
    assert (found.raises, found.equivalent, found.fixed) == (True, None, None)
    assert "torch.nn" not in markdown(found, "en")


def test_the_fix_of_a_port_gives_the_bias_that_torch_has() -> None:
    for semantics, torch in ((TorchSemantics.AUTO, ", bias=False"), (TorchSemantics.ALWAYS, "")):
        found = described("nn.Conv2d(3, 4, 1, dtype=None, pad_mode='valid')\n", semantics=semantics)
        assert found.fixed is not None
        assert [form.code for form in found.fixed.equivalent.forms] == [f"torch.nn.Conv2d(3, 4, 1{torch})"]
