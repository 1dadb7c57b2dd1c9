"""Arguments land where Python puts them: held against inspect.signature for every callable and version."""

from __future__ import annotations

import inspect

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ms_convlint.facts.file_facts import FileFacts
from ms_convlint.facts.signatures import REQUIRED, VERSIONS, Kind, Signature
from ms_convlint.source import Source

SIGNATURES = [
    pytest.param(version, signature, id=f"{'.'.join(map(str, version))} {signature.short_name}")
    for version, table in VERSIONS.items()
    for signature in table.values()
]


def python_signature(signature: Signature) -> inspect.Signature:
    """The same parameters as Python knows them."""
    return inspect.Signature(
        [
            inspect.Parameter(
                parameter.name,
                inspect.Parameter.POSITIONAL_OR_KEYWORD,
                default=inspect.Parameter.empty if parameter.default is REQUIRED else parameter.default,
            )
            for parameter in signature.parameters
        ]
    )


@st.composite
def splits(draw: st.DrawFn, count: int) -> tuple[int, list[int]]:
    """How many parameters are given by position, and which of the others by keyword."""
    positional = draw(st.integers(0, count))
    keywords = draw(st.lists(st.integers(positional, count - 1), unique=True)) if positional < count else []
    return positional, keywords


def bound_by_engine(signature: Signature, version: tuple[int, ...], text: str) -> dict[str, str]:
    """What the engine binds, each value by its text."""
    facts = FileFacts(Source("network.py", f"import mindspore\n{text}\n"), version)
    (readings,) = facts.convolutions
    return {name: argument.text for name, argument in readings[0].bound.items()}


@pytest.mark.parametrize(("version", "signature"), SIGNATURES)
@settings(max_examples=25, derandomize=True, deadline=None)
@given(data=st.data())
def test_arguments_are_bound_as_python_binds_them(
    version: tuple[int, ...], signature: Signature, data: st.DataObject
) -> None:
    names = signature.names
    positional, keywords = data.draw(splits(len(names)))
    values = [f"value{index}" for index in range(positional)]
    named = {names[index]: f"named{index}" for index in keywords}
    written = ", ".join([*values, *(f"{name}={value}" for name, value in named.items())])
    expected = python_signature(signature).bind_partial(*values, **named).arguments
    assert bound_by_engine(signature, version, f"{signature.name}({written})") == expected


@pytest.mark.parametrize(("version", "signature"), SIGNATURES)
@settings(max_examples=15, derandomize=True, deadline=None)
@given(data=st.data())
def test_a_partial_s_arguments_come_first_and_a_call_s_keywords_win(
    version: tuple[int, ...], signature: Signature, data: st.DataObject
) -> None:
    names = signature.names
    early = data.draw(st.integers(0, len(names)))
    late = data.draw(st.integers(0, len(names) - early))
    rest = names[early + late :]
    given_early = data.draw(st.lists(st.sampled_from(rest), unique=True)) if rest else []
    given_late = data.draw(st.lists(st.sampled_from(rest), unique=True)) if rest else []
    first = [*(f"early{index}" for index in range(early)), *(f"{name}=before" for name in given_early)]
    second = [*(f"late{index}" for index in range(late)), *(f"{name}=after" for name in given_late)]
    text = f"import functools\np = functools.partial({', '.join([signature.name, *first])})\np({', '.join(second)})"
    expected = python_signature(signature).bind_partial(
        *(f"early{index}" for index in range(early)),
        *(f"late{index}" for index in range(late)),
        **dict.fromkeys(given_early, "before") | dict.fromkeys(given_late, "after"),
    )
    assert bound_by_engine(signature, version, text) == expected.arguments


@pytest.mark.parametrize("hidden", ["*rest", "**options"])
def test_nothing_is_said_of_what_a_star_may_hold(hidden: str) -> None:
    facts = FileFacts(Source("network.py", f"import mindspore\nmindspore.nn.Conv2d(3, 4, 3, {hidden})\n"), (2, 10))
    call = facts.convolutions[0][0]
    assert call.opaque
    assert not call.lacks("has_bias")


def test_the_arguments_of_a_base_initializer_skip_self() -> None:
    text = "from mindspore import nn\nclass Own(nn.Conv2d):\n    def __init__(self):\n        {}(3, 4, 5)\n"
    for callee in ("super().__init__", "super(Own, self).__init__"):
        call = FileFacts(Source("network.py", text.format(callee)), (2, 10)).convolutions[0][0]
        assert call.bound["kernel_size"].text == "5"
    direct = text.format("nn.Conv2d.__init__").replace("(3,", "(self, 3,")
    call = FileFacts(Source("network.py", direct), (2, 10)).convolutions[0][0]
    assert call.bound["kernel_size"].text == "5"


def test_every_layer_has_a_counterpart_in_torch_with_the_padding_in_pad_mode_s_slot() -> None:
    from ms_convlint.facts.signatures import torch_signature

    for table in VERSIONS.values():
        for signature in table.values():
            torch = torch_signature(signature)
            if signature.kind is Kind.LAYER:
                assert torch is not None
                assert torch.index("padding") == signature.index("pad_mode") == 4
