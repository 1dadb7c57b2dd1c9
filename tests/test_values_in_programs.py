"""A value that the engine knows is the one that the program has: made-up programs are run beside it."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from types import CodeType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st
from probing import probed

from ms_convlint.facts.values import UNKNOWN, Items, Known, Value

names = st.sampled_from(["a", "b", "c"])
numbers = st.integers(-2, 5).map(str)
atoms = st.one_of(numbers, names, st.sampled_from(["True", "False", "None", "'same'", "'pad'", "1.5"]))


def _combined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    operators = st.sampled_from(["+", "-", "*", "//", "%", "/", "==", "<", ">=", "!=", "is", "and", "or"])
    return st.one_of(
        st.tuples(inner, operators, inner).map(lambda parts: f"({' '.join(parts)})"),
        inner.map(lambda text: f"(not {text})"),
        inner.map(lambda text: f"(-{text})"),
        st.lists(inner, max_size=3).map(lambda items: f"({''.join(item + ', ' for item in items)})"),
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.tuples(inner, inner, inner).map(lambda parts: f"({parts[0]} if {parts[1]} else {parts[2]})"),
        st.tuples(inner, st.integers(-2, 2)).map(lambda parts: f"{parts[0]}[{parts[1]}]"),
        st.tuples(st.sampled_from(["tuple", "list", "int", "bool"]), inner).map(lambda p: f"{p[0]}({p[1]})"),
    )


expressions = st.recursive(atoms, _combined, max_leaves=5)
conditions = st.integers(0, 3).map(lambda number: f"conditions[{number}]")


def indented(statements: list[str]) -> str:
    """Statements as the body of a block."""
    lines = "\n".join(statements).split("\n")
    return "\n".join(f"    {line}" for line in lines)


def _blocks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    bodies = st.lists(inner, min_size=1, max_size=3).map(indented)
    handled = "except (TypeError, ValueError, ArithmeticError, IndexError, NameError):"
    return st.one_of(
        st.tuples(conditions, bodies).map(lambda p: f"if {p[0]}:\n{p[1]}"),
        st.tuples(conditions, bodies, bodies).map(lambda p: f"if {p[0]}:\n{p[1]}\nelse:\n{p[2]}"),
        st.tuples(conditions, bodies, conditions, bodies).map(lambda p: f"if {p[0]}:\n{p[1]}\nelif {p[2]}:\n{p[3]}"),
        st.tuples(names, bodies).map(lambda p: f"for {p[0]} in range(int(conditions[0]) + 1):\n{p[1]}"),
        st.tuples(conditions, bodies, bodies).map(
            lambda p: f"for _ in range(2):\n{p[1]}\n    if {p[0]}:\n        break\nelse:\n{p[2]}"
        ),
        bodies.map(lambda body: f"while turn():\n{body}"),
        st.tuples(bodies, bodies).map(lambda p: f"try:\n{p[0]}\n{handled}\n{p[1]}"),
        st.tuples(bodies, bodies).map(lambda p: f"try:\n{p[0]}\n{handled}\n    pass\nelse:\n{p[1]}"),
        st.tuples(bodies, bodies).map(lambda p: f"try:\n{p[0]}\n{handled}\n    pass\nfinally:\n{p[1]}"),
        st.tuples(names, bodies).map(lambda p: f"with opened({p[0]}) as {p[0]}:\n{p[1]}"),
    )


simple = st.one_of(
    st.tuples(names, numbers).map(lambda p: f"{p[0]} = {p[1]}"),
    st.tuples(names, numbers).map(lambda p: f"{p[0]} = {p[1]}"),
    names.map(lambda name: f"probe(#, {name})"),
    st.tuples(names, expressions).map(lambda p: f"{p[0]} = {p[1]}"),
    st.tuples(names, expressions).map(lambda p: f"{p[0]}: object = {p[1]}"),
    st.tuples(names, names, expressions).map(lambda p: f"{p[0]} = {p[1]} = {p[2]}"),
    st.tuples(names, names, expressions, expressions).map(lambda p: f"{p[0]}, {p[1]} = {p[2]}, {p[3]}"),
    st.tuples(names, names).map(lambda p: f"{p[0]}, {p[1]} = {p[1]}, {p[0]}"),
    st.tuples(names, numbers).map(lambda p: f"{p[0]} += {p[1]}"),
    st.tuples(names, expressions).map(lambda p: f"print(({p[0]} := {p[1]}))"),
    conditions.map(lambda condition: f"raised({condition})"),
    expressions.map(lambda expression: f"probe(#, {expression})"),
)
statements = st.recursive(simple, _blocks, max_leaves=6)
bodies = st.lists(statements, min_size=1, max_size=6)


def numbered(text: str) -> str:
    """Probes told apart."""
    pieces = text.split("#")
    return pieces[0] + "".join(f"{number}{piece}" for number, piece in enumerate(pieces[1:]))


class _Opened:
    def __init__(self, value: object) -> None:
        self.value = value

    def __enter__(self) -> object:
        return (self.value, "opened")

    def __exit__(self, *error: object) -> None:
        return None


def raised(condition: bool) -> None:
    if condition:
        raise ValueError


def observed(text: str) -> dict[int, list[Any]]:
    """What a program hands to its probes, whichever conditions hold."""
    seen: dict[int, list[Any]] = {}
    code = compiled(text)
    for bits in range(16):
        turns = iter([True, True, bool(bits & 1)])
        scope: dict[str, Any] = {
            "conditions": [bool(bits >> place & 1) for place in range(4)],
            "probe": lambda number, value: seen.setdefault(number, []).append(value),
            "turn": lambda turns=turns: next(turns, False),
            "opened": _Opened,
            "raised": raised,
            "print": lambda *values: None,
        }
        try:
            exec(code, scope)
        except (TypeError, ValueError, ArithmeticError, IndexError, NameError):
            continue
    return seen


def agrees(value: Value, seen: object) -> bool:
    """Whether what is known is what was seen: its type too, as far as it is known."""
    if value is UNKNOWN:
        return True
    if isinstance(value, Items):
        if type(seen) is not (list if value.is_list else tuple) or len(seen) != len(value.items):
            return False
        return all(agrees(item, real) for item, real in zip(value.items, seen, strict=True))
    assert isinstance(value, Known)
    return type(value.value) is type(seen) and value.value == seen


def compiled(text: str) -> CodeType:
    """The program; one that Python refuses (an annotated name that is global) is no example."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return compile(text, "program", "exec")
        except SyntaxError:
            reject()


def assert_never_guesses(text: str) -> None:
    text = numbered(f"a, b, c = 1, 2, 3\n{text}")
    values = probed(text)
    for number, seen in observed(text).items():
        for real in seen:
            assert agrees(values[number], real), f"probe {number} is {real!r}, not {values[number]!r}, in\n{text}"


INSIDE: dict[str, Callable[[str], str]] = {
    "module": lambda body: body,
    "function": lambda body: f"def run():\n    a, b, c = 4, 5, 6\n{indented([body])}\nrun()",
    "class": lambda body: f"class Run:\n    a, b, c = 4, 5, 6\n{indented([body])}",
    "global": lambda body: f"a = 1\ndef run():\n    global a, b\n{indented([body])}\nrun()\nprobe(#, a)\nprobe(#, b)",
    "nested": lambda body: (
        "def outer():\n    a = 7\n    def run():\n        nonlocal a\n"
        f"{indented([indented([body])])}\n    probe(#, a)\n    run()\n    probe(#, a)\nouter()"
    ),
}
often = settings(max_examples=70, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("place", INSIDE.values(), ids=INSIDE)
@given(body=bodies)
@often
def test_a_known_value_is_the_program_s(place: Callable[[str], str], body: list[str]) -> None:
    assert_never_guesses(place("\n".join([*body, "probe(#, a)", "probe(#, (a, b, c))"])))


@given(first=bodies, second=bodies, third=bodies)
@often
def test_a_function_sees_what_its_module_has_when_it_is_called(
    first: list[str], second: list[str], third: list[str]
) -> None:
    function = f"def look():\n{indented(['probe(#, a)', 'probe(#, (b, c))'])}"
    assert_never_guesses("\n".join([*first, function, *second, "look()", *third, "look()"]))


@given(first=bodies, second=bodies)
@often
def test_a_method_sees_what_the_attributes_have_when_it_is_called(first: list[str], second: list[str]) -> None:
    def attributes(body: list[str]) -> str:
        text = "\n".join(statement for statement in body if ":=" not in statement)
        return indented([indented([re.sub(r"\b([abc])\b", r"self.\1", text)])])

    assert_never_guesses(
        f"class Run:\n    def __init__(self):\n{attributes(['a, b, c = 4, 5, 6', *first])}\n"
        f"    def look(self):\n{attributes(['probe(#, a)', *second, 'probe(#, (a, b, c))'])}\n"
        "run = Run()\nrun.look()\nrun.look()\n"
    )
