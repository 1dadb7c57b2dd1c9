"""Arguments are bound as Python binds them, for every watched callable of every version."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ms_convlint.facts.convolutions import Convolution
from ms_convlint.facts.file_facts import FileFacts
from ms_convlint.facts.signatures import REQUIRED, VERSIONS, Kind, Signature, mindspore_signatures
from ms_convlint.facts.values import Known
from ms_convlint.source import Source

CALLABLES = [
    pytest.param(version, signature, id=f"{signature.short_name}-{'.'.join(map(str, version))}")
    for version in VERSIONS
    for signature in mindspore_signatures(version).values()
]
every = pytest.mark.parametrize(("version", "signature"), CALLABLES)
generated = settings(max_examples=15, derandomize=True, deadline=None)
HEAD = "import mindspore\nfrom functools import partial\n"


def python_signature(signature: Signature) -> inspect.Signature:
    """The callable as a Python function has it."""
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


def convolutions(text: str, version: tuple[int, ...]) -> list[Convolution]:
    """The calls of a module."""
    return [readings[0] for readings in FileFacts(Source("model.py", HEAD + text), version).convolutions]


def bound_values(call: Convolution) -> dict[str, Any]:
    """What the call's parameters are bound to."""
    return {name: argument.node.value for name, argument in call.bound.items()}  # type: ignore[attr-defined]  # literals


@st.composite
def calls(draw: st.DrawFn, signature: Signature) -> tuple[list[int], dict[str, int]]:
    """Arguments by position and by keyword, each another number, that Python could bind."""
    names = signature.names
    by_position = draw(st.integers(0, len(names)))
    keywords = draw(st.lists(st.sampled_from(names), unique=True))
    positional = list(range(by_position))
    return positional, {name: 100 + names.index(name) for name in keywords if names.index(name) >= by_position}


def written(positional: list[int], keywords: dict[str, int]) -> str:
    """Arguments as text."""
    return ", ".join([*map(str, positional), *(f"{name}={value}" for name, value in keywords.items())])


@every
@given(data=st.data())
@generated
def test_a_call_binds_what_python_binds(version: tuple[int, ...], signature: Signature, data: st.DataObject) -> None:
    positional, keywords = data.draw(calls(signature))
    expected = python_signature(signature).bind_partial(*positional, **keywords).arguments
    (call,) = convolutions(f"{signature.name}({written(positional, keywords)})", version)
    assert bound_values(call) == expected
    assert [name for name in signature.names if call.lacks(name)] == [
        name for name in signature.names if name not in expected
    ]


@every
@given(data=st.data())
@generated
def test_a_parameter_that_is_left_out_has_its_default(
    version: tuple[int, ...], signature: Signature, data: st.DataObject
) -> None:
    positional, keywords = data.draw(calls(signature))
    (call,) = convolutions(f"{signature.name}({written(positional, keywords)})", version)
    bound = python_signature(signature).bind_partial(*positional, **keywords)
    given_by_name = set(bound.arguments)
    bound.apply_defaults()
    for name, value in bound.arguments.items():
        if name in given_by_name or signature.parameter(name).default is not REQUIRED:  # type: ignore[union-attr]  # it is there
            assert call.value(name) == Known(value)


@every
@given(data=st.data())
@generated
def test_a_partial_passes_its_arguments_on(version: tuple[int, ...], signature: Signature, data: st.DataObject) -> None:
    first_positional, first_keywords = data.draw(calls(signature))
    second_positional, second_keywords = data.draw(calls(signature))
    positional = [*first_positional, *(value + 50 for value in second_positional)]
    keywords = {**first_keywords, **{name: value + 50 for name, value in second_keywords.items()}}
    try:
        expected = python_signature(signature).bind_partial(*positional, **keywords).arguments
    except TypeError:
        return
    made = f"make = partial({', '.join([signature.name, written(first_positional, first_keywords)])})\n"
    again = {name: value + 50 for name, value in second_keywords.items()}
    (call,) = convolutions(f"{made}make({written([v + 50 for v in second_positional], again)})", version)
    assert bound_values(call) == expected


@every
@given(data=st.data())
@generated
def test_a_subclass_passes_its_arguments_to_the_base(
    version: tuple[int, ...], signature: Signature, data: st.DataObject
) -> None:
    if signature.kind is not Kind.LAYER:
        return
    positional, keywords = data.draw(calls(signature))
    arguments = written(positional, keywords)
    through_name = ", ".join(filter(None, ["self", arguments]))
    text = (
        f"class Own({signature.name}):\n  def __init__(self):\n    super().__init__({arguments})\n"
        f"    super(Own, self).__init__({arguments})\n    {signature.name}.__init__({through_name})\n"
    )
    expected = python_signature(signature).bind_partial(*positional, **keywords).arguments
    found = convolutions(text, version)
    assert [bound_values(call) for call in found] == [expected] * 3
    assert all(call.is_base_initializer for call in found)


@every
@given(data=st.data())
@generated
def test_behind_an_opaque_star_nothing_is_known_to_be_missing(
    version: tuple[int, ...], signature: Signature, data: st.DataObject
) -> None:
    positional, keywords = data.draw(calls(signature))
    for star, may_hold in (("*rest", signature.names[len(positional) :]), ("**rest", signature.names)):
        order = [*map(str, positional), *([star] if star == "*rest" else [])]
        order += [f"{name}={value}" for name, value in keywords.items()]
        order += [star] if star == "**rest" else []
        (call,) = convolutions(f"{signature.name}({', '.join(order)})", version)
        assert not [name for name in may_hold if call.lacks(name)]
        assert call.opaque
        expected = python_signature(signature).bind_partial(*positional, **keywords).arguments
        assert bound_values(call) == expected


UNSURE: dict[str, Callable[[str], str]] = {
    "too many": lambda name: f"{name}({', '.join(map(str, range(40)))})",
    "unknown keyword": lambda name: f"{name}(1, 2, 3, unheard_of=4)",
    "bound twice": lambda name: f"{name}(1, in_channels=2)",
    "none": lambda name: f"{name}()",
    "star in the middle": lambda name: f"{name}(1, *rest, 3, stride=2)",
}


@every
@pytest.mark.parametrize("made", UNSURE.values(), ids=UNSURE)
def test_what_python_would_refuse_is_read_all_the_same(
    version: tuple[int, ...], signature: Signature, made: Callable[[str], str]
) -> None:
    (call,) = convolutions(made(signature.name), version)
    assert set(call.bound) <= set(signature.names)


def test_a_parameter_is_where_its_version_has_it() -> None:
    text = "mindspore.nn.Conv2dTranspose(0, 1, 2, 3, 4, 5, 6)\nmindspore.ops.conv2d(0, 1, 2)\n"
    old, new = convolutions(text, (1, 10)), convolutions(text, (2, 10))
    assert bound_values(old[0])["dilation"] == 6
    assert bound_values(new[0])["output_padding"] == 6
    assert bound_values(old[1])["pad_mode"] == 2
    assert bound_values(new[1])["bias"] == 2
